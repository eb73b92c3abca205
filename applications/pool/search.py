"""The search: exact count, facets each without its own filter, pages by key, all from one moment (design.md §8)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.core import signing
from django.db import connection, transaction

from applications.models import Season
from applications.pool.cards import Candidate, class_text
from applications.pool.classes import SMALLEST
from applications.pool.pseudonyms import pseudonym, row_of
from applications.pool.query import PAGE_SIZE, SORTS, FacetValue, PoolPage, PoolQuery
from usp.accounts.models import Employer

_SIGNER = signing.Signer(salt="applications.pool.cursor")


_ANSWERS = """
with entry as materialized (
  select group_code, group_name, group_sort_key, level, class_year, provinces,
         {group} as in_group, {level} as in_level, {year} as in_year, {province} as in_province
  from applications_poolentry
  where season_id = %(season)s and available
    and academic >= %(min_academic)s and social >= %(min_social)s and sport >= %(min_sport)s
)
select 'total' as facet, '' as value, '' as label, '' as key, count(*) from entry
  where in_group and in_level and in_year and in_province
union all
select 'groups', group_code, group_name, group_sort_key, count(*) from entry
  where in_level and in_year and in_province group by group_code, group_name, group_sort_key
union all
select 'levels', level, '', '', count(*) from entry
  where in_group and in_year and in_province and level <> '' group by level
union all
select 'class_years', class_year::text, '', '', count(*) from entry
  where in_group and in_level and in_province and class_year is not null group by class_year
union all
select 'provinces', p.id::text, p.name, p.sort_key, count(*) from entry
  cross join lateral unnest(entry.provinces) as chosen(id) join reference_province p on p.id = chosen.id
  where in_group and in_level and in_year and p.id = any(%(allowed)s) group by p.id
"""
_CONDITIONS = {
    "group": ("groups", "group_code = any(%(groups)s)"),
    "level": ("levels", "level = any(%(levels)s)"),
    "year": ("class_years", "coalesce(class_year = any(%(class_years)s), false)"),
    "province": ("provinces", "provinces && %(provinces)s::smallint[]"),
}
_PAGE = """
select row_no, group_name, level, class_year, academic, social, sport, provinces from applications_poolentry
where season_id = %(season)s and available
  and academic >= %(min_academic)s and social >= %(min_social)s and sport >= %(min_sport)s
  and {group} and {level} and {year} and {province} and {cursor}
order by {sort} {direction}, tie {direction}, row_no {direction} limit %(limit)s
"""
_BEYOND = "({sort}, tie, row_no) {beyond} (%(score)s, %(tie)s, %(row_no)s)"


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all reads inside see one state of the database; inside somebody's transaction that one decides."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def is_open(season: Season) -> bool:
    """Whether the season's pool has opened, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("select usp_now() >= %s", [season.pool_opens_at])
        return bool(cursor.fetchone()[0])


def search(
    season: Season,
    query: PoolQuery,
    employer: Employer,
    *,
    allowed_provinces: Sequence[int],
    offered: Sequence[int] = (),
    facets: bool = True,
    all_languages: bool = False,
) -> PoolPage:
    """One page of the candidates who fit, with the exact number of all and the facets.

    Provinces outside ``allowed_provinces`` (where the employer has a position, and its own), and their districts, are
    not asked and not answered. ``offered`` are the row numbers of those to whom this employer has sent an offer
    (``rows_behind``); ``query.hide_offered`` leaves them out. ``facets=False`` answers the page without counting.
    Languages other than the first one of the list and the asked ones are counted only with ``all_languages``.
    A cursor that is broken or not this employer's gives the first page.
    """
    with one_moment():
        if not is_open(season):
            return PoolPage(is_open=False)
        values = _values(season, query, allowed_provinces)
        total, found = _count(values)
        rows, more_before, more_after = _page(season, query, values, employer.pk)
        names = {facet.value: facet.label for facet in found["provinces"]}
    numbers = [row[0] for row in rows]
    return PoolPage(
        rows=tuple(_candidate(season, employer.pk, row, values["provinces"], names) for row in rows),
        total=total,
        facets=found,
        next_cursor=_cursor(season, employer.pk, "after", numbers[-1]) if more_after else "",
        previous=_cursor(season, employer.pk, "before", numbers[0]) if more_before else "",
    )


def count(
    season: Season,
    query: PoolQuery,
    employer: Employer,
    *,
    allowed_provinces: Sequence[int],
    offered: Sequence[int] = (),
) -> int:
    """How many candidates fit; nobody before the pool opens."""
    with one_moment():
        return _count(_values(season, query, allowed_provinces))[0] if is_open(season) else 0


