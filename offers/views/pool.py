"""Aday Havuzu: the search page and a candidate's profile. Nothing here knows who a candidate is."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from applications.pool.cards import SCORE_LABELS, Candidate
from applications.pool.log import record_profile_view
from applications.pool.profiles import breakdown
from applications.pool.query import PoolPage
from offers.asking import Asker, asker_of
from offers.facets import chips, kind_tabs, panel
from offers.forms.pool import PoolFilterForm
from offers.history import with_us
from offers.models import SavedSearch
from offers.selectors.conduct import conduct_flags
from offers.shortlists import known_to, listed, lists_of, lists_with
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.core.http import read_only, wants_fragment

_ROWS = "havuz-liste"


@dataclass(frozen=True)
class Row:
    """One candidate of the list, with what the employer's people did so far."""

    candidate: Candidate
    listed: bool
    known: bool


@dataclass(frozen=True)
class Neighbours:
    """The addresses of the profiles before and after one in the search; empty at its ends."""

    before: str = ""
    after: str = ""


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
@employer_only(EmployerAction.SEARCH_POOL)
@read_only
def pool(request: HttpRequest) -> HttpResponse:
    """/havuz/: who fits what the address asks; htmx asks the same address for a part of the page alone.

    Turning a page asks for rows only; nothing is counted again.
    """
    asker = asker_of(user_of(request))
    form = PoolFilterForm(request.GET, asker=asker)
    fragment = wants_fragment(request)
    rows_only = fragment and request.headers.get("HX-Target") == _ROWS
    found = asker.search(form.query, facets=not rows_only, all_languages=bool(form.cleaned_data.get("diller")))
    context: dict[str, Any] = {
        "form": form,
        "page": found,
        "asker": asker,
        "closed": not found.is_open,
        "opens_at": asker.season.pool_opens_at if asker.season else None,
    }
    if found.is_open:
        context |= _rows_context(asker, form, found)
        if not rows_only:
            context |= _search_context(asker, form, found)
    part = "" if not fragment or not found.is_open else "#rows" if rows_only else "#answer"
    response = render(request, "offers/pool/pool.html" + part, context)
    if part:
        response["HX-Push-Url"] = reverse("offers:pool") + form.address(sayfa=form.query.cursor)
    return response


@require_safe
@employer_only(EmployerAction.SEARCH_POOL)
def candidate(request: HttpRequest, code: str) -> HttpResponse:
    """/havuz/<code>/: one candidate's profile. The page reads; that it was opened is logged (docs/rules.md I12)."""
    asker = asker_of(user_of(request))
    response = _profile(request, asker, code)
    if asker.season and request.method == "GET":
        record_profile_view(season=asker.season, employer=asker.employer, viewer=user_of(request), code=code)
    return response


@read_only
def _profile(request: HttpRequest, asker: Asker, code: str) -> HttpResponse:
    found, application = asker.candidate(code), asker.application(code)
    if found is None or application is None:
        raise Http404
    form = PoolFilterForm(request.GET, asker=asker)
    entries = lists_with(asker, application)
    on = {entry.talent_list_id for entry in entries}
    context = {
        "candidate": found,
        "breakdown": breakdown(found),
        "asker": asker,
        "places": [(one.name, one.name in found.provinces_matched) for one in asker.provinces],
        "districts": [(str(one), one.name in found.districts_matched) for one in asker.districts],
        "periods": [(one.label, one.key in found.periods_matched) for one in asker.periods],
        "history": with_us(user_of(request), application),
        "entries": entries,
        "other_lists": [one for one in lists_of(asker) if one.pk not in on],
        "known": application in known_to(asker.employer, [application]),
        "conduct": conduct_flags([application], asker.employer.pk).get(application, ""),
        "may_send": found.available and employer_may(user_of(request), EmployerAction.SEND_OFFERS),
        "back": reverse("offers:pool") + form.address(sayfa=form.query.cursor),
        "kept": form.address(sayfa=form.query.cursor),
        "neighbours": _neighbours(asker, form, code) if request.GET else Neighbours(),
    }
    return render(request, "offers/pool/candidate.html", context)


def _neighbours(asker: Asker, form: PoolFilterForm, code: str) -> Neighbours:
    """Who comes before and after in the search that led here: its page again, and the next one at its edges."""
    page = asker.search(form.query, facets=False)
    codes = [row.code for row in page.rows]
    if code not in codes:
        return Neighbours()
    place, cursor = codes.index(code), form.query.cursor
    before = _address(form, codes[place - 1], cursor) if place else _edge(asker, form, page.previous, last=True)
    if place + 1 < len(codes):
        return Neighbours(before, _address(form, codes[place + 1], cursor))
    return Neighbours(before, _edge(asker, form, page.next_cursor, last=False))


def _edge(asker: Asker, form: PoolFilterForm, cursor: str, *, last: bool) -> str:
    if not cursor:
        return ""
    turned = PoolFilterForm(_with_cursor(form, cursor), asker=asker)
    rows = asker.search(turned.query, facets=False).rows
    return _address(form, rows[-1 if last else 0].code, cursor) if rows else ""


def _with_cursor(form: PoolFilterForm, cursor: str) -> QueryDict:
    data = QueryDict(form.address()[1:], mutable=True)
    data["sayfa"] = cursor
    return data


def _address(form: PoolFilterForm, code: str, cursor: str) -> str:
    return reverse("offers:candidate", args=[code]) + form.address(sayfa=cursor)


def _rows_context(asker: Asker, form: PoolFilterForm, page: PoolPage) -> dict[str, Any]:
    applications = asker.applications(row.code for row in page.rows)
    on_lists = listed(asker, applications.values())
    known = known_to(asker.employer, applications.values())
    return {
        "rows": [
            Row(one, applications.get(one.code) in on_lists, applications.get(one.code) in known) for one in page.rows
        ],
        "next_url": form.address(sayfa=page.next_cursor) if page.next_cursor else "",
        "previous_url": form.address(sayfa=page.previous) if page.previous else "",
        "kept": form.address(sayfa=form.query.cursor),
        "lists": list(lists_of(asker)),
    }


def _search_context(asker: Asker, form: PoolFilterForm, page: PoolPage) -> dict[str, Any]:
    side = panel(asker, form, page)
    asked = dict(form.parameters())
    return {
        "panel": side,
        "chips": chips(asker, form, side.names),
        "kinds": kind_tabs(form),
        "tabs": [(label, form.address(sirala=sort), form.query.sort == sort) for sort, label in SCORE_LABELS.items()],
        "sorted_by": SCORE_LABELS[form.query.sort],
        "question": form.address(),
        "saved": SavedSearch.objects.filter(employer=asker.employer, season=asker.season).count(),
        "empty_pool": page.total == 0 and not (asked.keys() - {"ara", "sirala", "tur"}),
    }
