"""The operators' view of who was let in by whom, and of the advisers that departments have named."""

from django.contrib import admin

from usp.accounts.models import DepartmentAdviser, Invitation
from usp.core.admin import ReadOnlyAdmin


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations of all universities, with what became of their e-mails. Managers send and withdraw them."""

    list_display = ["email", "university", "unit", "invited_by", "invited_at", "accepted_at", "withdrawn_at", "sent_at"]
    list_select_related = ["university", "unit", "invited_by"]
    search_fields = ["email", "university__name", "invited_by__full_name"]
    date_hierarchy = "invited_at"
    ordering = ["-invited_at", "-id"]
    show_full_result_count = False


@admin.register(DepartmentAdviser)
class DepartmentAdviserAdmin(ReadOnlyAdmin):
    """Who advises which department. Managers name and remove them."""

    list_display = ["user", "department", "starts_on", "ends_on", "removed_at", "named_by"]
    list_select_related = ["user", "department", "named_by"]
    search_fields = ["user__full_name", "department__name", "department__unit__university__name"]
    ordering = ["department__sort_key", "pk"]
    show_full_result_count = False
