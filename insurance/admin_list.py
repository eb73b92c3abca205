"""Operators' view of the intern list's memory: to look at and search, never to write."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from insurance.models import (
    ContactEntry,
    InternEvent,
    InternExport,
    InternListSettings,
    MessageTemplate,
    SentMessage,
)
from usp.core.admin import ReadOnlyAdmin


class OfPlacement(ReadOnlyAdmin):
    """What both say of their placement."""

    list_select_related = ["placement__student", "placement__offer__position__employer"]
    search_fields = ["=placement__pk", "placement__student__user__full_name"]
    show_full_result_count = False

    @admin.display(description=_("öğrenci"), ordering="placement__student__search_name")
    def student(self, row: InternEvent | ContactEntry) -> str:
        """Whose internship it is."""
        return str(row.placement.student)

    @admin.display(description=_("İşveren"))
    def employer_name(self, row: InternEvent | ContactEntry) -> str:
        """Where it takes place."""
        return str(row.placement.offer.position.employer)


@admin.register(InternEvent)
class InternEventAdmin(OfPlacement):
    """What changed on the list, and who took note of it."""

    list_display = ["student", "employer_name", "kind", "was", "now", "at", "seen_at", "seen_by"]
    list_select_related = [*OfPlacement.list_select_related, "seen_by"]
    list_filter = ["kind", ("seen_at", admin.EmptyFieldListFilter)]
    date_hierarchy = "at"


@admin.register(ContactEntry)
class ContactEntryAdmin(OfPlacement):
    """What was said with interns."""

    list_display = ["student", "employer_name", "way", "intends", "been_to_unit", "at", "by"]
    list_select_related = [*OfPlacement.list_select_related, "by"]
    list_filter = ["way", "intends", "been_to_unit"]
    date_hierarchy = "at"


@admin.register(MessageTemplate)
class MessageTemplateAdmin(ReadOnlyAdmin):
    """Each university's texts."""

    list_display = ["name", "university", "subject", "changed_by", "changed_at"]
    list_select_related = ["university", "changed_by"]
    search_fields = ["name", "subject", "university__name"]


@admin.register(SentMessage)
class SentMessageAdmin(ReadOnlyAdmin):
    """What was sent to many interns at once; whom it reached stands in the notices."""

    list_display = ["subject", "university", "sent_by", "sent_at"]
    list_select_related = ["university", "sent_by"]
    search_fields = ["subject", "university__name"]
    date_hierarchy = "sent_at"
    exclude = ["placements"]


@admin.register(InternListSettings)
class InternListSettingsAdmin(ReadOnlyAdmin):
    """How officials look at their list."""

    list_display = ["user", "wants_digest", "digest_on", "visited_at"]
    list_select_related = ["user"]
    list_filter = ["wants_digest"]
    search_fields = ["user__full_name", "user__email"]


@admin.register(InternExport)
class InternExportAdmin(ReadOnlyAdmin):
    """Who took which list away."""

    list_display = ["university", "exported_by", "exported_at", "rows", "query"]
    list_select_related = ["university", "exported_by"]
    search_fields = ["exported_by__full_name", "university__name"]
    date_hierarchy = "exported_at"
