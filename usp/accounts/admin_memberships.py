"""The operators' lists of who works where. Loaded by ``admin.py``."""

from django.contrib import admin

from usp.accounts.forms import EmployerMembershipForm, InstitutionMembershipForm, UniversityMembershipForm
from usp.accounts.models import EmployerMembership, InstitutionMembership, UniversityMembership
from usp.core.admin import KeptAdmin, UsedOnlyFilter
from usp.core.ordering import turkish_order


@admin.register(EmployerMembership)
class EmployerMembershipAdmin(KeptAdmin):
    """Who works for which employer."""

    form = EmployerMembershipForm
    list_display = ["user", "employer", "role", "job_title"]
    list_filter = ["role"]
    list_select_related = ["user", "employer"]
    search_fields = ["user__full_name", "user__email", "employer__name", "=employer__vkn"]
    autocomplete_fields = ["user", "employer"]
    ordering = ["employer__sort_key", turkish_order("user__full_name")]


@admin.register(UniversityMembership)
class UniversityMembershipAdmin(KeptAdmin):
    """Who holds which role at which university. A role ends with its date, so its history stays."""

    form = UniversityMembershipForm
    list_display = ["user", "university", "unit", "role", "ends_on"]
    list_filter = ["role", ("university", UsedOnlyFilter)]
    list_select_related = ["user", "university", "unit"]
    search_fields = ["user__full_name", "user__email", "university__name", "unit__name"]
    autocomplete_fields = ["user", "university", "unit"]
    ordering = ["university__sort_key", turkish_order("user__full_name")]
    date_hierarchy = "ends_on"


@admin.register(InstitutionMembership)
class InstitutionMembershipAdmin(KeptAdmin):
    """Who verifies for which institution."""

    form = InstitutionMembershipForm
    list_display = ["user", "institution"]
    list_filter = ["institution"]
    list_select_related = ["user", "institution"]
    search_fields = ["user__full_name", "user__email", "institution__name"]
    autocomplete_fields = ["user"]
    ordering = ["institution__sort_key", turkish_order("user__full_name")]
