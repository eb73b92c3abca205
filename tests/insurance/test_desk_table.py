"""Every (state, action, role) cell of the insurance case, through the verbs and against the database itself."""

import contextlib
import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction

from insurance.models import InsuranceCase, InsuranceCaseTransition, InsuranceEntry
from insurance.services.case_exits import declare_exit
from insurance.services.case_moves import decide_insurer, declare_entry, receive_papers, reopen_papers, share_entry
from insurance.services.case_refusals import refuse_entry
from insurance.services.record_checks import vouch_for_record
from insurance.states import CaseState, case_may
from offers.services.ending import cancel_placement
from offers.states import Ending
from tests.factories import MemberFactory, OfficialFactory, UnitFactory, UniversityFactory, UserFactory
from tests.insurance.world import declared, entry_document, insured, officer_of, place, with_papers
from tests.offers.world import make_world
from usp.accounts.models import UniversityRole, UserKind
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
S, Ground = CaseState, InsuranceCase.Ground
JULY = "2024-07-15 10:00"
OVER = "2024-09-02 18:00"
VERBS: dict[str, Callable] = {
    "decide": lambda case, actor: decide_insurer(case_id=case.pk, insured_by="employer", ground="Yazı", actor=actor),
    "receive_papers": lambda case, actor: receive_papers(case_id=case.pk, actor=actor),
    "reopen_papers": lambda case, actor: reopen_papers(case_id=case.pk, reason="Eksik", actor=actor),
    "declare_entry": lambda case, actor: declare_entry(case_id=case.pk, actor=actor),
    "share_entry": lambda case, actor: share_entry(case_id=case.pk, document=entry_document(actor), actor=actor),
    "refuse_entry": lambda case, actor: refuse_entry(case_id=case.pk, ground=Ground.SGK, note="Ret", actor=actor),
    "declare_exit": lambda case, actor: declare_exit(case_id=case.pk, exit_on=case.placement.last_day, actor=actor),
}
TARGETS = {
    "decide": S.AWAITING_PAPERS, "receive_papers": S.PAPERS_RECEIVED, "reopen_papers": S.AWAITING_PAPERS,
    "declare_entry": S.ENTRY_DECLARED, "share_entry": S.ENTRY_SHARED, "refuse_entry": S.ENTRY_REFUSED,
    "declare_exit": S.EXIT_DECLARED,
}  # fmt: skip
# What a verb refuses although the table knows the arrow: SGK refuses nothing that it was not told; the exit comes
# after the shared entry of an internship that is over.
NOT_BY_THIS_VERB = {("refuse_entry", S.AWAITING_PAPERS), ("declare_exit", S.ENTRY_DECLARED),
                    ("declare_exit", S.ENTRY_SHARED)}  # fmt: skip
STATES = [state for state in S if state != S.AWAITING_DECISION]


@pytest.fixture
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


def brought_to(state, placement, officer, world, at) -> InsuranceCase:
    """The case of a new internship where the verbs have led it."""
    at(JULY)
    if state in (S.AWAITING_PAPERS, S.PAPERS_RECEIVED):
        case = with_papers(placement, officer)
        if state == S.AWAITING_PAPERS:
            reopen_papers(case_id=case.pk, reason="Sayfa eksik", actor=officer)
    elif state == S.ENTRY_DECLARED:
        declared(placement, officer)
    elif state == S.ENTRY_REFUSED:
        entry = declared(placement, officer)
        refuse_entry(case_id=entry.case_id, ground=Ground.SGK, note="Ret", actor=officer)
    elif state in (S.ENTRY_SHARED, S.EXIT_DECLARED):
        insured(placement, officer)
    elif state == S.CANCELLED:
        cancel_placement(placement_id=placement.pk, ending=Ending.AGREED, actor=world.employer_user)
    case = InsuranceCase.objects.select_related("placement").get(placement=placement)
    if state == S.EXIT_DECLARED:
        at(OVER)
        declare_exit(case_id=case.pk, exit_on=placement.last_day, actor=officer)
    elif state in (S.PAPERS_RECEIVED, S.ENTRY_REFUSED):
        vouch_for_record(case_id=case.pk, actor=officer)
    case.refresh_from_db()
    assert case.state == state
    return case


