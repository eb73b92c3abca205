"""«Staj Takvimlerim», a menu of its own outside the frozen application (A7)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from applications.forms.windows import WindowsDraft
from applications.models import Application
from applications.selectors import current_season, live_application
from applications.services.windows import save_windows
from applications.states import ApplicationState
from applications.views.student import get_or_post
from applications.window_selectors import student_windows
from usp.accounts.policies import student_only, user_of
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.http import read_only, wants_fragment
from usp.guidance.selectors import announcements_for


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
    return _editor(request, application)


def _editor(request: HttpRequest, application: Application) -> HttpResponse:
    found = student_windows(application)
    status, error = 200, ""
    if request.method == "POST":
        draft = WindowsDraft.posted(found.rows, request.POST)
        command = request.POST.get("edit", "")
        if command == "save":
            try:
                save_windows(actor=user_of(request), application_id=application.pk, window_ids=draft.ids)
            except RuleViolation as rule:
                error, status = str(rule), 422
            else:
                messages.success(request, _("Staj takvimleriniz kaydedildi."))
                return redirect("applications:windows")
        else:
            draft.edit(command)
    else:
        draft = WindowsDraft(found.rows, list(application.window_choices.values_list("window_id", flat=True)))
    fragment = wants_fragment(request)
    context = {
        "application": application,
        "programme": application.season,
        "university": application.enrolled_at.unit.university,
        "draft": draft,
        "found": found,
        "error": error,
        "is_open": clock.page_now() < application.season.offers_close_at,
        "page_url": request.path,
        "announcements": [] if fragment else announcements_for(user_of(request), department=application.enrolled_at),
    }
    template = "applications/windows_form.html" + ("#editor" if fragment else "")
    return render(request, template, context, status=status)
