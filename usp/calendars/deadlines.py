"""Deadlines: the hours in which a reply may fall due, and the last day on which papers are taken."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from usp.calendars.days import HALF_DAY_ENDS, NO_DAYS, holidays_of
from usp.calendars.working_days import is_working_day, previous_working_day, subtract_working_days
from usp.core.errors import RuleViolation

Hours = tuple[time, time]
"""From – to, both included: a deadline may end at 17:00 sharp when the hours are 09:00–17:00."""

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
"""ISO weekdays: Monday is 1, Sunday 7."""


def is_allowed_moment(
    moment: datetime,
    hours: Hours,
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
    closed: AbstractSet[date] = NO_DAYS,
) -> bool:
    """Whether a reply deadline may end at this moment."""
    return next_allowed_moment(moment, hours, weekdays, closed) == moment


def next_allowed_moment(
    moment: datetime,
    hours: Hours,
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
    closed: AbstractSet[date] = NO_DAYS,
) -> datetime:
    """The moment itself when a deadline may end there, otherwise the first later one that may.

    A deadline never ends in the night, on a weekday that is not allowed (ISO numbers, Monday 1), on a
    public holiday, on an extra closed day, or on a half day after 13:00. The answer is in Istanbul
    time and never earlier than asked, so nobody loses time by it. Raises `RuleViolation` past the last known
    year.
    """
    first, last = _checked_hours(hours)
    if not weekdays or not set(weekdays) <= set(range(1, 8)):
        raise RuleViolation(
            _("Sürelerin dolabileceği günler pazartesi (1) ile pazar (7) arasından seçilmelidir."),
            code="calendar_weekdays",
        )
    zone = timezone.get_default_timezone()
    local = timezone.localtime(moment, zone)
    day, clock = local.date(), local.time()
    while True:
        until = _open_until(day, last, weekdays, closed)
        if until is not None and first <= until and clock <= until:
            return local if clock >= first else datetime.combine(day, first, zone)
        day, clock = day + timedelta(days=1), time.min
        local = datetime.combine(day, clock, zone)


def latest_paper_day(
    start: date,
    lead_days: int,
    unit: Literal["calendar", "working"] = "calendar",
    closed: AbstractSet[date] = NO_DAYS,
) -> date:
    """The last day on which the papers of an internship that begins on `start` can be handed in.

    `lead_days` before the start, in calendar or in working days as the university says. Offices work Monday
    to Friday: when the calendar day is closed, it is the working day before it. Raises `RuleViolation` for
    less than one day.
    """
    if unit == "working":
        return subtract_working_days(start, lead_days, closed=closed)
    if lead_days < 1:
        raise RuleViolation(
            _("Evrak teslim süresi en az 1 gün olmalıdır; %(days)s girildi.") % {"days": lead_days},
            code="calendar_days",
        )
    day = start - timedelta(days=lead_days)
    return day if is_working_day(day, closed=closed) else previous_working_day(day, closed=closed)


def _checked_hours(hours: Hours) -> Hours:
    first, last = hours
    if first >= last:
        raise RuleViolation(
            _("Sürelerin dolabileceği saatlerin başı (%(first)s) sonundan (%(last)s) önce olmalıdır.")
            % {"first": first.strftime("%H.%M"), "last": last.strftime("%H.%M")},
            code="calendar_hours",
        )
    return first, last


def _open_until(day: date, last: time, weekdays: Collection[int], closed: AbstractSet[date]) -> time | None:
    """The last minute of that day at which a deadline may end; None when it may not at all."""
    holiday = holidays_of(day.year).get(day)
    if day in closed or day.isoweekday() not in weekdays or (holiday and not holiday.is_half):
        return None
    return min(last, HALF_DAY_ENDS) if holiday else last
