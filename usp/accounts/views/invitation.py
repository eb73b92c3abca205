"""What somebody sees who opens the link of an invitation."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from usp.accounts.forms_people import NewAccountForm
from usp.accounts.models import Invitation, User
from usp.accounts.policies import user_of
from usp.accounts.roles import SENTENCES
from usp.accounts.services import invitations as verbs
from usp.accounts.services.links import account_of, hash_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.core.policies import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@read_only
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation behind the link: an account is made, or the roles are added to the one that exists."""
    found = (
        Invitation.objects.select_related("university", "unit", "invited_by").filter(token_hash=hash_of(token)).first()
    )
    reader = user_of(request) if request.user.is_authenticated else None
    if found is not None and reader is not None and found.accepted_by_id == reader.pk:
        messages.info(request, _("Bu daveti zaten kabul ettiniz."))
        return redirect("portal:home")
    if found is None or not found.is_open or not found.invited_by.is_active:
        return _closed(request, found)
    account = account_of(found.email)
    if account is not None and (refusal := verbs.refusal_of(account, found.university)):
        return _closed(request, found, refusal)
    if reader is not None and reader != account:
        return _page(request, found, "other", reader=reader)
    if account is None:
        return _new_account(request, found, token)
    if reader is None:
        return _page(request, found, "sign_in")
    return _add_roles(request, found, token)


def _new_account(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = NewAccountForm(request.POST if request.method == "POST" else None, email=found.email)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = verbs.accept_with_new_account(token=token, full_name=data["full_name"], password=data["password1"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Hesabınız açıldı, görevleriniz hazır. Son adım iki adımlı doğrulama."))
            # The password was typed just now: the second factor is set up without asking for it again.
            record_authentication(request, user, method="password", reauthenticated=True)
            answer: HttpResponse = perform_login(request, user, redirect_url=reverse("mfa_activate_totp"))
            return answer
    return _page(request, found, "new", form=form)


def _add_roles(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    if request.method == "POST":
        try:
            verbs.accept_invitation(token=token, actor=user_of(request))
        except RuleViolation as rule:
            messages.error(request, str(rule))
            return redirect("people:invitation", token)
        messages.success(request, _("Yeni göreviniz hesabınıza eklendi."))
        return redirect("portal:home")
    return _page(request, found, "accept")


def _page(
    request: HttpRequest,
    found: Invitation,
    step: str,
    *,
    form: NewAccountForm | None = None,
    reader: User | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "invitation": found,
        "roles": [(label, SENTENCES[role]) for role, label in zip(_in_order(found), found.role_labels, strict=True)],
        "step": step,
        "form": form,
        "reader": reader,
    }
    return render(request, "accounts/invitation.html", context, status=422 if form is not None and form.errors else 200)


def _in_order(found: Invitation) -> list[str]:
    return [role for role in SENTENCES if role in found.roles]


def _closed(request: HttpRequest, found: Invitation | None, refusal: str = "") -> HttpResponse:
    """Why the link no longer opens anything, and what to do: 404 for one we never sent, 410 for one that is over."""
    if found is None:
        why = "unknown"
    elif refusal:
        why = "refused"
    elif found.accepted_at is not None:
        why = "accepted"
    elif found.withdrawn_at is not None or not found.invited_by.is_active:
        why = "withdrawn"
    else:
        why = "expired"
    status = {"unknown": 404, "refused": 403}.get(why, 410)
    context = {"why": why, "invitation": found, "refusal": refusal}
    return render(request, "accounts/invitation_closed.html", context, status=status)
