"""The rules around an entry: the record, another unit, universities abroad, new dates, the start morning."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from applications.eligibility import records_of
from insurance.models import InsuranceCase, InsuranceEntry, InsuranceTask
from insurance.services.acceptance_lists import issue_list
from insurance.services.case_exits import change_entry, declare_exit
from insurance.services.case_moves import decide_insurer, declare_entry, share_entry
from insurance.services.case_refusals import refuse_entry
from insurance.services.record_checks import check_record, vouch_for_record
from insurance.services.uninsured import tell_uninsured
from insurance.states import CaseState
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.dates import move_placement
from offers.states import Ending, PlacementState
from tests.applications.conftest import edevlet_sandbox, sandbox_student  # noqa: F401 -- the real sandbox
from tests.factories import (
    ApplicationFactory,
    DepartmentFactory,
    OfficialFactory,
    UnitFactory,
    UniversityFactory,
    UserFactory,
)
from tests.insurance.world import declared, entry_document, insured, officer_of, place, unit_named, with_papers
from tests.keeping import kept
from tests.offers.world import make_world, student_of
from usp.accounts.models import UniversityRole, UserKind
from usp.core.errors import RuleViolation
from usp.documents.models import DocumentState
from usp.edevlet.gateway import fetch_records
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = CaseState
JULY = "2024-07-15 10:00"


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


def told(user) -> set[str]:
    return set(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


def code_of(call) -> str:
    with pytest.raises(RuleViolation) as refused:
        call()
    return refused.value.code


def case_of(placement) -> InsuranceCase:
    return InsuranceCase.objects.get(placement=placement)


def place_of_sandbox(world, at, key: str, **extra):
    """An internship of somebody whom the sandbox knows, with the record of the application's day."""
    student = sandbox_student(key)
    source = fetch_records(student.tckn)
    application = ApplicationFactory(
        season=world.position.season, student=student, source=source, enrolment_id=source.enrolments[0].id, **extra
    )
    assert records_of(application).enrolments
    at("2024-05-13 10:00")
    (offer,) = world.send(application)
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    return confirm_offer(offer_id=offer.pk, actor=world.employer_user)


# --- the record, asked again (A2, A39, B9)


def test_who_graduates_before_the_entry_is_not_declared_and_the_unit_cancels_excused(world, at, edevlet_sandbox):  # noqa: F811
    placement = place_of_sandbox(world, at, "haziranda-mezun")
    officer = officer_of(placement)
    at(JULY)
    case = with_papers(placement, officer)
    edevlet_sandbox.at(JULY)
    assert code_of(lambda: declare_entry(case_id=case.pk, actor=officer)) == "not_a_student"
    case.refresh_from_db()
    assert (case.state, case.record_stops, case.record_by) == (S.PAPERS_RECEIVED, True, None)
    assert "sona ermiş" in case.record_findings[0]
    refuse_entry(case_id=case.pk, ground="studentship", note="28 Haziran’da mezun oldu", actor=officer)
    placement.refresh_from_db()
    assert (placement.state, placement.ending) == (PlacementState.CANCELLED, Ending.NOT_STUDENT)
    assert not InsuranceEntry.objects.exists()


def test_a_running_studentship_is_declared_after_it_was_looked_at_and_the_look_holds_for_days(
    world,
    at,
    edevlet_sandbox,  # noqa: F811
):
    placement = place_of_sandbox(world, at, "haziranda-mezun")
    officer = officer_of(placement)
    at("2024-06-20 10:00")
    edevlet_sandbox.at("2024-06-20 10:00")
    case = with_papers(placement, officer)
    assert not check_record(case_id=case.pk, actor=officer).stops
    edevlet_sandbox.stop()
    assert declare_entry(case_id=case.pk, actor=officer).case_id == case.pk


