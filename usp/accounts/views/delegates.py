"""«Yetkililer»: whom a manager let in, for what, until when (A15)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from usp.accounts import selectors
from usp.accounts.forms_people import InviteForm, PeopleFilterForm, RoleEndForm, WithdrawForm
from usp.accounts.models import Invitation, UniversityMembership, User
from usp.accounts.permissions import UniversityAction, running_memberships
from usp.accounts.policies import career_center_only, user_of
from usp.accounts.roles import SENTENCES
from usp.accounts.services import delegates as verbs
from usp.accounts.services import invitations
from usp.core.errors import RuleViolation
from usp.core.http import read_only

PAGE = 50
RUNNING, INVITED, ENDED = "gorevde", "davetli", "biten"
manager_only = career_center_only(UniversityAction.MANAGE)


@require_safe
@manager_only
@read_only
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the manager's units; who is invited, and whose roles have ended, in tabs of their own."""
    user = user_of(request)
    form = PeopleFilterForm(request.GET, user=user)
    form.full_clean()
    wanted = {"text": form.cleaned_data.get("q", "")}
    wanted |= {name: form.cleaned_data.get(name, "") for name in ("unit", "role")}
    tab = request.GET.get("sekme", RUNNING)
    tab = tab if tab in (INVITED, ENDED) else RUNNING
    invited = selectors.invitations(user, **wanted)
    rows = invited if tab == INVITED else selectors.people(user, **wanted, ended=tab == ENDED)
    kept = request.GET.copy()
    for name in ("sayfa", "sekme"):
        kept.pop(name, None)
    context = {
        "form": form,
        "tab": tab,
        "tabs": [
            (RUNNING, _("Görevde"), tab == RUNNING, None),
            (INVITED, _("Davetli"), tab == INVITED, len(invited)),
            (ENDED, _("Görevi biten"), tab == ENDED, None),
        ],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("sayfa")),
        "kept": kept.urlencode(),
        "asked": any(wanted.values()),
        "university": running_memberships(user)[0].university,
        "gaps": len(selectors.departments_managed(user, only_gaps=True)),
    }
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_only
@read_only
def invite(request: HttpRequest) -> HttpResponse:
    """Offer roles to an address."""
    user = user_of(request)
    university = running_memberships(user)[0].university
    asked = {"roles": request.GET.getlist("rol"), "unit": request.GET.get("birim", "")}
    form = InviteForm(
        request.POST if request.method == "POST" else None, user=user, university=university, initial=asked
    )
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return redirect(f"{reverse('people:list')}?sekme={INVITED}")
    context = {"form": form, "university": university}
    return render(request, "accounts/invite.html", context, status=422 if form.errors else 200)


def _invite(request: HttpRequest, form: InviteForm) -> bool:
    data = form.cleaned_data
    try:
        invitation = invitations.invite(
            university_id=form.university.pk,
            unit_id=form.unit_id,
            email=data["email"],
            roles=data["roles"],
            ends_on=data["ends_on"],
            outside_confirmed=data.get("outside_confirmed", False),
            actor=user_of(request),
        )
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    messages.success(request, _("Davet %(email)s adresine gönderiliyor.") % {"email": invitation.email})
    if selectors.both_sides(_as_if_accepted(invitation)):
        messages.warning(request, _both_sides_warning())
    return True


def _as_if_accepted(invitation: Invitation) -> list[UniversityMembership]:
    """What the person would hold after accepting."""
    held = list(UniversityMembership.objects.running().filter(user__email=invitation.email))
    new = [UniversityMembership(role=role, unit_id=invitation.unit_id) for role in invitation.roles]
    return [*held, *new]


def _both_sides_warning() -> str:
    return _(
        "Bu kişi aynı birimde hem belge denetleyecek hem itirazlara bakacak. Kendi denetlediği belgenin itirazını "
        "sistem ona göstermez; yine de ikinci bir kişi belirlemeniz iyi olur."
    )


@require_POST
@manager_only
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    invitation = get_object_or_404(selectors.invitations_managed(user_of(request)), pk=pk)
    try:
        invitations.resend(invitation_id=invitation.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Davet %(email)s adresine yeniden gönderiliyor.") % {"email": invitation.email})
    return redirect(f"{reverse('people:list')}?sekme={INVITED}")


@require_POST
@manager_only
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(selectors.invitations_managed(user_of(request)), pk=pk)
    try:
        invitations.withdraw_invitation(invitation_id=invitation.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("%(email)s daveti geri alındı.") % {"email": invitation.email})
    return redirect(f"{reverse('people:list')}?sekme={INVITED}")


@require_safe
@manager_only
@read_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's roles in the manager's units, and who gave or ended them when."""
    user = user_of(request)
    memberships = list(selectors.memberships_managed(user).filter(user=pk).order_by("role", "unit__sort_key", "pk"))
    memberships.sort(key=lambda one: not one.is_running)
    found = get_object_or_404(User, pk=memberships[0].user_id if memberships else None)
    context = {
        "person": found,
        "roles": [(membership, SENTENCES[membership.role]) for membership in memberships],
        "both_sides": _both_sides_warning() if selectors.both_sides(memberships) else "",
        "history": selectors.role_history(user, found),
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_only
@read_only
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Until when one role holds; also where it is taken back."""
    membership = get_object_or_404(selectors.memberships_managed(user_of(request)), pk=pk)
    if request.method != "POST":
        return _role_page(request, membership)
    form = RoleEndForm(request.POST)
    if form.is_valid():
        try:
            verbs.set_end(membership_id=pk, ends_on=form.cleaned_data["ends_on"], actor=user_of(request))
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("Görevin son günü kaydedildi."))
            return redirect("people:person", membership.user_id)
    return _role_page(request, membership, form=form)


@require_POST
@manager_only
def withdraw_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role at this moment."""
    user = user_of(request)
    membership = get_object_or_404(selectors.memberships_managed(user), pk=pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            verbs.withdraw_role(membership_id=pk, actor=user, reason=form.cleaned_data["reason"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("%(person)s: görev geri alındı.") % {"person": membership.user})
            still = User.objects.get(pk=user.pk)  # the own role may be the one that ended
            own = membership.user_id == user.pk and not selectors.memberships_managed(still).exists()
            return redirect("portal:home") if own else redirect("people:person", membership.user_id)
    return _role_page(request, membership, withdraw_form=form)


def _role_page(request: HttpRequest, membership: UniversityMembership, **forms: Any) -> HttpResponse:
    context = {
        "membership": membership,
        "sentence": SENTENCES[membership.role],
        "form": forms.get("form") or RoleEndForm(initial={"ends_on": membership.ends_on}),
        "withdraw_form": forms.get("withdraw_form") or WithdrawForm(),
        "own": membership.user_id == user_of(request).pk,
    }
    refused = any(form.errors for form in forms.values())
    return render(request, "accounts/role.html", context, status=422 if refused else 200)
