"""The search: exact count, facets each without its own filter, pages by key, all from one moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core import signing
from django.db import connection, transaction

from applications.models import Season
from applications.pool.asking import Asked, Pool, open_pool, resolve
from applications.pool.cards import Candidate, class_text
from applications.pool.counting import Counts, cached_counts, count_all, count_sort, count_total, facets_of
from applications.pool.facets import LANGUAGE_LEVELS, period_value
from applications.pool.paging import Key, Walk
from applications.pool.pseudonyms import pseudonym, row_of
from applications.pool.query import PAGE_SIZE, SORTS, FacetValue, PoolPage, PoolQuery
from usp.accounts.models import Employer

__all__ = [
    "PAGE_SIZE", "SORTS", "FacetValue", "PoolPage", "PoolQuery",
    "count", "export_rows", "is_open", "one_moment", "search",
]  # fmt: skip
_SIGNER = signing.Signer(salt="applications.pool.cursor")
_PIVOT = "select {sort}, tie, row_no from applications_poolentry where season_id = %s and row_no = %s"


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
        pool = open_pool(season)
        if pool is None:
            return PoolPage(is_open=False)
        asked = resolve(pool, query, employer, allowed_provinces, offered)
        counts = count_all(pool, asked, all_languages=all_languages) if facets else cached_counts(pool, asked)
        rows, before, after = _page(pool, asked, query.cursor, employer.pk, counts, PAGE_SIZE)
        return PoolPage(
            rows=_candidates(pool, asked, employer.pk, rows),
            total=counts.total if counts else None,
            facets=facets_of(pool, asked, counts) if facets and counts else {},
            next_cursor=_cursor(season, employer.pk, "after", rows[-1][1]) if after else "",
            previous=_cursor(season, employer.pk, "before", rows[0][1]) if before else "",
            counted_at=pool.counted_at,
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
        pool = open_pool(season)
        return count_total(pool, resolve(pool, query, employer, allowed_provinces, offered)) if pool else 0


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
    with one_moment():
        pool = open_pool(season)
        if pool is None or limit < 1:
            return ()
        asked = resolve(pool, query, employer, allowed_provinces, offered)
        rows, _before, _after = _page(pool, asked, "", employer.pk, cached_counts(pool, asked), limit)
        return _candidates(pool, asked, employer.pk, rows)


def _page(
    pool: Pool, asked: Asked, cursor: str, employer_id: int, counts: Counts | None, size: int
) -> tuple[list[tuple[Any, ...]], bool, bool]:
    """The rows of the page, and whether there are more before and after it."""
    tens = (counts or count_sort(pool, asked)).tens(asked.sort)
    direction, pivot = _pivot(pool.season, cursor, employer_id, asked.sort)
    backwards = direction == "before"
    rows = Walk(pool, asked, tens, backwards, pivot).rows(size + 1)
    more = len(rows) > size
    rows = rows[:size]
    if pivot and not (more if backwards else rows):  # back at the top, or nobody left there: the whole first page
        rows = Walk(pool, asked, tens).rows(size + 1)
        return rows[:size], False, len(rows) > size
    return (rows[::-1], True, True) if backwards else (rows, pivot is not None, more)


def _pivot(season: Season, cursor_text: str, employer_id: int, sort: str) -> tuple[str, Key | None]:
    """Where a cursor stands in the order: ("after" or "before", its entry's sort key); no key for a broken one.

    The cursor names the entry by this employer's pseudonym, so it tells nothing that the page did not.
    """
    try:
        direction, code = _SIGNER.unsign(cursor_text).split(":")
    except (signing.BadSignature, ValueError):
        return "after", None
    row_no = row_of(season, employer_id, code)
    with connection.cursor() as cursor:
        cursor.execute(_PIVOT.format(sort=sort), [season.pk, row_no])  # sort is one of SORTS
        pivot = cursor.fetchone()
    return ("after", None) if pivot is None else (direction, pivot)


def _cursor(season: Season, employer_id: int, direction: str, row_no: int) -> str:
    return _SIGNER.sign(f"{direction}:{pseudonym(season, employer_id, row_no)}")


def _candidates(pool: Pool, asked: Asked, employer_id: int, rows: Sequence[tuple[Any, ...]]) -> tuple[Candidate, ...]:
    """The rows in words; of what a candidate chose only what was asked."""
    names = [(pk, name) for pk, (name, _key) in pool.names.provinces.items() if pk in asked.provinces]
    chosen = set(asked.districts)
    districts = [(pk, *where) for pk, where in asked.known_districts.items() if pk in chosen]
    periods = [(key, period_value(key)) for key in asked.periods]
    spoken = pool.names.languages
    languages = tuple(f"{spoken[pk]} {LANGUAGE_LEVELS[level - 1]}" for pk, level in asked.languages if pk in spoken)
    return tuple(
        Candidate(
            code=pseudonym(pool.season, employer_id, row[1]),
            group_name=row[2],
            level_text=class_text(row[3], row[4]),
            class_year=row[4],
            academic=row[5],
            social=row[6],
            sport=row[7],
            provinces_matched=tuple(name for pk, name in names if pk in row[8]),
            districts_matched=tuple(name for pk, home, name in districts if pk in row[10] or home in row[9]),
            periods_matched=tuple(key for key, value in periods if value in row[11]),
            languages_matched=languages,
            prefers_us=asked.institution is not None and asked.institution in row[13],
        )
        for row in rows
    )
