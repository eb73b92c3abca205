"""The rows of legal pay: read for the pure functions of ``offers.wages``, loaded from the file beside them."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from offers.models import MinimumWage, WageRate
from offers.wages import DAY, RateRow, WageRow, WageTable
from usp.core import per_request

FILE = Path(__file__).resolve().parents[1] / "data" / "wages.toml"
_TABLES: dict[str, type[models.Model]] = {"minimum_wages": MinimumWage, "rates": WageRate}
# What a rate's row is found by again, beside its first day.
_RATE_KEY = ("ground", "is_public", "is_compulsory", "personnel_from", "personnel_below")


class WageFileError(ValueError):
    """The file of wages is not what it should be; the text names the row and what is wrong there."""


@dataclass(frozen=True)
class WagesLoaded:
    """How many rows were added, changed, and left as operators edited them."""

    created: int
    updated: int
    kept: int


def wage_table() -> WageTable:
    """All rows of legal pay. Two queries a request, however many offers ask."""
    return per_request.remember("offers.wage_table", _read)


def _read() -> WageTable:
    wages = tuple(
        WageRow(row.dates.lower, row.dates.upper, row.net, row.source) for row in MinimumWage.objects.order_by("dates")
    )
    rates = tuple(
        RateRow(
            row.dates.lower,
            row.dates.upper,
            row.ground,
            str(row.get_ground_display()),
            row.rate,
            row.source,
            row.is_public,
            row.is_compulsory,
            row.personnel_from,
            row.personnel_below,
            row.state_thirds,
        )
        for row in WageRate.objects.order_by("dates", "pk")
    )
    return WageTable(wages, rates)


@transaction.atomic
def load_wages(*, path: Path = FILE, update: bool = False) -> WagesLoaded:
    """Load the file whole or not at all; what operators edited stays, unless ``update``. Twice is once.

    Raises `WageFileError` for the first thing that is wrong.
    """
    counts = {"created": 0, "updated": 0, "kept": 0}
    for name, model, entry, place in _entries(path):
        values = _values(model, entry, place)
        stored = _stored(name, model, values)
        if stored is None:
            model._default_manager.create(**values)
            counts["created"] += 1
        elif any(getattr(stored, field) != value for field, value in values.items()):
            counts["updated" if update else "kept"] += 1
            if update:
                model._default_manager.filter(pk=stored.pk).update(**values)
    per_request.forget("offers.wage_table")
    return WagesLoaded(**counts)


def _entries(path: Path) -> list[tuple[str, type[models.Model], Mapping[str, Any], str]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WageFileError(f"{path.name}: {error}") from error
    unknown = content.keys() - _TABLES.keys()
    if unknown:
        raise WageFileError(f"{path.name}: «{min(unknown)}» is not known here")
    return [
        (name, model, entry, f"{path.name}, {name} {number}")
        for name, model in _TABLES.items()
        for number, entry in enumerate(content.get(name, []), start=1)
    ]


def _values(model: type[models.Model], entry: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The row's values, cleaned by the model's own fields."""
    first, last = entry.get("from"), entry.get("until")
    if not isinstance(first, dt.date) or not (last is None or isinstance(last, dt.date)) or (last and last < first):
        raise WageFileError(f"{place}: «from» and «until» are days in order")
    fields = {one.name: one for one in model._meta.concrete_fields if one.name not in ("id", "dates")}
    given = {name: value for name, value in entry.items() if name not in ("from", "until")}
    for name in given:
        if name not in fields:
            raise WageFileError(f"{place}: «{name}» is not known here")
    values: dict[str, Any] = {"dates": DateRange(first, last + DAY if last else None)}
    for name, field in fields.items():
        value = given.get(name, field.get_default())
        try:
            values[name] = None if value is None and field.null else field.clean(value, None)
        except (ValidationError, InvalidOperation) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else "not a number"
            raise WageFileError(f"{place}: «{name}»: {said}") from error
        if isinstance(values[name], Decimal) and isinstance(field, models.DecimalField):
            values[name] = values[name].quantize(Decimal(1).scaleb(-field.decimal_places))
    return values


def _stored(name: str, model: type[models.Model], values: Mapping[str, Any]) -> Any | None:
    key: dict[str, Any] = {"dates__startswith": values["dates"].lower}
    if name == "rates":
        for field in _RATE_KEY:
            key |= {f"{field}__isnull": True} if values[field] is None else {field: values[field]}
    return model._default_manager.filter(**key).first()
