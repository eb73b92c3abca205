"""The desk's verbs one by one: papers, record, entry, document, refusal, exit (docs/rules.md A1, A2, A6, A37, B1)."""

import datetime as dt

import pytest

from insurance.models import InsuranceCase, InsuranceTask
from insurance.services.case_exits import declare_exit, delete_entry, finish_task
from insurance.services.case_moves import declare_entry, receive_papers, reopen_papers, set_health_cover, share_entry
from insurance.services.case_refusals import refuse_entry
from insurance.services.record_checks import vouch_for_record
from insurance.states import CaseState
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.ending import abandon_placement, cancel_placement, complete_placement, stop_by_center
from offers.states import Ending, PlacementState
from tests.factories import OfficialFactory
from tests.insurance.world import declared, entry_document, insured, officer_of, place, with_papers
from tests.keeping import kept
from tests.offers.world import make_world, student_of
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S, Ground = CaseState, InsuranceCase.Ground
JULY = "2024-07-15 10:00"  # the internship runs from 5 August to 2 September; papers are due on 19 July


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


@kept
def placed(world, at):
    return place(world, at)


@kept
def officer(placed):
    return officer_of(placed)


def case_of(placement) -> InsuranceCase:
    return InsuranceCase.objects.get(placement=placement)


def code_of(call) -> str:
    with pytest.raises(RuleViolation) as refused:
        call()
    return refused.value.code


