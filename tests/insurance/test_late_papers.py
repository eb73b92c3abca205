"""A missed papers' day, as its student reads it: what may still happen, until when, whom to turn to (rules A37, A1)."""

import datetime as dt

import pytest
from django.urls import reverse

from insurance.models import DateChangeState, InsuranceCase, PaperReceipt, PaperRules
from insurance.paper_kinds import Paper
from insurance.selectors.late_papers import receivers_of
from insurance.services.date_changes import Proposal, agree_dates, propose_dates
from insurance.services.receipts import take_paper
from insurance.states import CaseState
from tests.factories import OfficialFactory
from tests.insurance.world import officer_of, place, with_papers
from tests.offers.world import make_world
from tests.people import browser
from usp.accounts.models import DepartmentAdviser, UniversityRole
from usp.core import clock
from usp.notifications import kinds
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=2)


@pytest.fixture
def placement(world, at):
    """Begins on Monday, 5 August 2024; papers by Friday, 19 July 17.00, with a reason until 1 August."""
    return place(world, at)


def named_adviser(placement):
    unit = placement.department.unit
    user = OfficialFactory(role=UniversityRole.ADVISER, unit=unit, university=unit.university).user
    DepartmentAdviser.objects.create(
        department=placement.department, user=user, room="B-214", phone="+902282141111", starts_on="2024-01-01",
        named_by=user,
    )  # fmt: skip
    return user


def page(placement) -> str:
    return browser(placement.student.user).get(reverse("insurance:my-documents")).content.decode()


@pytest.mark.parametrize(
    ("moment", "said", "moves"),
    [
        ("2024-07-19 17:00:01", "teslim alabilir", False),
        ("2024-08-01 16:00", "1 Ağustos 2024 Perşembe günü teslim alabilir", False),
        ("2024-08-02 09:00", "artık alınamıyor", True),
        ("2024-08-05 09:00", "İş yerinde çalışmaya başlamayın", True),
    ],
)
def test_late_papers_say_what_follows_and_whom_to_turn_to(placement, at, moment, said, moves):
    adviser = named_adviser(placement)
    at(moment)
    text = page(placement)
    assert said in text
    assert adviser.full_name in text
    assert f"mailto:{adviser.email}" in text
    assert "tel:+902282141111" in text
    assert (reverse("offers:ask-cancellation", args=[placement.pk]) in text) is moves
    aside = browser(placement.student.user).get(reverse("offers:my-placement", args=[placement.pk])).content.decode()
    assert said in aside


def test_nothing_is_late_in_time_or_once_the_papers_are_in(placement, at):
    at("2024-07-19 17:00:00")
    assert "stajınız iptal olmadı" not in page(placement)
    with_papers(placement, officer_of(placement))
    at("2024-07-20 09:00")
    assert "stajınız iptal olmadı" not in page(placement)


@pytest.mark.parametrize(
    ("taken_by", "role"),
    [
        ("adviser", UniversityRole.INSURANCE),
        ("insurance", UniversityRole.INSURANCE),
        ("center", UniversityRole.MANAGER),
    ],
)
def test_whom_to_turn_to_is_who_takes_papers_in(placement, taken_by, role):
    """Where no adviser is named, whoever may take papers in stands in."""
    unit = placement.department.unit
    OfficialFactory(role=UniversityRole.COMMISSION, unit=unit, university=unit.university)
    user = OfficialFactory(role=role, unit=unit, university=unit.university).user
    found = receivers_of(placement, PaperRules(university=unit.university, taken_by=taken_by))
    assert [one.email for one in found] == [user.email]


def test_a_university_without_officials_leaves_the_programme_s_address(placement):
    found = receivers_of(placement, PaperRules(university=placement.department.unit.university))
    assert [one.email for one in found] == [placement.application.season.support_email]


def test_an_internship_that_could_not_start_moves_later_and_is_signed_for_anew(world, placement, at):
    officer = officer_of(placement)
    take_paper(placement_id=placement.pk, kind=Paper.ACCEPTANCE_FORM, signed_on=clock.today(), actor=officer)
    unit = placement.department.unit
    commission = OfficialFactory(role=UniversityRole.COMMISSION, unit=unit, university=unit.university).user
    at("2024-08-06 10:00")
    later = Proposal(dt.date(2024, 8, 26), 20, 5, "workplace")
    change = propose_dates(placement_id=placement.pk, proposal=later, actor=placement.student.user)
    agree_dates(change_id=change.pk, actor=world.employer_user)
    agree_dates(change_id=change.pk, actor=commission, reason="Evrak hastalık yüzünden gecikti.")
    change.refresh_from_db()
    placement.refresh_from_db()
    assert change.state == DateChangeState.APPLIED
    assert placement.first_day == dt.date(2024, 8, 26)
    assert InsuranceCase.objects.get(placement=placement).state == CaseState.AWAITING_PAPERS
    assert not PaperReceipt.objects.filter(placement=placement, voided_at__isnull=True).exists()


def test_the_approval_s_notice_names_the_last_day_for_papers(placement):
    told = Notification.objects.get(recipient=placement.student.user, kind="placement_confirmed")
    assert told.context["papers_by"] == "2024-07-19"
    assert "19 Temmuz 2024 Cuma" in kinds.render(kinds.get(told.kind), told.context, "tr").sms
