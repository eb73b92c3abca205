"""Worlds that many tests of a module stand on: written once, kept behind savepoints, and copied for each test.

Building a world through the verbs costs more than most tests that use it. ``@kept`` instead of ``@pytest.fixture``
writes the rows once and lets each test take back its own changes only. A test sees exactly the rows of the kept
fixtures it asks for: for another set the savepoints are rolled back as far as the two differ. Tests with real
transactions, and tests that ask for no kept fixture, begin with an empty database as ever.
"""

import copy
import functools
import inspect
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

_KEPT = "usp_kept"
Make = Callable[..., Any]


def kept(make: Make) -> Any:
    """Like ``pytest.fixture``, with rows that are written once for all tests that ask for them.

    What it answers (model instances, dataclasses, lists of them) is copied for each test, so a test may change it.
    It may ask for ``at``, ``db`` and other kept fixtures, and for nothing that a test makes anew.
    """
    if inspect.isgeneratorfunction(make):
        raise TypeError(f"{make.__name__} has something to end: it is no kept fixture")

    @functools.wraps(make)
    def copied(**_values: Any) -> Any:
        return _shelf.copies[make]

    setattr(copied, _KEPT, make)
    return pytest.fixture(copied)


@dataclass
class _Level:
    """One fixture's rows behind a savepoint (the first: in the transaction), and all objects so far."""

    make: Make
    block: transaction.Atomic
    values: dict[Make, Any]


class _Shelf:
    """What stands in the database now, one level on the other."""

    def __init__(self) -> None:
        self.levels: list[_Level] = []
        self.copies: dict[Make, Any] = {}
        self.blocker: Any = None
        self._session: object = None

    def bring_to(self, chain: tuple[Make, ...], set_clock: Callable[[Any], Any]) -> None:
        """Let these fixtures' rows be there and no others."""
        if self.levels and connection.connection is not self._session:
            self.keep(0)  # a test has lost the connection, and the rows with it
        standing = [level.make for level in self.levels]
        same = sum(1 for _both in itertools.takewhile(lambda pair: pair[0] is pair[1], zip(standing, chain)))  # noqa: B905
        self.keep(same)
        for make in chain[same:]:
            self._add(make, set_clock)
        self.copies = copy.deepcopy(self.levels[-1].values) if self.levels else {}

    def keep(self, count: int) -> None:
        """Take back all but so many levels."""
        while len(self.levels) > count:
            _take_back(self.levels.pop().block)

    def _add(self, make: Make, set_clock: Callable[[Any], Any]) -> None:
        values = copy.deepcopy(self.levels[-1].values) if self.levels else {}
        named = {one.__name__: value for one, value in values.items()} | {"at": set_clock, "db": None}
        block = transaction.atomic()
        block._from_testcase = True  # a durable block may stand inside, as in any test
        block.__enter__()
        try:
            values[make] = make(**{name: named[name] for name in inspect.signature(make).parameters})
            connection.check_constraints()
        except BaseException:
            _take_back(block)
            raise
        self.levels.append(_Level(make, block, values))
        self._session = connection.connection


def _take_back(block: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    block.__exit__(None, None, None)


_shelf = _Shelf()


def chain_of(item: pytest.Item) -> tuple[Make, ...]:
    """The kept fixtures that a test asks for, itself or through others, in an order that depends on nothing else."""
    found = getattr(item, "usp_kept_chain", None)
    if found is None:
        found = item.usp_kept_chain = tuple(_chain(item))  # type: ignore[attr-defined]
    return found


def _chain(item: pytest.Item) -> list[Make]:
    definitions = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    known: dict[Make, Any] = {}
    for name, found in definitions.items():
        for definition in reversed(found):  # a module's own fixture may stand on the one of that name above it
            if make := getattr(definition.func, _KEPT, None):
                known[make] = definition
            if name not in definition.argnames:
                break
    ordered: list[Make] = []

    def visit(make: Make) -> None:
        for name in known[make].argnames:
            needed = getattr(definitions[name][-1].func, _KEPT, None) if name in definitions else None
            if needed:
                visit(needed)
        if make not in ordered:
            ordered.append(make)

    for make in sorted(known, key=lambda one: (one.__module__, one.__code__.co_firstlineno)):
        visit(make)
    return ordered


def side_by_side(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """The same tests, in each module those with the same world one after the other."""
    for _module, run in itertools.groupby(items, key=lambda item: item.nodeid.partition("::")[0]):
        yield from sorted(run, key=lambda item: [make.__name__ for make in chain_of(item)])


def prepare(request: pytest.FixtureRequest, set_clock: Callable[[Any], Any]) -> None:
    """Before a test opens its own transaction: what its kept fixtures write is there."""
    item = request._pyfuncitem
    marker = item.get_closest_marker("django_db")
    real = "transactional_db" in request.fixturenames or (marker is not None and marker.kwargs.get("transaction"))
    if real and chain_of(item):
        raise TypeError(f"{item.nodeid} needs real transactions: no kept fixture is for it")
    _shelf.blocker = request.getfixturevalue("django_db_blocker")
    with _shelf.blocker.unblock():
        _shelf.bring_to(chain_of(item), set_clock)


def end(following: pytest.Item | None = None) -> None:
    """Take everything back, unless the test that follows stands on it."""
    if _shelf.levels and not (following and chain_of(following)):
        with _shelf.blocker.unblock():
            _shelf.keep(0)
