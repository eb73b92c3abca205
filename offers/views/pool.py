"""Aday Havuzu: the search page and a candidate's profile. Nothing here knows who a candidate is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from applications.models import PoolEntry, Season
from applications.pool.cards import SCORE_LABELS
from applications.pool.log import record_profile_view
from applications.pool.profiles import breakdown
from applications.pool.search import FacetValue, PoolPage, search
from applications.pool.selectors import candidate as find_candidate
from applications.selectors import current_season
from offers.forms.pool import PoolFilterForm
from offers.states import PositionState
from usp.accounts.models import Employer, EmployerStatus
from usp.accounts.permissions import EmployerAction, employer_may
from usp.accounts.policies import employer_only, user_of
from usp.core.http import read_only, wants_fragment
from usp.core.templatetags.usp import tr_number
from usp.core.turkish import fold
from usp.reference.models import Level, Province

_GROUPS_IN_SIGHT = 8
_MINIMUMS = {"akademik": "academic", "sosyal": "social", "sportif": "sport"}


@dataclass(frozen=True)
class Option:
    """A checkbox with how many candidates it would give: exact, «<5», or «0»."""

    value: str
    label: str
    count: str
    checked: bool


@dataclass(frozen=True)
class Facet:
    """One filter's checkboxes; ``more`` are folded away."""

    name: str
    legend: str | Promise
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    address: str


@require_safe
@vary_on_headers("HX-Request")
@employer_only(EmployerAction.SEARCH_POOL)
@read_only
def pool(request: HttpRequest) -> HttpResponse:
    """/havuz/: who fits what the address asks; htmx asks the same address for the results and the counts alone."""
    employer, season = _employer(request), current_season()
    provinces = _own_provinces(employer, season)
    form = PoolFilterForm(request.GET, provinces=provinces)
    approved = employer.status == EmployerStatus.APPROVED
    found = (
        search(season, form.query, employer, allowed_provinces=[province.pk for province in provinces])
        if season and approved
        else PoolPage(is_open=False)
    )
    context: dict[str, Any] = {
        "form": form,
        "page": found,
        "approved": approved,
        "closed": not found.is_open,
        "opens_at": season.pool_opens_at if season else None,
    }
    if found.is_open and season:
        context |= _results_context(season, form, found, provinces)
    fragment = found.is_open and wants_fragment(request)
    response = render(request, "offers/pool/pool.html" + ("#answer" if fragment else ""), context)
    if fragment:
        response["HX-Push-Url"] = reverse("offers:pool") + form.address(sayfa=form.query.cursor)
    return response


@require_safe
@employer_only(EmployerAction.SEARCH_POOL)
def candidate(request: HttpRequest, code: str) -> HttpResponse:
    """/havuz/<code>/: one candidate's profile. The page reads; that it was opened is logged (design.md §5.12)."""
    response = _profile(request, code)
    season = current_season()
    if season and request.method == "GET":
        record_profile_view(season=season, employer=_employer(request), viewer=user_of(request), code=code)
    return response


@read_only
def _profile(request: HttpRequest, code: str) -> HttpResponse:
    employer, season = _employer(request), current_season()
    provinces = _own_provinces(employer, season)
    found = (
        find_candidate(season, employer.pk, code, [province.pk for province in provinces])
        if season and employer.status == EmployerStatus.APPROVED
        else None
    )
    if found is None or season is None:
        raise Http404
    context = {
        "candidate": found,
        "breakdown": breakdown(found),
        "asked": [(province.name, province.name in found.provinces_matched) for province in provinces],
        "may_send": found.available and employer_may(user_of(request), EmployerAction.SEND_OFFERS),
        "back": reverse("offers:pool") + PoolFilterForm(request.GET, provinces=provinces).address(),
    }
    return render(request, "offers/pool/candidate.html", context)


def _employer(request: HttpRequest) -> Employer:
    return user_of(request).employer_membership.employer


def _own_provinces(employer: Employer, season: Season | None) -> list[Province]:
    """Where the employer may ask who wants to come: its own province, and those of its published positions."""
    published = Q(position__employer=employer, position__season=season, position__state=PositionState.PUBLISHED)
    return list(Province.objects.filter(Q(pk=employer.province_id) | published).distinct().order_by("sort_key"))


