"""The operators' pages of the catalogue: kinds of declarations, languages and exams, reasons, consent texts.

Rows that declarations refer to are switched off, never deleted; `manage.py load_catalogue` leaves edits alone.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.models import (
    ConsentText,
    ExamLevel,
    ItemKind,
    ItemOption,
    Language,
    LanguageExam,
    RejectionReason,
)
from usp.core.admin import KeptAdmin


class OptionInline(admin.TabularInline):
    """The grades of a kind; an old one is made «not selectable»."""

    model = ItemOption
    extra = 0
    can_delete = False
    fields = ("order", "code", "name", "name_en", "institution", "is_active")


@admin.register(ItemKind)
class ItemKindAdmin(KeptAdmin):
    """What the form asks for and who verifies it; what it is worth stands in the scoring method."""

    list_display = ("number", "name", "category", "verifier", "institution", "is_active")
    list_display_links = ("number", "name")
    list_filter = ("category", "verifier", "is_active")
    list_select_related = ("institution",)
    search_fields = ("number", "code", "name", "name_en")
    inlines = (OptionInline,)
    fieldsets = (
        (None, {"fields": (("number", "code", "order"), "category", ("name", "name_en"), "is_active")}),
        (_("Açıklamalar"), {"fields": (("hint", "hint_en"), ("proof_hint", "proof_hint_en"))}),
        (
            _("Formda sorulanlar"),
            {
                "fields": (
                    "by_student",
                    ("asks_title", "asks_issuer", "asks_date", "asks_period", "asks_exam", "asks_code"),
                    "needs_proof",
                    ("amount_unit", "amount_max", "max_items"),
                )
            },
        ),
        (_("Doğrulama"), {"fields": ("verifier", "institution", "consent_code")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ItemKind]:
        """In the order of the form."""
        return super().get_queryset(request).order_by("order", "number")


@admin.register(Language)
class LanguageAdmin(KeptAdmin):
    """Languages that may be declared."""

    list_display = ("name", "name_en", "code", "order")
    search_fields = ("name", "name_en", "code")


class ExamLevelInline(admin.TabularInline):
    """From which result on which level is proven."""

    model = ExamLevel
    extra = 0
    autocomplete_fields = ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        """Only the grades of kinds that ask for an exam."""
        if db_field.name == "option":
            kwargs["queryset"] = ItemOption.objects.filter(kind__asks_exam=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(LanguageExam)
class LanguageExamAdmin(KeptAdmin):
    """Exams with the levels their results prove."""

    list_display = ("name", "language", "max_score", "valid_years", "has_result_code", "is_active")
    list_filter = ("is_active", "has_result_code")
    list_select_related = ("language",)
    search_fields = ("name", "code")
    inlines = (ExamLevelInline,)


@admin.register(RejectionReason)
class RejectionReasonAdmin(KeptAdmin):
    """The listed reasons for refusing a declaration."""

    list_display = ("text", "needs_words", "is_active", "order")
    list_filter = ("is_active",)
    search_fields = ("text", "text_en", "code")


@admin.register(ConsentText)
class ConsentTextAdmin(KeptAdmin):
    """Texts answered one by one. One that somebody has answered is frozen: add a new version."""

    list_display = ("title", "code", "version", "kind", "is_current")
    list_filter = ("kind", "is_current")
    search_fields = ("title", "title_en", "code")
