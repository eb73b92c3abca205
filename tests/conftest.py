"""What every test stands on: the clock in the test's hand, strict templates, no stray queries' order."""

import datetime as dt
import gc
import socket
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template.base import VariableDoesNotExist
from django.utils import translation

from tests import databases, keeping
from usp.core import clock
from usp.core.demo_clock import install_test_clock
from usp.core.models import SeasonClock

# How fast a machine draws examples says nothing about the code; a loaded one must not fail for it.
hypothesis.settings.register_profile("usp", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("usp")

ISTANBUL = ZoneInfo("Europe/Istanbul")
Moment = str | dt.datetime


# Thousands of tests make and drop objects over a large program that stays: looking through it each time is dear.
gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, or one worker finishes it alone while the others have nothing left to take.

    Tests with real transactions may run before the others: `databases.flush_swiftly` leaves what `migrate` wrote.
    """
    items.sort(key=lambda item: not ({"browser", "long"} & item.keywords.keys()))
    items[:] = keeping.side_by_side(items)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """Kept worlds lie under the transaction that a test begins with (tests/keeping.py)."""
    if fixturedef.argname == "_django_db_helper":
        keeping.prepare(request, set_clock)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """They go when the next test does not stand on them."""
    yield
    if nextitem is not None:
        keeping.end(nextitem)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_use_migrations: bool,
) -> None:
    """Let the test database be a copy of one that is migrated already."""
    if not django_db_use_migrations:
        return
    with django_db_blocker.unblock():
        if django_db_createdb or not (django_db_keepdb and databases.test_database_exists()):
            connection.settings_dict["TEST"]["TEMPLATE"] = databases.template_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, django_db_keepdb: bool) -> Iterator[None]:
    """Give the test database the clock that a test may set."""
    with django_db_blocker.unblock():
        install_test_clock()
    databases.flush_swiftly()
    yield
    keeping.end()
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            databases.end_other_sessions()


@pytest.fixture(autouse=True)
def turkish() -> Iterator[None]:
    """Start each test in the portal's source language, with a new clock reading and an empty cache."""
    translation.activate(settings.LANGUAGE_CODE)
    clock.forget_reading()
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def undefined_template_variables_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that no view gives fails the test, as a typing error should."""
    monkeypatch.setitem(settings.TEMPLATES[0]["OPTIONS"], "string_if_invalid", InvalidVariable())
    from django.template import engines  # noqa: PLC0415

    engines["django"].engine.string_if_invalid = InvalidVariable()


class InvalidVariable(str):
    """What Django would print for an undefined variable: an error instead."""

    __slots__ = ()

    def __new__(cls) -> "InvalidVariable":
        return super().__new__(cls, "%s")

    def __mod__(self, missing: object) -> str:
        # Other people's templates: allauth's, and the admin's page of a password.
        if "allauth" in str(missing) or str(missing).startswith(("forloop", "block", "password_url")):
            return ""
        raise VariableDoesNotExist("undefined template variable %s", (missing,))


def moment_of(text: Moment) -> dt.datetime:
    """«2024-04-17 17:00» as a moment in Istanbul."""
    if isinstance(text, dt.datetime):
        return text if text.tzinfo else text.replace(tzinfo=ISTANBUL)
    return dt.datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


def set_clock(text: Moment) -> dt.datetime:
    """Set this connection's clock, for a world that is made once for many tests (`databases.held`)."""
    moment = moment_of(text)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('usp.now', %s, false)", [moment.isoformat()])
    clock.forget_reading()
    return moment


@pytest.fixture
def at(db: None) -> Iterator[Callable[[Moment], dt.datetime]]:
    """Set this connection's clock: ``at("2024-04-17 16:59:59")``. Real threads need ``season_clock``."""
    yield set_clock
    if not connection.in_atomic_block:  # a test's transaction takes the setting back by itself
        with connection.cursor() as cursor:
            cursor.execute("select set_config('usp.now', '', false)")


@pytest.fixture
def season_clock(transactional_db: None) -> Callable[[Moment], dt.datetime]:
    """Shift the clock for every connection: for tests with threads or a live server. Time runs on from there."""

    def set_to(text: Moment) -> dt.datetime:
        moment = moment_of(text)
        shift = moment - dt.datetime.now(dt.UTC)
        SeasonClock.objects.update_or_create(id=1, defaults={"shift": shift})
        clock.forget_reading()
        return moment

    return set_to


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> None:
    """Rate limits and cached counts of one test never reach another."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def closed_port() -> int:
    """A port at which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
