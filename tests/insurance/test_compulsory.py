"""Whether an internship counts as the curriculum's: papers and pay ask one place, and promise nothing before."""

import datetime as dt

import pytest

from insurance.models import AttendanceDay, PaperForm, PaperRules, UnitDecision
from insurance.paper_kinds import Paper
from insurance.papers import issue_paper
from insurance.papers.issue import subject_of
from insurance.papers.needs import papers_for
from insurance.papers.pay import pay_of
from insurance.selectors.checklist import checklist
from insurance.selectors.compulsory import is_compulsory
from insurance.selectors.pay import pay_sheet
from insurance.services.completeness import missing_papers
from offers.models import Placement
from offers.services.wages import load_wages
from tests.factories import OfficialFactory
from tests.insurance.test_forms_papers import paid, printed
from tests.insurance.world import place
from tests.keeping import kept
from tests.offers.world import World, make_world
from usp.core import clock
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
CASES = [(None, None, False), (20, None, None), (20, False, False), (20, True, True)]


@kept
def world(at) -> World:
    at("2024-05-13 10:00")
    load_wages()
    made = make_world()
    employer = made.manager.employer
    employer.is_public, employer.personnel_count = False, 50
    employer.save()
    return made


@kept
def placement(world, at) -> Placement:
    placed = place(world, at)
    at("2024-06-03 10:00")
    return placed


def known(placement: Placement, days: int | None, granted: bool | None) -> Placement:
    """The curriculum asks for so many days, and the commission has said this."""
    department = placement.department
    type(department).objects.filter(pk=department.pk).update(compulsory_days=days)
    if granted is not None:
        UnitDecision.objects.create(
            placement=placement, subject="compulsory", granted=granted, reason="Komisyon kararı",
            decided_by=OfficialFactory().user, decided_at=clock.now(),
        )  # fmt: skip
    return Placement.objects.get(pk=placement.pk)


@pytest.mark.parametrize(("days", "granted", "counts"), CASES)
def test_checklist_papers_and_the_desk_want_the_fund_form_of_the_same_internships(placement, days, granted, counts):
    official = OfficialFactory().user
    PaperForm.objects.create(
        university=placement.department.unit.university, kind=Paper.FUND_FORM, want="always", comes_back_signed=True,
        version=1, written_by=official, written_at=clock.now(), published_by=official, published_at=clock.now(),
    )  # fmt: skip
    one = known(placement, days, granted)
    assert is_compulsory(one) is counts
    wanted = {
        next(line for line in checklist(one) if line.kind == Paper.FUND_FORM).is_needed,
        next(need for need in papers_for(one) if need.kind == Paper.FUND_FORM).wanted,
        str(Paper.FUND_FORM.label) in missing_papers(one),
    }
    assert wanted == {counts is not False}


@pytest.mark.parametrize(("days", "granted", "counts"), CASES)
def test_the_fund_form_names_the_states_share_only_of_an_internship_that_counts(
    world, placement, days, granted, counts
):
    paid(world, placement)
    known(placement, days, granted)
    subject = subject_of(placement.pk)
    assert (pay_of(subject).state_share is not None) is (counts is True)
    text = printed(issue_paper(placement_id=placement.pk, kind=Paper.FUND_FORM, actor=world.employer_user))
    ticked = {"X Öğretim programı": "XÖğretim programı" in text or "X Öğretim programı" in text,
              "X Zorunlu değil": "XZorunlu değil" in text or "X Zorunlu değil" in text}  # fmt: skip
    assert ticked == {"X Öğretim programı": counts is True, "X Zorunlu değil": counts is False}


def test_what_nobody_has_decided_is_no_reason_to_promise_the_share(placement):
    found = pay_sheet(known(placement, 20, None))
    assert (found.state_total, [one.state for one in found.stretches]) == ("", [""])
    assert "henüz karar verilmedi" in found.state_why


def test_the_necessity_letter_of_an_internship_that_does_not_count_rests_on_the_season_alone(placement):
    one, official = known(placement, 20, False), OfficialFactory().user
    with pytest.raises(RuleViolation) as refused:
        issue_paper(placement_id=one.pk, kind=Paper.NECESSITY_LETTER, actor=official)
    assert refused.value.code == "paper_unfit"
    season = one.application.season
    type(season).objects.filter(pk=season.pk).update(status_is_compulsory=True)
    letter = printed(issue_paper(placement_id=one.pk, kind=Paper.NECESSITY_LETTER, actor=official))
    assert "yükümlüdür" not in letter


def test_papers_and_the_pay_page_count_the_same_days(placement):
    AttendanceDay.objects.create(
        placement=placement, day=dt.date(2024, 8, 7), status="unexcused", marked_by=placement.student.user,
        marked_at=clock.now(),
    )  # fmt: skip
    PaperRules.objects.create(university=placement.department.unit.university, pays_working_days=True)
    assert subject_of(placement.pk).wage.paid_days == pay_sheet(placement).paid_days == 19
