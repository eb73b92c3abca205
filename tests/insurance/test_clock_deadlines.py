"""Deadline tables of real universities' rules, over holidays, half days, year ends and closed days (A37, B1, B3)."""

import datetime as dt

import pytest

from insurance.deadlines import Deadlines, accident_notice_by, deadlines, papers_day
from insurance.models import PaperRules
from tests.factories import moment
from usp.core.errors import RuleViolation

W, C = PaperRules.LeadUnit.WORKING, PaperRules.LeadUnit.CALENDAR


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def found(first: str, last: str = "", *, closed: tuple[str, ...] = (), **rules: object) -> Deadlines:
    start = day(first)
    until = day(last) if last else start + dt.timedelta(days=27)
    return deadlines(PaperRules(**rules), start, until, closed=frozenset(day(one) for one in closed))


@pytest.mark.parametrize(
    ("who", "rules", "first", "papers"),
    [
        # Bayburt asks for 20 working days: 15 July and the Kurban holiday (15 to 19 June 2024) lie in between
        ("Bayburt", {"lead_days": 20, "lead_unit": W}, "2024-07-16", "2024-06-12 17:00"),
        ("Bayburt", {"lead_days": 20, "lead_unit": W}, "2024-08-05", "2024-07-05 17:00"),
        # ESOGÜ and İTÜ ask for 15 days; the 15th before 5 August 2024 is a Sunday, so the Friday before it
        ("ESOGÜ", {"lead_days": 15, "lead_unit": C}, "2024-08-05", "2024-07-19 17:00"),
        ("ESOGÜ", {"lead_days": 15, "lead_unit": C}, "2024-07-16", "2024-07-01 17:00"),
        ("İTÜ, the signed form", {"lead_days": 6, "lead_unit": C}, "2024-07-16", "2024-07-10 17:00"),
        ("YTÜ", {"lead_days": 30, "lead_unit": C}, "2024-08-05", "2024-07-05 17:00"),
        ("YTÜ", {"lead_days": 12, "lead_unit": C}, "2024-08-05", "2024-07-24 17:00"),
        ("Balıkesir", {"lead_days": 20, "lead_unit": C}, "2024-07-16", "2024-06-26 17:00"),
        ("RTEÜ", {"lead_days": 15, "lead_unit": W}, "2024-07-22", "2024-06-28 17:00"),
        ("ODTÜ", {"lead_days": 10, "lead_unit": C}, "2024-08-05", "2024-07-26 17:00"),
        # Ramazan 2025: eve on Saturday 29 March, holiday to Tuesday 1 April; ten days before 11 April is in it
        ("ODTÜ", {"lead_days": 10, "lead_unit": C}, "2025-04-11", "2025-03-28 17:00"),
        # the eve of Ramazan 2024 (9 April) and 28 October are half days: until 13.00
        ("eve", {"lead_days": 6, "lead_unit": C}, "2024-04-15", "2024-04-09 13:00"),
        ("28 October", {"lead_days": 1, "lead_unit": W}, "2024-10-30", "2024-10-28 13:00"),
        ("half day", {"lead_days": 1, "lead_unit": W, "last_hour": dt.time(12)}, "2024-10-30", "2024-10-28 12:00"),
        # the turn of a year: 1 January is closed, and lead days run back into the year before
        ("year", {"lead_days": 1, "lead_unit": W}, "2025-01-02", "2024-12-31 17:00"),
        ("year", {"lead_days": 15, "lead_unit": C}, "2025-01-16", "2024-12-31 17:00"),
        ("year", {"lead_days": 20, "lead_unit": W}, "2026-01-20", "2025-12-22 17:00"),
        # 30 August 2024 is a Friday, 29 October a Tuesday
        ("30 August", {"lead_days": 1, "lead_unit": W}, "2024-09-02", "2024-08-29 17:00"),
    ],
)  # fmt: skip
def test_papers_are_due_on_the_universitys_day(who, rules, first, papers):
    assert found(first, **rules).papers_by == moment(papers), who


# Each university's own days (docs/rules.md B13) against six starts: after 15 July; after Kurban 2024; after Ramazan
# 2024 and its eve; after the turn of the year; after 28 and 29 October; after Kurban 2025 and its eve. Counted apart
# from the code over holidays written by hand; «½» is a half day, on which papers are taken until 13.00.
STARTS = ("2024-07-16", "2024-06-24", "2024-04-15", "2025-01-06", "2024-10-30", "2025-06-16")
UNIVERSITIES = [
    ("Bayburt", 20, W, "12.06.2024  22.05.2024  13.03.2024  06.12.2024  01.10.2024  14.05.2025"),
    ("ESOGÜ", 15, C, "01.07.2024  07.06.2024  29.03.2024  20.12.2024  15.10.2024  30.05.2025"),
    ("İTÜ, application", 15, C, "01.07.2024  07.06.2024  29.03.2024  20.12.2024  15.10.2024  30.05.2025"),
    ("İTÜ, signed form", 6, C, "10.07.2024  14.06.2024  09.04.2024½ 31.12.2024  24.10.2024  10.06.2025"),
    ("YTÜ, earliest", 30, C, "14.06.2024  24.05.2024  15.03.2024  06.12.2024  30.09.2024  16.05.2025"),
    ("YTÜ, latest", 12, C, "04.07.2024  12.06.2024  03.04.2024  25.12.2024  18.10.2024  04.06.2025"),
    ("Balıkesir", 20, C, "26.06.2024  04.06.2024  26.03.2024  17.12.2024  10.10.2024  27.05.2025"),
    ("RTEÜ", 15, W, "24.06.2024  29.05.2024  20.03.2024  13.12.2024  08.10.2024  22.05.2025"),
    ("ODTÜ", 10, C, "05.07.2024  14.06.2024  05.04.2024  27.12.2024  18.10.2024  05.06.2025½"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "lead_days", "lead_unit", "expected"), UNIVERSITIES)