def _results_context(
    season: Season, form: PoolFilterForm, page: PoolPage, provinces: Sequence[Province]
) -> dict[str, Any]:
    groups = _group_labels(season, form, page)
    asked = dict(form.parameters())
    return {
        "facets": _facets(form, page, groups, provinces),
        "chips": _chips(form, groups, provinces),
        "tabs": [(label, form.address(sirala=sort), form.query.sort == sort) for sort, label in SCORE_LABELS.items()],
        "next_url": form.address(sayfa=page.next_cursor) if page.next_cursor else "",
        "previous_url": form.address(sayfa=page.previous) if page.previous else "",
        "kept": form.address(),
        "empty_pool": page.total == 0 and not (asked.keys() - {"ara", "sirala"}),
    }


def _group_labels(season: Season, form: PoolFilterForm, page: PoolPage) -> dict[str, str]:
    """Names of the groups in sight; a chosen one that now finds nobody keeps its name."""
    names = {str(value.value): value.label for value in page.facets["groups"]}
    lost = [code for code in form.query.groups if code not in names]
    if lost:
        entries = PoolEntry.objects.filter(season=season, group_code__in=lost).order_by("group_code")
        names |= dict(entries.values_list("group_code", "group_name").distinct("group_code"))
    return names


def _facets(form: PoolFilterForm, page: PoolPage, groups: dict[str, str], provinces: Iterable[Province]) -> list[Facet]:
    query, facets = form.query, page.facets
    years = sorted({int(str(value.value)) for value in facets["class_years"]} | set(query.class_years))
    levels = [(value, str(label)) for value, label in Level.choices]
    return [
        _group_facet(form, facets["groups"], groups),
        Facet("duzey", _("Düzey"), _options(levels, facets["levels"], query.levels)),
        Facet(
            "sinif",
            _("Sınıf"),
            _options([(year, _year_label(year)) for year in years], facets["class_years"], query.class_years),
        ),
        Facet(
            "il",
            _("İl tercihi"),
            _options([(one.pk, one.name) for one in provinces], facets["provinces"], query.provinces),
        ),
    ]


def _group_facet(form: PoolFilterForm, values: Sequence[FacetValue], names: dict[str, str]) -> Facet:
    """The chosen groups first, then those with most candidates; what is typed narrows the rest."""
    chosen, typed = form.query.groups, fold(form.cleaned_data.get("ara", ""))
    ordered = sorted(values, key=lambda value: (value.value not in chosen, -(value.count or 0), value.sort_key))
    codes = [code for code in chosen if code in names and code not in {value.value for value in values}]
    codes += [str(v.value) for v in ordered if v.value in chosen or typed in fold(v.label)]
    options = _options([(code, names[code]) for code in codes], values, chosen)
    in_sight = max(_GROUPS_IN_SIGHT, len(chosen))
    if typed:
        return Facet("bolum", _("Bölüm grubu"), options)
    return Facet("bolum", _("Bölüm grubu"), options[:in_sight], options[in_sight:])


def _options(
    choices: Iterable[tuple[str | int, str]], values: Sequence[FacetValue], chosen: Sequence[str | int]
) -> tuple[Option, ...]:
    counts = {value.value: "<5" if value.count is None else tr_number(value.count) for value in values}
    return tuple(Option(str(value), label, counts.get(value, "0"), value in chosen) for value, label in choices)


def _year_label(year: int) -> str:
    return _("Hazırlık") if year == 0 else _("%(year)d. sınıf") % {"year": year}


def _chips(form: PoolFilterForm, groups: dict[str, str], provinces: Iterable[Province]) -> list[Chip]:
    """What is asked, in words, each with the way to stop asking it."""
    levels = dict(Level.choices)
    names = {str(province.pk): province.name for province in provinces}
    chips = []
    for name, value in form.parameters():
        if name == "bolum":
            label = groups.get(value, value)
        elif name == "duzey":
            label = str(levels[value])
        elif name == "sinif":
            label = _year_label(int(value))
        elif name == "il":
            label = names[value]
        elif name in _MINIMUMS and value != "0":
            label = _("%(score)s en az %(points)s") % {"score": SCORE_LABELS[_MINIMUMS[name]], "points": value}
        else:
            continue
        chips.append(Chip(label, form.address(without=(name, value))))
    return chips
