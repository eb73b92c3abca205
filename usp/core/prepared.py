"""Reads of the busiest pages, whose SQL is written once a process instead of once a request (docs/decisions/0020)."""

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import Model, QuerySet

from usp.core import clock, per_request

M = TypeVar("M", bound=Model)
# What stands for the values while the SQL is written; nothing of ours is so old or numbered so high.
_MOMENT = dt.datetime(1903, 2, 1, 4, 5, 6, 789, tzinfo=dt.UTC)
_FIRST_NUMBER = 1 << 61


@dataclass(frozen=True)
class _Written(Generic[M]):
    """A queryset with its SQL; ``places`` says which parameter is which value."""

    queryset: QuerySet[M]
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]


class Prepared(Generic[M]):
    """A queryset that differs from request to request in some numbers and the page's moment alone.

    ``build`` makes it from the numbers (keys of rows), all by keyword; it may ask ``clock.page_now()``. It must make
    the same query whatever the numbers are: everything else it looks at is looked at once a process. Calling the
    object runs the query and answers its rows. Raises ImproperlyConfigured where a number does not reach the SQL.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._written: _Written[M] | None = None

    def __call__(self, **numbers: int) -> list[M]:
        """The rows for these numbers, now. One query, and one for the clock where no other has read it."""
        written = self._written
        if written is None:
            written = self._written = _write(self._build, tuple(numbers))
        parameters = list(written.parameters)
        for index, name in written.places:
            parameters[index] = clock.page_now() if name == "" else numbers[name]
        queryset = written.queryset.all()
        compiler = copy.copy(written.compiler)
        compiler.connection = connections[queryset.db]
        compiler.as_sql = lambda *args, **kwargs: (written.sql, tuple(parameters))
        queryset.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        return list(queryset)


def _write(build: Callable[..., QuerySet[M]], names: tuple[str, ...]) -> _Written[M]:
    stand_ins: dict[Any, str] = {_FIRST_NUMBER + turn: name for turn, name in enumerate(names)}
    with per_request.one_request():
        clock.take_reading(_MOMENT)
        queryset = build(**{name: number for number, name in stand_ins.items()})
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, parameters = compiler.as_sql()
    stand_ins[_MOMENT] = ""
    places = tuple(
        (index, stand_ins[value])
        for index, value in enumerate(parameters)
        if type(value) in (int, dt.datetime) and value in stand_ins
    )
    if missing := set(names) - {name for _index, name in places}:
        raise ImproperlyConfigured(f"These numbers do not reach the query: {', '.join(sorted(missing))}")
    return _Written(queryset, compiler, sql, tuple(parameters), places)