def test_each_universitys_days_hold_over_holidays_eves_and_year_ends(who, lead_days, lead_unit, expected):
    for first, said in zip(STARTS, expected.split(), strict=True):
        papers = found(first, lead_days=lead_days, lead_unit=lead_unit).papers_by
        date, month, year = said[:10].split(".")
        assert papers == moment(f"{year}-{month}-{date} {'13' if said.endswith('½') else '17'}:00"), (who, first)


@pytest.mark.parametrize(
    ("first", "plan", "night"),
    [
        ("2024-07-16", "2024-07-12", "2024-07-15"),  # 15 July and a weekend before the start: Friday, never the holiday
        ("2024-08-05", "2024-08-02", "2024-08-04"),
        ("2024-04-15", "2024-04-09", "2024-04-14"),  # after Ramazan: the eve is half a working day
        ("2024-06-20", "2024-06-14", "2024-06-19"),  # after Kurban; its eve is a Saturday
        ("2025-01-02", "2024-12-31", "2025-01-01"),
        ("2027-05-20", "2027-05-14", "2027-05-19"),  # Kurban and 19 May on the same day
        ("2024-10-30", "2024-10-28", "2024-10-29"),
    ],
)
def test_the_entry_is_planned_for_the_last_working_day_and_never_uses_a_holiday(first, plan, night):
    days = found(first)
    assert days.entry_plan == day(plan)
    assert days.entry_by == moment(f"{night} 23:59:59")
    assert days.correction_by == moment(f"{day(first) + dt.timedelta(days=1)} 23:59:59")


def test_an_extra_closed_day_moves_every_office_day_and_no_night():
    usual = found("2024-08-05", lead_days=1, lead_unit=W, report_days=11)
    moved = found("2024-08-05", lead_days=1, lead_unit=W, report_days=11, closed=("2024-08-02", "2024-09-12"))
    assert (usual.papers_by, moved.papers_by) == (moment("2024-08-02 17:00"), moment("2024-08-01 17:00"))
    assert (usual.entry_plan, moved.entry_plan) == (day("2024-08-02"), day("2024-08-01"))
    assert (usual.report_by, moved.report_by) == (day("2024-09-12"), day("2024-09-13"))
    assert (usual.entry_by, usual.exit_by) == (moved.entry_by, moved.exit_by)


@pytest.mark.parametrize(
    ("rules", "late"),
    [
        ({}, "2024-08-01"),  # the usual two working days before Monday, 5 August
        ({"late_days": 1}, "2024-08-02"),
        ({"late_days": 5}, "2024-07-29"),
        ({"lead_days": 1, "late_days": 5}, "2024-08-02"),  # never before the papers' own day
    ],
)
def test_late_papers_may_come_until_an_entry_can_still_be_declared(rules, late):
    days = found("2024-08-05", **rules)
    assert days.late_until == day(late)
    assert days.papers_by.date() <= days.late_until <= days.entry_plan


@pytest.mark.parametrize(
    ("rules", "approval"),
    [({}, "2024-07-24"), ({"approval_days": 0}, "2024-07-19"), ({"lead_days": 1, "approval_days": 20}, "2024-08-02")],
)
def test_the_unit_approves_after_the_papers_and_before_the_entry(rules, approval):
    assert found("2024-08-05", **rules).approval_by == day(approval)


@pytest.mark.parametrize(
    ("first", "days_before", "change"),
    [
        ("2024-08-05", 5, "2024-07-29"),
        ("2024-08-05", 0, "2024-08-02"),
        # RTEÜ asks for fifteen working days, over 15 July, the Kurban holiday, and the turn of a year
        ("2024-08-05", 15, "2024-07-12"),
        ("2024-06-24", 15, "2024-05-29"),
        ("2025-01-06", 15, "2024-12-13"),
    ],
)
def test_dates_change_before_the_start_only(first, days_before, change):
    assert found(first, change_days=days_before).change_by == day(change)


def test_what_follows_the_start_and_the_end():
    """İTÜ asks for the start form and the end's papers within five days; SGK for the exit within ten (B3)."""
    days = found("2024-07-16", "2024-08-12", start_form_days=5, report_days=5)
    assert days.exit_by == moment("2024-08-22 23:59:59")
    assert days.start_form_by == day("2024-07-22")  # the fifth day is a Sunday
    assert days.report_by == day("2024-08-19")  # the fifth day is a Saturday
    assert found("2024-07-16", start_form_days=0).start_form_by == day("2024-07-16")
    assert found("2024-07-16").start_form_by is None
    assert deadlines(PaperRules(), day("2024-07-16"), day("2024-12-31"), exit_days=3).exit_by == moment(
        "2025-01-03 23:59:59"
    )


@pytest.mark.parametrize(
    ("accident", "by"),
    [("2024-08-05", "2024-08-08"), ("2024-08-09", "2024-08-14"), ("2024-08-28", "2024-09-03"),
     ("2024-12-30", "2025-01-03"), ("2024-10-26", "2024-10-31")],
)  # fmt: skip
def test_an_accident_is_reported_within_three_working_days(accident, by):
    """B3, 5510 md. 13: weekends, 30 August, 1 January and 29 October do not count; an accident may be on any day."""
    assert accident_notice_by(day(accident)) == day(by)


def test_years_whose_holidays_are_not_known_are_refused():
    with pytest.raises(RuleViolation):
        papers_day(PaperRules(), day("2020-01-06"))
    with pytest.raises(RuleViolation):
        found("2032-12-20", "2032-12-31")
