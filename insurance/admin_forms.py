"""Agreed pay and employers' list letters in the operator's admin: read, never written."""

from django.contrib import admin

from insurance.models import AcceptanceList, AcceptanceListRow, PayTerms
from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline


@admin.register(PayTerms)
class PayTermsAdmin(ReadOnlyAdmin):
    """What employer and intern agreed of pay."""

    list_display = ["placement", "is_paid", "amount", "is_monthly", "pay_day", "changed_by", "changed_at"]
    list_filter = ["is_paid", "is_monthly"]
    list_select_related = ["placement__student__user", "placement__offer__position", "changed_by"]
    search_fields = ["=placement__pk", "placement__student__user__full_name"]
    date_hierarchy = "changed_at"
    show_full_result_count = False


class AcceptanceListRowInline(ReadOnlyInline):
    """The interns of a letter."""

    model = AcceptanceListRow
    fields = ["placement"]


@admin.register(AcceptanceList)
class AcceptanceListAdmin(ReadOnlyAdmin):
    """Employers' list letters; what they say is read in the paper itself."""

    list_display = ["id", "employer", "university", "made_by", "made_at"]
    list_select_related = ["employer", "university", "made_by"]
    search_fields = ["employer__name", "university__name"]
    date_hierarchy = "made_at"
    inlines = [AcceptanceListRowInline]
