"""The holidays of Türkiye, row by row of the table that the plan was made with."""

from datetime import date, timedelta

import pytest

from usp.calendars.days import holidays_of, is_working_day, why_closed
from usp.core.errors import RuleViolation

YEARS = range(2020, 2028)
FIXED = {(1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29)}

# year: (eve of Ramazan, its last day), (eve of Kurban, its last day)
RELIGIOUS = {
    2020: (("05-23", "05-26"), ("07-30", "08-03")),
    2021: (("05-12", "05-15"), ("07-19", "07-23")),
    2022: (("05-01", "05-04"), ("07-08", "07-12")),
    2023: (("04-20", "04-23"), ("06-27", "07-01")),
    2024: (("04-09", "04-12"), ("06-15", "06-19")),
    2025: (("03-29", "04-01"), ("06-05", "06-09")),
    2026: (("03-19", "03-22"), ("05-26", "05-30")),
    2027: (("03-08", "03-11"), ("05-15", "05-19")),
}


def religious_days(year: int) -> tuple[set[date], set[date]]:
    """The eves and the full days of both feasts."""
    eves, full = set(), set()
    for eve_text, last_text in RELIGIOUS[year]:
        eve, last = (date.fromisoformat(f"{year}-{text}") for text in (eve_text, last_text))
        eves.add(eve)
        full.update(eve + timedelta(n) for n in range(1, (last - eve).days + 1))
    return eves, full


@pytest.mark.parametrize("year", YEARS)
def test_holidays_of_the_year_are_exactly_those_of_the_table(year: int) -> None:
    eves, full = religious_days(year)
    full |= {date(year, month, day) for month, day in FIXED}
    found = holidays_of(year)
    assert {day for day, holiday in found.items() if not holiday.is_half} == full
    assert {day for day, holiday in found.items() if holiday.is_half} == (eves | {date(year, 10, 28)}) - full


@pytest.mark.parametrize("year", YEARS)
def test_a_half_day_counts_as_a_day_unless_the_university_says_otherwise(year: int) -> None:
    for day, holiday in holidays_of(year).items():
        if holiday.is_half and day.isoweekday() < 6:
            assert is_working_day(day)
            assert not is_working_day(day, half_day_counts=False)


def test_a_day_that_is_two_holidays_bears_both_names() -> None:
    assert why_closed(date(2027, 5, 19)) == ("resmî tatil: Atatürk'ü Anma, Gençlik ve Spor Bayramı; Kurban Bayramı")


def test_sunday_is_never_worked_and_saturday_only_in_a_week_of_six() -> None:
    saturday, sunday = date(2024, 7, 20), date(2024, 7, 21)
    assert [is_working_day(saturday, week) for week in (5, 6)] == [False, True]
    assert [is_working_day(sunday, week) for week in (5, 6)] == [False, False]


def test_extra_closed_day_is_not_worked() -> None:
    bridge = date(2024, 6, 20)
    assert is_working_day(bridge)
    assert why_closed(bridge, closed={bridge}) == "ek tatil günü"


@pytest.mark.parametrize("year", [2019, 2033])
def test_year_with_uncertain_holidays_is_refused_with_the_known_range(year: int) -> None:
    with pytest.raises(RuleViolation) as refused:
        is_working_day(date(year, 6, 3))
    assert refused.value.code == "calendar_year"
    assert str(year) in str(refused.value)
    assert "2020 ile 2032 arasında" in str(refused.value)


@pytest.mark.parametrize("week", [0, 4, 7, -5])
def test_week_of_other_than_five_or_six_days_is_refused(week: int) -> None:
    with pytest.raises(RuleViolation, match="5 ya da 6 olabilir") as refused:
        is_working_day(date(2024, 7, 16), week)
    assert refused.value.code == "calendar_week"
