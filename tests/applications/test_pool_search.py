"""The search against a plain Python oracle: count, facets, order, pages; and what it never answers."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from applications.models import Language, PoolEntry, Season
from applications.pool.bits import write_bits
from applications.pool.build import build_pool
from applications.pool.facets import period_key, period_value
from applications.pool.pseudonyms import pseudonym, row_of
from applications.pool.search import PAGE_SIZE, SORTS, PoolPage, PoolQuery, count, export_rows, search
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
from usp.accounts.models import Employer
from usp.reference.models import District

pytestmark = pytest.mark.django_db
At = Callable[[str], object]
US, THEM = Employer(pk=71, institution_id=5), Employer(pk=72, institution_id=6)
GROUPS = ["Bilgisayar", "Makine", "Hukuk", "Çevre"]
PERIODS = ["2024-07-20", "2024-07-30", "2024-08-20", "2024-09-20"]
ENGLISH, GERMAN, RUSSIAN = 1, 2, 3
COUNT = 400
APART = 500  # row numbers, so that they reach into seven strings of 32.000


@pytest.fixture(scope="module")
def season(django_db_setup: None, django_db_blocker: Any) -> Iterator[Season]:
    """400 people in seven segments, with points in every score; made once for all these tests, each of which takes
    its changes back.
    """
    with held(django_db_blocker):
        with django_db_blocker.unblock():
            made = make_pool()
        yield made


def make_pool() -> Season:
    set_clock(CLOSED)
    season = make_season()
    departments = [make_department(group) for group in GROUPS] + [make_department("Muhasebe", level="associate")]
    make_applicants(season, random_applicants(COUNT, 4, departments))
    District.objects.bulk_create(District(id=n * 100 + 1, name="Liman", province_id=n) for n in PROVINCES)
    for pk, code in ((ENGLISH, "en"), (GERMAN, "de"), (RUSSIAN, "ru")):
        Language.objects.update_or_create(pk=pk, defaults={"code": code, "name": code, "name_en": code, "order": pk})
    build_pool(season=season)
    PoolEntry.objects.update(row_no=F("row_no") * APART)
    rng = random.Random(5)
    entries = list(PoolEntry.objects.order_by("row_no"))
    for entry in entries:  # many ties; a ninth has left the season
        entry.social, entry.sport = rng.randint(0, 100), rng.choice([0, 0, 0, 10, 55])
        entry.tie = rng.randint(0, 40)
        entry.whole_provinces = [p for p in entry.provinces if rng.random() < 0.4]
        entry.districts = [
            p * 100 + rng.randint(0, 1)
            for p in entry.provinces
            if p not in entry.whole_provinces and rng.random() < 0.8
        ]
        entry.periods = [period_value(key) for key in rng.sample(PERIODS, rng.randint(0, 3))]
        entry.languages = [
            pk * 10 + rng.randint(1, 6) for pk, share in ((ENGLISH, 0.7), (GERMAN, 0.2)) if rng.random() < share
        ]
        entry.institutions = [pk for pk in (5, 6, 7) if rng.random() < 0.1]
        entry.listed = rng.random() > 0.1
        entry.available = entry.available and entry.listed
    fields = ["social", "sport", "tie", "whole_provinces", "districts", "periods", "languages", "institutions"]
    PoolEntry.objects.bulk_update(entries, [*fields, "listed", "available"])
    write_bits(season, step=1)
    with connection.cursor() as cursor:  # the applications say the same
        cursor.execute(
            "update applications_application a set used = case when e.available then 0 else 1 end "
            "from applications_poollink l join applications_poolentry e on e.id = l.entry_id "
            "where l.application_id = a.id"
        )
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update applications_application a set state = 'disqualified' "
            "from applications_poollink l join applications_poolentry e on e.id = l.entry_id "
            "where l.application_id = a.id and not e.listed"
        )
        cursor.execute("set local session_replication_role = origin")
    set_clock(OPEN)
    return season


def random_query(rng: random.Random, codes: list[str]) -> PoolQuery:
    def some(values: list, chance: float = 0.3) -> tuple:
        return tuple(rng.sample(values, rng.randint(1, 2))) if rng.random() < chance else ()

    provinces = some(sorted(PROVINCES), 0.5)
    return PoolQuery(
        groups=some(codes),
        levels=some(["bachelor", "associate"]),
        class_years=some([1, 2, 3, 4]),
        languages=some([(ENGLISH, 2), (ENGLISH, 4), (GERMAN, 1), (GERMAN, 3)], 0.3),
        provinces=provinces,
        districts=some([number * 100 + rng.randint(0, 1) for number in (provinces or (6, 34))], 0.3),
        periods=some(PERIODS),
        prefers_us=rng.random() < 0.1,
        hide_offered=rng.random() < 0.3,
        min_academic=rng.choice([0, 0, 0, 20, 58]),
        min_social=rng.choice([0, 0, 0, 30, 91]),
        min_sport=rng.choice([0, 0, 0, 0, 10]),
        kind=rng.choice(["internship", "internship", "shadowing", "training"]),
        sort=rng.choice(SORTS),
    )


class Oracle:
    """The same questions asked of a list."""

    def __init__(self, query: PoolQuery, allowed: list[int], offered: list[int]) -> None:
        self.query = query
        self.allowed = allowed
        self.places = [p for p in query.provinces if p in allowed]
        self.districts = [d for d in query.districts if d // 100 in allowed]
        self.entries = [
            e
            for e in PoolEntry.objects.filter(listed=True)
            if (query.kind != "internship" or e.available)
            and not (query.hide_offered and e.row_no in offered)
            and e.academic >= query.min_academic
            and e.social >= query.min_social
            and e.sport >= query.min_sport
        ]

    def in_place(self, entry: PoolEntry) -> bool:
        if not self.places and not self.districts:
            return True
        narrowed = {district // 100 for district in self.districts}
        return any(p in entry.provinces for p in self.places if p not in narrowed) or any(
            d in entry.districts or d // 100 in entry.whole_provinces for d in self.districts
        )

    def speaks(self, entry: PoolEntry, without: int | None) -> bool:
        return all(
            any(one // 10 == language and one % 10 >= level for one in entry.languages)
            for language, level in self.query.languages
            if language != without
        )

    def matching(self, without: str = "", language: int | None = None) -> list[PoolEntry]:
        q = self.query
        return [
            e
            for e in self.entries
            if (without == "groups" or not q.groups or e.group_code in q.groups)
            and (without == "levels" or not q.levels or e.level in q.levels)
            and (without == "class_years" or not q.class_years or e.class_year in q.class_years)
            and (without == "place" or self.in_place(e))
            and (without == "periods" or not q.periods or {period_key(one) for one in e.periods} & set(q.periods))
            and (without == "prefers_us" or not q.prefers_us or US.institution_id in e.institutions)
            and self.speaks(e, language)
        ]

    def order(self) -> list[int]:
        found = sorted(self.matching(), key=lambda e: (getattr(e, self.query.sort), e.tie, e.row_no), reverse=True)
        return [e.row_no for e in found]

    def facets(self) -> dict[str, dict[object, int | None]]:
        place, score = self.matching("place"), self.query.sort
        seen = {d // 100 for d in self.districts} | set(self.places)
        counts = {
            "groups": Counter(e.group_code for e in self.matching("groups")),
            "levels": Counter(e.level for e in self.matching("levels") if e.level),
            "class_years": Counter(e.class_year for e in self.matching("class_years") if e.class_year is not None),
            "provinces": Counter(p for e in place for p in e.provinces if p in self.allowed),
            "districts": Counter(
                p * 100 + n
                for e in place
                for p in seen
                for n in (0, 1)
                if p in e.whole_provinces or p * 100 + n in e.districts
            ),
            "periods": Counter(period_key(one) for e in self.matching("periods") for one in e.periods),
            "languages": Counter(
                (pk, level)
                for pk in (ENGLISH, GERMAN)
                for e in self.matching(language=pk)
                for one in e.languages
                if one // 10 == pk
                for level in range(1, one % 10 + 1)
            ),
            "prefers_us": Counter(True for e in self.matching("prefers_us") if US.institution_id in e.institutions),
            "histogram": Counter(getattr(e, score) // 10 * 10 for e in self.matching()),
        }
        told = {name: {v: n if n >= 5 else None for v, n in facet.items()} for name, facet in counts.items()}
        told["histogram"] = dict.fromkeys(range(0, 101, 10), 0) | told["histogram"]
        return told


def ask(season: Season, query: PoolQuery, allowed: list[int], **more: Any) -> PoolPage:
    return search(season, query, US, allowed_provinces=allowed, **more)


def numbers(season: Season, page: PoolPage) -> list[int | None]:
    return [row_of(season, US.pk, row.code) for row in page.rows]


def walk(season: Season, query: PoolQuery, allowed: list[int], **more: Any) -> list[list[int | None]]:
    """Every page of the answer, forwards."""
    pages, cursor = [], ""
    while True:
        page = ask(season, replace(query, cursor=cursor), allowed, facets=False, **more)
        pages.append(numbers(season, page))
        if not page.next_cursor:
            return pages
        cursor = page.next_cursor


def flat(pages: list[list[int | None]]) -> list[int | None]:
    return [number for page in pages for number in page]


def test_it_answers_like_the_oracle(season: Season) -> None:
    sizes = compare(season, 48)
    assert min(sizes) < 5 < 100 < max(sizes)  # the questions were of all sizes


def test_scores_may_have_any_step(season: Season) -> None:
    PoolEntry.objects.update(academic=F("academic") / 7 * 7, social=F("social") / 7 * 7, sport=F("sport") / 7 * 7)
    write_bits(season, step=7)
    compare(season, 12)


def compare(season: Season, rounds: int) -> list[int]:
    rng = random.Random(11)
    codes = sorted(set(PoolEntry.objects.values_list("group_code", flat=True)))
    sizes = []
    for _round in range(rounds):
        query, allowed = random_query(rng, codes), rng.sample(sorted(PROVINCES), 3)
        offered = rng.sample(range(APART, COUNT * APART, APART), 40)
        oracle, page = Oracle(query, allowed, offered), ask(season, query, allowed, offered=offered, all_languages=True)
        order = oracle.order()
        sizes.append(len(order))
        assert page.total == len(order) == count(season, query, US, allowed_provinces=allowed, offered=offered)
        assert {name: {f.value: f.count for f in facet} for name, facet in page.facets.items()} == oracle.facets()
        assert flat(walk(season, query, allowed, offered=offered)) == order
    return sizes


@pytest.mark.parametrize("sort", SORTS)
def test_pages_walk_the_whole_order_forwards_and_back(season: Season, sort: str) -> None:
    query, allowed = PoolQuery(sort=sort, provinces=(6, 34)), [6, 34]
    order = Oracle(query, allowed, []).order()
    pages = walk(season, query, allowed)
    assert [number for page in pages for number in page] == order
    assert len(pages) > 5
    cursor, back = "", []
    for _page in pages[:-1]:
        cursor = ask(season, replace(query, cursor=cursor), allowed).next_cursor
    page = ask(season, replace(query, cursor=cursor), allowed)
    while page.previous:
        page = ask(season, replace(query, cursor=page.previous), allowed)
        back.append(numbers(season, page))
    assert back == pages[:-1][::-1]


def test_the_export_has_the_pages_order_and_ends_at_its_limit(season: Season) -> None:
    order = Oracle(PoolQuery(sort="social"), [], []).order()
    rows = export_rows(season, PoolQuery(sort="social", cursor="x"), US, 70, allowed_provinces=[])
    assert [row_of(season, US.pk, row.code) for row in rows] == order[:70]


def test_a_broken_or_foreign_cursor_gives_the_first_page(season: Season) -> None:
    first = ask(season, PoolQuery(), [])
    theirs = search(season, PoolQuery(), THEM, allowed_provinces=[]).next_cursor
    for cursor in ("x", "after:A-7K3M9Q2", first.next_cursor + "x", theirs):
        assert replace(ask(season, PoolQuery(cursor=cursor), []), counted_at=None) == replace(first, counted_at=None)


def test_a_cursor_carries_nothing_but_a_name_on_the_page(season: Season) -> None:
    page = ask(season, PoolQuery(), [])
    assert page.next_cursor.rsplit(":", 1)[0] == f"after:{page.rows[-1].code}"


def test_no_two_employers_see_one_name(season: Season) -> None:
    ours = {row.code for row in export_rows(season, PoolQuery(), US, 1000, allowed_provinces=[])}
    theirs = {row.code for row in export_rows(season, PoolQuery(), THEM, 1000, allowed_provinces=[])}
    assert len(ours) == len(theirs) > 200
    assert not ours & theirs


def test_a_page_whose_entry_has_left_starts_anew(season: Season) -> None:
    first = ask(season, PoolQuery(), [])
    PoolEntry.objects.filter(row_no=row_of(season, US.pk, first.rows[-1].code)).update(row_no=9999)
    assert ask(season, PoolQuery(cursor=first.next_cursor), []).previous == ""


def test_somebody_placed_a_moment_ago_is_passed_over_before_the_counts_know(season: Season) -> None:
    before = walk(season, PoolQuery(), [])
    gone = PoolEntry.objects.get(season=season, row_no=before[0][3]).link.application
    gone.used = 1
    gone.save(update_fields=["used"])
    after = walk(season, PoolQuery(), [])
    assert flat(after) == [number for page in before for number in page if number != before[0][3]]
    assert len(after[0]) == PAGE_SIZE
    assert before[0][3] in flat(walk(season, PoolQuery(kind="training"), []))  # needs no right


def test_before_the_pool_opens_nothing_is_answered(season: Season, at: At) -> None:
    at("2024-05-08 08:59:59")
    assert ask(season, PoolQuery(), []) == PoolPage(is_open=False)
    assert count(season, PoolQuery(), US, allowed_provinces=[]) == 0
    assert export_rows(season, PoolQuery(), US, 10, allowed_provinces=[]) == ()
    at("2024-05-08 09:00:00")
    assert ask(season, PoolQuery(), []).total > 300


def test_a_province_is_answered_only_when_it_may_be_asked(season: Season) -> None:
    page = ask(season, PoolQuery(provinces=(42,), districts=(4200,)), [6])
    assert page.total == ask(season, PoolQuery(), [6]).total
    assert [f.label for f in page.facets["provinces"]] == ["Ankara"]
    assert {row.provinces_matched + row.districts_matched for row in page.rows} == {()}
    asked = ask(season, PoolQuery(provinces=(34, 42), districts=(3401,), periods=("2024-08-20",)), [34, 42])
    entries = {pseudonym(season, US.pk, e.row_no): e for e in PoolEntry.objects.all()}
    for row in asked.rows:
        entry = entries[row.code]
        assert list(row.provinces_matched) == [PROVINCES[p] for p in (34, 42) if p in entry.provinces]
        assert row.districts_matched == (("Liman",) if 3401 in entry.districts or 34 in entry.whole_provinces else ())
        assert row.periods_matched == ("2024-08-20",)
        assert row.prefers_us is (US.institution_id in entry.institutions)


def test_other_languages_are_counted_when_they_are_opened(season: Season) -> None:
    assert {value.value[0] for value in ask(season, PoolQuery(), []).facets["languages"]} == {ENGLISH}
    opened = ask(season, PoolQuery(), [], all_languages=True).facets["languages"]
    assert {value.value[0] for value in opened} == {ENGLISH, GERMAN}
    assert opened[0].label == "en A1"
    chosen = ask(season, PoolQuery(languages=((GERMAN, 2), (GERMAN, 3))), [])
    assert {value.value[0] for value in chosen.facets["languages"]} == {ENGLISH, GERMAN}
    assert {row.languages_matched for row in chosen.rows} == {("de B1",)}


@pytest.mark.parametrize(
    "query",
    [
        PoolQuery(groups=("yok",)),
        PoolQuery(levels=("x",)),
        PoolQuery(class_years=(-1, 10**12)),
        PoolQuery(languages=((10**12, 3),)),
        PoolQuery(languages=((RUSSIAN, 1),)),
        PoolQuery(periods=("2024-13-20", "x", "٢-1-1")),
        PoolQuery(min_social=101),
        PoolQuery(news_of=77),
    ],
)
def test_what_nobody_is_finds_nobody(season: Season, query: PoolQuery) -> None:
    page = ask(season, query, [6])
    assert (page.total, page.rows, page.next_cursor) == (0, (), "")


def test_an_employer_without_an_institution_is_preferred_by_nobody(season: Season) -> None:
    page = search(season, PoolQuery(prefers_us=True), Employer(pk=73), allowed_provinces=[])
    assert (page.total, page.facets["prefers_us"]) == (0, ())


def test_groups_stand_in_turkish_order(season: Season) -> None:
    labels = [f.label for f in ask(season, PoolQuery(), []).facets["groups"]]
    assert labels[:3] == ["Bilgisayar", "Çevre", "Hukuk"]


def test_the_number_of_queries_does_not_depend_on_the_page(season: Season) -> None:
    first = ask(season, PoolQuery(sort="social"), [])
    with CaptureQueriesContext(connection) as queries:
        second = ask(season, PoolQuery(sort="social", cursor=first.next_cursor), [], facets=False)
    assert second.total is not None  # from the cache
    assert len(queries) <= 9