def told(user) -> set[str]:
    return set(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


def test_an_internship_goes_from_papers_to_the_declared_exit_with_a_row_for_each_step(world, placed, officer, at):
    at(JULY)
    entry = insured(placed, officer)
    assert (entry.starts_on, entry.ends_on) == (placed.first_day, placed.last_day)
    assert (entry.document_type, entry.seq, entry.student) == ("22", 1, placed.student)
    at("2024-09-02 18:00")
    declare_exit(case_id=entry.case_id, exit_on=placed.last_day, actor=officer, reference="Ç-1")
    case = case_of(placed)
    assert case.state == S.EXIT_DECLARED
    assert [(row.to_state, row.actor) for row in case.transitions.all()] == [
        ("awaiting_papers", "system"),
        *((state, f"user:{officer.pk}") for state in (
            "papers_received", "entry_declared", "entry_shared", "exit_declared")),
    ]  # fmt: skip
    entry.refresh_from_db()
    assert (entry.exit_on, entry.exit_reference, entry.exit_declared_by) == (placed.last_day, "Ç-1", officer)
    assert {"case_papers_received", "case_entry_declared", "case_entry_shared", "case_exit_declared"} <= told(
        placed.student.user
    )
    assert "case_entry_shared_employer" in told(world.employer_user)


def test_nothing_is_declared_while_a_needed_paper_is_missing(placed, officer, at):
    at(JULY)
    case = case_of(placed)
    with pytest.raises(RuleViolation) as refused:
        receive_papers(case_id=case.pk, actor=officer)
    assert refused.value.code == "papers_missing"
    assert "Staja Kabul Belgesi" in str(refused.value)
    assert code_of(lambda: declare_entry(case_id=case.pk, actor=officer)) == "insurance_transition"


def test_papers_after_the_last_day_need_a_persons_reason_and_stop_at_the_last_limit(placed, officer, at):
    at("2024-07-22 10:00")
    with pytest.raises(RuleViolation):
        with_papers(placed, officer)
    case = with_papers(placed, officer, late_reason="Öğrenci hastanedeydi.")
    assert case.state == S.PAPERS_RECEIVED
    assert case.transitions.last().reason == "Öğrenci hastanedeydi."
    reopen_papers(case_id=case.pk, reason="İmza eksik", actor=officer)
    assert "case_papers_reopened" in told(placed.student.user)
    at("2024-08-05 00:00")
    assert code_of(lambda: receive_papers(case_id=case.pk, actor=officer)) == "entry_too_late"
    assert case_of(placed).state == S.AWAITING_PAPERS  # nothing is cancelled by itself


@pytest.mark.parametrize(
    ("starts_on", "moment", "refused"),
    [
        ("2024-08-05", "2024-08-04 23:59:59", ""),
        ("2024-08-05", "2024-08-05 00:00:00", "insurance_entry_before_start"),
        # 15 July is a holiday: the law would take the next working day for the last one, the portal never does (B1)
        ("2024-07-16", "2024-07-15 23:59:59", ""),
        ("2024-07-16", "2024-07-16 00:00:00", "insurance_entry_before_start"),
    ],
)
def test_an_entry_is_declared_at_the_latest_the_night_before_the_start(world, at, starts_on, moment, refused):
    placed = place(world, at, starts_on=dt.date.fromisoformat(starts_on))
    officer = officer_of(placed)
    at("2024-06-24 10:00")
    case = with_papers(placed, officer)
    at(moment)
    vouch_for_record(case_id=case.pk, actor=officer)
    if refused:
        assert code_of(lambda: declare_entry(case_id=case.pk, actor=officer)) == refused
    else:
        assert declare_entry(case_id=case.pk, actor=officer).case_id == case.pk


@pytest.mark.parametrize(("covered", "kind"), [(True, "22"), (False, "43")])
def test_who_is_cared_for_by_the_family_is_declared_with_22_others_with_43(placed, officer, at, covered, kind):
    at(JULY)
    case = with_papers(placed, officer)
    set_health_cover(case_id=case.pk, has_cover=covered, actor=officer)
    vouch_for_record(case_id=case.pk, actor=officer)
    assert declare_entry(case_id=case.pk, actor=officer).document_type == kind
    assert code_of(lambda: set_health_cover(case_id=case.pk, has_cover=True, actor=officer)) == "cover_declared"


def test_the_student_says_it_too_until_an_officer_has(placed, officer, at):
    case = case_of(placed)
    student = placed.student.user
    set_health_cover(case_id=case.pk, has_cover=True, actor=student)
    assert set_health_cover(case_id=case.pk, has_cover=False, actor=student).cover_by == student
    set_health_cover(case_id=case.pk, has_cover=True, actor=officer)
    assert code_of(lambda: set_health_cover(case_id=case.pk, has_cover=False, actor=student)) == "cover_by_officer"


def test_an_entry_needs_to_know_the_health_cover(placed, officer, at):
    at(JULY)
    case = with_papers(placed, officer)
    InsuranceCase.objects.filter(pk=case.pk).update(has_health_cover=None)
    vouch_for_record(case_id=case.pk, actor=officer)
    assert code_of(lambda: declare_entry(case_id=case.pk, actor=officer)) == "cover_unknown"


def test_twice_is_once(placed, officer, at):
    at(JULY)
    entry = declared(placed, officer)
    assert declare_entry(case_id=entry.case_id, actor=officer) == entry
    document = entry_document(officer)
    for _twice in range(2):
        share_entry(case_id=entry.case_id, document=document, actor=officer)
    assert Notification.objects.filter(recipient=placed.student.user, kind="case_entry_shared").count() == 1
    right = entry_document(officer)
    share_entry(case_id=entry.case_id, document=right, actor=officer)
    entry.refresh_from_db()
    assert entry.document == right


def test_what_sgk_refuses_goes_back_to_the_desk_and_can_be_declared_again(placed, officer, at):
    colleague = OfficialFactory(role=UniversityRole.INSURANCE, unit=placed.department.unit).user
    at(JULY)
    entry = declared(placed, officer)
    refuse_entry(case_id=entry.case_id, ground=Ground.SGK, note="Kimlik bilgisi uyuşmuyor", actor=officer)
    case = case_of(placed)
    assert (case.state, case.refused_ground) == (S.ENTRY_REFUSED, Ground.SGK)
    assert "case_refused_by_sgk" in told(colleague)
    assert "case_refused_by_sgk" not in told(officer)
    receive_papers(case_id=case.pk, actor=officer)
    again = declare_entry(case_id=case.pk, actor=officer)
    assert (again.seq, case_of(placed).state) == (2, S.ENTRY_DECLARED)


@pytest.mark.parametrize(
    ("ground", "ending"),
    [(Ground.STUDENTSHIP, Ending.NOT_STUDENT), (Ground.TERM, Ending.INSURANCE_REFUSED),
     (Ground.PAPERS, Ending.NO_PAPERS)],
)  # fmt: skip
@pytest.mark.parametrize("papers", [True, False])
def test_a_units_own_refusal_cancels_the_internship_and_nobody_may_note_anything(
    world, placed, officer, at, ground, ending, papers
):
    at(JULY)
    if papers:
        with_papers(placed, officer)
    refuse_entry(case_id=case_of(placed).pk, ground=ground, note="Mezun oldu", actor=officer)
    placed.refresh_from_db()
    case = case_of(placed)
    assert (placed.state, placed.ending, placed.ended_by) == (PlacementState.CANCELLED, ending, officer)
    assert (case.state, case.refused_ground) == (S.CANCELLED, ground)
    assert "entry_refused" in [row.to_state for row in case.transitions.all()]
    assert "placement_cancelled" in told(placed.student.user)


def test_a_unit_that_refuses_after_the_entry_still_owes_sgk_the_deletion(placed, officer, at):
    at(JULY)
    entry = insured(placed, officer)
    refuse_entry(case_id=entry.case_id, ground=Ground.STUDENTSHIP, note="Mezun oldu", actor=officer)
    task = InsuranceTask.objects.get()
    assert (task.kind, case_of(placed).state) == ("delete_entry", S.CANCELLED)
    finish_task(task_id=task.pk, actor=officer)
    entry.refresh_from_db()
    assert (entry.deleted_by, entry.deleted_at is not None) == (officer, True)
    task.refresh_from_db()
    assert task.done_by == officer


def test_a_wrong_entry_is_deleted_until_the_night_of_the_day_after_the_start(world, placed, officer, at):
    at(JULY)
    entry = insured(placed, officer)
    at("2024-08-03 10:00")
    cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user)
    at("2024-08-06 23:59:59")
    assert delete_entry(entry_id=entry.pk, actor=officer).deleted_by == officer
    assert case_of(placed).state == S.CANCELLED


