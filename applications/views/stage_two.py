"""The student's second stage: provinces and districts, windows, and the review before completion.

Provinces and windows may be changed after completion as well, on pages of their own that share these templates.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from applications.eligibility import records_of
from applications.forms.preferences import PreferencesDraft
from applications.forms.windows import WindowsDraft
from applications.models import Application
from applications.selectors import (
    Step,
    chosen_windows,
    current_season,
    is_open,
    live_application,
    preferences_of,
    stage_steps,
    windows_of,
)
from applications.services.completing import complete_application
from applications.services.preferences import save_preferences, save_windows
from applications.states import UNFINISHED, ApplicationState
from applications.views.student import get_or_post
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment


def _registered(request: HttpRequest) -> Application | HttpResponse:
    """The application whose first stage is done; else where to go, with a sentence."""
    application = live_application(user_of(request), current_season())
    if application is None:
        messages.info(request, _("Önce «Başvuru Yap» düğmesiyle başvurunuzu başlatın."))
        return redirect("applications:start")
    if application.state == ApplicationState.STARTED:
        messages.info(request, _("Bu bölüm, e-Devlet aşamasını «Başvur» düğmesiyle tamamlayınca açılır."))
        return redirect("applications:stage-one")
    if application.state == ApplicationState.DISQUALIFIED:
        return redirect("applications:status")
    return application


def _unfinished(request: HttpRequest) -> Application | HttpResponse:
    found = _registered(request)
    if isinstance(found, Application) and found.state not in UNFINISHED:
        messages.info(request, _("Başvurunuz tamamlandı; başvuru formu artık değiştirilemez."))
        return redirect("applications:status")
    return found


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def stage_two(request: HttpRequest) -> HttpResponse:
    """«Başvuru Formu ile Başvurunu Tamamla», first page: provinces and districts in order."""
    found = _unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    return _preferences(request, found, next_route="applications:stage-two-windows", step="places")


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def preferences(request: HttpRequest) -> HttpResponse:
    """The provinces and districts of a completed application, until the deadline."""
    found = _registered(request)
    if isinstance(found, HttpResponse):
        return found
    if found.state in UNFINISHED:
        return redirect("applications:stage-two")
    return _preferences(request, found, next_route="applications:status", step="")


def _preferences(request: HttpRequest, application: Application, *, next_route: str, step: str) -> HttpResponse:
    status = 200
    if request.method == "POST":
        draft = PreferencesDraft.posted(application.season, request.POST)
        command = request.POST.get("edit", "")
        if command == "save":
            draft.take_pending()
            status = 422
            if not draft.error and _saved(request, application, draft):
                return redirect(next_route)
        else:
            draft.edit(command)
    else:
        draft = PreferencesDraft.saved(application.season, preferences_of(application))
    template = "applications/preferences_form.html" + ("#editor" if wants_fragment(request) else "")
    return render(
        request,
        template,
        {
            "application": application,
            "programme": application.season,
            "draft": draft,
            "is_open": is_open(application.season, clock.page_now()),
            "steps": _steps(application, step),
            "page_url": request.path,
        },
        status=status,
    )


def _saved(request: HttpRequest, application: Application, draft: PreferencesDraft) -> bool:
    try:
        save_preferences(actor=user_of(request), application_id=application.pk, provinces=draft.choices())
    except RuleViolation as rule:
        draft.error = str(rule)
        return False
    messages.success(request, _("İl ve ilçe tercihleriniz kaydedildi."))
    return True


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def stage_two_windows(request: HttpRequest) -> HttpResponse:
    """Second page of the form: windows in order; it may be left empty (A7)."""
    found = _unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    return _windows(request, found, next_route="applications:stage-two-review", step="windows")


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def windows(request: HttpRequest) -> HttpResponse:
    """«Staj Takvimlerim»: chosen and put in order until the season's offers close."""
    application = live_application(user_of(request), current_season())
    if application is None or application.state not in (
        ApplicationState.REGISTERED,
        ApplicationState.COMPLETED,
    ):
        return render(request, "applications/windows_form.html", {"application": application, "draft": None})
    return _windows(request, application, next_route="applications:windows", step="")


def _windows(request: HttpRequest, application: Application, *, next_route: str, step: str) -> HttpResponse:
    university = application.enrolled_at.unit.university
    rows = windows_of(university, application.season)
    status = 200
    error = ""
    if request.method == "POST":
        draft = WindowsDraft.posted(rows, request.POST)
        command = request.POST.get("edit", "")
        if command == "save":
            try:
                save_windows(actor=user_of(request), application_id=application.pk, window_ids=draft.ids)
            except RuleViolation as rule:
                error, status = str(rule), 422
            else:
                messages.success(request, _("Staj takvimleriniz kaydedildi."))
                return redirect(next_route)
        else:
            draft.edit(command)
    else:
        draft = WindowsDraft(rows, list(application.window_choices.values_list("window_id", flat=True)))
    template = "applications/windows_form.html" + ("#editor" if wants_fragment(request) else "")
    return render(
        request,
        template,
        {
            "application": application,
            "programme": application.season,
            "university": university,
            "draft": draft,
            "error": error,
            "is_open": clock.page_now() < application.season.offers_close_at,
            "steps": _steps(application, step),
            "page_url": request.path,
        },
        status=status,
    )


@get_or_post
@student_only
@read_only
def stage_two_review(request: HttpRequest) -> HttpResponse:
    """Last page of the form: everything once more, and «Başvuruyu tamamla», which cannot be undone."""
    found = _unfinished(request)
    if isinstance(found, HttpResponse):
        # A second click on the button finds the first one's answer.
        return found
    if request.method == "POST":
        return _complete(request, found)
    places = preferences_of(found)
    if not places:
        messages.info(request, _("Başvuruyu tamamlamak için en az bir il seçin."))
        return redirect("applications:stage-two")
    records = records_of(found)
    enrolment = next((one for one in records.enrolments if one.id == found.enrolment_id), None)
    return render(
        request,
        "applications/review.html",
        {
            "application": found,
            "programme": found.season,
            "person": records.person,
            "enrolment": enrolment,
            "preferences": places,
            "windows": chosen_windows(found),
            "is_open": is_open(found.season, clock.page_now()),
            "steps": _steps(found, "review"),
        },
    )


def _complete(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        complete_application(actor=user_of(request), application_id=application.pk)
    except RuleViolation as rule:
        messages.error(request, str(rule))
        return redirect(resolve_url("applications:stage-two-review"))
    messages.success(request, _("Başvurunuz tamamlandı. Bundan sonrası «Başvuru Durumum» sayfasında."))
    return redirect("applications:status")


def _steps(application: Application, step: str) -> list[Step]:
    return stage_steps(application, step) if step else []
