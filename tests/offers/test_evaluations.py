"""Additional evaluation (docs/rules.md A17): each cell of its table, times, answers, results, the offer's own end."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from offers.evaluation_states import EVALUATION_MOVES, EvaluationState
from offers.models import Evaluation, Offer, Placement
from offers.services.answer import accept_offer, decline_offer
from offers.services.confirm import confirm_offer
from offers.services.evaluate import (
    Meeting,
    answer_task,
    ask_move,
    cancel_evaluation,
    choose_time,
    decide_evaluation,
    propose_times,
    say_none_suits,
)
from offers.services.evaluation_clock import remind_of_evaluations
from offers.services.sweep import sweep_due
from offers.states import OfferRank, OfferState
from tests.factories import MemberFactory, moment
from tests.offers.evaluating import MEETING, TASK, accepted, ask, chosen, first_slot, in_minutes, meeting_at
from tests.offers.world import START, World, make_world, student_of
from usp.core.db import acting
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = EvaluationState


@pytest.fixture
def world(at) -> World:
    at(START)
    return make_world(quota=2)


@pytest.fixture
def offer(world, at) -> Offer:
    return accepted(world, at)


def told(user, *kinds: str) -> list[str]:
    found = Notification.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True)
    return [kind for kind in found if kind in kinds]


def offer_state(offer: Offer) -> str:
    return Offer.objects.get(pk=offer.pk).state


# --- the table


def test_the_database_knows_the_table_of_the_code(db):
    with connection.cursor() as cursor:
        cursor.execute("select frm, dst from evaluation_allowed")
        kept = set(cursor.fetchall())
    assert kept == {(str(m.source), str(m.target)) for m in EVALUATION_MOVES if m.source != m.target}


def test_every_cell_of_the_table_is_held_by_the_database(world, offer, at):
    """Whoever writes: a move outside the table is refused, one inside it is taken; 49 cells for each sort."""
    interview = ask(world, offer)
    task = ask(world, accepted(world, at), kind="task", what=TASK)
    at(TASK.due_at - dt.timedelta(hours=1))
    wrong = [
        (evaluation.kind, source, target)
        for evaluation, forbidden in ((interview, {"answered"}), (task, {"scheduled", "unsuitable"}))
        for source in S.values
        for target in S.values
        if not {source, target} & forbidden and took(evaluation, source, target) != in_table(evaluation, source, target)
    ]
    assert wrong == []


def took(evaluation: Evaluation, source: str, target: str) -> bool:
    """Whether the database takes the move, tried in a savepoint that is thrown away."""
    try:
        with transaction.atomic(), acting("test"), connection.cursor() as cursor:
            cursor.execute("set local session_replication_role = replica")
            cursor.execute("update offers_evaluation set state = %s where id = %s", [source, evaluation.pk])
            cursor.execute("set local session_replication_role = origin")
            Evaluation.objects.filter(pk=evaluation.pk).update(state=target)
            raise TakenError
    except TakenError:
        return True
    except IntegrityError:
        return False


class TakenError(Exception):
    """Throws the savepoint away."""


def in_table(evaluation: Evaluation, source: str, target: str) -> bool:
    """What the code's table says; an interview without a time and a task before its end are not decided."""
    if source == S.PROPOSED and target in (S.PASSED, S.FAILED):
        return False
    return source == target or any((move.source, move.target) == (source, target) for move in EVALUATION_MOVES)


def test_a_task_is_never_scheduled_and_an_interview_never_answered(world, offer):
    evaluation = ask(world, offer, kind="task", what=TASK)
    with pytest.raises(IntegrityError), transaction.atomic(), acting("test"):
        Evaluation.objects.filter(pk=evaluation.pk).update(state=S.SCHEDULED)
    with pytest.raises(IntegrityError), transaction.atomic(), acting("test"):
        Evaluation.objects.filter(pk=evaluation.pk).update(kind="online")


# --- asking


def test_asking_moves_the_offer_tells_the_student_and_is_possible_once(world, offer):
    evaluation = ask(world, offer)
    assert offer_state(offer) == OfferState.EVALUATING
    assert (evaluation.state, evaluation.slots.count(), evaluation.round) == (S.PROPOSED, 2, 1)
    assert told(student_of(offer), "evaluation_interview") == ["evaluation_interview"]
    with pytest.raises(RuleViolation, match="süren bir ek değerleme"):
        ask(world, offer)


def test_an_offer_without_a_yes_is_not_evaluated(world, at):
    at(START)
    (sent,) = world.send(world.candidate())
    with pytest.raises(RuleViolation) as refused:
        ask(world, sent)
    assert refused.value.code == "offer_transition"


