"""Pages that need no sign-in: calendar, who may apply, common questions, notices, contact."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.conditions import conditions, date_sentences
from applications.eligibility import season_rules
from usp.core import clock, turkish
from usp.core.http import read_only, wants_fragment
from usp.core.policies import public
from usp.guidance import texts
from usp.guidance.upward import support_address
from usp.portal.season_calendar import calendar_of
from usp.portal.season_facts import facts_of, latest_season
from usp.reference.models import University

_OPEN_AT_MOST = 3  # so many found questions are shown open
_SHORTEST_SEARCH = 2


@public
@require_safe
@read_only
def calendar(request: HttpRequest) -> HttpResponse:
    """«Takvim»: all dates of the season with what happens, today marked."""
    season = latest_season()
    dates = calendar_of(season, clock.page_now()) if season else []
    return render(request, "portal/public/calendar.html", {"programme": season, "dates": dates})


@public
@require_safe
@read_only
def who_may_apply(request: HttpRequest) -> HttpResponse:
    """«Kimler başvurabilir»: the season's conditions as its rows say them."""
    season = latest_season()
    rules = season_rules(season) if season else None
    found = conditions(rules) if rules else []
    context = {
        "programme": season,
        "conditions": [one for one in found if not one.excludes],
        "excluded": [one for one in found if one.excludes],
        "on_the_date": date_sentences(rules) if rules else [],
    }
    return render(request, "portal/public/who_may_apply.html", context)


@public
@require_safe
@read_only
def faq(request: HttpRequest) -> HttpResponse:
    """«Sıkça sorulan sorular», all of them or those that hold the words of ``ara``; ``soru`` opens one."""
    search = request.GET.get("ara", "").strip()[:100]
    groups = texts.questions(facts_of(latest_season()), search)
    number = sum(len(group.questions) for group in groups)
    opened = {request.GET.get("soru", "")}
    if "hepsi" in request.GET or (search and number <= _OPEN_AT_MOST):
        opened |= {one.id for group in groups for one in group.questions}
    context = {
        "students": [group for group in groups if group.part == "students"],
        "officials": [group for group in groups if group.part == "officials"],
        "search": search,
        "number": number,
        "opened": opened,
        "everything": "hepsi" in request.GET,
        "support_email": support_address(),
    }
    template = "portal/public/faq.html"
    return render(request, f"{template}#results" if wants_fragment(request) else template, context)


@public
@require_safe
@read_only
def privacy(request: HttpRequest) -> HttpResponse:
    """«Aydınlatma metni» (KVKK), in its newest version, with the note on cookies."""
    return _notice(request, "kvkk")


@public
@require_safe
@read_only
def accessibility(request: HttpRequest) -> HttpResponse:
    """«Erişilebilirlik beyanı»."""
    return _notice(request, "erisilebilirlik")


@public
@require_safe
@read_only
def contact(request: HttpRequest) -> HttpResponse:
    """«İletişim»: the season's support address, the operator, and universities' career centres by name."""
    search = request.GET.get("ara", "").strip()[:100]
    context = {
        "programme": latest_season(),
        "support_email": support_address(),
        "search": search,
        "too_short": bool(search) and len(search) < _SHORTEST_SEARCH,
        "universities": _universities(search) if len(search) >= _SHORTEST_SEARCH else [],
    }
    template = "portal/public/contact.html"
    return render(request, f"{template}#results" if wants_fragment(request) else template, context)


def _notice(request: HttpRequest, name: str) -> HttpResponse:
    context = {"notice": texts.notice(name, facts_of(latest_season()))}
    return render(request, "portal/public/notice.html", context)


def _universities(search: str) -> list[University]:
    """Universities whose name or city holds every word, without Turkish dots and tails. A few hundred rows at most."""
    words = turkish.fold(search).split()
    rows = University.objects.select_related("province").order_by("sort_key")
    return [one for one in rows if all(word in _searchable(one) for word in words)]


def _searchable(university: University) -> str:
    place = university.province.name if university.province else university.city
    return turkish.fold(f"{university.name} {university.short_name} {place}")
