"""What a student opens before offers: the application's start, its first stage, its state and profile."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from phonenumber_field.phonenumber import PhoneNumber

from applications.conditions import conditions
from applications.declared import declaration_rows
from applications.eligibility import Eligibility, judge, records_of, season_rules
from applications.form_steps import form_frame, next_step_url, progress_of
from applications.forms.stage_one import StageOneForm
from applications.models import Application, Declaration, Season
from applications.pool.selectors import card_for
from applications.selectors import (
    chosen_windows,
    current_season,
    is_open,
    latest_application,
    live_application,
    preferences_of,
)
from applications.services.declaring import withdraw_consent
from applications.services.registering import NotEligible, cancel_application, register
from applications.services.starting import refresh_records, start_application
from applications.states import UNFINISHED, ApplicationState
from applications.views.history import history_of
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only
from usp.edevlet.records import Records

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
get_only = require_http_methods(["GET", "HEAD"])


@get_or_post
@student_only
@read_only
def start(request: HttpRequest) -> HttpResponse:
    """«Staj Başvurusu»: the season's card with «Başvuru Yap», its conditions, stages and dates."""
    if request.method == "POST":
        return _begin(request)
    programme = current_season()
    if programme is None:
        return render(request, "applications/start.html", {"programme": None})
    now = clock.page_now()
    application = live_application(user_of(request), programme)
    about = season_rules(programme)
    context: dict[str, Any] = {
        "programme": programme,
        "application": application,
        "is_open": is_open(programme, now),
        "is_before": now < programme.applications_open_at,
        "conditions": conditions(about),
        "eligibility": None,
        "next_url": next_step_url(application) if application and application.state in UNFINISHED else "",
    }
    if application and application.state == ApplicationState.STARTED:
        eligibility = judge(programme, records_of(application), now)
        context["eligibility"] = None if eligibility.is_eligible else eligibility
    return render(request, "applications/start.html", context)


def _begin(request: HttpRequest) -> HttpResponse:
    try:
        start_application(actor=user_of(request))
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect("applications:start")
    return redirect("applications:stage-one")


@get_or_post
@student_only
@read_only
def stage_one(request: HttpRequest) -> HttpResponse:
    """«e-Devlet aşaması»: the records, the choice of an enrolment, «Bilgileri yenile» and «Başvur»."""
    application = live_application(user_of(request), current_season())
    if application is None:
        messages.info(request, _("Önce «Başvuru Yap» düğmesiyle başvurunuzu başlatın."))
        return redirect("applications:start")
    if application.state not in UNFINISHED:
        messages.info(request, _("Tamamlanan başvuruda e-Devlet bilgileri artık değiştirilemez."))
        return redirect("applications:status")
    if request.method == "POST" and request.POST.get("action") == "refresh":
        return _refresh(request, application)
    now = clock.page_now()
    eligibility = judge(application.season, records_of(application), now)
    form = StageOneForm(
        request.POST if request.method == "POST" else None,
        eligibility=eligibility,
        chosen=application.enrolment_id,
        this_year=now.year,
    )
    if request.method == "POST" and form.is_valid() and _register(request, application, form):
        return redirect("applications:form")
    return render(
        request,
        "applications/stage_one.html",
        {
            "application": application,
            "form": form,
            **form_frame(application, "edevlet"),
            **_records_context(eligibility),
        },
        status=422 if form.errors else 200,
    )


