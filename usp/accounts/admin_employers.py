"""The operators' view of what employers have asked for. Loaded by ``admin.py``; decisions are made at the desk."""

from django.contrib import admin

from usp.accounts.models import EmployerChange, EmployerInvitation, EmployerRegistration, EmployerTransition
from usp.core.admin import ReadOnlyAdmin, TurkishNames


@admin.register(EmployerRegistration)
class EmployerRegistrationAdmin(TurkishNames, ReadOnlyAdmin):
    """What was typed to register an employer, with what became of its e-mail."""

    list_display = ["name", "email", "vkn", "public_code", "asked_at", "sent_at", "accepted_at", "withdrawn_at"]
    search_fields = ["name", "email", "=vkn", "=public_code"]
    date_hierarchy = "asked_at"
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(EmployerInvitation)
class EmployerInvitationAdmin(ReadOnlyAdmin):
    """Who was let in by whom. Managers send and withdraw them."""

    list_display = ["email", "employer", "role", "invited_by", "invited_at", "accepted_at", "withdrawn_at", "sent_at"]
    list_select_related = ["employer", "invited_by"]
    search_fields = ["email", "employer__name", "invited_by__full_name"]
    date_hierarchy = "invited_at"
    ordering = ["-invited_at", "-id"]
    show_full_result_count = False


@admin.register(EmployerChange)
class EmployerChangeAdmin(ReadOnlyAdmin):
    """What managers wanted changed, and what operators said."""

    list_display = ["employer", "name", "vkn", "state", "requested_by", "requested_at", "decided_by", "decided_at"]
    list_select_related = ["employer", "requested_by", "decided_by"]
    list_filter = ["state"]
    search_fields = ["employer__name", "name", "=vkn"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(EmployerTransition)
class EmployerTransitionAdmin(ReadOnlyAdmin):
    """Every move of an employer's status, as the database wrote it."""

    list_display = ["employer", "from_state", "to_state", "actor", "reason", "at"]
    list_select_related = ["employer"]
    list_filter = ["to_state"]
    search_fields = ["employer__name", "actor"]
    date_hierarchy = "at"
    ordering = ["-id"]
    show_full_result_count = False
