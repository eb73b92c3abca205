"""Every day that an internship's dates and its university's rules make: pure, over holidays (docs/rules.md A37, B1).

The portal plans the SGK entry for the last working day before the start; the legal limit is the day before, 23.59, and
no holiday extension is ever used (docs/rules.md B1). A day that an office must be open for is a working day of
Monday to Friday; SGK's own limits are nights, and nights are no office hours.
"""

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.utils import timezone

from insurance.models import PaperRules
from usp.calendars.days import HALF_DAY_ENDS, NO_DAYS, holidays_of
from usp.calendars.deadlines import latest_paper_day
from usp.calendars.working_days import add_working_days, next_working_day, previous_working_day, subtract_working_days

DAY = dt.timedelta(days=1)
ACCIDENT_DAYS = 3
"""Working days within which a host reports an accident to SGK (5510 md. 13; docs/rules.md B3)."""


@dataclass(frozen=True)
class Deadlines:
    """The days of one internship. Moments are the last at which something may still be done, days are inclusive.

    ``approval_by`` is the unit's own day, never after ``entry_plan``; ``change_by`` the last day on which new dates
    may be agreed, always before the start; ``late_until`` the last on which an officer may still take late papers
    (docs/rules.md A37), never before the papers' own day and never after ``entry_plan``.
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
    papers = papers_day(rules, first_day, closed)
    entry_plan = previous_working_day(first_day, closed=closed)
    approval = add_working_days(papers, rules.approval_days, closed=closed) if rules.approval_days else papers
    late = subtract_working_days(first_day, rules.late_days, closed=closed)
    return Deadlines(
        papers_by=last_moment(rules, papers),
        late_until=max(papers, late),
        approval_by=min(approval, entry_plan),
        change_by=subtract_working_days(first_day, max(rules.change_days, 1), closed=closed),
        entry_plan=entry_plan,
        entry_by=night(first_day - DAY),
        correction_by=night(first_day + DAY),
        start_form_by=_office_day(first_day, rules.start_form_days, closed),
        exit_by=night(last_day + dt.timedelta(days=exit_days)),
        report_by=next_working_day(last_day + dt.timedelta(days=rules.report_days), closed=closed),
    )


def papers_day(rules: PaperRules, first_day: dt.date, closed: AbstractSet[dt.date] = NO_DAYS) -> dt.date:
    """The last day on which papers of an internship that begins then are taken. RuleViolation as `deadlines`."""
    unit = PaperRules.LeadUnit(rules.lead_unit)
    return latest_paper_day(
        first_day, rules.lead_days, "working" if unit == PaperRules.LeadUnit.WORKING else "calendar", closed
    )


def last_moment(rules: PaperRules, day: dt.date) -> dt.datetime:
    """Until when papers are taken in on their last day; on a half day until work ends."""
    holiday = holidays_of(day.year).get(day)
    hour = min(rules.last_hour, HALF_DAY_ENDS) if holiday else rules.last_hour
    return dt.datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def accident_notice_by(day: dt.date, closed: AbstractSet[dt.date] = NO_DAYS) -> dt.date:
    """The last day on which the host may report an accident of that day, which itself does not count."""
    return add_working_days(day, ACCIDENT_DAYS, closed=closed)


def night(day: dt.date) -> dt.datetime:
    """The last second of a day: SGK's limits end with the day."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=timezone.get_default_timezone())


def _office_day(first_day: dt.date, days: int | None, closed: AbstractSet[dt.date]) -> dt.date | None:
    """So many days after the start, or the next day on which an office is open; None where nothing is asked."""
    return None if days is None else next_working_day(first_day + dt.timedelta(days=days), closed=closed)
