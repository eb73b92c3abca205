"""«Kurumumuz»: what the portal says of an employer, its people, and where its registration stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from usp.accounts import employer_selectors as selectors
from usp.accounts.forms_employers import ChangeForm, FactsForm, OwnDataForm, ResubmitForm
from usp.accounts.models import Employer, EmployerChange, EmployerStatus
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.accounts.services import employer_data
from usp.accounts.services.employers import resubmit_employer
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment
from usp.reference.place_fields import asks_for_districts, typed_so_far

manager_only = employer_only(EmployerAction.MANAGE)
member_only = employer_only(EmployerAction.SEE_OFFERS)


def own_employer(request: HttpRequest) -> Employer:
    """The employer of whoever is signed in. Only behind an employer's policy."""
    employers = Employer.objects.select_related("province", "district", "institution")
    return employers.get(pk=user_of(request).employer_membership.employer_id)


@require_safe
@member_only
@read_only
def own(request: HttpRequest) -> HttpResponse:
    """The employer's data, its people, who is invited, what waits for an operator."""
    user, employer = user_of(request), own_employer(request)
    change = selectors.open_change(employer)
    latest = employer.changes.order_by("-pk").first()
    manages = employer_may(user, EmployerAction.MANAGE)
    context = {
        "employer": employer,
        "reason": selectors.latest_reason(employer),
        "members": selectors.members_of(employer),
        "left": selectors.members_of(employer, ended=True) if manages else [],
        "invitations": selectors.invitations_of(employer) if manages else [],
        "change": change,
        "change_fields": selectors.changed_fields(change) if change else [],
        "refused_change": latest if latest and latest.state == "refused" else None,
        "manages": manages and employer.status != EmployerStatus.REVOKED,
        "has_page": employer.status in (EmployerStatus.APPROVED, EmployerStatus.SUSPENDED),
        "own_membership": user.employer_membership,
    }
    return render(request, "accounts/employers/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_only
@read_only
def edit(request: HttpRequest) -> HttpResponse:
    """Change what needs no operator."""
    employer = own_employer(request)

    def save(form: FactsForm) -> str:
        employer_data.change_own_data(actor=user_of(request), values=form.cleaned_data)
        return _("Kurum bilgileri kaydedildi.")

    return _facts_page(request, OwnDataForm, employer, save, "accounts/employers/own_form.html")


@require_http_methods(["GET", "HEAD", "POST"])
@manager_only
@read_only
def resubmit(request: HttpRequest) -> HttpResponse:
    """Correct a rejected registration and send it once more."""
    employer = own_employer(request)
    if employer.status != EmployerStatus.REJECTED:
        return redirect("employers:own")

    def save(form: FactsForm) -> str:
        resubmit_employer(actor=user_of(request), values=form.cleaned_data)
        return _("Kaydınız yeniden gönderildi. Karar size e-postayla bildirilir.")

    context = {"reason": selectors.latest_reason(employer)}
    return _facts_page(request, ResubmitForm, employer, save, "accounts/employers/resubmit.html", context)


def _facts_page(
    request: HttpRequest,
    form_class: type[FactsForm],
    employer: Employer,
    save: Any,
    template: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form over the employer's own row with its dependent districts; a refusal keeps what was typed."""
    if wants_fragment(request):
        form = form_class(initial={"province": request.GET.get("province", "")}, instance=Employer(pk=employer.pk))
        return render(request, "components/district_field.html", {"field": form["district"]})
    if request.method == "POST" and asks_for_districts(request.POST):
        form = form_class(initial=typed_so_far(request.POST, form_class), instance=own_employer(request))
    else:
        form = form_class(request.POST if request.method == "POST" else None, instance=own_employer(request))
        if request.method == "POST" and form.is_valid():
            try:
                sentence = save(form)
            except RuleViolation as rule:
                form.add_error("email" if rule.code == "free_mail" else None, str(rule))
            else:
                messages.success(request, sentence)
                return redirect("employers:own")
    shown = {"employer": employer, "form": form} | (context or {})
    return render(request, template, shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_only
@read_only
def ask_change(request: HttpRequest) -> HttpResponse:
    """Ask the operators for another name, number or sector."""
    employer = own_employer(request)
    if selectors.open_change(employer) is not None and request.method != "POST":
        messages.info(request, _("Karar bekleyen bir değişiklik isteğiniz var."))
        return redirect("employers:own")
    now = {name: getattr(employer, name) for name in employer_data.CHECKED_FIELDS}
    form = ChangeForm(request.POST if request.method == "POST" else None, employer=employer, initial=now)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in employer_data.CHECKED_FIELDS}
        try:
            employer_data.ask_for_change(actor=user_of(request), values=values, note=form.cleaned_data["note"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _("İsteğiniz program yürütücüsüne gönderildi. Karar size e-postayla bildirilir."))
            return redirect("employers:own")
    context = {"employer": employer, "form": form}
    return render(request, "accounts/employers/change.html", context, status=422 if form.errors else 200)


@require_POST
@manager_only
def withdraw_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back that nobody has decided."""
    employer_id = user_of(request).employer_membership.employer_id
    change = get_object_or_404(EmployerChange, pk=pk, employer=employer_id)
    try:
        employer_data.withdraw_change(change_id=change.pk, actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Değişiklik isteğiniz geri çekildi."))
    return redirect("employers:own")
