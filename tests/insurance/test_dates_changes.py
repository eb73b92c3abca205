"""New dates from proposal to new papers: who must say yes, who may not, and what follows (rules A10)."""

import contextlib
import datetime as dt
import random

import pytest
from django.db import IntegrityError, transaction

from applications.models import WindowRules
from insurance.models import DateChange, DateChangeState, InsuranceCase, InsuranceTask, InternEvent, UnitDecision
from insurance.selectors.dates import missing_agreements
from insurance.services.date_changes import (
    Proposal,
    agree_dates,
    close_overdue,
    propose_dates,
    refuse_dates,
    take_back_dates,
)
from insurance.services.papers import ensure_acceptance_form
from insurance.states import CaseState
from offers.models import Placement
from offers.services.ending import cancel_placement
from offers.states import Ending
from tests.factories import OfficialFactory, TermFactory, WindowFactory, moment
from tests.insurance.world import insured, officer_of, place, with_papers
from tests.keeping import kept
from tests.offers.test_races import at_once, refusals
from tests.offers.world import make_world
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.documents.models import DocumentState
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = DateChangeState
LATER = Proposal(dt.date(2024, 8, 19), 20, 5, "workplace")
SHORTER = Proposal(dt.date(2024, 8, 5), 15, 5, "shorter")


class Scene:
    """An internship of August with everybody around it."""

    def __init__(self, clock):
        clock("2024-05-13 10:00")
        self.world = make_world()
        self.placement = place(self.world, clock)
        for start in (dt.date(2024, 8, 5), dt.date(2024, 8, 19)):
            WindowFactory(
                season=self.placement.application.season,
                university=self.placement.department.unit.university,
                starts_on=start,
            )
        clock("2024-06-03 10:00")
        self.student, self.employer = self.placement.student.user, self.world.employer_user
        unit = self.placement.department.unit
        self.commission = OfficialFactory(role=UniversityRole.COMMISSION, unit=unit, university=unit.university).user
        self.adviser = OfficialFactory(role=UniversityRole.ADVISER, unit=unit, university=unit.university).user

    def propose(self, proposal=LATER, actor=None) -> DateChange:
        return propose_dates(placement_id=self.placement.pk, proposal=proposal, actor=actor or self.student)

    def now(self) -> Placement:
        return Placement.objects.get(pk=self.placement.pk)


@kept
def scene(at):
    return Scene(at)


def code_of(refused) -> str:
    return refused.value.code


@pytest.mark.parametrize(
    ("side", "proposal", "missing"),
    [
        ("student", LATER, ["employer"]),
        ("employer", LATER, ["student"]),
        ("adviser", LATER, ["student", "employer"]),
        ("commission", LATER, ["student", "employer"]),
        ("student", SHORTER, ["employer", "center"]),
        ("employer", SHORTER, ["student", "center"]),
        ("adviser", SHORTER, ["student", "employer", "center"]),
        ("commission", SHORTER, ["student", "employer"]),
    ],
)
def test_everybody_but_the_proposer_is_asked_and_the_unit_where_it_must(scene, side, proposal, missing):
    change = scene.propose(proposal, getattr(scene, side))
    assert missing_agreements(change) == missing


def test_the_last_yes_moves_the_internship_with_its_papers(scene):
    paper = ensure_acceptance_form(placement_id=scene.placement.pk, actor=None)
    change = scene.propose()
    agree_dates(change_id=change.pk, actor=scene.employer)
    moved = scene.now()
    assert (moved.first_day, moved.last_day, moved.version) == (dt.date(2024, 8, 19), dt.date(2024, 9, 16), 2)
    paper.refresh_from_db()
    assert (paper.state, InsuranceCase.objects.get().papers_due_on) == (DocumentState.REVOKED, dt.date(2024, 8, 2))
    anew = ensure_acceptance_form(placement_id=moved.pk, actor=None)
    assert anew.snapshot != paper.snapshot
    assert InternEvent.objects.filter(kind="dates").count() == 1
    told = set(Notification.objects.filter(kind="dates_applied").values_list("recipient", flat=True))
    assert {scene.student.pk, scene.employer.pk, scene.adviser.pk, scene.commission.pk} <= told


def test_a_shorter_internship_waits_for_the_unit_s_reason(scene):
    change = scene.propose(SHORTER)
    agree_dates(change_id=change.pk, actor=scene.employer)
    with pytest.raises(RuleViolation) as refused:
        agree_dates(change_id=change.pk, actor=scene.commission)
    assert code_of(refused) == "reason_needed"
    agree_dates(change_id=change.pk, actor=scene.commission, reason="Dersler 26 Ağustos’ta başlıyor.")
    assert (scene.now().working_days, scene.now().last_day) == (15, dt.date(2024, 8, 23))


