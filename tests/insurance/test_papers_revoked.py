"""Prints that no longer say what holds: revoked, told to everybody concerned, and asked for anew on their pages."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from insurance.models import InsuranceCase, PaperForm, PayTerms
from insurance.paper_kinds import Paper
from insurance.papers import issue_paper
from insurance.papers.catalogue import SPECS
from insurance.papers.forms import OF_THE_END
from insurance.papers.needs import papers_for
from insurance.selectors.checklist import checklist
from insurance.selectors.worklist import worklist
from insurance.services.decisions import decide_compulsory
from insurance.services.guidelines import publish_guidelines
from insurance.services.moved import follow_new_dates
from insurance.states import CaseState
from offers.models import Placement
from offers.services.wages import load_wages
from offers.states import PlacementState
from tests.factories import OfficialFactory
from tests.insurance.test_dates_decisions import WORDS
from tests.insurance.test_forms_papers import paid
from tests.insurance.world import officer_of, place, with_papers
from tests.offers.world import World, make_world
from tests.people import browser
from usp.accounts.models import UniversityRole
from usp.core import clock
from usp.documents.models import Document, DocumentState
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(at) -> World:
    at("2024-05-13 10:00")
    load_wages()
    made = make_world()
    employer = made.manager.employer
    employer.is_public, employer.personnel_count = False, 50
    employer.save()
    return made


@pytest.fixture
def placement(world, at) -> Placement:
    placed = place(world, at)
    type(placed.department).objects.filter(pk=placed.department_id).update(compulsory_days=20)
    season = placed.offer.position.season
    type(season).objects.filter(pk=season.pk).update(status_is_compulsory=False)
    at("2024-06-03 10:00")
    return Placement.objects.get(pk=placed.pk)


@pytest.fixture
def commission(placement):
    publish_guidelines(principles=WORDS, file=None, actor=OfficialFactory().user)
    return OfficialFactory(role=UniversityRole.COMMISSION).user


def decide(placement: Placement, granted: bool, actor) -> None:
    decide_compulsory(
        placement_id=placement.pk, granted=granted, days=20 if granted else None, reason="Kurul kararı", actor=actor
    )


def state_of(document: Document) -> str:
    document.refresh_from_db()
    return document.state


def told(kind: str) -> dict[int, str]:
    """Who was told, and of which papers."""
    return {one.recipient_id: one.context["papers"] for one in Notification.objects.filter(kind=kind)}


def test_a_decision_revokes_the_fund_form_that_said_otherwise_and_tells_both_sides(world, placement, commission):
    paid(world, placement)
    contract = issue_paper(placement_id=placement.pk, kind=Paper.CONTRACT, actor=world.employer_user)
    form = issue_paper(placement_id=placement.pk, kind=Paper.FUND_FORM, actor=world.employer_user)
    decide(placement, True, commission)
    assert (state_of(form), state_of(contract)) == (DocumentState.REVOKED, DocumentState.VALID)
    fund = str(Paper.FUND_FORM.label)
    assert told("papers_revoked") == {placement.student.user_id: fund}
    assert told("papers_revoked_employer") == {world.employer_user.pk: fund}
    again = issue_paper(placement_id=placement.pk, kind=Paper.FUND_FORM, actor=world.employer_user)
    assert again.snapshot["is_compulsory"] is True
    decide_compulsory(placement_id=placement.pk, granted=True, days=15, reason="Düzeltme", actor=commission)
    assert state_of(again) == DocumentState.VALID  # other days, the same word on paper


def test_a_necessity_letter_loses_its_ground_with_the_decision(placement, commission):
    center = OfficialFactory().user
    letter = issue_paper(placement_id=placement.pk, kind=Paper.NECESSITY_LETTER, actor=center)
    decide(placement, True, commission)
    assert state_of(letter) == DocumentState.VALID
    decide(placement, False, commission)
    assert state_of(letter) == DocumentState.REVOKED
    assert center.pk in told("papers_revoked_center")
    line = next(line for line in checklist(placement) if line.kind == Paper.NECESSITY_LETTER)
    assert not line.is_lost  # nobody may make another one
    decide(placement, True, commission)
    line = next(line for line in checklist(placement) if line.kind == Paper.NECESSITY_LETTER)
    assert line.is_lost


def test_what_a_decision_asks_for_anew_stops_the_insurance_until_it_is_there(world, placement, commission):
    official = OfficialFactory().user
    PaperForm.objects.create(
        university=placement.department.unit.university, kind=Paper.FUND_FORM, want="paid_private",
        comes_back_signed=True, version=1, written_by=official, written_at=clock.now(), published_by=official,
        published_at=clock.now(),
    )  # fmt: skip
    decide(placement, False, commission)
    with_papers(placement, officer_of(placement))
    decide(placement, True, commission)
    assert InsuranceCase.objects.get(placement=placement).state == CaseState.AWAITING_PAPERS


def moved(placement: Placement, actor) -> None:
    """A week later, as the verb that moves internships does it."""
    was = placement.dates
    placement.dates = DateRange(was.lower + dt.timedelta(days=7), was.upper + dt.timedelta(days=7))
    placement.version += 1
    placement.save(update_fields=["dates", "version"])
    follow_new_dates(placement=placement, was=was, actor=actor)


def test_after_other_dates_every_side_reads_what_must_be_made_again(world, placement, at):
    center = OfficialFactory().user
    sheet = issue_paper(placement_id=placement.pk, kind=Paper.UNDERTAKING, actor=placement.student.user)
    letter = issue_paper(placement_id=placement.pk, kind=Paper.NECESSITY_LETTER, actor=center)
    word = issue_paper(placement_id=placement.pk, kind=Paper.EMPLOYER_ACCEPTANCE, actor=world.employer_user)
    moved(placement, placement.student.user)
    assert {state_of(one) for one in (sheet, letter, word)} == {DocumentState.REVOKED}
    assert "Staja Kabul Belgesi" in told("papers_revoked_employer")[world.employer_user.pk]
    assert told("papers_revoked") == {}  # the student did it, and reads it on the page
    needs = {need.kind: need for need in papers_for(Placement.objects.get(pk=placement.pk))}
    assert all(needs[kind].line.is_lost for kind in (Paper.UNDERTAKING, Paper.NECESSITY_LETTER))
    assert "revoked_letter" in {one.source.key for one in worklist(center).found}
    pages = {
        "student": browser(placement.student.user).get("/belgelerim/"),
        "center": browser(center).get(f"/kariyer-merkezi/stajyerler/{placement.pk}/"),
        "employer": browser(world.employer_user).get(f"/isveren/stajyerler/{placement.pk}/"),
    }
    for side, page in pages.items():
        said = " ".join(page.content.decode().split())
        assert "Yeniden düzenlenmesi gerekir. Önceki nüshası geçersiz: Staj tarihi değişti" in said, side
    issue_paper(placement_id=placement.pk, kind=Paper.NECESSITY_LETTER, actor=center)
    clock.forget_reading()
    assert "revoked_letter" not in {one.source.key for one in worklist(center).found}


def test_other_pay_tells_the_student_that_the_contract_counts_no_more(world, placement):
    paid(world, placement)
    issue_paper(placement_id=placement.pk, kind=Paper.CONTRACT, actor=world.employer_user)
    paid(world, placement, amount=PayTerms.objects.get().amount + 100)
    assert told("papers_revoked") == {placement.student.user_id: str(Paper.CONTRACT.label)}


def test_what_may_be_made_again_after_the_end_is_what_is_made_then():
    late = {kind for kind, spec in SPECS.items() if PlacementState.COMPLETED in spec.states}
    assert late - {Paper.COMPLETION} == OF_THE_END