def test_a_stranger_reaches_nothing(world, offer):
    evaluation = ask(world, offer)
    stranger = make_world()
    with pytest.raises(Offer.DoesNotExist):
        ask(world, offer, actor=stranger.employer_user)
    with pytest.raises(Evaluation.DoesNotExist):
        cancel_evaluation(evaluation_id=evaluation.pk, actor=stranger.employer_user)
    student = stranger.candidate().student.user
    with pytest.raises(Evaluation.DoesNotExist):
        choose_time(evaluation_id=evaluation.pk, slot_id=first_slot(evaluation).pk, actor=student)


@pytest.mark.parametrize(
    ("meeting", "code"),
    [
        (meeting_at("2024-05-14 10:00"), "slot_past"),
        (meeting_at("2024-05-16 07:55"), "slot_hours"),
        (meeting_at("2024-05-16 19:45"), "slot_hours"),
        (meeting_at("2024-05-16 19:30"), ""),
        (meeting_at("2024-05-18 08:00"), ""),  # a Saturday is no office day, yet people may meet
        (meeting_at("2024-07-16 10:00"), "slot_after_confirm_by"),
        (meeting_at("2024-05-16 10:00", "2024-05-16 10:15"), "slots_overlap"),
        (meeting_at("2024-05-16 10:00", "2024-05-16 10:30"), ""),
        (meeting_at(*(f"2024-05-16 {hour}:00" for hour in range(10, 16))), "slot_count"),
        (meeting_at(), "slot_count"),
        (Meeting((moment("2024-05-16 10:00"),), 30), "meeting_link"),
    ],
)
def test_times_are_judged_one_by_one(world, offer, meeting, code):
    if not code:
        assert ask(world, offer, what=meeting).state == S.PROPOSED
        return
    with pytest.raises(RuleViolation) as refused:
        ask(world, offer, what=meeting)
    assert refused.value.code == code
    assert offer_state(offer) == OfferState.ACCEPTED


def test_a_meeting_ends_before_the_final_approval_is_due(world, offer):
    edge = offer.confirm_by - dt.timedelta(minutes=30)
    with pytest.raises(RuleViolation) as refused:
        ask(world, offer, what=Meeting((edge + dt.timedelta(minutes=5),), 30, link="https://a.example"))
    assert refused.value.code == "slot_after_confirm_by"
    assert ask(world, offer, what=Meeting((edge,), 30, link="https://a.example")).state == S.PROPOSED


def test_the_inviter_is_never_in_two_interviews_but_a_colleague_may_be(world, offer, at):
    other = accepted(world, at)
    evaluation = ask(world, offer)
    with pytest.raises(RuleViolation) as refused:
        ask(world, other, what=meeting_at("2024-05-16 10:15"))
    assert refused.value.code == "inviter_busy"
    colleague = MemberFactory(employer=world.manager.employer)
    assert ask(world, other, what=meeting_at("2024-05-16 10:15"), actor=colleague.user).state == S.PROPOSED
    # Moving one's own interview by minutes is no clash with itself.
    propose_times(evaluation_id=evaluation.pk, meeting=meeting_at("2024-05-16 10:10"), actor=world.employer_user)


def test_a_tasks_end_lies_between_now_and_the_final_approval(world, offer):
    with pytest.raises(RuleViolation) as refused:
        ask(world, offer, kind="task", what=type(TASK)(offer.confirm_by))
    assert refused.value.code == "evaluation_due"
    with pytest.raises(RuleViolation) as refused:
        ask(world, offer, kind="task", what=MEETING)
    assert refused.value.code == "evaluation_kind"


# --- the student


def test_picking_a_time_is_told_and_may_be_repeated(world, offer):
    evaluation = chosen(ask(world, offer))
    assert evaluation.state == S.SCHEDULED
    assert chosen(evaluation).sequence == 1
    assert told(world.employer_user, "interview_chosen") == ["interview_chosen"]
    assert evaluation.transitions.filter(to_state=S.SCHEDULED).count() == 1


def test_a_time_that_passed_or_was_replaced_is_refused(world, offer, at):
    evaluation = ask(world, offer)
    old = first_slot(evaluation)
    student = student_of(offer)
    propose_times(evaluation_id=evaluation.pk, meeting=meeting_at("2024-05-17 10:00"), actor=world.employer_user)
    with pytest.raises(RuleViolation) as refused:
        choose_time(evaluation_id=evaluation.pk, slot_id=old.pk, actor=student)
    assert refused.value.code == "slot_gone"
    evaluation.refresh_from_db()
    at("2024-05-17 10:00")
    with pytest.raises(RuleViolation) as refused:
        chosen(evaluation)
    assert refused.value.code == "slot_past"