def _refresh(request: HttpRequest, application: Application) -> HttpResponse:
    was_registered = application.state == ApplicationState.REGISTERED
    try:
        refresh_records(actor=user_of(request), application_id=application.pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Kayıtlarınız e-Devlet’ten yeniden alındı."))
        if was_registered:
            messages.warning(request, _("Kayıtlarınız yenilendiği için «Başvur» düğmesine yeniden basmalısınız."))
    return redirect("applications:stage-one")


def _register(request: HttpRequest, application: Application, form: StageOneForm) -> bool:
    """Call the verb; its refusals become the form's errors, so that what was typed stays."""
    try:
        register(
            actor=user_of(request),
            application_id=application.pk,
            enrolment_id=form.cleaned_data["enrolment"],
            highschool=form.school(),
        )
    except NotEligible as refusal:
        for reason in refusal.reasons:
            form.add_error(None, f"{reason.text} {reason.help}".strip())
        return False
    except RuleViolation as rule:
        form.add_error(None, str(rule))
        return False
    messages.success(request, _("e-Devlet aşaması tamamlandı. Şimdi başvuru formunu doldurun."))
    return True


def _records_context(eligibility: Eligibility) -> dict[str, Any]:
    records = eligibility.records
    return {
        "eligibility": eligibility,
        "records": records,
        "person": records.person,
        "school": records.school,
        "phone": _readable_phone(records),
    }


def _readable_phone(records: Records) -> str:
    """«0555 000 10 11»; empty when e-Devlet has none."""
    return str(PhoneNumber.from_string(records.contact.phone).as_national) if records.contact.phone else ""


@get_or_post
@student_only
@read_only
def status(request: HttpRequest) -> HttpResponse:
    """«Başvuru Durumum»: the state in the seed's words, what to do next, cancelling, and the history."""
    programme = current_season()
    application = latest_application(user_of(request), programme)
    if request.method == "POST":
        if request.POST.get("action") == "withdraw-consent":
            return _withdraw_consent(request, application)
        return _cancel(request, application)
    if programme is None or application is None:
        return render(request, "applications/status.html", {"application": None, "programme": programme})
    return render(request, "applications/status.html", _status(programme, application))


def _status(programme: Season, application: Application) -> dict[str, Any]:
    is_unfinished = application.state in UNFINISHED
    rows = declaration_rows(application)
    return {
        "application": application,
        "programme": programme,
        "is_open": is_open(programme, clock.page_now()),
        "is_unfinished": is_unfinished,
        "is_completed": application.state == ApplicationState.COMPLETED,
        "next_url": next_step_url(application) if is_unfinished else "",
        "progress": progress_of(application) if is_unfinished else None,
        "declarations": [row for row in rows if row.item.source == Declaration.Source.STUDENT],
        "from_records": [row for row in rows if row.item.source == Declaration.Source.EDEVLET],
        "verification": Counter(row.item.state for row in rows if row.item.source == Declaration.Source.STUDENT),
        "institutions": [one.institution for one in application.institution_preferences.select_related("institution")],
        "consents": application.consents.filter(withdrawn_at=None).select_related("text"),
        "preferences": preferences_of(application),
        "windows": chosen_windows(application),
        "history": history_of(application),
        "windows_open": clock.page_now() < programme.offers_close_at,
    }


def _withdraw_consent(request: HttpRequest, application: Application | None) -> HttpResponse:
    text = request.POST.get("text", "")
    if application is not None and text.isdecimal():
        try:
            withdraw_consent(actor=user_of(request), application_id=application.pk, text_id=int(text))
        except RuleViolation as rule:
            messages.error(request, str(rule))
        else:
            messages.success(request, _("Açık rızanız geri alındı."))
    return redirect("applications:status")


def _cancel(request: HttpRequest, application: Application | None) -> HttpResponse:
    if application is None:
        messages.error(request, _("İptal edilecek bir başvurunuz yok."))
        return redirect("applications:status")
    try:
        cancel_application(actor=user_of(request), application_id=application.pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, _("Başvurunuz iptal edildi."))
    return redirect("applications:status")


@get_only
@student_only
@read_only
def profile(request: HttpRequest) -> HttpResponse:
    """«Profilim»: exactly the card employers see, with «Değerleme İstatistikleri»."""
    application = live_application(user_of(request), current_season())
    completed = application is not None and application.state == ApplicationState.COMPLETED
    card = card_for(application) if application is not None and completed else None
    return render(request, "applications/profile.html", {"application": application, "card": card})
