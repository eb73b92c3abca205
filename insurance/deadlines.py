"""Every day that an internship's dates and its university's rules make: pure, over holidays (domain.md §2.3, §3.1).

The portal plans the SGK entry for the last working day before the start; the legal limit is the day before, 23.59, and
no holiday extension is ever used (rules.md B1).
"""

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.utils import timezone

from insurance.models import PaperRules
from usp.calendars.days import HALF_DAY_ENDS, NO_DAYS, holidays_of
from usp.calendars.deadlines import latest_paper_day
from usp.calendars.working_days import add_working_days, is_working_day, previous_working_day, subtract_working_days

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Deadlines:
    """The days of one internship. Moments are the last at which something may still be done, days are inclusive.

    ``approval_by`` is the unit's own day, never after ``entry_plan``; ``change_by`` the last day on which new dates
    may be agreed; ``late_until`` the last on which an officer may still take late papers (rules.md A37).
    """

    papers_by: dt.datetime
    late_until: dt.date
    approval_by: dt.date
    change_by: dt.date
    entry_plan: dt.date
    entry_by: dt.datetime
    correction_by: dt.datetime
    start_form_by: dt.date | None
    exit_by: dt.datetime
    report_by: dt.date


def deadlines(
    rules: PaperRules,
    first_day: dt.date,
    last_day: dt.date,
    *,
    exit_days: int = 10,
    closed: AbstractSet[dt.date] = NO_DAYS,
) -> Deadlines:
    """All of them by these rules; ``closed`` are the extra closed days. RuleViolation outside the known years."""
    papers = latest_paper_day(
        first_day, rules.lead_days, "working" if rules.lead_unit == PaperRules.LeadUnit.WORKING else "calendar", closed
    )
    entry_plan = previous_working_day(first_day, closed=closed)
    approval = add_working_days(papers, rules.approval_days, closed=closed) if rules.approval_days else papers
    change = subtract_working_days(first_day, rules.change_days, closed=closed) if rules.change_days else first_day
    return Deadlines(
        papers_by=last_moment(rules, papers),
        late_until=subtract_working_days(first_day, rules.late_days, closed=closed),
        approval_by=min(approval, entry_plan),
        change_by=change,
        entry_plan=entry_plan,
        entry_by=_night(first_day - DAY),
        correction_by=_night(first_day + DAY),
        start_form_by=first_day + dt.timedelta(days=rules.start_form_days) if rules.start_form_days else None,
        exit_by=_night(last_day + dt.timedelta(days=exit_days)),
        report_by=_open_day(last_day + dt.timedelta(days=rules.report_days), closed),
    )


def last_moment(rules: PaperRules, day: dt.date) -> dt.datetime:
    """Until when papers are taken in on their last day; on a half day until work ends."""
    holiday = holidays_of(day.year).get(day)
    hour = min(rules.last_hour, HALF_DAY_ENDS) if holiday else rules.last_hour
    return dt.datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def _night(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=timezone.get_default_timezone())


def _open_day(day: dt.date, closed: AbstractSet[dt.date]) -> dt.date:
    """The day itself, or the next on which an office is open."""
    while not is_working_day(day, closed=closed):
        day += DAY
    return day
