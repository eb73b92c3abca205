"""«Profilime kimler baktı»."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from applications.pool.looks import looks_page
from usp.accounts.policies import student_only, user_of
from usp.core.http import read_only


@require_http_methods(["GET", "HEAD"])
@student_only
@read_only
def looks(request: HttpRequest) -> HttpResponse:
    """Who opened the student's profile, day by day; «?once=» turns to older days."""
    before = _day(request.GET.get("once", ""))
    page = looks_page(user_of(request).student, before)
    return render(request, "applications/looks.html", {"page": page, "is_first": before is None})


def _day(text: str) -> dt.date | None:
    """The day of a link to older days; anything else is the first page."""
    try:
        return parse_date(text)
    except ValueError:
        return None