def test_who_left_is_signed_out_of_sgk_with_the_real_last_day(world, placed, officer, at):
    at(JULY)
    entry = insured(placed, officer)
    at("2024-08-14 10:00")
    left_on = dt.date(2024, 8, 13)
    abandon_placement(placement_id=placed.pk, ending=Ending.LEFT, left_on=left_on, actor=world.employer_user)
    task = InsuranceTask.objects.get()
    assert (task.kind, task.left_on, str(task.due_at.astimezone())[:19]) == (
        "declare_exit", left_on, "2024-08-23 23:59:59",
    )  # fmt: skip
    finish_task(task_id=task.pk, actor=officer)
    entry.refresh_from_db()
    assert (entry.exit_on, entry.deleted_at, case_of(placed).state) == (left_on, None, S.EXIT_DECLARED)


def test_after_the_night_of_the_day_after_the_start_an_entry_is_ended_not_deleted(world, placed, officer, at):
    at(JULY)
    entry = insured(placed, officer)
    at("2024-08-03 10:00")
    cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user)
    at("2024-08-07 00:00")
    assert code_of(lambda: delete_entry(entry_id=entry.pk, actor=officer)) == "insurance_entry_delete_in_time"
    declare_exit(case_id=entry.case_id, exit_on=dt.date(2024, 8, 5), actor=officer)
    assert case_of(placed).state == S.CANCELLED
    assert not InsuranceTask.objects.filter(done_at=None).exists()


def test_an_exit_is_not_declared_while_the_internship_runs_nor_outside_of_it(placed, officer, at):
    at(JULY)
    entry = insured(placed, officer)
    at("2024-08-20 10:00")
    assert (
        code_of(lambda: declare_exit(case_id=entry.case_id, exit_on=dt.date(2024, 8, 20), actor=officer))
        == "placement_runs"
    )
    at("2024-09-05 10:00")
    assert (
        code_of(lambda: declare_exit(case_id=entry.case_id, exit_on=dt.date(2024, 9, 3), actor=officer))
        == "exit_outside"
    )
    assert declare_exit(case_id=entry.case_id, exit_on=placed.last_day, actor=officer).exit_on == placed.last_day


def test_what_was_never_insured_is_never_completed(world, placed, officer, at):
    at("2024-09-05 10:00")
    complete = {"placement_id": placed.pk, "days_attended": 20, "unexcused_days": 0, "actor": world.employer_user}
    assert code_of(lambda: complete_placement(**complete)) == "placement_uninsured"
    stop_by_center(placement_id=placed.pk, ending=Ending.INSURANCE_REFUSED, note="", actor=officer)
    assert case_of(placed).state == S.CANCELLED


def test_the_second_internship_is_declared_only_after_the_first_ones_exit(at):
    at("2024-05-13 10:00")
    first_world, second_world = make_world(), make_world()
    application = first_world.candidate(allowed=2)
    placements = []
    for world, starts_on in ((first_world, dt.date(2024, 8, 5)), (second_world, dt.date(2024, 9, 9))):
        at("2024-05-13 10:00")
        (offer,) = world.send(application, starts_on=starts_on)
        at("2024-05-14 10:00")
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
        placements.append(confirm_offer(offer_id=offer.pk, actor=world.employer_user))
    officer = officer_of(placements[0])
    at(JULY)
    first = insured(placements[0], officer)
    case = with_papers(placements[1], officer)
    vouch_for_record(case_id=case.pk, actor=officer)
    assert code_of(lambda: declare_entry(case_id=case.pk, actor=officer)) == "insurance_one_open_entry"
    at("2024-09-02 20:00")
    declare_exit(case_id=first.case_id, exit_on=placements[0].last_day, actor=officer)
    vouch_for_record(case_id=case.pk, actor=officer)
    assert declare_entry(case_id=case.pk, actor=officer).starts_on == dt.date(2024, 9, 9)
