"""What universities set up, for operators to look up; they are changed on the career centres' own pages."""

from django.contrib import admin

from applications.models import DepartmentRule, Term, WindowRules
from usp.core.admin import ReadOnlyAdmin


@admin.register(Term)
class TermAdmin(ReadOnlyAdmin):
    """Term dates of each university."""

    list_display = ("name", "university", "starts_on", "ends_on")
    search_fields = ("name", "university__name")
    list_select_related = ("university",)
    date_hierarchy = "starts_on"


@admin.register(WindowRules)
class WindowRulesAdmin(ReadOnlyAdmin):
    """What each university does with an overlap, and its lengths."""

    list_display = ("university", "term_overlap", "usual_days", "largest_days", "changed_at")
    list_filter = ("term_overlap",)
    search_fields = ("university__name",)
    list_select_related = ("university",)


@admin.register(DepartmentRule)
class DepartmentRuleAdmin(ReadOnlyAdmin):
    """What universities confirmed of their departments' compulsory internships."""

    list_display = ("department", "compulsory_days", "other_lengths", "confirmed_by", "confirmed_at")
    search_fields = ("department__name", "department__unit__university__name")
    list_select_related = ("department", "confirmed_by")
