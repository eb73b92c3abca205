"""Operators' view of insurance cases, and each university's terms for papers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from insurance import admin_case, admin_ending, admin_forms, admin_list, admin_papers, admin_sgk  # noqa: F401 -- registers
from insurance.models import InsuranceCase, InsuranceTask, PaperRules
from usp.core.admin import KeptAdmin, ReadOnlyAdmin, ReadOnlyInline, UsedOnlyFilter


class InsuranceTaskInline(ReadOnlyInline):
    """What SGK must still be told of a stopped internship."""

    model = InsuranceTask
    fields = ["kind", "left_on", "due_at", "done_at", "done_by"]


@admin.register(InsuranceCase)
class InsuranceCaseAdmin(ReadOnlyAdmin):
    """Cases with their deadline; they are moved by the career centres' verbs."""

    list_display = ["student", "university", "employer", "state", "papers_due_on", "opened_at"]
    list_filter = [
        "state",
        "papers_due_on",
        ("placement__department__unit__university", UsedOnlyFilter),
    ]
    list_select_related = [
        "placement__student",
        "placement__offer__position__employer",
        "placement__department__unit__university",
    ]
    search_fields = ["=placement__pk", "placement__student__user__full_name", "placement__application__student_no"]
    date_hierarchy = "papers_due_on"
    inlines = [admin_case.EntryInline, InsuranceTaskInline, admin_case.MoveInline]
    ordering = ["papers_due_on", "pk"]
    show_full_result_count = False

    @admin.display(description=_("öğrenci"), ordering="placement__student__search_name")
    def student(self, case: InsuranceCase) -> str:
        """Whose internship it is."""
        return str(case.placement.student)

    @admin.display(description=_("üniversite"))
    def university(self, case: InsuranceCase) -> str:
        """Who insures."""
        return str(case.placement.department.unit.university)

    @admin.display(description=_("işveren"))
    def employer(self, case: InsuranceCase) -> str:
        """Where it takes place."""
        return str(case.placement.offer.position.employer)


@admin.register(PaperRules)
class PaperRulesAdmin(KeptAdmin):
    """How long before the start a university takes papers, where, and what its form says besides."""

    list_display = ["university", "lead_days", "lead_unit", "papers_to"]
    list_filter = ["lead_unit"]
    list_select_related = ["university"]
    search_fields = ["university__name", "university__short_name"]
    autocomplete_fields = ["university"]
    ordering = ["university__sort_key"]
