"""Operators' view of additional evaluations and change requests: to look at and search, never to write."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from offers.models import ChangeRequest, Evaluation, EvaluationTransition, InterviewSlot
from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline

_OF_OFFER = ["offer__application__student", "offer__position__employer"]


class OfOffer(ReadOnlyAdmin):
    """What both of them say of their offer."""

    list_select_related = _OF_OFFER
    search_fields = [
        "=offer__pk",
        "offer__application__student__user__full_name",
        "offer__position__employer__name",
        "offer__position__title",
    ]

    @admin.display(description=_("öğrenci"), ordering="offer__application__student__search_name")
    def student(self, row: "Evaluation | ChangeRequest") -> str:
        """Whose offer it is."""
        return str(row.offer.application.student)

    @admin.display(description=_("İşveren"))
    def employer_name(self, row: "Evaluation | ChangeRequest") -> str:
        """Who sent the offer."""
        return str(row.offer.position.employer)


class SlotInline(ReadOnlyInline):
    """The times that were proposed, round by round."""

    model = InterviewSlot
    fields = ["round", "starts_at", "minutes", "is_chosen"]


class EvaluationTransitionInline(ReadOnlyInline):
    """The evaluation's moves, oldest first."""

    model = EvaluationTransition
    fields = ["at", "from_state", "to_state", "actor", "reason"]


@admin.register(Evaluation)
class EvaluationAdmin(OfOffer):
    """Interviews and tasks with their times and moves."""

    list_display = ["id", "student", "employer_name", "kind", "state", "due_at", "created_at", "decided_at"]
    list_filter = ["state", "kind", "offer__position__season"]
    date_hierarchy = "created_at"
    inlines = [SlotInline, EvaluationTransitionInline]


@admin.register(ChangeRequest)
class ChangeRequestAdmin(OfOffer):
    """Requests with their clock."""

    list_display = ["id", "student", "employer_name", "state", "province", "starts_on", "requested_at", "request_by"]
    list_filter = ["state", "offer__position__season"]
    list_select_related = [*_OF_OFFER, "province"]
    date_hierarchy = "requested_at"
