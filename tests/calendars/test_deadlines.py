"""Reply deadlines inside the allowed hours, and the last day for papers."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usp.calendars.days import holidays_of
from usp.calendars.deadlines import is_allowed_moment, latest_paper_day, next_allowed_moment
from usp.core.errors import RuleViolation

ISTANBUL = ZoneInfo("Europe/Istanbul")
HOURS = (time(9), time(17))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


@pytest.mark.parametrize(
    ("asked", "given_"),
    [
        ("2024-04-17 11:30", "2024-04-17 11:30"),  # inside the hours: as asked
        ("2024-04-17 09:00", "2024-04-17 09:00"),  # both ends are allowed
        ("2024-04-17 17:00", "2024-04-17 17:00"),
        ("2024-04-17 17:00:01", "2024-04-18 09:00"),
        ("2024-04-17 03:00", "2024-04-17 09:00"),  # night
        ("2024-04-19 23:00", "2024-04-22 09:00"),  # Friday night → Monday
        ("2024-04-22 18:00", "2024-04-24 09:00"),  # 23 April is a holiday
        ("2024-04-09 12:59", "2024-04-09 12:59"),  # eve of the feast: until 13:00
        ("2024-04-09 13:00", "2024-04-09 13:00"),
        ("2024-04-09 13:30", "2024-04-15 09:00"),  # feast, then a weekend
    ],
)
def test_deadline_falls_on_the_first_allowed_moment(asked: str, given_: str) -> None:
    assert next_allowed_moment(at(asked), HOURS) == at(given_)


def test_moment_in_another_zone_is_read_in_istanbul_time() -> None:
    answer = next_allowed_moment(datetime(2024, 4, 17, 15, 0, tzinfo=UTC), HOURS)
    assert answer == at("2024-04-18 09:00")
    assert answer.utcoffset() == at("2024-04-18 09:00").utcoffset()


def test_extra_closed_days_and_other_weekdays_are_kept() -> None:
    assert next_allowed_moment(at("2024-04-18 10:00"), HOURS, closed={date(2024, 4, 18)}) == at("2024-04-19 09:00")
    assert next_allowed_moment(at("2024-04-17 10:00"), HOURS, weekdays={6}) == at("2024-04-20 09:00")


def test_afternoon_hours_skip_a_half_day_altogether() -> None:
    assert next_allowed_moment(at("2024-10-28 10:00"), (time(14), time(18))) == at("2024-10-30 14:00")


@given(
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2032, 6, 1), timezones=st.just(ISTANBUL)),
    closed=st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=10),
)
def test_answer_is_allowed_never_earlier_and_stays_where_it_is(moment, closed) -> None:
    answer = next_allowed_moment(moment, HOURS, closed=closed)
    assert answer >= moment
    assert HOURS[0] <= answer.time() <= HOURS[1]
    assert answer.isoweekday() <= 5
    assert answer.date() not in closed
    holiday = holidays_of(answer.year).get(answer.date())
    assert holiday is None or (holiday.is_half and answer.time() <= time(13))
    assert is_allowed_moment(answer, HOURS, closed=closed)


@pytest.mark.parametrize(
    ("hours", "weekdays", "code"),
    [
        ((time(17), time(9)), {1}, "calendar_hours"),
        ((time(9), time(9)), {1}, "calendar_hours"),
        (HOURS, set(), "calendar_weekdays"),
        (HOURS, {0, 1}, "calendar_weekdays"),
        (HOURS, {8}, "calendar_weekdays"),
    ],
)
def test_impossible_hours_or_days_are_refused(hours, weekdays, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        next_allowed_moment(at("2024-04-17 10:00"), hours, weekdays)
    assert refused.value.code == code


def test_moment_past_the_known_years_is_refused() -> None:
    with pytest.raises(RuleViolation, match="2033 yılının"):
        next_allowed_moment(at("2032-12-31 18:00"), HOURS)


@pytest.mark.parametrize(
    ("start", "lead", "unit", "day"),
    [
        ("2024-07-16", 15, "calendar", "2024-07-01"),
        ("2024-08-05", 15, "calendar", "2024-07-19"),  # 21.07.2024 is a Sunday
        ("2024-07-16", 1, "calendar", "2024-07-12"),  # 15 July is a holiday, before it a weekend
        ("2024-07-16", 1, "working", "2024-07-12"),
        ("2024-07-16", 20, "working", "2024-06-12"),  # Kurban Bayramı lies between
    ],
)
def test_last_day_for_papers(start: str, lead: int, unit, day: str) -> None:
    assert latest_paper_day(date.fromisoformat(start), lead, unit) == date.fromisoformat(day)


def test_extra_closed_day_brings_the_last_day_for_papers_forward() -> None:
    assert latest_paper_day(date(2024, 7, 16), 15, closed={date(2024, 7, 1)}) == date(2024, 6, 28)
    assert latest_paper_day(date(2024, 7, 16), 1, "working", {date(2024, 7, 12)}) == date(2024, 7, 11)


@pytest.mark.parametrize("unit", ["calendar", "working"])
def test_lead_time_below_one_day_is_refused(unit) -> None:
    with pytest.raises(RuleViolation, match="en az 1"):
        latest_paper_day(date(2024, 7, 16), 0, unit)
