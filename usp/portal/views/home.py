"""The home page, for visitors and for each role, and the page that explains how to sign in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from applications.conditions import conditions
from applications.eligibility import season_rules
from applications.selectors import current_season
from usp.accounts.policies import user_of
from usp.core import clock
from usp.core.http import read_only
from usp.core.policies import public
from usp.guidance.selectors import announcements_for, public_announcements
from usp.portal import overviews
from usp.portal.demo.accounts import ACCOUNTS
from usp.portal.phases import season_state, timeline


@public
@require_safe
@read_only
def home(request: HttpRequest) -> HttpResponse:
    """What is going on for this person now; for a visitor, what the programme is and when."""
    if not request.user.is_authenticated:
        return _visitor(request)
    user = user_of(request)
    season = current_season()
    overview = overviews.of(user, season)
    context = {"overview": overview, "announcements": announcements_for(user, department=overview.department)}
    return render(request, "portal/home.html", context)


def _visitor(request: HttpRequest) -> HttpResponse:
    season, now = current_season(), clock.page_now()
    context = {
        "announcements": public_announcements(),
        "season_state": season_state(season, now),
        "opens_at": season.applications_open_at if season else None,
        "closes_at": season.applications_close_at if season else None,
        "offers_close_at": season.offers_close_at if season else None,
        "timeline": timeline(season, now) if season else [],
        "who_may_apply": conditions(season_rules(season)) if season else [],
    }
    return render(request, "portal/home_public.html", context)


@public
@require_safe
@read_only
def sign_in(request: HttpRequest) -> HttpResponse:
    """Which door is whose. Somebody signed in already goes home."""
    if request.user.is_authenticated:
        return redirect("portal:home")
    return render(request, "portal/sign_in.html", {"demo_accounts": ACCOUNTS if settings.USP_DEMO else ()})
