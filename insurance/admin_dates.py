"""Operators' view of new dates, the units' decisions, their criteria and principles. All are written by verbs."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from insurance.models import CompulsoryCriteria, DateChange, Guidelines, UnitDecision
from usp.core.admin import ReadOnlyAdmin, UsedOnlyFilter

_UNIVERSITY = ("placement__department__unit__university", UsedOnlyFilter)
_AROUND = ["placement__student", "placement__department__unit__university", "placement__offer__position__employer"]


@admin.register(DateChange)
class DateChangeAdmin(ReadOnlyAdmin):
    """Proposals with whom they wait for."""

    list_display = ["student", "side", "why", "dates", "working_days", "needs_unit", "state", "proposed_at"]
    list_filter = ["state", "side", "why", _UNIVERSITY]
    list_select_related = _AROUND
    search_fields = ["=placement__pk", "placement__student__user__full_name"]
    date_hierarchy = "proposed_at"
    show_full_result_count = False

    @admin.display(description=_("öğrenci"), ordering="placement__student__search_name")
    def student(self, change: DateChange) -> str:
        """Whose internship it is."""
        return str(change.placement.student)


@admin.register(UnitDecision)
class UnitDecisionAdmin(ReadOnlyAdmin):
    """Decisions with who made them; the last of a subject holds."""

    list_display = ["student", "subject", "granted", "days", "decided_by", "decided_at"]
    list_filter = ["subject", "granted", _UNIVERSITY]
    list_select_related = [*_AROUND, "decided_by"]
    search_fields = ["=placement__pk", "placement__student__user__full_name"]
    date_hierarchy = "decided_at"
    show_full_result_count = False

    @admin.display(description=_("öğrenci"), ordering="placement__student__search_name")
    def student(self, decision: UnitDecision) -> str:
        """Whose internship it is."""
        return str(decision.placement.student)


@admin.register(CompulsoryCriteria)
class CompulsoryCriteriaAdmin(ReadOnlyAdmin):
    """What departments ask of an internship that is to count."""

    list_display = ["department", "min_days", "max_days_a_term", "sector", "changed_by", "changed_at"]
    list_filter = [("department__unit__university", UsedOnlyFilter), "sector"]
    list_select_related = ["department__unit__university", "changed_by"]
    search_fields = ["department__name"]
    ordering = ["department__sort_key"]


@admin.register(Guidelines)
class GuidelinesAdmin(ReadOnlyAdmin):
    """Published principles by version."""

    list_display = ["title", "university", "version", "decided_on", "decision_no", "published_at", "published_by"]
    list_filter = [("university", UsedOnlyFilter)]
    list_select_related = ["university", "published_by"]
    search_fields = ["title", "university__name", "decision_no"]
