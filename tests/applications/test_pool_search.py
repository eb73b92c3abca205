"""The search against a plain Python oracle: count, facets, order, pages; and what it never answers."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import PoolEntry, Season
from applications.pool.build import build_pool
from applications.pool.pseudonyms import pseudonym, row_of
from applications.pool.search import PAGE_SIZE, SORTS, PoolPage, PoolQuery, search
from tests.applications.pool_world import (
    CLOSED,
    OPEN,
    PROVINCES,
    make_applicants,
    make_department,
    make_season,
    random_applicants,
)
from tests.conftest import set_clock
from tests.databases import held

pytestmark = pytest.mark.django_db
At = Callable[[str], object]
EMPLOYER = Employer(pk=71)
GROUPS = ["Bilgisayar", "Makine", "Hukuk", "Çevre"]


@pytest.fixture(scope="module")
def season(django_db_setup: None, django_db_blocker: Any) -> Iterator[Season]:
    """500 people, with points in every score; made once for all these tests, each of which takes its changes back."""
    with held(django_db_blocker):
        with django_db_blocker.unblock():
            made = make_pool()
        yield made


def make_pool() -> Season:
    set_clock(CLOSED)
    season = make_season()
    departments = [make_department(group) for group in GROUPS] + [make_department("Muhasebe", level="associate")]
    applications = make_applicants(season, random_applicants(500, 4, departments))
    build_pool(season=season)
    rng = random.Random(5)
    entries = list(PoolEntry.objects.all())
    for entry in entries:  # as a later method will score; many ties
        entry.social, entry.sport = rng.randint(0, 100), rng.choice([0, 0, 0, 10, 50])
        entry.tie = rng.randint(0, 40)
    PoolEntry.objects.bulk_update(entries, ["social", "sport", "tie"])
    assert len(applications) == 500
    set_clock(OPEN)
    return season


def random_query(rng: random.Random, codes: list[str]) -> PoolQuery:
    def some(values: list) -> tuple:
        return tuple(rng.sample(values, rng.randint(1, 2))) if rng.random() < 0.5 else ()

    return PoolQuery(
        groups=some(codes),
        levels=some(["bachelor", "associate"]),
        class_years=some([1, 2, 3, 4]),
        provinces=some(sorted(PROVINCES)),
        min_academic=rng.choice([0, 0, 20, 60]),
        min_social=rng.choice([0, 0, 30]),
        min_sport=rng.choice([0, 0, 0, 10]),
        sort=rng.choice(SORTS),
    )


class Oracle:
    """The same questions asked of a list."""

    def __init__(self, query: PoolQuery, allowed: list[int]) -> None:
        self.query = replace(query, provinces=tuple(p for p in query.provinces if p in allowed))
        self.allowed = allowed
        self.entries = [
            e
            for e in PoolEntry.objects.filter(available=True)
            if e.academic >= query.min_academic and e.social >= query.min_social and e.sport >= query.min_sport
        ]

    def matching(self, without: str = "") -> list[PoolEntry]:
        q = self.query
        return [
            e
            for e in self.entries
            if (without == "groups" or not q.groups or e.group_code in q.groups)
            and (without == "levels" or not q.levels or e.level in q.levels)
            and (without == "class_years" or not q.class_years or e.class_year in q.class_years)
            and (without == "provinces" or not q.provinces or set(q.provinces) & set(e.provinces))
        ]

    def order(self) -> list[int]:
        found = sorted(self.matching(), key=lambda e: (getattr(e, self.query.sort), e.tie, e.row_no), reverse=True)
        return [e.row_no for e in found]

    def facets(self) -> dict[str, dict[object, int | None]]:
        counts = {
            "groups": Counter(e.group_code for e in self.matching("groups")),
            "levels": Counter(e.level for e in self.matching("levels") if e.level),
            "class_years": Counter(e.class_year for e in self.matching("class_years") if e.class_year is not None),
            "provinces": Counter(p for e in self.matching("provinces") for p in e.provinces if p in self.allowed),
        }
        return {name: {v: n if n >= 5 else None for v, n in facet.items()} for name, facet in counts.items()}


def numbers(season: Season, page: PoolPage) -> list[int | None]:
    return [row_of(season, EMPLOYER, row.code) for row in page.rows]


def walk(season: Season, query: PoolQuery, allowed: list[int]) -> list[list[int | None]]:
    """Every page of the answer, forwards."""
    pages, cursor = [], ""
    while True:
        page = search(season, replace(query, cursor=cursor), EMPLOYER, allowed)
        pages.append(numbers(season, page))
        if not page.next_cursor:
            return pages
        cursor = page.next_cursor


def test_it_answers_like_the_oracle(season: Season) -> None:
    rng = random.Random(11)
    codes = sorted(set(PoolEntry.objects.values_list("group_code", flat=True)))
    sizes = []
    for _round in range(60):
        query, allowed = random_query(rng, codes), rng.sample(sorted(PROVINCES), 3)
        oracle, page = Oracle(query, allowed), search(season, query, EMPLOYER, allowed)
        order = oracle.order()
        sizes.append(len(order))
        assert page.total == len(order)
        assert {name: {f.value: f.count for f in facet} for name, facet in page.facets.items()} == oracle.facets()
        assert numbers(season, page) == order[:PAGE_SIZE]
    assert min(sizes) < 5 < 100 < max(sizes)  # the questions were of all sizes


@pytest.mark.parametrize("sort", SORTS)
def test_pages_walk_the_whole_order_forwards_and_back(season: Season, sort: str) -> None:
    query, allowed = PoolQuery(sort=sort, provinces=(6, 34)), [6, 34]
    order = Oracle(query, allowed).order()
    pages = walk(season, query, allowed)
    assert [number for page in pages for number in page] == order
    assert len(pages) > 5
    cursor, back = "", []
    for _page in pages[:-1]:
        cursor = search(season, replace(query, cursor=cursor), EMPLOYER, allowed).next_cursor
    page = search(season, replace(query, cursor=cursor), EMPLOYER, allowed)
    while page.previous:
        page = search(season, replace(query, cursor=page.previous), EMPLOYER, allowed)
        back.append(numbers(season, page))
    assert back == pages[:-1][::-1]


def test_a_broken_or_foreign_cursor_gives_the_first_page(season: Season) -> None:
    first = search(season, PoolQuery(), EMPLOYER)
    theirs = search(season, PoolQuery(), EMPLOYER + 1).next_cursor
    for cursor in ("x", "after:A-7K3M9Q2", first.next_cursor + "x", theirs):
        assert search(season, PoolQuery(cursor=cursor), EMPLOYER) == first


def test_a_cursor_carries_nothing_but_a_name_on_the_page(season: Season) -> None:
    page = search(season, PoolQuery(), EMPLOYER)
    assert page.next_cursor.rsplit(":", 1)[0] == f"after:{page.rows[-1].code}"


def test_a_page_whose_entry_has_left_starts_anew(season: Season) -> None:
    first = search(season, PoolQuery(), EMPLOYER)
    PoolEntry.objects.filter(row_no=row_of(season, EMPLOYER, first.rows[-1].code)).update(row_no=9999)
    assert search(season, PoolQuery(cursor=first.next_cursor), EMPLOYER).previous == ""


def test_those_without_a_right_left_are_not_found(season: Season) -> None:
    gone = set(PoolEntry.objects.filter(available=False).values_list("row_no", flat=True))
    assert gone
    found = {number for page in walk(season, PoolQuery(), []) for number in page}
    assert not found & gone
    assert len(found) == 500 - len(gone)


def test_before_the_pool_opens_nothing_is_answered(season: Season, at: At) -> None:
    at("2024-05-08 08:59:59")
    assert search(season, PoolQuery(), EMPLOYER) == PoolPage(is_open=False)
    at("2024-05-08 09:00:00")
    assert search(season, PoolQuery(), EMPLOYER).total > 400


def test_a_province_is_answered_only_when_it_may_be_asked(season: Season) -> None:
    page = search(season, PoolQuery(provinces=(42,)), EMPLOYER, [6])
    assert page.total == search(season, PoolQuery(), EMPLOYER, [6]).total
    assert [f.label for f in page.facets["provinces"]] == ["Ankara"]
    assert {row.provinces_matched for row in page.rows} == {()}
    asked = search(season, PoolQuery(provinces=(34, 42)), EMPLOYER, [34, 42])
    entries = {pseudonym(season, EMPLOYER, e.row_no): e for e in PoolEntry.objects.all()}
    for row in asked.rows:
        chosen = [PROVINCES[p] for p in (34, 42) if p in entries[row.code].provinces]
        assert list(row.provinces_matched) == chosen


def test_groups_stand_in_turkish_order(season: Season) -> None:
    labels = [f.label for f in search(season, PoolQuery(), EMPLOYER).facets["groups"]]
    assert labels[:3] == ["Bilgisayar", "Çevre", "Hukuk"]


def test_the_number_of_queries_does_not_depend_on_the_question(season: Season) -> None:
    seen = set()
    first = search(season, PoolQuery(), EMPLOYER)
    for query in (
        PoolQuery(min_social=90),
        PoolQuery(cursor=first.next_cursor),
        PoolQuery(provinces=(6,), class_years=(3,)),
    ):
        with CaptureQueriesContext(connection) as queries:
            search(season, query, EMPLOYER, [6])
        seen.add(len(queries))
    assert max(seen) <= 4  # open?, counts, where the cursor stands, page