def export_rows(
    season: Season,
    query: PoolQuery,
    employer: Employer,
    limit: int,
    *,
    allowed_provinces: Sequence[int],
    offered: Sequence[int] = (),
) -> tuple[Candidate, ...]:
    """The first ``limit`` candidates who fit, in the page's order."""
    rows: list[Candidate] = []
    asked = replace(query, cursor="")
    while len(rows) < limit:
        page = search(season, asked, employer, allowed_provinces=allowed_provinces, offered=offered, facets=False)
        rows += page.rows
        if not page.next_cursor:
            break
        asked = replace(query, cursor=page.next_cursor)
    return tuple(rows[:limit])


def _values(season: Season, query: PoolQuery, allowed_provinces: Sequence[int]) -> dict[str, Any]:
    allowed = sorted(set(allowed_provinces))
    return {
        "season": season.pk,
        "groups": list(query.groups),
        "levels": list(query.levels),
        "class_years": list(query.class_years),
        "provinces": [province for province in query.provinces if province in allowed],
        "allowed": allowed,
        "min_academic": query.min_academic,
        "min_social": query.min_social,
        "min_sport": query.min_sport,
        "limit": PAGE_SIZE + 1,
    }


def _conditions(values: dict[str, Any]) -> dict[str, str]:
    """The SQL of each filter; one that asks nothing is true."""
    return {name: sql if values[key] else "true" for name, (key, sql) in _CONDITIONS.items()}


def _count(values: dict[str, Any]) -> tuple[int, dict[str, tuple[FacetValue, ...]]]:
    total = 0
    found: dict[str, list[FacetValue]] = {"groups": [], "levels": [], "class_years": [], "provinces": []}
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS.format(**_conditions(values)), values)
        for facet, value, label, key, count in cursor.fetchall():
            if facet == "total":
                total = count
            else:
                number = facet in ("class_years", "provinces")
                shown = count if count >= SMALLEST else None
                found[facet].append(FacetValue(int(value) if number else value, label, shown, key))
    by_name = {name: sorted(facet, key=lambda one: (one.sort_key, one.value)) for name, facet in found.items()}
    return total, {name: tuple(facet) for name, facet in by_name.items()}


def _page(
    season: Season, query: PoolQuery, values: dict[str, Any], employer_id: int
) -> tuple[list[tuple[Any, ...]], bool, bool]:
    """The rows of the page, and whether there are more before and after it."""
    sort = query.sort if query.sort in SORTS else SORTS[0]
    direction, pivot = _pivot(season, query.cursor, employer_id, sort)
    backwards = direction == "before"
    sql = _PAGE.format(
        **_conditions(values),
        cursor=_BEYOND.format(sort=sort, beyond=">" if backwards else "<") if pivot else "true",
        sort=sort,
        direction="asc" if backwards else "desc",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values | dict(zip(("score", "tie", "row_no"), pivot or (), strict=False)))
        rows = cursor.fetchall()
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if pivot and not (more if backwards else rows):  # back at the top, or nobody left there: the whole first page
        return _page(season, replace(query, cursor=""), values, employer_id)
    return (rows[::-1], True, True) if backwards else (rows, pivot is not None, more)


def _pivot(season: Season, cursor_text: str, employer_id: int, sort: str) -> tuple[str, tuple[int, int, int] | None]:
    """Where a cursor stands in the order: ("after" or "before", its entry's sort key); no key for a broken one.

    The cursor names the entry by this employer's pseudonym, so it tells nothing that the page did not.
    """
    try:
        direction, code = _SIGNER.unsign(cursor_text).split(":")
    except (signing.BadSignature, ValueError):
        return "after", None
    row_no = row_of(season, employer_id, code)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {sort}, tie, row_no from applications_poolentry where season_id = %s and row_no = %s",  # noqa: S608 -- sort is one of SORTS
            [season.pk, row_no],
        )
        pivot = cursor.fetchone()
    return ("after", None) if pivot is None else (direction, pivot)


def _cursor(season: Season, employer_id: int, direction: str, row_no: int) -> str:
    return _SIGNER.sign(f"{direction}:{pseudonym(season, employer_id, row_no)}")


def _candidate(
    season: Season,
    employer_id: int,
    row: tuple[Any, ...],
    asked: list[int],
    names: dict[str | int | tuple[int, int], str],
) -> Candidate:
    row_no, group_name, level, class_year, academic, social, sport, provinces = row
    return Candidate(
        code=pseudonym(season, employer_id, row_no),
        group_name=group_name,
        level_text=class_text(level, class_year),
        class_year=class_year,
        academic=academic,
        social=social,
        sport=sport,
        provinces_matched=tuple(names[number] for number in asked if number in provinces),
    )
