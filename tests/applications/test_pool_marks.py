"""By what an entry may be found: every question of a class and one mark, or a province and a period, finds five."""

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from applications.models import Application, Language, PoolBits, PoolEntry, Season
from applications.pool.build import build_pool
from applications.pool.check import faults, report_faults, smallest_class
from applications.pool.facets import period_key
from applications.pool.search import PoolQuery, search
from applications.pool.selectors import candidate
from tests.applications.pool_world import (
    CLOSED,
    OPEN,
    PROVINCES,
    Applicant,
    make_applicants,
    make_department,
    make_season,
    pseudonym_of,
)
from tests.keeping import kept
from usp.accounts.models import Employer
from usp.reference.models import Institution

pytestmark = pytest.mark.django_db
At = Callable[[str], object]
JULY, AUGUST, SEPTEMBER = ("2024-07-15", 20), ("2024-08-05", 20), ("2024-09-02", 30)


@kept
def season(at: At) -> Season:
    at(CLOSED)
    return make_season()


def entry_of(application: Application) -> PoolEntry:
    return PoolEntry.objects.get(link__application=application)


def periods_of(application: Application) -> list[str]:
    return [period_key(one) for one in entry_of(application).periods]


def questions(entry: PoolEntry) -> Iterator[tuple[object, ...]]:
    shown = (entry.group_code, entry.level, entry.class_year)
    yield shown
    for name in ("provinces", "whole_provinces", "districts", "periods"):
        yield from ((*shown, name, mark) for mark in getattr(entry, name))
    yield from ((*shown, one // 10, level) for one in entry.languages for level in range(1, one % 10 + 1))
    yield from ((*shown, province, period, "both") for province in entry.provinces for period in entry.periods)


@pytest.mark.parametrize("seed", range(3))
def test_no_question_singles_anybody_out(season: Season, seed: int) -> None:
    rng = random.Random(seed)
    departments = [make_department(group) for group in ("Bilgisayar", "Makine", "Maden")]
    institutions = [Institution.objects.create(code=f"k{n}", name=f"Kurum {n}", sector="public").pk for n in range(3)]
    crowd = []
    for _number in range(160):
        provinces = tuple(rng.sample(sorted(PROVINCES), rng.choice([1, 1, 2, 3])))
        crowd.append(
            Applicant(
                rng.choice(departments),
                class_year=rng.choice([3, 4]),
                provinces=provinces,
                districts=tuple(p * 100 for p in provinces if rng.random() < 0.5),
                windows=tuple(rng.sample([JULY, AUGUST, SEPTEMBER, ("2024-07-01", 30)], rng.randint(0, 3))),
                english=rng.choice(["", "a2", "b1", "b2", "c2"]),
                institutions=tuple(rng.sample(institutions, rng.randint(0, 2))),
            )
        )
    make_applicants(season, crowd)
    build_pool(season=season)
    entries = list(PoolEntry.objects.all())
    classes = Counter(question for entry in entries for question in questions(entry))
    assert min(classes.values()) >= 5
    assert smallest_class(season) == min(classes.values())
    assert faults(season) == []
    kept = sum(len(entry.periods) for entry in entries)
    assert kept > 50  # it hides, and still answers


def test_the_rarer_of_province_and_month_goes_and_nobody_loses_the_last_province(season: Season) -> None:
    department = make_department("Bilgisayar")
    crowd = [Applicant(department, provinces=(6, 34), windows=(JULY,))] * 3
    crowd += [Applicant(department, provinces=(6,), windows=(JULY,))] * 10
    crowd += [Applicant(department, provinces=(34,))] * 3
    applications = make_applicants(season, crowd)
    build_pool(season=season)
    assert entry_of(applications[0]).provinces == [6]  # three of İstanbul in July; six in all, thirteen of July
    assert periods_of(applications[0]) == ["2024-07-20"]
    assert entry_of(applications[-1]).provinces == []  # who alone is left there stands in a class of three


def test_a_language_is_found_up_to_the_level_that_five_of_the_class_reach(season: Season, at: At) -> None:
    department = make_department("Bilgisayar")
    levels = ["c2", "c1", "b2", "b2", "b1", "b1", "b1"]
    applications = make_applicants(season, [Applicant(department, english=level) for level in levels])
    lonely = make_applicants(season, [Applicant(make_department("Hukuk"), english="c2")] * 4)
    make_applicants(season, [Applicant(make_department("Hukuk"))] * 3)
    build_pool(season=season)
    english = Language.objects.get(code="en")
    assert {one % 10 for a in applications for one in entry_of(a).languages} == {3}  # B1: seven reach it, B2 only four
    assert entry_of(lonely[0]).languages == []
    at(OPEN)
    code = pseudonym_of(applications[0].pk, 71)
    assert candidate(season, 71, code, languages=[(english.pk, 3)]).languages_matched == ("İngilizce B1",)
    assert candidate(season, 71, code, languages=[(english.pk, 4)]).languages_matched == ()


def test_districts_need_five_of_their_own_or_five_of_the_whole_province(season: Season, at: At) -> None:
    department = make_department("Bilgisayar")
    chose = make_applicants(season, [Applicant(department, provinces=(6,), districts=(600,))] * 4)
    whole = make_applicants(season, [Applicant(department, provinces=(6,))] * 5)
    build_pool(season=season)
    assert (entry_of(chose[0]).districts, entry_of(whole[0]).whole_provinces) == ([], [6])
    at(OPEN)
    page = search(season, PoolQuery(districts=(600,)), Employer(pk=71), allowed_provinces=[6])
    assert page.total == 5
    code = pseudonym_of(whole[0].pk, 71)
    assert candidate(season, 71, code, districts=[600]).districts_matched == ("Merkez",)
    assert candidate(season, 71, pseudonym_of(chose[0].pk, 71), districts=[600]).districts_matched == ()


def test_that_they_prefer_us_is_told_to_us_alone_however_few_of_a_class_they_are(season: Season, at: At) -> None:
    ours = Institution.objects.create(code="dsi", name="DSİ", sector="public")
    many, few = make_department("Bilgisayar"), make_department("Hukuk")
    five = make_applicants(season, [Applicant(many, institutions=(ours.pk,))] * 5)
    one = make_applicants(season, [Applicant(few, institutions=(ours.pk,))] + [Applicant(few)] * 6)
    build_pool(season=season)
    at(OPEN)
    page = search(season, PoolQuery(prefers_us=True), Employer(pk=71, institution_id=ours.pk), allowed_provinces=[])
    assert (page.total, page.facets["prefers_us"][0].count) == (6, 6)
    assert all(row.prefers_us for row in page.rows)
    codes = [pseudonym_of(who.pk, 71) for who in (five[0], one[0], one[1])]
    assert [candidate(season, 71, code, institution_id=ours.pk).prefers_us for code in codes] == [True, True, False]
    other = Institution.objects.create(code="tei", name="TEİ", sector="public")
    assert not candidate(season, 72, pseudonym_of(one[0].pk, 72), institution_id=other.pk).prefers_us
    strange = search(season, PoolQuery(prefers_us=True), Employer(pk=72, institution_id=other.pk), allowed_provinces=[])
    assert strange.total == 0
    assert faults(season) == []


def test_windows_that_have_begun_or_are_closed_are_no_periods(season: Season, at: At) -> None:
    applications = make_applicants(season, [Applicant(make_department("Bilgisayar"), windows=(JULY, AUGUST))] * 6)
    season.windows.filter(starts_on="2024-08-05").update(state="closed")
    build_pool(season=season)
    assert periods_of(applications[0]) == ["2024-07-20"]
    at("2024-07-15 09:00")
    build_pool(season=season)
    assert periods_of(applications[0]) == []


def test_the_nightly_look_tells_what_is_wrong(season: Season, caplog: pytest.LogCaptureFixture) -> None:
    assert report_faults() == 0  # no pool yet
    applications = make_applicants(season, [Applicant(make_department("Bilgisayar"))] * 9)
    build_pool(season=season)
    assert report_faults() == 0
    PoolEntry.objects.filter(pk=entry_of(applications[0]).pk).update(class_year=1, available=False)
    PoolBits.objects.filter(facet=0).update(n=7)
    assert report_faults() == 3
    assert "a class of 1 can be singled out" in caplog.text
    assert "7 entries are listed to searches, 9 in truth" in caplog.text
    assert "9 entries are available to searches, 8 in truth" in caplog.text


def test_a_rebuild_leaves_what_has_not_changed_unwritten(season: Season) -> None:
    make_applicants(season, [Applicant(make_department("Bilgisayar"), provinces=(6, 34), windows=(JULY,))] * 6)
    build_pool(season=season)
    with connection.cursor() as cursor:
        cursor.execute("select array_agg(ctid::text order by id) from applications_poolentry")
        before = cursor.fetchone()
        build_pool(season=season)
        cursor.execute("select array_agg(ctid::text order by id) from applications_poolentry")
        assert cursor.fetchone() == before
    assert set(PoolBits.objects.values_list("build", flat=True)) == {2}
