"""Registering an employer: the form, «we have sent you a link», and what the link opens."""

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

from usp.accounts.forms_employers import RegistrationForm
from usp.accounts.forms_people import NewAccountForm
from usp.accounts.models import EmployerRegistration, UserKind
from usp.accounts.services import employer_registration as verbs
from usp.accounts.services.contact_values import masked_contact
from usp.accounts.services.links import account_of, hash_of
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment
from usp.core.policies import public
from usp.reference.place_fields import asks_for_districts, typed_so_far

_SESSION = "employer_registration"


@public
@require_http_methods(["GET", "HEAD", "POST"])
@read_only
def register(request: HttpRequest) -> HttpResponse:
    """The form; what was typed in this session before stands in it again."""
    if wants_fragment(request):
        form = RegistrationForm(initial={"province": request.GET.get("province", "")})
        return render(request, "components/district_field.html", {"field": form["district"]})
    if request.method != "POST":
        return _form(request, RegistrationForm(instance=_of_session(request) or EmployerRegistration()))
    if asks_for_districts(request.POST):
        return _form(request, RegistrationForm(initial=typed_so_far(request.POST, RegistrationForm)))
    form = RegistrationForm(request.POST)
    if form.is_valid():
        try:
            registration = verbs.register_employer(email=form.cleaned_data["email"], values=form.values())
        except RuleViolation as rule:
            form.add_error("email" if rule.code == "free_mail" else None, str(rule))
        else:
            request.session[_SESSION] = registration.pk
            return redirect("employers:register-sent")
    return _form(request, form)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@read_only
def sent(request: HttpRequest) -> HttpResponse:
    """To which address the link went, what comes next, and sending it once more."""
    registration = _of_session(request)
    if registration is None:
        return redirect("employers:register")
    if request.method == "POST":
        try:
            again = verbs.send_again(registration_id=registration.pk)
        except RuleViolation as rule:
            messages.error(request, str(rule))
        else:
            request.session[_SESSION] = again.pk
            messages.success(request, _("Bağlantı yeniden gönderiliyor; öncekiler artık çalışmaz."))
        return redirect("employers:register-sent")
    context = {"registration": registration, "address": masked_contact("email", registration.email)}
    return render(request, "accounts/employers/register_sent.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@read_only
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens: the password is chosen, the employer comes before the operators."""
    found = (
        EmployerRegistration.objects.select_related("province", "district").filter(token_hash=hash_of(token)).first()
    )
    if found is None or not found.is_open or account_of(found.email) is not None:
        return _closed(request, found)
    form = NewAccountForm(
        request.POST if request.method == "POST" else None,
        email=found.email,
        kind=UserKind.EMPLOYER,
        initial={"full_name": found.contact_name},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = verbs.confirm_registration(token=token, full_name=data["full_name"], password=data["password1"])
        except RuleViolation as rule:
            form.add_error(None, str(rule))
        else:
            request.session.pop(_SESSION, None)
            messages.success(request, _("Adresiniz doğrulandı, kaydınız gönderildi. Son adım iki adımlı doğrulama."))
            # The password was typed just now: the second factor is set up without asking for it again.
            record_authentication(request, user, method="password", reauthenticated=True)
            answer: HttpResponse = perform_login(request, user, redirect_url=reverse("mfa_activate_totp"))
            return answer
    context = {"registration": found, "form": form}
    return render(request, "accounts/employers/confirm.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "groups": [(title, [form[name] for name in names]) for title, names in RegistrationForm.groups],
    }
    return render(request, "accounts/employers/register.html", context, status=422 if form.errors else 200)


def _of_session(request: HttpRequest) -> EmployerRegistration | None:
    """What this browser has typed and nobody has proven yet."""
    pk = request.session.get(_SESSION)
    return EmployerRegistration.objects.unanswered().filter(pk=pk).first() if pk else None


def _closed(request: HttpRequest, found: EmployerRegistration | None) -> HttpResponse:
    """Why the link no longer opens anything: 404 for one we never sent, 410 for one that is over."""
    if found is None:
        why = "unknown"
    elif found.accepted_at is not None or (found.is_open and account_of(found.email) is not None):
        why = "used"
    elif found.withdrawn_at is not None:
        why = "replaced"
    else:
        why = "expired"
    status = 404 if why == "unknown" else 410
    return render(request, "accounts/employers/registration_closed.html", {"why": why}, status=status)
