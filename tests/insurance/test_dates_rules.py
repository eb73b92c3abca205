"""What new dates mean, as a table: who must agree, what refuses, what the calculator says (rules A10, B1)."""

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from applications.lengths import Lengths
from insurance.date_rules import DateFacts, NamedSpan, Span, judge, lapses_on, new_span
from insurance.models import PaperRules
from usp.core.errors import RuleViolation

ISTANBUL = ZoneInfo("Europe/Istanbul")
TWENTY = frozenset({20, 30})


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


def span(starts: str, days: int = 20, week: int = 5) -> Span:
    return new_span(day(starts), days, week, frozenset())


def facts(**changed: object) -> DateFacts:
    usual = DateFacts(
        now=at("2024-06-03 10:00"),
        was=span("2024-08-05"),
        rules=PaperRules(),
        starts=frozenset({day("2024-07-16"), day("2024-08-05"), day("2024-08-19")}),
        lengths=Lengths(TWENTY, TWENTY, "", 30, True),
    )
    return dataclasses.replace(usual, **changed)


TERM = NamedSpan("Güz", day("2024-08-26"), day("2024-12-27"))


@pytest.mark.parametrize(
    ("wanted", "changed", "reasons"),
    [
        (span("2024-08-19"), {}, []),
        (span("2024-08-05", 30), {}, []),
        (span("2024-08-05", 20, 6), {}, []),
        (span("2024-08-05", 15), {}, ["15 iş günü"]),
        (span("2024-08-06"), {}, ["takvimlerinden"]),
        (span("2024-08-06", 10), {}, ["takvimlerinden", "10 iş günü"]),
        (span("2024-08-19"), {"terms": [TERM]}, ["Ders dönemi"]),
        (span("2024-08-19"), {"terms": [TERM], "overlap": "allowed"}, []),
        (span("2024-08-19"), {"now": at("2024-07-30 10:00")}, ["değişikliği için son gün"]),
        (span("2024-07-16"), {"now": at("2024-07-09 10:00")}, ["değişikliği için son gün", "Yeni evrak"]),
        (span("2024-08-19"), {"now": at("2024-07-29 10:00")}, []),
        (span("2024-07-16"), {"rules": PaperRules(starts_on_weekday=1)}, ["pazartesi"]),
        (span("2024-08-19"), {"rules": PaperRules(starts_on_weekday=1)}, []),
        (span("2024-08-19"), {"rules": PaperRules(voluntary_days_a_year=30)}, []),
        (span("2024-08-05", 30), {"rules": PaperRules(voluntary_days_a_year=30)}, ["30 sigortalı gün"]),
        (span("2024-08-05", 30), {"rules": PaperRules(voluntary_days_a_year=30), "is_compulsory": True}, []),
        (
            span("2024-08-19"),
            {"placements": [NamedSpan("B", day("2024-09-17"), day("2024-09-30"))],
             "rules": PaperRules(free_days_between=1)},
            ["boş gün"],
        ),
        (span("2024-08-19"), {"placements": [NamedSpan("B", day("2024-09-17"), day("2024-09-30"))]}, []),
    ],
)  # fmt: skip
def test_who_must_agree_follows_from_the_dates(wanted, changed, reasons):
    judged = judge(wanted, facts(**changed))
    assert judged.stops == ()
    assert len(judged.unit) == len(reasons)
    assert all(word in text for word, text in zip(reasons, judged.unit, strict=True))
    assert judged.needs_unit is bool(reasons)


@pytest.mark.parametrize(
    ("wanted", "changed", "said"),
    [
        (span("2024-08-05"), {}, "değişiklik yok"),
        (span("2024-06-03"), {}, "bugünden sonra"),
        (span("2024-06-04"), {}, "evrak yetişmez"),
        (span("2024-08-19"), {"terms": [TERM], "overlap": "refused"}, "izin vermiyor"),
        (span("2024-08-19"), {"placements": [NamedSpan("B", day("2024-09-16"), day("2024-09-30"))]}, "onaylı programı"),
        (
            span("2024-08-19"),
            {"entry_declared": True, "rules": PaperRules(entry_freezes_dates=True)},
            "tarih değiştirmiyor",
        ),
        (span("2024-08-06"), {"now": at("2024-08-05 09:00")}, "yalnızca süre kısalabilir"),
        (span("2024-08-05", 30), {"now": at("2024-08-12 09:00")}, "yalnızca kısalabilir"),
        (span("2024-08-05", 3), {"now": at("2024-08-12 09:00")}, "bugünden önce olamaz"),
    ],
)
def test_what_no_agreement_heals_is_refused_in_a_sentence(wanted, changed, said):
    (stop,) = judge(wanted, facts(**changed)).stops
    assert said in stop


def test_what_has_begun_becomes_shorter_with_the_unit_only():
    judged = judge(span("2024-08-05", 15), facts(now=at("2024-08-12 09:00")))
    assert judged.stops == ()
    assert judged.needs_unit
    assert judged.days is None


@pytest.mark.parametrize(
    ("days", "week", "last"),
    [(20, 5, "2024-09-02"), (20, 6, "2024-08-27"), (15, 5, "2024-08-23"), (30, 5, "2024-09-16"), (1, 5, "2024-08-05")],
)
def test_the_calculator_counts_as_the_seed_s_table(days, week, last):
    assert span("2024-08-05", days, week).ends_on == day(last)


def test_the_calculator_refuses_a_start_that_is_not_worked():
    with pytest.raises(RuleViolation, match="iş günü değildir"):
        span("2024-08-04")


@pytest.mark.parametrize(
    ("proposed", "closed_on"), [("2024-06-03 10:00", "2024-08-05"), ("2024-08-06 10:00", "2024-08-24")]
)
def test_an_unanswered_proposal_ends_with_its_chance(proposed, closed_on):
    assert lapses_on(day("2024-08-05"), day("2024-08-23"), at(proposed)) == day(closed_on)


def test_a_start_that_came_without_an_entry_may_move_later_with_the_unit():
    uninsured = facts(now=at("2024-08-06 09:00"), could_not_start=True)
    judged = judge(span("2024-08-26"), uninsured)
    assert judged.stops == ()
    assert judged.needs_unit
    assert judged.days is not None
    (stop,) = judge(span("2024-08-05", 15), uninsured).stops
    assert "bugünden sonra" in stop
