"""The form's way in, its provinces and districts, and its word on windows.

Provinces and districts may be changed after completion as well, on a page of its own that shares the template.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from applications.form_steps import first_open_step, form_frame
from applications.forms.preferences import PreferencesDraft
from applications.models import Application
from applications.selectors import (
    chosen_windows,
    is_open,
    preferences_of,
)
from applications.services.preferences import PlacesChangedMeanwhile, places_token, save_preferences
from applications.states import UNFINISHED
from applications.views.form_guard import registered, unfinished
from applications.views.student import get_only, get_or_post
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment


@get_only
@student_only
@read_only
def form(request: HttpRequest) -> HttpResponse:
    """«Başvuru Formu ile Başvurunu Tamamla»: on to the first unfinished step."""
    found = unfinished(request)
    return found if isinstance(found, HttpResponse) else redirect(first_open_step(found))


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def stage_two(request: HttpRequest) -> HttpResponse:
    """The form's provinces and districts, in order."""
    found = unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    return _preferences(request, found, next_route="applications:stage-two-windows", step="places")


@get_or_post
@student_only
@read_only
@vary_on_headers("HX-Request")
def preferences(request: HttpRequest) -> HttpResponse:
    """The provinces and districts of a completed application, until the deadline."""
    found = registered(request)
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
        saved = preferences_of(application)
        draft = PreferencesDraft.saved(application.season, saved)
        draft.seen = places_token(saved)
    template = "applications/preferences_form.html" + ("#editor" if wants_fragment(request) else "")
    return render(
        request,
        template,
        {
            "application": application,
            "programme": application.season,
            "draft": draft,
            "is_open": is_open(application.season, clock.page_now()),
            "elsewhere": preferences_of(application) if draft.is_stale else [],
            **_frame(application, step),
            "page_url": request.path,
        },
        status=status,
    )


def _saved(request: HttpRequest, application: Application, draft: PreferencesDraft) -> bool:
    try:
        save_preferences(
            actor=user_of(request), application_id=application.pk, provinces=draft.choices(), seen=draft.seen
        )
    except PlacesChangedMeanwhile as refusal:
        draft.error, draft.seen, draft.is_stale = str(refusal), refusal.current, True
        return False
    except RuleViolation as rule:
        draft.error = str(rule)
        return False
    messages.success(request, _("İl ve ilçe tercihleriniz kaydedildi."))
    return True


@get_only
@student_only
@read_only
def stage_two_windows(request: HttpRequest) -> HttpResponse:
    """The form's word on «Staj Takvimlerim», a menu of its own: what is chosen, and that it may wait (A7)."""
    found = unfinished(request)
    if isinstance(found, HttpResponse):
        return found
    context = {"application": found, "programme": found.season, "windows": chosen_windows(found)}
    return render(request, "applications/form_windows.html", context | _frame(found, "windows"))


def _frame(application: Application, step: str) -> dict[str, Any]:
    """The line of steps and the progress over a page of the form; nothing where there is no form any more."""
    if not step:
        return {"steps": []}
    return form_frame(application, step)