def outcome(case: InsuranceCase, action: str, actor) -> str:
    """Where the verb leads for this actor, and that nothing was written where it leads nowhere; taken back at once."""
    reached = ""
    rows = InsuranceCaseTransition.objects.filter(case=case).count()
    with transaction.atomic():
        with contextlib.suppress(ObjectDoesNotExist, RuleViolation):
            VERBS[action](case, actor)
        moved = InsuranceCaseTransition.objects.filter(case=case).count() - rows
        if moved:
            assert moved == 1
            reached = InsuranceCase.objects.get(pk=case.pk).state
        transaction.set_rollback(True)
    return reached


@pytest.mark.parametrize("state", STATES)
def test_each_role_moves_a_case_of_its_university_by_the_table_and_nobody_elses(world, at, state):
    placement = place(world, at)
    unit = placement.department.unit
    officer = officer_of(placement)
    actors = {
        "officer": officer,
        "manager": OfficialFactory().user,
        "adviser": OfficialFactory(role=UniversityRole.ADVISER, unit=unit).user,
        "commission": OfficialFactory(role=UniversityRole.COMMISSION, unit=unit).user,
        "other_unit": OfficialFactory(role=UniversityRole.INSURANCE, unit=UnitFactory(code="baska")).user,
        "other_university": OfficialFactory(university=UniversityFactory(code="baska")).user,
        "student": placement.student.user,
        "employer": world.employer_user,
        "other_employer": MemberFactory().user,
        "operator": UserFactory(kind=UserKind.OPERATOR),
    }
    case = brought_to(state, placement, officer, world, at)
    for action in VERBS:
        for name, actor in actors.items():
            may = name in ("officer", "manager") or (
                name == "adviser" and action in ("receive_papers", "reopen_papers")
            )
            known = may and case_may(action, state, "career_center") and (action, state) not in NOT_BY_THIS_VERB
            assert outcome(case, action, actor) == (TARGETS[action] if known else ""), (state, action, name)


@pytest.mark.parametrize("state", [S.AWAITING_DECISION, S.AWAITING_PAPERS, S.PAPERS_RECEIVED, S.ENTRY_DECLARED,
                                   S.ENTRY_SHARED])  # fmt: skip
def test_who_was_recorded_as_insuring_a_student_from_abroad_declares_and_the_operator_with_him(world, at, state):
    abroad = UnitFactory(university=UniversityFactory(code="baku", kind="abroad", province=None), code="fakulte")
    placement = place(world, at, unit=abroad)
    operator = UserFactory(kind=UserKind.OPERATOR)
    case = InsuranceCase.objects.select_related("placement").get(placement=placement)
    if state != S.AWAITING_DECISION:
        decide_insurer(case_id=case.pk, insured_by="employer", ground="Protokol md. 4", actor=operator)
        case = brought_to(state, placement, operator, world, at)
    official = OfficialFactory(university=abroad.university).user
    for action in VERBS:
        known = case_may(action, state, "operator") and (action, state) not in NOT_BY_THIS_VERB
        assert outcome(case, action, operator) == (TARGETS[action] if known else ""), (state, action)
        hosts = (
            known and action in ("declare_entry", "share_entry", "refuse_entry") and case_may(action, state, "employer")
        )
        assert outcome(case, action, world.employer_user) == (TARGETS[action] if hosts else ""), (state, action)
        theirs = known and action in ("receive_papers", "reopen_papers")
        assert outcome(case, action, official) == (TARGETS[action] if theirs else ""), (state, action)


# --- the database, whoever writes