def test_an_adviser_proposes_and_the_commission_decides(scene):
    change = scene.propose(SHORTER, scene.adviser)
    with pytest.raises(RuleViolation) as refused:
        agree_dates(change_id=change.pk, actor=scene.adviser, reason="Uygun")
    assert code_of(refused) == "not_yours"


def test_a_second_proposal_waits_for_the_first_and_the_same_one_twice_is_one(scene):
    first = scene.propose()
    assert scene.propose() == first
    with pytest.raises(RuleViolation) as refused:
        scene.propose(SHORTER, scene.employer)
    assert code_of(refused) == "date_change_one_open"


@pytest.mark.parametrize(
    ("verb", "who", "state"),
    [(refuse_dates, "employer", S.REFUSED), (take_back_dates, "student", S.TAKEN_BACK)],
)
def test_what_is_refused_or_taken_back_changes_nothing_and_twice_is_once(scene, verb, who, state):
    change = scene.propose()
    for _time in range(2):
        assert verb(change_id=change.pk, actor=getattr(scene, who)).state == state
    assert (scene.now().version, scene.now().first_day) == (1, dt.date(2024, 8, 5))
    with pytest.raises(RuleViolation) as refused:
        agree_dates(change_id=change.pk, actor=scene.employer)
    assert code_of(refused) == "date_change_closed"


def test_nobody_refuses_their_own_or_takes_back_another_s(scene):
    change = scene.propose()
    with pytest.raises(RuleViolation) as refused:
        refuse_dates(change_id=change.pk, actor=scene.student)
    assert code_of(refused) == "own_proposal"
    with pytest.raises(DateChange.DoesNotExist):
        take_back_dates(change_id=change.pk, actor=scene.employer)


def test_the_unit_refuses_what_it_is_asked_and_says_why(scene):
    change = scene.propose()
    with pytest.raises(RuleViolation) as refused:
        refuse_dates(change_id=change.pk, actor=scene.commission, reason="Hayır")
    assert code_of(refused) == "not_asked"
    take_back_dates(change_id=change.pk, actor=scene.student)
    shorter = scene.propose(SHORTER)
    with pytest.raises(RuleViolation) as refused:
        refuse_dates(change_id=shorter.pk, actor=scene.commission)
    assert code_of(refused) == "reason_needed"
    refuse_dates(change_id=shorter.pk, actor=scene.commission, reason="Süre ölçütü karşılanmıyor.")
    told = Notification.objects.get(kind="dates_refused", recipient=scene.student)
    assert "Süre ölçütü" in told.context["reason"]


def test_strangers_do_not_find_it(scene):
    change, stranger = scene.propose(), make_world().employer_user
    for verb in (agree_dates, refuse_dates, take_back_dates):
        with pytest.raises(Placement.DoesNotExist):
            verb(change_id=change.pk, actor=stranger)
    with pytest.raises(Placement.DoesNotExist):
        scene.propose(actor=stranger)


def test_an_answer_that_comes_late_needs_the_unit_after_all(scene, at):
    change = scene.propose()
    at("2024-07-30 10:00")
    agree_dates(change_id=change.pk, actor=scene.employer)
    change.refresh_from_db()
    assert (change.state, missing_agreements(change)) == (S.OPEN, ["center"])


def test_nobody_s_answer_before_the_start_closes_it(scene, at):
    change = scene.propose()
    at("2024-08-04 23:00")
    assert close_overdue() == 0
    at("2024-08-05 00:01")
    assert (close_overdue(), close_overdue()) == (1, 0)
    change.refresh_from_db()
    assert change.state == S.LAPSED


def test_an_answer_on_the_start_day_closes_it_and_the_closing_stays(scene, at):
    change = scene.propose()
    at("2024-08-05 09:00")
    with pytest.raises(RuleViolation) as refused:
        agree_dates(change_id=change.pk, actor=scene.employer)
    change.refresh_from_db()
    assert (code_of(refused), change.state) == ("date_change_closed", S.LAPSED)


def test_the_end_of_the_internship_ends_the_proposal(scene):
    change = scene.propose()
    cancel_placement(placement_id=scene.placement.pk, ending=Ending.AGREED, actor=scene.employer)
    change.refresh_from_db()
    assert change.state == S.MOOT


def test_papers_taken_in_count_no_more_and_the_case_waits_again(scene):
    case = with_papers(scene.placement, officer_of(scene.placement))
    change = scene.propose()
    agree_dates(change_id=change.pk, actor=scene.employer)
    case.refresh_from_db()
    assert case.state == CaseState.AWAITING_PAPERS
    assert not scene.placement.paper_receipts.filter(voided_at__isnull=True).exists()


