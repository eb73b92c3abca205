"""A season from its data file: dates, rules and windows, written whole or not at all."""

import datetime as dt
import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from applications.models import (
    InternshipWindow,
    Season,
    SeasonDateCondition,
    SeasonExclusion,
    SeasonGnoLimit,
    SeasonLevel,
)
from usp.calendars.working_days import end_date
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.reference.models import University
from usp.reference.selectors import closed_days


class SeasonFileError(ValueError):
    """The file is not what a season needs; the text says where."""


@verb
def load_season(*, path: Path) -> Season:
    """Write the season of the file; running it again changes nothing.

    Rules that the file no longer names are removed; windows are only added, since students may have chosen them.
    ``source`` names where the numbers come from, ``assumptions`` those that no source gives. The season becomes the
    current one when there is none yet (the first set-up); after that ``open_season`` decides. Raises SeasonFileError,
    and then writes nothing.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not data["source"] or not isinstance(data["assumptions"], list):
            raise SeasonFileError("name the source, and list what it leaves open as assumptions")
        season = _season(dict(data["season"]))
        _replace(season.gno_limits, SeasonGnoLimit(season=season), data["gno_limits"], ("scale",))
        _replace(season.levels, SeasonLevel(season=season), data["levels"], ("level", "class_year"))
        _replace(season.exclusions, SeasonExclusion(season=season), data["exclusions"], ("unit_kind", "group_tag"))
        _replace(
            season.date_conditions,
            SeasonDateCondition(season=season),
            data["date_conditions"],
            ("level", "class_year", "kind", "scale"),
        )
        for entry in data["windows"]:
            _add_windows(season, entry["universities"], entry["starts"])
    except (json.JSONDecodeError, KeyError, TypeError, InvalidOperation, FieldDoesNotExist) as error:
        raise SeasonFileError(f"{type(error).__name__}: {error}") from error
    except ValidationError as error:
        raise SeasonFileError("; ".join(error.messages)) from error
    return season


def _season(values: dict[str, Any]) -> Season:
    values |= {name: _moment(text) for name, text in values.items() if name.endswith("_at")}
    values["born_after"] = parse_date(values["born_after"]) if values["born_after"] else None
    season = Season.objects.filter(code=values["code"]).first() or Season(
        is_current=not Season.objects.filter(is_current=True).exists()
    )
    for name, value in values.items():
        Season._meta.get_field(name)
        setattr(season, name, value)
    season.full_clean()
    season.save()
    return season


def _moment(text: str) -> dt.datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise SeasonFileError(f"{text!r} is no moment with an offset")
    return moment


def _replace(manager: Any, blank: models.Model, rows: list[dict[str, Any]], key: tuple[str, ...]) -> None:
    """Make the season's rows of one table those of the file, found again by ``key``."""
    kept = []
    for row in rows:
        values = {name: Decimal(value) if name == "minimum" else value for name, value in row.items()}
        found = {name: values.get(name, getattr(blank, name)) for name in key}
        one = manager.filter(**found).first() or type(blank)(season=blank.season, **found)  # type: ignore[attr-defined]
        for name, value in values.items():
            setattr(one, name, value)
        one.full_clean()
        one.save()
        kept.append(one.pk)
    manager.exclude(pk__in=kept).delete()


def _add_windows(season: Season, codes: list[str], starts: dict[str, list[str]]) -> None:
    universities = {row.code: row for row in University.objects.filter(code__in=codes)}
    missing = sorted(set(codes) - set(universities))
    if missing:
        raise SeasonFileError(f"unknown universities: {', '.join(missing)} (is the reference data loaded?)")
    closed = closed_days()
    for text, days in starts.items():
        for day in days:
            starts_on = parse_date(day)
            if starts_on is None:
                raise SeasonFileError(f"{day!r} is no date")
            try:
                for week in (5, 6):
                    end_date(starts_on, int(text), week=week, closed=closed)
            except RuleViolation as error:
                raise SeasonFileError(str(error)) from error
            for code in codes:
                InternshipWindow.objects.get_or_create(
                    season=season, university=universities[code], working_days=int(text), starts_on=starts_on
                )
