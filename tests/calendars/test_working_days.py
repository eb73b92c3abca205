"""End dates, counts and steps in working days."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import assume, given
from hypothesis import strategies as st

from usp.calendars.working_days import (
    add_working_days,
    count_working_days,
    end_date,
    is_working_day,
    next_working_day,
    previous_working_day,
    subtract_working_days,
)
from usp.core.errors import RuleViolation
from usp.reference.models import ClosedDay

# The Rektörlük's ten ranges of summer 2024: days, days a week, start, end.
SEED_RANGES = [
    (20, 5, "2024-07-16", "2024-08-12"),
    (20, 5, "2024-08-05", "2024-09-02"),
    (20, 5, "2024-08-19", "2024-09-16"),
    (20, 6, "2024-07-16", "2024-08-07"),
    (20, 6, "2024-08-05", "2024-08-27"),
    (20, 6, "2024-08-19", "2024-09-11"),
    (30, 5, "2024-07-16", "2024-08-26"),
    (30, 5, "2024-08-05", "2024-09-16"),
    (30, 6, "2024-07-16", "2024-08-19"),
    (30, 6, "2024-08-05", "2024-09-09"),
]

starts = st.dates(date(2020, 1, 1), date(2031, 6, 30))
weeks = st.sampled_from([5, 6])
lengths = st.integers(1, 120)
closed_sets = st.frozensets(starts, max_size=5)


@pytest.mark.parametrize(("days", "week", "start", "end"), SEED_RANGES)
def test_ranges_of_the_rektorluk_are_reproduced(days: int, week: int, start: str, end: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert end_date(first, days, week) == last
    assert count_working_days(first, last, week) == days


@given(start=starts, days=lengths, week=weeks, closed=closed_sets, half=st.booleans())
def test_counting_is_the_inverse_of_the_end_date(start, days, week, closed, half) -> None:
    assume(is_working_day(start, week, closed, half))
    end = end_date(start, days, week, closed, half)
    assert count_working_days(start, end, week, closed, half) == days
    assert is_working_day(end, week, closed, half)
    if end > start:
        assert count_working_days(start, end - timedelta(1), week, closed, half) == days - 1


@given(start=starts, days=st.integers(1, 60), week=weeks, closed=closed_sets)
def test_stepping_back_undoes_stepping_forwards(start, days, week, closed) -> None:
    assume(is_working_day(start, week, closed))
    there = add_working_days(start, days, week, closed)
    assert there == end_date(start, days + 1, week, closed)
    assume(start.year > 2020)
    assert subtract_working_days(there, days, week, closed) == start


@given(start=starts, days=lengths, closed=closed_sets)
def test_a_longer_week_or_fewer_closed_days_never_end_later(start, days, closed) -> None:
    assume(is_working_day(start, 5, closed))
    assert end_date(start, days, 6, closed) <= end_date(start, days, 5, closed)
    assert end_date(start, days, 5) <= end_date(start, days, 5, closed)


@pytest.mark.parametrize(
    ("start", "week", "sentence"),
    [
        (
            "2024-07-15",
            5,
            "15.07.2024 Pazartesi iş günü değildir (resmî tatil: Demokrasi ve Millî Birlik Günü). "
            "Staj bir iş gününde başlar; en yakın iş günü 16.07.2024 Salı.",
        ),
        (
            "2024-08-10",
            5,
            "10.08.2024 Cumartesi iş günü değildir (hafta tatili: cumartesi). "
            "Staj bir iş gününde başlar; en yakın iş günü 12.08.2024 Pazartesi.",
        ),
        (
            "2024-08-11",
            6,
            "11.08.2024 Pazar iş günü değildir (hafta tatili: pazar). "
            "Staj bir iş gününde başlar; en yakın iş günü 12.08.2024 Pazartesi.",
        ),
    ],
)
def test_start_on_a_closed_day_is_refused_with_the_day_and_the_next_one(start, week, sentence) -> None:
    with pytest.raises(RuleViolation) as refused:
        end_date(date.fromisoformat(start), 20, week)
    assert str(refused.value) == sentence


def test_extra_closed_day_moves_the_end_and_refuses_the_start() -> None:
    bridge = date(2024, 7, 17)
    assert end_date(date(2024, 7, 16), 20, closed={bridge}) == date(2024, 8, 13)
    with pytest.raises(RuleViolation, match=r"17\.07\.2024 Çarşamba iş günü değildir \(ek tatil günü\)"):
        end_date(bridge, 20, closed={bridge})


def test_half_day_can_be_left_out_of_the_count() -> None:
    eve, after = date(2024, 4, 9), date(2024, 4, 15)
    assert count_working_days(eve, after) == 2
    assert count_working_days(eve, after, half_day_counts=False) == 1
    with pytest.raises(RuleViolation, match="yarım gün: Ramazan Bayramı"):
        end_date(eve, 5, half_day_counts=False)


@pytest.mark.parametrize("days", [0, -1])
@pytest.mark.parametrize("verb", [end_date, add_working_days, subtract_working_days])
def test_less_than_one_day_is_refused(verb, days: int) -> None:
    with pytest.raises(RuleViolation, match=f"en az 1 olmalıdır; {days} girildi") as refused:
        verb(date(2024, 7, 16), days)
    assert refused.value.code == "calendar_days"


def test_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(RuleViolation, match="önce olamaz"):
        count_working_days(date(2024, 7, 17), date(2024, 7, 16))


def test_range_that_leaves_the_known_years_is_refused() -> None:
    with pytest.raises(RuleViolation, match="2033 yılının resmî tatilleri"):
        end_date(date(2032, 12, 20), 20)


def test_working_day_before_and_after_jump_over_the_feast() -> None:
    assert previous_working_day(date(2024, 6, 20)) == date(2024, 6, 14)
    assert next_working_day(date(2024, 6, 15)) == date(2024, 6, 20)
    assert next_working_day(date(2024, 6, 20)) == date(2024, 6, 20)


def run_command(*args: str) -> str:
    out = StringIO()
    call_command("working_days", *args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_command_prints_the_end_date_and_nothing_else() -> None:
    assert run_command("2024-07-16", "20", "--week", "5") == "2024-08-12\n"
    assert run_command("2024-07-16", "30", "--week", "6") == "2024-08-19\n"


@pytest.mark.django_db
def test_command_knows_the_closed_days_of_operators() -> None:
    ClosedDay.objects.create(date=date(2024, 7, 17), name="İdarî izin", source="Genelge")
    assert run_command("2024-07-16", "20") == "2024-08-13\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("2024-07-15", "20"), "15.07.2024 Pazartesi iş günü değildir"),
        (("2024-07-16", "0"), "en az 1 olmalıdır"),
        (("2040-07-16", "20"), "2040 yılının resmî tatilleri"),
        (("2024-07-16", "20", "--week", "4"), "5 ya da 6 olabilir"),
        (("16.07.2024", "20"), "YYYY-AA-GG"),
    ],
)
def test_command_refuses_in_one_sentence(args, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run_command(*args)
