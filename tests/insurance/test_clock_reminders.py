"""Reminders: what is still missing, by name, at five steps; each once, none about what was cancelled or moved."""

import datetime as dt

import pytest

from insurance.models import InsuranceCase
from insurance.services.reminders import remind, step_of
from offers.models import Placement
from offers.services.ending import cancel_placement
from offers.states import Ending
from tests.factories import OfficialFactory
from tests.insurance.world import declared, insured, officer_of, place, with_papers
from tests.keeping import kept
from tests.offers.world import make_world
from usp.accounts.models import UniversityRole
from usp.notifications import kinds
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
STEPS = ("papers_reminder", "papers_reminder_last", "papers_overdue", "start_reminder", "start_tomorrow")


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


@kept
def placement(world, at):
    """Begins on Monday, 5 August 2024; papers by Friday, 19 July 17.00."""
    return place(world, at)


def told(placement: Placement) -> list[tuple[str, str]]:
    """What the student was reminded of so far: kind and step."""
    rows = Notification.objects.filter(recipient=placement.student.user, kind__in=STEPS).order_by("pk")
    return [(row.kind, row.dedupe_key.rpartition(":")[2]) for row in rows]


@pytest.mark.parametrize(
    ("left", "since", "step"),
    [
        (21, 90, None), (20, 90, 20), (16, 90, 20), (15, 90, 15), (7, 90, 7), (3, 90, 3), (2, 90, 3), (1, 90, 1),
        (0, 90, None), (-1, 90, None),
        (10, 10, None), (7, 10, 7), (15, 15, 15), (14, 14, None),
    ],
)  # fmt: skip
def test_a_step_comes_once_its_day_is_there_and_not_before_the_case(left, since, step):
    due = dt.date(2024, 7, 19)
    assert step_of(due, due - dt.timedelta(days=since), due - dt.timedelta(days=left)) == step


def test_a_student_is_told_step_by_step_what_is_missing(placement, at):
    for day in ("06-29", "07-04", "07-12", "07-16", "07-18"):
        at(f"2024-{day} 08:10")
        assert remind() > 0
        assert remind() == 0
    assert told(placement) == [
        ("papers_reminder", "20"),
        ("papers_reminder", "15"),
        ("papers_reminder", "7"),
        ("papers_reminder", "3"),
        ("papers_reminder_last", "1"),
    ]
    row = Notification.objects.filter(kind="papers_reminder_last").get()
    text = kinds.render(kinds.get(row.kind), row.context, "tr").body
    assert "19 Temmuz 2024 Cuma 17.00" in text
    assert "Eksik: Staj Başvuru ve Kabul Formu, Staja Kabul Belgesi" in text


def test_a_worker_that_stood_still_tells_one_step_late_and_none_twice(placement, at):
    at("2024-07-09 08:10")  # ten days before, with the twentieth and fifteenth missed
    remind()
    at("2024-07-13 08:10")
    remind()
    assert told(placement) == [("papers_reminder", "15"), ("papers_reminder", "7")]


def test_late_papers_are_said_once_with_the_day_until_which_an_official_may_take_them(placement, at):
    at("2024-07-20 08:10")
    remind()
    at("2024-07-21 08:10")
    remind()
    assert told(placement) == [("papers_overdue", "0")]
    at("2024-07-23 08:10")
    remind()
    assert told(placement)[1:] == [("start_reminder", "15")]
    row = Notification.objects.filter(kind="papers_overdue").get()
    text = kinds.render(kinds.get(row.kind), row.context, "tr").body
    assert "en geç 1 Ağustos 2024 Perşembe günü" in text
    assert "Bugün görüşün: " in text


@pytest.mark.parametrize(
    ("further", "last"), [(with_papers, "sigorta girişi"), (declared, "sigorta giriş belgesinin paylaşılması")]
)
def test_before_the_start_both_sides_hear_what_the_insurance_lacks(placement, at, world, further, last):
    further(placement, officer_of(placement))
    at("2024-07-29 08:10")
    remind()
    assert told(placement) == [("start_reminder", "7")]
    rows = Notification.objects.filter(kind="start_reminder_employer", recipient=world.employer_user)
    assert [row.context["missing"] for row in rows] == [last]


def test_where_all_is_done_there_is_one_word_the_day_before(placement, at):
    insured(placement, officer_of(placement))
    for day in ("2024-07-16", "2024-07-29", "2024-08-04", "2024-08-05"):
        at(f"{day} 08:10")
        remind()
    assert told(placement) == [("start_tomorrow", "1")]
    assert not Notification.objects.filter(kind="start_reminder_employer").exists()


def test_nothing_is_said_of_what_was_cancelled(placement, at, world):
    cancel_placement(placement_id=placement.pk, ending=Ending.EMPLOYER, note="Bütçe", actor=world.employer_user)
    at("2024-07-18 08:10")
    assert remind() == 0


def test_moved_dates_begin_their_steps_anew_and_the_old_ones_are_silent(placement, at):
    at("2024-07-12 08:10")
    remind()
    InsuranceCase.objects.filter(placement=placement).update(papers_due_on=dt.date(2024, 8, 2))
    Placement.objects.filter(pk=placement.pk).update(
        dates=(dt.date(2024, 8, 19), dt.date(2024, 9, 14)), version=placement.version + 1
    )
    at("2024-07-16 08:10")
    remind()
    at("2024-07-26 08:10")
    remind()
    assert told(placement) == [("papers_reminder", "7"), ("papers_reminder", "20"), ("papers_reminder", "7")]


def test_the_office_reads_one_notice_a_day_with_names(world, at):
    official = OfficialFactory(role=UniversityRole.ADVISER)
    reader = OfficialFactory(role=UniversityRole.COMMISSION)
    for name in ("Ayşe Çınar", "Şükrü Iğdır"):
        place(world, at, name=name)
    at("2024-07-12 08:10")
    remind()
    remind()
    (row,) = Notification.objects.filter(recipient=official.user, kind="reminder_office")
    assert row.context["number"] == "2"
    assert "Şükrü Iğdır (Staj Başvuru ve Kabul Formu, Staja Kabul Belgesi)" in row.context["people"]
    assert not Notification.objects.filter(recipient=reader.user, kind="reminder_office").exists()


def test_what_concerns_the_student_cannot_be_switched_off():
    assert all(kinds.get(key).mandatory for key in STEPS)
