"""«Verilerim»: what the portal holds on a student, told by each app in its own ``exports.py`` (docs/rules.md S6).

An app registers a part; a part gives sheets (a table for people to read and the same rows for programs) and the files
that belong to them. Nothing here knows the apps above.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from usp.accounts.models import User
from usp.core.templatetags.usp import tr_date, tr_datetime

Text = str | Promise
Json = Any


@dataclass(frozen=True)
class StoredFile:
    """One file to put into the ZIP under ``name``; ``open`` gives its bytes when their turn comes."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Sheet:
    """One table: ``columns`` are (key, label), ``rows`` hold a value per key; ``note`` says what it is about."""

    key: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Mapping[str, Any], ...]
    note: str = ""

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """(label, text) of every value, for people."""
        return [[(label, readable(row.get(key))) for key, label in self.columns] for row in self.rows]

    def to_json(self) -> Json:
        """For programs: the labels once, the rows by key."""
        rows = [{key: plain(row.get(key)) for key, _label in self.columns} for row in self.rows]
        return {"title": self.title, "note": self.note, "labels": dict(self.columns), "rows": rows}


@dataclass(frozen=True)
class Part:
    """What one app holds on the student."""

    sheets: tuple[Sheet, ...] = ()
    files: tuple[StoredFile, ...] = field(default=())


Collect = Callable[[User], Part]


@dataclass(frozen=True)
class Contribution:
    """An app's part: its place among the others, and the tables that it tells of (for the test of completeness)."""

    app: str
    order: int
    collect: Collect
    tables: tuple[type[models.Model], ...]


_contributions: dict[str, Contribution] = {}


def register(*, app: str, order: int, collect: Collect, tables: Iterable[type[models.Model]]) -> None:
    """Make an app's part known; called from its ``exports.py``."""
    if app in _contributions:
        raise ValueError(f"the export of {app} is registered twice")
    _contributions[app] = Contribution(app, order, collect, tuple(tables))


def contributions() -> list[Contribution]:
    """Every part, in order."""
    return sorted(_contributions.values(), key=lambda one: one.order)


def collect_parts(user: User) -> list[Part]:
    """Everything the portal holds on the student, in the language that is active."""
    return [one.collect(user) for one in contributions()]


def sheet_of(
    key: str,
    title: Text,
    rows: Iterable[models.Model],
    *fields: str | tuple[str, Text, Callable[[Any], Any]],
    note: Text = "",
) -> Sheet:
    """A sheet of model rows: each field by its path («season__name»), labelled by its verbose name, choices in words.

    A (key, label, function of the row) adds what is no field.
    """
    found = list(rows)
    columns: list[tuple[str, str]] = []
    getters: list[tuple[str, Callable[[Any], Any]]] = []
    model = getattr(rows, "model", None) or (type(found[0]) if found else None)
    for one in fields:
        if isinstance(one, tuple):
            name, label, getter = one
            columns.append((name, str(label)))
            getters.append((name, getter))
        elif model is not None:
            columns.append((one, _label(model, one)))
            getters.append((one, _getter(one)))
    values = tuple({name: getter(row) for name, getter in getters} for row in found)
    return Sheet(key, str(title), tuple(columns), values, str(note))


def plain(value: Any) -> Json:
    """A value as JSON has it: dates in ISO form, numbers exact as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dt.date):
        return timezone.localtime(value).isoformat() if isinstance(value, dt.datetime) else value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return str(value)


def readable(value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Evet") if value else _("Hayır")
    if isinstance(value, dt.datetime):
        return tr_datetime(value)
    if isinstance(value, dt.date):
        return tr_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {readable(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(readable(inner) for inner in value) or "–"
    return str(value)


def _label(model: type[models.Model], path: str) -> str:
    """The verbose name of the path's last field; of «season__name» that of the season."""
    name = path.split(LOOKUP_SEP, 1)[0]
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _getter(path: str) -> Callable[[Any], Any]:
    *way, last = path.split(LOOKUP_SEP)

    def get(row: Any) -> Any:
        for name in way:
            row = getattr(row, name)
            if row is None:
                return None
        display = getattr(row, f"get_{last}_display", None)
        return str(display()) if display else getattr(row, last)

    return get
