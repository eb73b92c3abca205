"""Counting in working days. Every function takes the length of the week (5: to Friday, 6: to Saturday), the
extra closed days, and whether a half day (arife, 28 October) counts as a working day.

The rule is the one behind the Rektörlük's table of 2024: the start day is counted, Sundays never are, public
holidays never are; its ten date ranges are a test.
"""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import islice

from django.utils.translation import gettext as _

from usp.calendars.days import NO_DAYS, is_working_day, spoken, why_closed, working_days_from
from usp.core.errors import RuleViolation

__all__ = [
    "add_working_days",
    "check_start",
    "count_working_days",
    "end_date",
    "is_working_day",
    "next_working_day",
    "previous_working_day",
    "subtract_working_days",
]


def end_date(
    start: date,
    days: int,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> date:
    """The last day of an internship of `days` working days; the start day is its first.

    Raises `RuleViolation` when the start is not a working day, `days` is below 1, `week` is not 5 or 6, or
    the range leaves the known years (2020–2032).
    """
    _check_positive(days)
    check_start(start, week, closed, half_day_counts)
    return _nth(start, 1, days, week, closed, half_day_counts)


def check_start(
    start: date,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> None:
    """Refuse a start on a day that is not worked; the sentence names day, reason and next working day."""
    reason = why_closed(start, week, closed, half_day_counts)
    if not reason:
        return
    following = next_working_day(start, week, closed, half_day_counts)
    raise RuleViolation(
        _("%(day)s iş günü değildir (%(reason)s). Staj bir iş gününde başlar; en yakın iş günü %(following)s.")
        % {"day": spoken(start), "reason": reason, "following": spoken(following)},
        code="calendar_closed_day",
    )


def count_working_days(
    start: date,
    end: date,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> int:
    """How many working days lie between the two dates, both included; `end_date` is its inverse."""
    if end < start:
        raise RuleViolation(
            _("Bitiş tarihi (%(end)s) başlangıç tarihinden (%(start)s) önce olamaz. Lütfen tarihleri düzeltiniz.")
            % {"end": spoken(end), "start": spoken(start)},
            code="calendar_range",
        )
    span = (end - start).days + 1
    return sum(is_working_day(start + timedelta(n), week, closed, half_day_counts) for n in range(span))


def add_working_days(
    day: date,
    days: int,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> date:
    """The `days`-th working day after `day`, which itself is not counted."""
    _check_positive(days)
    return _nth(day + timedelta(1), 1, days, week, closed, half_day_counts)


def subtract_working_days(
    day: date,
    days: int,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> date:
    """The `days`-th working day before `day`, which itself is not counted."""
    _check_positive(days)
    return _nth(day - timedelta(1), -1, days, week, closed, half_day_counts)


def next_working_day(
    day: date,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> date:
    """The first working day on or after `day`."""
    return _nth(day, 1, 1, week, closed, half_day_counts)


def previous_working_day(
    day: date,
    week: int = 5,
    closed: AbstractSet[date] = NO_DAYS,
    half_day_counts: bool = True,
) -> date:
    """The last working day before `day`: for an SGK entry, the day the portal plans to declare on."""
    return subtract_working_days(day, 1, week, closed, half_day_counts)


def _nth(day: date, step: int, n: int, week: int, closed: AbstractSet[date], half_day_counts: bool) -> date:
    days = working_days_from(day, 1 if step > 0 else -1, week, closed, half_day_counts)
    return next(islice(days, n - 1, None))


def _check_positive(days: int) -> None:
    if days < 1:
        raise RuleViolation(
            _("İş günü sayısı en az 1 olmalıdır; %(days)s girildi.") % {"days": days}, code="calendar_days"
        )