@pytest.mark.parametrize(("proposal", "tasks"), [(LATER, 1), (SHORTER, 0)])
def test_an_entry_at_sgk_is_corrected_for_another_start_and_only_noted_for_another_end(scene, proposal, tasks):
    case = insured(scene.placement, officer_of(scene.placement)).case
    change = scene.propose(proposal, scene.commission)
    agree_dates(change_id=change.pk, actor=scene.employer)
    agree_dates(change_id=change.pk, actor=scene.student)
    assert InsuranceTask.objects.filter(case=case, kind="change_entry", done_at__isnull=True).count() == tasks
    assert (case.entries.get().ends_on == scene.now().last_day) is (tasks == 0)


def test_the_unit_s_yes_to_dates_in_a_term_is_its_decision_on_lectures(scene):
    university = scene.placement.department.unit.university
    TermFactory(university=university, starts_on=dt.date(2024, 9, 2))
    change = scene.propose()
    agree_dates(change_id=change.pk, actor=scene.commission, reason="Yönetmelik md. 5")
    agree_dates(change_id=change.pk, actor=scene.employer)
    decision = UnitDecision.objects.get()
    assert (decision.subject, decision.granted, decision.decided_by) == ("term", True, scene.commission)


def test_a_university_that_admits_no_lectures_admits_no_such_dates(scene):
    university = scene.placement.department.unit.university
    TermFactory(university=university, starts_on=dt.date(2024, 9, 2))
    WindowRules.objects.create(university=university, term_overlap="refused", changed_at=moment("2024-01-02 10:00"))
    with pytest.raises(RuleViolation, match="izin vermiyor") as refused:
        scene.propose()
    assert code_of(refused) == "date_change_stops"


def test_the_database_applies_nothing_before_all_agreed_and_keeps_answers(scene):
    change = scene.propose()
    rows = DateChange.objects.filter(pk=change.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=S.APPLIED, closed_at=moment("2024-06-03 10:00"))
    refuse_dates(change_id=change.pk, actor=scene.employer)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=S.OPEN, closed_at=None)


@pytest.mark.django_db(transaction=True)
def test_every_answer_at_once_is_one_answer(season_clock):
    scene = Scene(season_clock)
    change = scene.propose()
    results = at_once(
        lambda: agree_dates(change_id=change.pk, actor=scene.employer),
        lambda: take_back_dates(change_id=change.pk, actor=scene.student),
        lambda: cancel_placement(placement_id=scene.placement.pk, ending=Ending.AGREED, actor=scene.employer),
    )
    change.refresh_from_db()
    assert change.state in (S.APPLIED, S.TAKEN_BACK, S.MOOT)
    assert (scene.now().version == 3) is (change.state == S.APPLIED)
    assert set(refusals(results)) <= {"date_change_closed"}


@pytest.mark.parametrize("seed", range(3))
def test_a_random_run_of_answers_keeps_one_story(scene, seed, at):
    """Whatever is proposed and answered by whom: one open proposal at most, and each applied one is a version."""
    chance = random.Random(seed)
    people = [scene.student, scene.employer, scene.adviser, scene.commission]
    starts = [dt.date(2024, 8, 5), dt.date(2024, 8, 19), dt.date(2024, 7, 29)]
    for step in range(14):
        actor, latest = chance.choice(people), DateChange.objects.order_by("-pk").first()
        proposal = Proposal(chance.choice(starts), chance.choice([15, 20]), chance.choice([5, 6]), "other")
        verbs = [lambda a=actor, p=proposal: scene.propose(p, a)]
        if latest:
            verbs += [
                lambda a=actor, pk=latest.pk: agree_dates(change_id=pk, actor=a, reason="Uygun"),
                lambda a=actor, pk=latest.pk: agree_dates(change_id=pk, actor=a, reason="Uygun"),
                lambda a=actor, pk=latest.pk: refuse_dates(change_id=pk, actor=a, reason="Değil"),
                lambda a=actor, pk=latest.pk: take_back_dates(change_id=pk, actor=a),
            ]
        with contextlib.suppress(RuleViolation, DateChange.DoesNotExist):
            chance.choice(verbs)()
        now = scene.now()
        applied = DateChange.objects.filter(state=S.APPLIED).order_by("closed_at", "pk")
        assert DateChange.objects.filter(state=S.OPEN).count() <= 1, step
        assert now.version == 1 + applied.count()
        assert now.dates == (applied.last().dates if applied else scene.placement.dates)