def test_a_silent_edevlet_holds_the_entry_until_an_official_vouches(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    at(JULY)
    case = with_papers(placement, officer)
    assert code_of(lambda: declare_entry(case_id=case.pk, actor=officer)) == "record_unavailable"
    assert vouch_for_record(case_id=case.pk, actor=officer).record_by == officer
    assert declare_entry(case_id=case.pk, actor=officer).seq == 1


def test_another_running_programme_carries_the_internship_to_its_unit_which_insures(world, at, edevlet_sandbox):  # noqa: F811
    carrying = DepartmentFactory()
    placement = place_of_sandbox(world, at, "mezun-cap", department=DepartmentFactory(unit=unit_named("iktisat")))
    was = officer_of(placement)
    now = OfficialFactory(role=UniversityRole.INSURANCE, unit=carrying.unit).user
    at(JULY)
    case = with_papers(placement, was)
    letter = issue_list(
        university_id=carrying.unit.university_id, placement_ids=[placement.pk], actor=world.employer_user
    )
    assert code_of(lambda: declare_entry(case_id=case.pk, actor=was)) == "unit_moved"
    letter.refresh_from_db()
    assert letter.state == DocumentState.REVOKED
    assert "acceptance_list_void" in told(world.employer_user)
    placement.refresh_from_db()
    case.refresh_from_db()
    assert (placement.department, placement.application.department.unit.code) == (carrying, "iktisat")
    assert case.state == S.AWAITING_PAPERS
    assert {"case_unit_moved"} <= told(placement.student.user)
    assert "case_unit_moved_center" in told(now) & told(was)
    with_papers(placement, now)
    assert declare_entry(case_id=case.pk, actor=now).declared_by == now


# --- universities that cannot file with SGK (A8)


def test_a_student_from_abroad_waits_for_a_decision_and_the_employer_then_declares_and_shares(world, at):
    operator = UserFactory(kind=UserKind.OPERATOR)
    abroad = UnitFactory(university=UniversityFactory(code="baku", kind="abroad", province=None), code="fakulte")
    placement = place(world, at, unit=abroad)
    case = case_of(placement)
    assert "case_decision_needed" in told(operator)
    assert (
        code_of(lambda: decide_insurer(case_id=case.pk, insured_by="employer", ground=" ", actor=operator))
        == "ground_needed"
    )
    decide_insurer(case_id=case.pk, insured_by="employer", ground="Protokol md. 4", actor=operator)
    assert "case_decided_employer" in told(world.employer_user)
    at(JULY)
    with_papers(placement, operator)
    vouch_for_record(case_id=case.pk, actor=operator)
    entry = declare_entry(case_id=case.pk, actor=world.employer_user)
    share_entry(case_id=case.pk, document=entry_document(world.employer_user), actor=world.employer_user)
    assert (entry.declared_by, case_of(placement).state) == (world.employer_user, S.ENTRY_SHARED)


# --- new dates (B1)


def moved(placement, actor, first: str, last: str):
    dates = DateRange(dt.date.fromisoformat(first), dt.date.fromisoformat(last) + dt.timedelta(days=1))
    placement.refresh_from_db()
    return move_placement(placement=placement, dates=dates, working_days=20, weekly_days=5, actor=actor)


def test_before_the_entry_new_dates_only_ask_for_the_papers_again(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    at(JULY)
    with_papers(placement, officer)
    moved(placement, officer, "2024-08-12", "2024-09-09")
    assert case_of(placement).state == S.AWAITING_PAPERS
    assert not InsuranceTask.objects.exists()


def test_another_start_after_the_entry_asks_for_its_correction_and_a_new_document(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    at(JULY)
    old = insured(placement, officer)
    moved(placement, officer, "2024-08-12", "2024-09-09")
    case = case_of(placement)
    task = InsuranceTask.objects.get()
    assert (case.state, case.shared_at, task.kind) == (S.ENTRY_DECLARED, None, "change_entry")
    assert (task.left_on, task.due_at.astimezone().date()) == (dt.date(2024, 8, 5), dt.date(2024, 8, 6))
    assert "insurance_change_entry" in told(officer)
    document = entry_document(officer)
    assert code_of(lambda: share_entry(case_id=case.pk, document=document, actor=officer)) == "entry_changes"
    new = change_entry(case_id=case.pk, actor=officer)
    old.refresh_from_db()
    assert old.deleted_at is not None
    assert (new.seq, new.starts_on, new.ends_on) == (2, dt.date(2024, 8, 12), dt.date(2024, 9, 9))
    share_entry(case_id=case.pk, document=document, actor=officer)
    assert case_of(placement).state == S.ENTRY_SHARED
    assert not InsuranceTask.objects.filter(done_at=None).exists()


def test_a_changed_entry_that_sgk_refuses_leaves_the_old_one_standing_and_its_correction_owed(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    colleague = OfficialFactory(role=UniversityRole.INSURANCE, unit=placement.department.unit).user
    at(JULY)
    old = insured(placement, officer)
    moved(placement, officer, "2024-08-12", "2024-09-09")
    for _twice in range(2):
        refuse_entry(case_id=old.case_id, ground="sgk", note="Mükerrer kayıt", actor=officer)
    case = case_of(placement)
    old.refresh_from_db()
    assert (case.state, case.refused_note, old.refused_at) == (S.ENTRY_DECLARED, "Mükerrer kayıt", None)
    assert InsuranceTask.objects.get().done_at is None
    assert Notification.objects.filter(recipient=colleague, kind="case_refused_by_sgk").count() == 1
    new = change_entry(case_id=case.pk, actor=officer)
    old.refresh_from_db()
    assert (new.seq, old.deleted_at is None) == (2, False)
    assert case_of(placement).refused_note == ""


def test_past_the_correction_the_old_entry_is_ended_on_its_day_and_the_new_one_stands(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    at(JULY)
    old = insured(placement, officer)
    at("2024-08-02 10:00")
    moved(placement, officer, "2024-08-12", "2024-09-09")
    at("2024-08-07 09:00")
    change_entry(case_id=old.case_id, actor=officer)
    old.refresh_from_db()
    assert (old.deleted_at, old.exit_on) == (None, dt.date(2024, 8, 5))


def test_a_start_that_comes_back_and_a_later_end_owe_sgk_nothing(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    at(JULY)
    entry = insured(placement, officer)
    moved(placement, officer, "2024-08-12", "2024-09-09")
    moved(placement, officer, "2024-08-05", "2024-09-06")
    entry.refresh_from_db()
    assert (entry.ends_on, case_of(placement).state) == (dt.date(2024, 9, 6), S.ENTRY_SHARED)
    assert not InsuranceTask.objects.exists()
    assert InsuranceEntry.objects.count() == 1


# --- no insurance, no start (A1)


def test_on_the_start_morning_without_a_shared_entry_all_three_hear_it_once(world, at):
    placement, fine = place(world, at), place(world, at, name="Zeynep Kaya")
    officer = officer_of(placement)
    at(JULY)
    declared(placement, officer)
    insured(fine, officer)
    at("2024-08-04 23:00")
    assert tell_uninsured() == 0
    at("2024-08-05 06:10")
    assert [tell_uninsured(), tell_uninsured()] == [1, 0]
    assert "case_cannot_start" in told(placement.student.user)
    assert "case_cannot_start_employer" in told(world.employer_user)
    assert "case_cannot_start_center" in told(officer)
    assert "case_cannot_start" not in told(fine.student.user)


def test_an_exit_waits_for_the_entry_to_be_shared(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    at(JULY)
    entry = declared(placement, officer)
    at("2024-09-02 18:00")
    exit_now = {"case_id": entry.case_id, "exit_on": placement.last_day, "actor": officer}
    assert code_of(lambda: declare_exit(**exit_now)) == "entry_not_shared"
    share_entry(case_id=entry.case_id, document=entry_document(officer), actor=officer)
    assert declare_exit(**exit_now).exit_on == placement.last_day
