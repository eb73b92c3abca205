"""What a career centre sees of applications: the internship windows of its university."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from applications.selectors import current_season, windows_of
from usp.accounts.permissions import UniversityAction, running_memberships
from usp.accounts.policies import career_center_only, user_of
from usp.core.http import read_only


# A manager holds this grant as well (usp.accounts.permissions).
@require_http_methods(["GET", "HEAD"])
@career_center_only(UniversityAction.SEE_INTERNS)
@read_only
def university_windows(request: HttpRequest) -> HttpResponse:
    """«Staj takvimleri»: each window with both ends."""
    university = running_memberships(user_of(request))[0].university
    programme = current_season()
    rows = windows_of(university, programme) if programme else []
    context = {"programme": programme, "university": university, "windows": rows}
    return render(request, "applications/university_windows.html", context)
