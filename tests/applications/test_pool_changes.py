"""Between two builds: what changed is on record, applied in order, and never lost; saved searches and their news."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.db import connection, transaction

from applications.models import Application, PoolChange, PoolEntry, PoolState, Season
from applications.pool.apply import apply_changes
from applications.pool.build import build_pool, refresh_availability
from applications.pool.changes import pool_changed
from applications.pool.check import faults
from applications.pool.due import rebuild_pool
from applications.pool.facets import period_key
from applications.pool.saved import SavedQuery, forget, looked, news, refresh_saved, remember
from applications.pool.search import PoolPage, PoolQuery, search
from applications.pool.selectors import rows_behind
from tests.applications.pool_world import (
    CLOSED,
    OPEN,
    Applicant,
    choose_windows,
    make_applicants,
    make_department,
    make_season,
)
from tests.keeping import kept
from usp.accounts.models import Employer
from usp.core.db import acting

At = Callable[[str], object]
US = Employer(pk=71)
JULY, AUGUST = ("2024-07-15", 20), ("2024-08-05", 20)


@kept
def season(at: At) -> Season:
    at(CLOSED)
    return make_season()


def people(season: Season, count: int = 8, **what: object) -> list[Application]:
    """A class of so many, in an open pool."""
    return make_applicants(season, [Applicant(make_department("Bilgisayar"), **what)] * count)


def ask(season: Season, **query: object) -> PoolPage:
    return search(season, PoolQuery(**query), US, allowed_provinces=[6])


def use_right(application: Application, used: int = 1) -> None:
    Application.objects.filter(pk=application.pk).update(used=used)
    refresh_availability(application_id=application.pk)


@pytest.mark.django_db
def test_a_change_is_counted_when_it_is_applied_and_its_age_is_told(season: Season, at: At) -> None:
    first, *_rest = people(season)
    build_pool(season=season)
    now = at(OPEN)
    before = ask(season)
    use_right(first)
    at("2024-05-08 09:01")
    waiting = ask(season)
    assert (before.total, waiting.total, len(waiting.rows)) == (8, 8, 7)  # the page looks for itself
    assert now is None or waiting.counted_at == before.counted_at
    revision = PoolState.objects.get().revision
    assert apply_changes() == 1
    after = ask(season)
    assert (after.total, PoolState.objects.get().revision, PoolChange.objects.count()) == (7, revision + 1, 0)
    assert after.counted_at > waiting.counted_at
    use_right(first, used=0)
    use_right(first, used=1)
    use_right(first, used=0)
    assert apply_changes() == 3
    assert ask(season).total == 8
    assert faults(season) == []


@pytest.mark.django_db
def test_who_leaves_the_season_leaves_every_search(season: Season, at: At) -> None:
    first, *_rest = people(season)
    build_pool(season=season)
    at(OPEN)
    with acting("operator"):
        Application.objects.filter(pk=first.pk).update(state="disqualified")
    pool_changed(first.pk)
    assert len(ask(season, kind="training").rows) == 7
    apply_changes()
    assert ask(season).total == ask(season, kind="training").total == 7


@pytest.mark.django_db
def test_who_used_the_right_is_still_found_for_shadowing_and_training(season: Season, at: At) -> None:
    first, *_rest = people(season)
    build_pool(season=season)
    at(OPEN)
    use_right(first)
    apply_changes()
    assert [ask(season, kind=kind).total for kind in ("internship", "shadowing", "training", "x")] == [7, 8, 8, 7]


@pytest.mark.django_db
def test_windows_come_and_go_where_nobody_is_left_alone(season: Season, at: At) -> None:
    applications = people(season, 12, windows=(JULY,))
    build_pool(season=season)
    at(OPEN)
    for number, application in enumerate(applications[:7]):  # seven would like August instead
        choose_windows(season, application, [AUGUST])
        pool_changed(application.pk)
        apply_changes()
        counts = {value.value: value.count for value in ask(season).facets["periods"]}
        assert counts == {"2024-07-20": 12 - min(number + 1, 7)}  # July is left one by one, August starts with five
    assert faults(season) == []
    build_pool(season=season)
    assert {value.value: value.count for value in ask(season).facets["periods"]} == {"2024-07-20": 5, "2024-08-20": 7}
    choose_windows(season, applications[-1], [])  # July's fifth may not leave four behind
    choose_windows(season, applications[-2], [JULY, AUGUST])
    pool_changed(applications[-1].pk, applications[-2].pk)
    apply_changes()
    assert {value.value: value.count for value in ask(season).facets["periods"]} == {"2024-07-20": 5, "2024-08-20": 8}
    shown = PoolEntry.objects.get(link__application=applications[-2]).periods
    assert [period_key(one) for one in shown] == ["2024-07-20", "2024-08-20"]
    assert faults(season) == []


@pytest.mark.django_db
def test_changes_before_there_is_a_pool_are_the_builds_own(season: Season, at: At) -> None:
    first, *_rest = people(season)
    use_right(first)
    assert apply_changes() == 1
    assert not PoolChange.objects.exists()
    build_pool(season=season)
    at(OPEN)
    assert ask(season).total == 7


@pytest.mark.django_db
def test_the_pool_is_made_anew_every_night_of_the_offer_weeks_only(season: Season, at: At) -> None:
    people(season)
    build_pool(season=season)
    for when, made in (("2024-05-08 08:59", 0), ("2024-05-09 03:30", 8), ("2024-08-31 17:00", 0)):
        at(when)
        assert rebuild_pool() == made


@pytest.mark.django_db
def test_offers_of_ours_are_hidden_when_asked(season: Season, at: At) -> None:
    applications = people(season)
    build_pool(season=season)
    at(OPEN)
    offered = rows_behind(season, [applications[0].pk, applications[3].pk])
    assert len(offered) == 2
    page = search(season, PoolQuery(hide_offered=True), US, allowed_provinces=[], offered=offered)
    assert (page.total, len(page.rows)) == (6, 6)
    assert search(season, PoolQuery(), US, allowed_provinces=[], offered=offered).total == 8


@pytest.mark.django_db
def test_news_are_who_the_daily_refresh_finds_first_and_never_sooner(season: Season, at: At) -> None:
    applications = people(season, 9)
    Application.objects.filter(pk__in=[one.pk for one in applications[:3]]).update(used=1)
    build_pool(season=season)
    at(OPEN)
    saved = SavedQuery(5, PoolQuery(class_years=(3,)), US, [6])
    remember(season, saved)
    use_right(applications[0], used=0)
    use_right(applications[8])
    apply_changes()
    assert (ask(season).total, news([5, 6])) == (6, {5: 0, 6: 0})  # no difference of one moment
    assert ask(season, news_of=5).total == 0
    assert refresh_saved(season, [saved]) == 1
    newcomers = replace(saved.query, news_of=5)
    page = search(season, newcomers, US, allowed_provinces=[6])
    assert (news([5]), page.total, len(page.rows)) == ({5: 1}, 1, 1)
    use_right(applications[1], used=0)
    apply_changes()
    refresh_saved(season, [saved])
    assert news([5]) == {5: 2}  # nobody has looked yet
    looked(5)
    assert news([5]) == {5: 2}  # they stay for the day
    build_pool(season=season)  # numbers outlive a rebuild
    use_right(applications[2], used=0)
    apply_changes()
    refresh_saved(season, [saved])
    assert news([5]) == {5: 1}
    assert search(season, newcomers, US, allowed_provinces=[6]).total == 1
    forget(5)
    assert news([5]) == {5: 0}


@pytest.mark.django_db
def test_without_the_cache_it_counts(season: Season, at: At, settings: Any, closed_port: int) -> None:
    people(season)
    build_pool(season=season)
    at(OPEN)
    known = ask(season)
    default = settings.CACHES["default"] | {"LOCATION": f"redis://127.0.0.1:{closed_port}/0"}
    settings.CACHES = {"default": default}
    with pytest.raises(redis.ConnectionError):
        cache.get("anything")
    assert replace(ask(season), counted_at=None) == replace(known, counted_at=None)


@pytest.mark.django_db
def test_what_lies_in_the_cache_and_is_no_count_is_not_read(season: Season, at: At) -> None:
    people(season)
    build_pool(season=season)
    at(OPEN)
    known = ask(season)
    valkey = cache._cache.get_client()
    kept = [key.decode() for key in valkey.keys("*pool:*")]
    assert kept
    for key in kept:
        cache.set(key.split(":", 2)[2], {"total": 99})
    assert replace(ask(season), counted_at=None) == replace(known, counted_at=None)


@pytest.mark.django_db
def test_counts_are_kept_by_question_and_until_the_pool_changes(season: Season, at: At) -> None:
    first, *_rest = people(season)
    build_pool(season=season)
    at(OPEN)
    assert search(season, PoolQuery(sort="sport"), US, allowed_provinces=[], facets=False).total is None
    assert search(season, PoolQuery(), US, allowed_provinces=[]).total == 8
    assert search(season, PoolQuery(sort="sport"), US, allowed_provinces=[], facets=False).total == 8
    use_right(first)
    apply_changes()
    assert search(season, PoolQuery(), US, allowed_provinces=[], facets=False).total is None


@contextmanager
def writers_kept_out(table: str) -> Iterator[Callable[[], None]]:
    """Hold the table against writers, and tell when somebody waits for it; readers pass."""
    holder = connection.copy()
    holder.set_autocommit(False)
    with holder.cursor() as cursor:
        cursor.execute(f"lock table {table} in exclusive mode")

    def somebody_waits() -> None:
        until = time.monotonic() + 20
        with connection.cursor() as looking:
            waiting = "select 1 from pg_locks where relation = %s::regclass and not granted"
            while not looking.execute(waiting, [table]).fetchone():
                assert time.monotonic() < until, "nobody came"
                time.sleep(0.02)

    try:
        yield somebody_waits
    finally:
        holder.rollback()
        holder.close()


@pytest.mark.django_db(transaction=True)
def test_a_placement_during_a_build_waits_for_nobody_and_is_not_lost(at: At) -> None:
    at(OPEN)
    season = make_season()
    first, *_rest = people(season)
    build_pool(season=season)
    failed: list[BaseException] = []

    def build_again() -> None:
        try:
            at(OPEN)
            build_pool(season=season)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    builder = threading.Thread(target=build_again)
    with writers_kept_out("applications_poolbits") as somebody_waits:
        builder.start()
        somebody_waits()  # the rows are written, the strings are not, and nothing is committed
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("set local lock_timeout = '1ms'")
            use_right(first)
        assert ask(season).total == 8  # nor does a search wait
        assert apply_changes() == 0  # the build comes first
    builder.join(30)
    assert not failed
    assert (ask(season).total, len(ask(season).rows)) == (8, 7)
    assert apply_changes() == 1
    assert ask(season).total == 7
    assert faults(season) == []
