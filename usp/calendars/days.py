"""What kind of day a date is in Türkiye: working day, half day or closed, and why. Pure functions.

Extra closed days («idarî izin» and the like) are in no library; callers pass them in as a set, usually from
`usp.reference.selectors.closed_days()`.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Literal

import holidays
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from usp.core.errors import RuleViolation

Week = Literal[5, 6]

FIRST_YEAR = 2020
LAST_YEAR = 2032
"""The religious holidays are confirmed up to here; the package marks later ones as estimates."""

HALF_DAY_ENDS = time(13, 0)
"""On the eve of a holiday (arife) and on 28 October work ends at this hour."""

NO_DAYS: AbstractSet[date] = frozenset()

_SATURDAY, _SUNDAY = 6, 7


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday, or the half day before one."""

    name: str
    is_half: bool


@lru_cache(maxsize=LAST_YEAR - FIRST_YEAR + 1)
def holidays_of(year: int) -> Mapping[date, Holiday]:
    """The holidays of one year; a half day that is a full holiday as well counts as the full one.

    Raises `RuleViolation` for a year outside 2020–2032.
    """
    check_year(year)
    found: dict[date, Holiday] = {}
    for category, is_half in (("half_day", True), ("public", False)):
        days = holidays.country_holidays("TR", years=year, language="tr", categories=(category,))
        found.update((day, Holiday(name, is_half)) for day, name in days.items() if day.year == year)
    return found


def check_year(year: int) -> None:
    """Refuse a year whose religious holidays are not known for certain."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleViolation(
            _(
                "%(year)s yılının resmî tatilleri sistemde kesinleşmiş değil. "
                "Lütfen %(first)s ile %(last)s arasında kalan bir tarih seçiniz."
            )
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR},
            code="calendar_year",
        )


def check_week(week: int) -> None:
    """Refuse a working week of other than 5 or 6 days."""
    if week not in (5, 6):
        raise RuleViolation(
            _("Haftalık çalışma günü 5 ya da 6 olabilir; %(week)s girildi.") % {"week": week},
            code="calendar_week",
        )


def why_closed(
    day: date,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> str:
    """Why nobody works on that day, as words for a sentence; empty on a working day.

    Sunday is never a working day, Saturday only in a week of 6. A half day counts as a working day unless
    `half_day_counts` is false.
    """
    check_week(week)
    holiday = holidays_of(day.year).get(day)
    if holiday and not holiday.is_half:
        return _("resmî tatil: %(name)s") % {"name": holiday.name}
    if day in closed:
        return _("ek tatil günü")
    if day.isoweekday() == _SUNDAY:
        return _("hafta tatili: pazar")
    if day.isoweekday() == _SATURDAY and week == 5:
        return _("hafta tatili: cumartesi")
    if holiday and not half_day_counts:
        return _("yarım gün: %(name)s") % {"name": holiday.name}
    return ""


def is_working_day(
    day: date,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> bool:
    """Whether that day is worked in a week of 5 or 6 days."""
    return not why_closed(day, week, closed, half_day_counts)


def working_days_from(
    day: date,
    step: Literal[1, -1],
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> Iterator[date]:
    """The working days from `day` (itself included) forwards or backwards.

    It does not end by itself: past the last known year the next step raises `RuleViolation`.
    """
    while True:
        if is_working_day(day, week, closed, half_day_counts):
            yield day
        day += timedelta(days=step)


def spoken(day: date) -> str:
    """A day as it stands in a sentence: «16.07.2024 Salı»."""
    return format_date(day, "d.m.Y l")
