"""The people of an employer: inviting, changing and ending; and what somebody invited sees."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from usp.accounts.forms_members import InviteMemberForm, MemberAccountForm, MemberForm
from usp.accounts.forms_people import WithdrawForm
from usp.accounts.models import EmployerInvitation, EmployerMembership, User, UserKind
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import user_of
from usp.accounts.roles import EMPLOYER_SENTENCES
from usp.accounts.services import employer_people as verbs
from usp.accounts.services.links import account_of, hash_of
from usp.accounts.views.employers_own import manager_only, member_only, own_employer
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.core.policies import public


@require_http_methods(["GET", "HEAD", "POST"])
@manager_only
@read_only
def invite(request: HttpRequest) -> HttpResponse:
    """Offer a role to an address."""
    employer = own_employer(request)
    form = InviteMemberForm(request.POST if request.method == "POST" else None, employer=employer)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            verbs.invite_member(
                email=data["email"],
                role=data["role"],
                job_title=data["job_title"],
                outside_confirmed=data.get("outside_confirmed", False),
                actor=user_of(request),
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Davet %(email)s adresine gönderiliyor.") % {"email": data["email"]})
            return redirect(f"{reverse('employers:own')}#kisiler")
    context = {"form": form, "employer": employer}
    return render(request, "accounts/employers/invite.html", context, status=422 if form.errors else 200)


@require_POST
@manager_only
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    return _about_invitation(request, pk, verbs.resend_invitation, _("Davet %(email)s adresine yeniden gönderiliyor."))


@require_POST
@manager_only
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    return _about_invitation(request, pk, verbs.withdraw_member_invitation, _("%(email)s daveti geri alındı."))


def _about_invitation(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    employer_id = user_of(request).employer_membership.employer_id
    invitation = get_object_or_404(EmployerInvitation, pk=pk, employer=employer_id)
    try:
        act(invitation_id=invitation.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, done % {"email": invitation.email})
    return redirect(f"{reverse('employers:own')}#kisiler")


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
@read_only
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: role, post and phone. Managers may change all of it, everybody the own post and phone."""
    membership = _colleague_or_404(request, pk)
    if request.method != "POST":
        return _member_page(request, membership)
    form = _member_form(request, membership, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            verbs.change_member(
                membership_id=pk,
                actor=user_of(request),
                role=data.get("role", membership.role),
                job_title=data["job_title"],
                phone=str(data["phone"] or ""),
            )
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("%(person)s: bilgiler kaydedildi.") % {"person": membership.user})
            return redirect(f"{reverse('employers:own')}#kisiler")
    return _member_page(request, membership, form=form)


@require_POST
@manager_only
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's work here; what the person looks after is handed over first."""
    membership = _colleague_or_404(request, pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            verbs.end_membership(membership_id=pk, actor=user_of(request), reason=form.cleaned_data["reason"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            own = membership.user_id == user_of(request).pk
            messages.success(request, _("%(person)s için görev bitirildi.") % {"person": membership.user})
            return redirect("portal:home" if own else "employers:own")
    return _member_page(request, membership, end_form=form)


def _colleague_or_404(request: HttpRequest, pk: int) -> EmployerMembership:
    """Somebody of the same employer: any for a manager, oneself for everybody else."""
    user = user_of(request)
    rows = EmployerMembership.objects.filter(employer=user.employer_membership.employer_id)
    if not employer_may(user, EmployerAction.MANAGE):
        rows = rows.filter(user=user)
    return get_object_or_404(rows.select_related("user", "employer"), pk=pk)


def _member_form(request: HttpRequest, membership: EmployerMembership, data: Any = None) -> MemberForm:
    manages = employer_may(user_of(request), EmployerAction.MANAGE)
    return MemberForm(data, membership=membership, may_change_role=manages)


def _member_page(request: HttpRequest, membership: EmployerMembership, **forms: Any) -> HttpResponse:
    manages = employer_may(user_of(request), EmployerAction.MANAGE)
    context = {
        "membership": membership,
        "sentence": EMPLOYER_SENTENCES[membership.role],
        "form": forms.get("form") or _member_form(request, membership),
        "end_form": forms.get("end_form") or WithdrawForm(),
        "own": membership.user_id == user_of(request).pk,
        "manages": manages,
        "held": verbs.what_is_held(membership) if manages and membership.is_running else [],
    }
    refused = any(form.errors for form in forms.values())
    return render(request, "accounts/employers/member.html", context, status=422 if refused else 200)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@read_only
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation behind the link: an account is made, or the one of somebody who had left is opened again."""
    found = (
        EmployerInvitation.objects.select_related("employer", "invited_by").filter(token_hash=hash_of(token)).first()
    )
    reader = user_of(request) if request.user.is_authenticated else None
    if found is not None and reader is not None and found.accepted_by_id == reader.pk:
        messages.info(request, _("Bu daveti zaten kabul ettiniz."))
        return redirect("portal:home")
    if found is None or not found.is_open or not found.invited_by.is_active:
        return _closed(request, found)
    account = account_of(found.email)
    if account is not None and (refusal := verbs.refusal_of(account, found.employer)):
        return _closed(request, found, refusal)
    context: dict[str, Any] = {"invitation": found, "sentence": EMPLOYER_SENTENCES[found.role], "reader": reader}
    if reader is not None:
        return render(request, "accounts/employers/invitation.html", context | {"form": None})
    form = MemberAccountForm(
        request.POST if request.method == "POST" else None,
        email=found.email,
        kind=UserKind.EMPLOYER,
        initial={"full_name": account.full_name if account else "", "job_title": found.job_title},
    )
    if request.method == "POST" and form.is_valid() and (user := _accept(token, form)):
        messages.success(request, _("Hesabınız açıldı, göreviniz hazır. Son adım iki adımlı doğrulama."))
        # The password was typed just now: the second factor is set up without asking for it again.
        record_authentication(request, user, method="password", reauthenticated=True)
        answer: HttpResponse = perform_login(request, user, redirect_url=reverse("mfa_activate_totp"))
        return answer
    status = 422 if form.errors else 200
    return render(request, "accounts/employers/invitation.html", context | {"form": form}, status=status)


def _accept(token: str, form: MemberAccountForm) -> User | None:
    data = form.cleaned_data
    try:
        return verbs.accept_member_invitation(
            token=token,
            full_name=data["full_name"],
            password=data["password1"],
            job_title=data["job_title"],
            phone=str(data["phone"] or ""),
        )
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return None


def _closed(request: HttpRequest, found: EmployerInvitation | None, refusal: str = "") -> HttpResponse:
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
