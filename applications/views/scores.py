"""The student's «Değerleme İstatistikleri»."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from applications.scoring.statistics import statistics_of
from applications.selectors import current_season, live_application
from applications.states import ApplicationState
from usp.accounts.policies import student_only, user_of
from usp.core.http import read_only


@require_http_methods(["GET", "HEAD"])
@student_only
@read_only
def statistics(request: HttpRequest) -> HttpResponse:
    """Own scores item by item, beside the department's, and what would add points. Provisional until published."""
    season = current_season()
    application = live_application(user_of(request), season)
    completed = application is not None and application.state == ApplicationState.COMPLETED
    found = statistics_of(application) if application is not None and completed else None
    return render(request, "applications/statistics.html", {"statistics": found})