def test_a_student_agrees_to_one_meeting_at_a_time(world, offer, at):
    elsewhere = make_world()
    at("2024-05-13 10:00")
    (sent,) = elsewhere.send(offer.application)
    at("2024-05-14 10:00")
    accept_offer(offer_id=sent.pk, actor=student_of(sent))
    chosen(ask(world, offer))
    other = ask(elsewhere, sent)
    with pytest.raises(RuleViolation) as refused:
        chosen(other)
    assert refused.value.code == "student_busy"


def test_none_suits_waits_for_other_times(world, offer):
    evaluation = ask(world, offer)
    student = student_of(offer)
    assert say_none_suits(evaluation_id=evaluation.pk, actor=student).state == S.UNSUITABLE
    assert say_none_suits(evaluation_id=evaluation.pk, actor=student).state == S.UNSUITABLE
    assert told(world.employer_user, "interview_none_suits") == ["interview_none_suits"]
    propose_times(evaluation_id=evaluation.pk, meeting=meeting_at("2024-05-17 09:00"), actor=world.employer_user)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.round) == (S.PROPOSED, 2)
    assert chosen(evaluation).state == S.SCHEDULED
    assert told(student, "interview_new_times") == ["interview_new_times"]


def test_a_student_may_ask_for_another_time_once_and_before_it_begins(world, offer, at):
    evaluation = chosen(ask(world, offer))
    student = student_of(offer)
    assert ask_move(evaluation_id=evaluation.pk, actor=student).state == S.UNSUITABLE
    propose_times(evaluation_id=evaluation.pk, meeting=meeting_at("2024-05-17 09:00"), actor=world.employer_user)
    evaluation.refresh_from_db()
    chosen(evaluation)
    with pytest.raises(RuleViolation) as refused:
        ask_move(evaluation_id=evaluation.pk, actor=student)
    assert refused.value.code == "moved_once"


def test_after_it_began_no_other_time_is_asked_for(world, offer, at):
    evaluation = chosen(ask(world, offer))
    at("2024-05-16 10:00")
    with pytest.raises(RuleViolation) as refused:
        ask_move(evaluation_id=evaluation.pk, actor=student_of(offer))
    assert refused.value.code == "slot_past"


@pytest.mark.parametrize(("seconds", "code"), [(-1, ""), (0, "evaluation_in_time"), (1, "evaluation_in_time")])
def test_a_task_is_handed_in_before_its_end(world, offer, at, seconds, code):
    evaluation = ask(world, offer, kind="task", what=TASK)
    at(TASK.due_at + dt.timedelta(seconds=seconds))
    student = student_of(offer)
    if code:
        with pytest.raises(RuleViolation) as refused:
            answer_task(evaluation_id=evaluation.pk, text="Bitti.", file=None, actor=student)
        assert refused.value.code == code
        return
    assert answer_task(evaluation_id=evaluation.pk, text="Bitti.", file=None, actor=student).state == S.ANSWERED
    with pytest.raises(RuleViolation) as refused:
        answer_task(evaluation_id=evaluation.pk, text="Bir daha.", file=None, actor=student)
    assert refused.value.code == "answered"
    assert told(world.employer_user, "evaluation_answered") == ["evaluation_answered"]


# --- the result


def test_passed_leads_back_to_accepted_and_the_final_approval(world, offer, at):
    evaluation = chosen(ask(world, offer))
    with pytest.raises(RuleViolation) as refused:
        decide_evaluation(evaluation_id=evaluation.pk, passed=True, note="", actor=world.employer_user)
    assert refused.value.code == "too_early"
    at("2024-05-16 10:40")
    done = decide_evaluation(evaluation_id=evaluation.pk, passed=True, note="İyiydi.", actor=world.employer_user)
    assert (done.state, done.result_note, offer_state(offer)) == (S.PASSED, "İyiydi.", OfferState.ACCEPTED)
    assert told(student_of(offer), "evaluation_passed") == ["evaluation_passed"]
    assert isinstance(confirm_offer(offer_id=offer.pk, actor=world.employer_user), Placement)


def test_an_offer_is_not_confirmed_while_it_is_evaluated(world, offer):
    ask(world, offer)
    with pytest.raises(RuleViolation):
        confirm_offer(offer_id=offer.pk, actor=world.employer_user)