def refusal_of(sql: str, *values: object) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return refused.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("source", [S.AWAITING_PAPERS, S.ENTRY_SHARED, S.CANCELLED])
def test_the_database_refuses_every_move_that_the_table_or_sgks_entries_do_not_allow(world, at, source):
    placement = place(world, at)
    case = brought_to(source, placement, officer_of(placement), world, at)
    free = {
        S.AWAITING_PAPERS: {S.PAPERS_RECEIVED, S.ENTRY_REFUSED, S.CANCELLED},
        S.ENTRY_SHARED: {S.ENTRY_DECLARED, S.CANCELLED},
        S.CANCELLED: set(),
    }[source]
    for target in set(S) - free - {source}:
        rule = refusal_of("update insurance_insurancecase set state = %s where id = %s", target.value, case.pk)
        assert rule in ("insurance_transition", "insurance_state_has_entry")


ENTRY = """insert into insurance_insuranceentry
  (case_id, student_id, seq, starts_on, ends_on, document_type, declared_at, declared_by_id, reference, exit_reference)
  select c.id, p.student_id, 9, {start}, upper(p.dates) - 1, '22', {declared}, {user}, '', ''
  from insurance_insurancecase c join offers_placement p on p.id = c.placement_id where c.id = %s"""


def entry_sql(user, *, start: str = "lower(p.dates)", declared: str = "usp_now()") -> str:
    return ENTRY.format(start=start, declared=declared, user=user.pk)


def test_no_sql_declares_an_entry_without_papers_on_the_day_backdated_or_for_other_days(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    case = brought_to(S.AWAITING_PAPERS, placement, officer, world, at)
    assert refusal_of(entry_sql(officer), case.pk) == "insurance_entry_needs_papers"
    with_papers(placement, officer)
    assert refusal_of(entry_sql(officer, start="lower(p.dates) + 1"), case.pk) == "insurance_entry_of_placement"
    early = entry_sql(officer, declared="usp_now() + interval '1 hour'")
    assert refusal_of(early, case.pk) == "insurance_entry_before_start"
    at("2024-08-05 00:00")
    assert refusal_of(entry_sql(officer), case.pk) == "insurance_entry_before_start"
    backdated = entry_sql(officer, declared="usp_now() - interval '3 days'")
    assert refusal_of(backdated, case.pk) == "insurance_entry_before_start"


def test_what_sgk_was_told_cannot_be_changed_deleted_late_or_ended_ahead(world, at):
    placement = place(world, at)
    at(JULY)
    entry = insured(placement, officer_of(placement))
    change = "update insurance_insuranceentry set {} where id = %s"
    for what in ("starts_on = starts_on + 1", "document_type = '43'", "student_id = student_id + 1"):
        assert refusal_of(change.format(what), entry.pk) == "insurance_entry_frozen"
    ahead = change.format("exit_on = '2024-09-02', exit_declared_at = usp_now()")
    assert refusal_of(ahead, entry.pk) == "insurance_exit_not_ahead"
    at("2024-08-07 00:00")
    assert refusal_of(change.format("deleted_at = usp_now()"), entry.pk) == "insurance_entry_delete_in_time"
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        InsuranceEntry.objects.filter(pk=entry.pk)._raw_delete("default")


def test_no_sql_completes_an_internship_whose_entry_was_never_shared(world, at):
    placement = place(world, at)
    at("2024-09-10 10:00")
    sql = """update offers_placement set state = 'completed', ended_at = usp_now(), days_attended = 20,
             unexcused_days = 0 where id = %s"""
    assert refusal_of(sql, placement.pk) == "placement_insured_to_complete"


def test_moves_are_named_and_never_change(world, at):
    placement = place(world, at)
    row = InsuranceCaseTransition.objects.get(case__placement=placement)
    assert row.actor == "system"
    with connection.cursor() as cursor:
        cursor.execute("update insurance_insurancecase set state = 'papers_received' where id = %s", [row.case_id])
    assert InsuranceCaseTransition.objects.filter(case=row.case_id).last().actor.startswith("db:")
    with pytest.raises(Exception, match="update rows"), transaction.atomic():
        InsuranceCaseTransition.objects.filter(pk=row.pk).update(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
