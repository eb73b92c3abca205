"""A question in the numbers of the bit strings: what may be asked is decided here, once, for search and news."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from applications.models import Season
from applications.pool.facets import LANGUAGE_LEVELS, SCORES, Facet, language_value, level_value, period_value
from applications.pool.names import Names, names_of
from applications.pool.query import INTERNSHIP, KINDS, SORTS, PoolQuery
from usp.accounts.models import Employer

Values = tuple[tuple[Facet, tuple[int, ...]], ...]

# Joins of a handful of segments are made as they are written: looking for a better order took 145 ms of a search.
_STATE = """
select set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true),
       set_config('join_collapse_limit', '1', true), set_config('from_collapse_limit', '1', true),
       usp_now() >= s.pool_opens_at, p.build, p.revision, p.step, p.segment,
       coalesce((select min(c.at) from applications_poolchange c where c.season_id = s.id), usp_now())
from applications_season s left join applications_poolstate p on p.season_id = s.id where s.id = %s
"""


@dataclass(frozen=True)
class Pool:
    """The pool as one transaction sees it."""

    season: Season
    build: int
    revision: int
    step: int
    segment: int
    counted_at: dt.datetime
    names: Names


def open_pool(season: Season) -> Pool | None:
    """The season's pool; None before it opens and before it is made."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [season.pk])
        is_open, build, revision, step, segment, counted_at = cursor.fetchone()[4:]
    if not is_open or not build:
        return None
    return Pool(season, build, revision, step, segment, counted_at, names_of(season.pk, build))


@dataclass(frozen=True)
class Asked:
    """What is asked, without what may not be. Each filter is a set of alternatives; all of them must hold."""

    kind: str
    filters: dict[str, Values]
    allowed: tuple[int, ...]
    provinces: tuple[int, ...]
    districts: tuple[int, ...]
    # of the provinces in question: id → (province, name)
    known_districts: dict[int, tuple[int, str]]
    periods: tuple[str, ...]
    languages: tuple[tuple[int, int], ...]
    institution: int | None
    hidden: tuple[int, ...]
    news_of: int | None
    sort: str

    def key(self) -> tuple[object, ...]:
        """What the counts depend on: not the page, and not the sort."""
        filters = tuple(sorted((name, values) for name, values in self.filters.items()))
        return (self.kind, filters, self.allowed, self.provinces, self.institution, self.hidden, self.news_of)


def resolve(
    pool: Pool, query: PoolQuery, employer: Employer, allowed_provinces: Sequence[int], offered: Sequence[int]
) -> Asked:
    """The question in numbers. Provinces that are not the employer's, and their districts, are not asked."""
    allowed = tuple(sorted(set(allowed_provinces)))
    provinces = tuple(sorted(set(query.provinces) & set(allowed)))
    known = _districts(pool.names, provinces, query.districts, allowed)
    districts = tuple(sorted(set(query.districts) & set(known)))
    # the higher of two levels of one language asks for both
    languages = tuple(dict(sorted(one for one in query.languages if 1 <= one[1] <= len(LANGUAGE_LEVELS))).items())
    asked = Asked(
        kind=query.kind,
        filters={},
        allowed=allowed,
        provinces=provinces,
        districts=districts,
        known_districts=known,
        periods=tuple(sorted(set(query.periods))),
        languages=languages,
        institution=employer.institution_id,
        hidden=tuple(sorted(set(offered))) if query.hide_offered else (),
        news_of=query.news_of,
        sort=query.sort if query.sort in SORTS else SORTS[0],
    )
    asked.filters.update(_filters(pool, query, asked))
    return asked


def _filters(pool: Pool, query: PoolQuery, asked: Asked) -> dict[str, Values]:
    filters: dict[str, Values] = {}
    if query.groups:
        numbers = pool.names.numbers
        filters["groups"] = ((Facet.GROUP, tuple(sorted(numbers[one] for one in set(query.groups) & set(numbers)))),)
    if query.levels:
        levels = {level_value(level) for level in query.levels} - {None}
        filters["levels"] = ((Facet.LEVEL, tuple(sorted(one for one in levels if one))),)
    if query.class_years:
        filters["class_years"] = ((Facet.YEAR, tuple(sorted(set(query.class_years)))),)
    for name, facet in SCORES.items():
        least = getattr(query, f"min_{name}")
        if least > 0:
            filters[f"min_{name}"] = ((facet, (-(-least // pool.step) * pool.step,)),)
    if asked.provinces or asked.districts:
        narrowed = {asked.known_districts[one][0] for one in asked.districts}
        whole = tuple(one for one in asked.provinces if one not in narrowed)
        filters["place"] = ((Facet.PROVINCE, whole), (Facet.DISTRICT, asked.districts))
    if asked.periods:
        values = {period_value(key) for key in asked.periods} - {None}
        filters["periods"] = ((Facet.PERIOD, tuple(sorted(one for one in values if one))),)
    for language, level in asked.languages:
        filters[f"language_{language}"] = ((Facet.LANGUAGE, (language_value(language, level),)),)
    if query.prefers_us:
        filters["prefers_us"] = ((Facet.INSTITUTION, (asked.institution,) if asked.institution else ()),)
    return filters


def _districts(
    names: Names, provinces: Sequence[int], districts: Sequence[int], allowed: Sequence[int]
) -> dict[int, tuple[int, str]]:
    """The districts of the chosen provinces and of those that a chosen district is in."""
    known = names.districts
    homes = {*provinces, *(known[one][0] for one in districts if one in known and known[one][0] in allowed)}
    return {pk: place for pk, place in known.items() if place[0] in homes} if homes else {}


def base_facet(kind: str) -> Facet:
    """Internships are for those with a right left, the other kinds for everybody in the season (docs/rules.md A3)."""
    return Facet.LISTED if kind in KINDS and kind != INTERNSHIP else Facet.AVAILABLE