def test_failed_ends_the_offer_and_calls_the_line(at):
    at(START)
    world = make_world(quota=1)
    offer = accepted(world, at)
    at("2024-05-14 11:00")
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    evaluation = ask(world, offer, kind="test", what=TASK)
    at(TASK.due_at)
    decide_evaluation(evaluation_id=evaluation.pk, passed=False, note="Cevap gelmedi.", actor=world.employer_user)
    assert offer_state(offer) == OfferState.REJECTED
    reserve.refresh_from_db()
    assert reserve.promoted_at is not None or reserve.state == OfferState.EXPIRED
    assert told(student_of(offer), "evaluation_failed") == ["evaluation_failed"]


def test_cancelling_leaves_the_yes_as_it_was(world, offer):
    evaluation = chosen(ask(world, offer))
    cancelled = cancel_evaluation(evaluation_id=evaluation.pk, actor=world.employer_user)
    assert (cancelled.state, cancelled.sequence, offer_state(offer)) == (S.CANCELLED, 2, OfferState.ACCEPTED)
    assert cancel_evaluation(evaluation_id=evaluation.pk, actor=world.employer_user).state == S.CANCELLED
    assert ask(world, offer).state == S.PROPOSED


# --- the offer ends meanwhile


def test_the_offers_end_closes_its_evaluation_and_tells_both(world, offer):
    evaluation = chosen(ask(world, offer))
    decline_offer(offer_id=offer.pk, actor=student_of(offer))
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.sequence, evaluation.is_end_told) == (S.CANCELLED, 2, True)
    assert told(student_of(offer), "evaluation_closed") == ["evaluation_closed"]
    assert told(world.employer_user, "evaluation_closed_employer") == ["evaluation_closed_employer"]
    note = Notification.objects.get(recipient=world.employer_user, kind="evaluation_closed_employer")
    assert offer.application.student.user.full_name not in str(note.context)


def test_a_final_approval_that_never_came_closes_it_too(world, offer, at):
    evaluation = ask(world, offer)
    at(offer.confirm_by)
    with pytest.raises(RuleViolation):
        chosen(evaluation)
    evaluation.refresh_from_db()
    assert (evaluation.state, offer_state(offer)) == (S.CANCELLED, OfferState.LAPSED)
    sweep_due()
    assert told(student_of(offer), "evaluation_closed") == ["evaluation_closed"]


def test_another_employers_final_approval_closes_it(world, offer, at):
    evaluation = ask(world, offer)
    other = make_world()
    at("2024-05-13 10:00")
    (sent,) = other.send(offer.application)
    at("2024-05-14 10:00")
    accept_offer(offer_id=sent.pk, actor=student_of(sent))
    confirm_offer(offer_id=sent.pk, actor=other.employer_user)
    evaluation.refresh_from_db()
    assert (evaluation.state, offer_state(offer)) == (S.CANCELLED, OfferState.RELEASED)
    assert told(world.employer_user, "evaluation_closed_employer") == ["evaluation_closed_employer"]


# --- reminders


def test_both_sides_are_reminded_a_day_and_two_hours_before_each_once(world, offer, at):
    slot = first_slot(chosen(ask(world, offer)))
    kinds = ("interview_reminder", "interview_reminder_employer")
    for minutes, number in (
        (-24 * 60 - 1, 0),
        (-24 * 60, 1),
        (-24 * 60 + 30, 1),
        (-121, 1),
        (-120, 2),
        (-5, 2),
        (5, 2),
    ):
        in_minutes(at, slot.starts_at, minutes)
        remind_of_evaluations()
        assert len(told(student_of(offer), *kinds)) == number, minutes
        assert len(told(world.employer_user, *kinds)) == number, minutes


def test_whoever_just_picked_the_time_needs_no_reminder_of_it(world, offer, at):
    at("2024-05-16 09:00")
    chosen(ask(world, offer))
    assert remind_of_evaluations() == 0


def test_nobody_is_reminded_at_night_and_a_new_time_is_reminded_anew(world, offer, at):
    evaluation = chosen(ask(world, offer, what=meeting_at("2024-05-16 08:30")))
    at("2024-05-16 06:45")
    assert remind_of_evaluations() == 0
    at("2024-05-16 07:05")
    assert remind_of_evaluations() == 2
    propose_times(evaluation_id=evaluation.pk, meeting=meeting_at("2024-05-17 10:00"), actor=world.employer_user)
    evaluation.refresh_from_db()
    chosen(evaluation)
    at("2024-05-17 08:30")
    assert remind_of_evaluations() == 2


def test_a_task_is_reminded_to_the_student_only(world, offer, at):
    ask(world, offer, kind="portfolio", what=TASK)
    at(TASK.due_at - dt.timedelta(hours=23))
    assert remind_of_evaluations() == 1
    assert told(student_of(offer), "task_reminder") == ["task_reminder"]
