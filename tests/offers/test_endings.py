"""How a placement ends: seat, right, papers, insurance, requests with a clock (docs/rules.md A2, A5, A9, A24)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from applications.models.seasons import CancelGround
from insurance.models import InsuranceCase, InsuranceTask
from insurance.services.case_exits import finish_task
from insurance.services.papers import ensure_acceptance_form
from insurance.states import CaseState
from offers import endings_rules as rules
from offers.models import CancellationRequest, CancellationState, Offer, Placement
from offers.services.answer import accept_offer
from offers.services.cancelling import (
    approve_cancellation,
    cancel_for_student,
    refuse_cancellation,
    request_cancellation,
    take_back_cancellation,
)
from offers.services.ending import (
    abandon_placement,
    cancel_placement,
    complete_placement,
    stop_by_center,
    stop_by_operator,
)
from offers.states import Ending, OfferRank, OfferState, PlacementState
from tests.factories import OfficialFactory, UnitFactory, UserFactory, moment
from tests.insurance.world import declared, insured, officer_of, place
from tests.keeping import kept
from tests.offers.pages import in_pool
from tests.offers.world import World, make_world, student_of
from usp.accounts.models import UniversityRole
from usp.core.db import acting
from usp.core.errors import RuleViolation
from usp.documents.models import DocumentState
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
BEFORE, DURING, AFTER = "2024-06-03 10:00", "2024-08-14 10:00", "2024-09-03 10:00"
LEFT_ON = dt.date(2024, 8, 13)
P, G = PlacementState, CancellationRequest.Ground


@kept
def world(at) -> World:
    at("2024-05-13 10:00")
    return make_world()


@kept
def placed(world, at) -> Placement:
    """Monday 5 August to Monday 2 September, 20 working days."""
    return place(world, at)


@kept
def official(placed):
    return OfficialFactory(university=placed.application.enrolled_at.unit.university).user


def reserve_behind(world: World, at) -> Offer:
    """Somebody with a standing yes in the line."""
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK, starts_on=dt.date(2024, 8, 5))
    at("2024-05-14 12:00")
    return accept_offer(offer_id=reserve.pk, actor=student_of(reserve))


def ask(placed: Placement, ground: str = G.HEALTH) -> CancellationRequest:
    return request_cancellation(
        placement_id=placed.pk, ground=ground, text="Ameliyat olacağım.", proof=None, actor=placed.student.user
    )


def led_to(placed: Placement, state: str, at) -> InsuranceCase:
    """The case where the officers' verbs have led it, before the start."""
    at("2024-07-15 10:00")
    if state:
        (insured if state == CaseState.ENTRY_SHARED else declared)(placed, officer_of(placed))
    return InsuranceCase.objects.get(placement=placed)


def told(user) -> set[str]:
    return set(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


def code_of(call) -> str:
    with pytest.raises(RuleViolation) as refused:
        call()
    return refused.value.code


# --- the seat and the right (A5)


def test_a_cancellation_before_the_start_frees_the_seat_for_the_line_and_gives_everything_back(world, placed, at):
    entry = in_pool(placed.application, available=False)
    reserve = reserve_behind(world, at)
    paper = ensure_acceptance_form(placement_id=placed.pk, actor=None)
    at(BEFORE)
    cancel_placement(placement_id=placed.pk, ending=Ending.EMPLOYER, note="Bütçe", actor=world.employer_user)
    placed.refresh_from_db()
    reserve.refresh_from_db()
    entry.refresh_from_db()
    paper.refresh_from_db()
    placed.application.refresh_from_db()
    assert (placed.state, placed.right_no, placed.ended_by) == (P.CANCELLED, None, world.employer_user)
    assert placed.offer.state == OfferState.ENDED
    assert not placed.offer.identity_is_open
    assert reserve.state == OfferState.ACCEPTED
    assert (placed.application.used, placed.application.right_left) == (0, True)
    assert paper.state == DocumentState.REVOKED
    assert InsuranceCase.objects.get(placement=placed).state == CaseState.CANCELLED
    assert "placement_cancelled" in told(placed.student.user)


def test_from_the_start_day_on_nobody_is_called_but_the_right_comes_back(world, placed, at):
    reserve = reserve_behind(world, at)
    at("2024-08-05 09:00")
    cancel_placement(placement_id=placed.pk, ending=Ending.NO_SHOW, actor=world.employer_user)
    placed.refresh_from_db()
    reserve.refresh_from_db()
    placed.application.refresh_from_db()
    assert placed.offer.state == OfferState.CONFIRMED
    assert reserve.state != OfferState.ACCEPTED
    assert placed.application.used == 0


def test_an_internship_broken_off_keeps_its_real_dates_and_gives_the_right_back(world, placed, at):
    at(DURING)
    abandon_placement(placement_id=placed.pk, ending=Ending.LEFT, left_on=LEFT_ON, actor=world.employer_user)
    placed.refresh_from_db()
    placed.application.refresh_from_db()
    assert (placed.first_day, placed.last_day, placed.working_days) == (dt.date(2024, 8, 5), LEFT_ON, 7)
    assert (placed.state, placed.right_no, placed.application.used) == (P.ABANDONED, None, 0)
    assert placed.offer.state == OfferState.CONFIRMED
    assert "placement_abandoned" in told(placed.student.user)


@pytest.mark.parametrize("left_on", [dt.date(2024, 8, 4), dt.date(2024, 8, 15), dt.date(2024, 9, 20)])
def test_dates_are_only_cut_never_extended_and_never_before_they_came(world, placed, at, left_on):
    at(DURING)
    refused = code_of(
        lambda: abandon_placement(
            placement_id=placed.pk, ending=Ending.LEFT, left_on=left_on, actor=world.employer_user
        )
    )
    assert refused == "placement_dates_only_cut"


@pytest.mark.parametrize(
    ("when", "ending", "allowed"),
    [
        (BEFORE, Ending.NO_SHOW, False),
        ("2024-08-04 23:59:59", Ending.NO_SHOW, False),
        ("2024-08-05 00:00", Ending.NO_SHOW, True),
        (BEFORE, Ending.CONDITION, True),
        (BEFORE, Ending.AGREED, True),
        (BEFORE, Ending.NOT_STUDENT, False),
        (BEFORE, Ending.EXCUSE, False),
        ("2024-08-05 09:00", Ending.EMPLOYER, False),
        ("2024-08-05 09:00", Ending.INSURANCE_REFUSED, True),
    ],
)
def test_the_employer_s_reasons_depend_on_the_day(world, placed, at, when, ending, allowed):
    at(when)
    if allowed:
        cancel_placement(placement_id=placed.pk, ending=ending, actor=world.employer_user)
    else:
        call = lambda: cancel_placement(placement_id=placed.pk, ending=ending, actor=world.employer_user)  # noqa: E731
        assert code_of(call) == "ending_not_listed"


def test_what_ended_does_not_change_whoever_writes(world, placed, at):
    at(BEFORE)
    cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user)
    again = cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user)
    assert again.state == P.CANCELLED
    for change in ({"ending": Ending.NO_SHOW}, {"state": P.CONFIRMED}, {"state": P.COMPLETED}):
        with pytest.raises(IntegrityError), transaction.atomic(), acting("system"):
            Placement.objects.filter(pk=placed.pk).update(**change)


@pytest.mark.parametrize(
    ("when", "change"),
    [
        (BEFORE, {"state": P.CANCELLED, "right_no": None}),  # without saying why
        (BEFORE, {"state": P.CANCELLED, "right_no": None, "ending": "no_show", "ended_at": moment(BEFORE)}),
        (BEFORE, {"state": P.ABANDONED, "right_no": None, "ending": "left", "ended_at": moment(BEFORE)}),
        (DURING, {"state": P.COMPLETED, "ended_at": moment(DURING), "days_attended": 20, "unexcused_days": 0}),
        (AFTER, {"state": P.COMPLETED, "ended_at": moment(AFTER)}),
    ],
)
def test_the_database_refuses_an_end_that_the_records_do_not_carry(placed, at, when, change):
    at(when)
    with pytest.raises(IntegrityError), transaction.atomic(), acting("system"):
        Placement.objects.filter(pk=placed.pk).update(**change)


# --- completed


def test_completion_needs_the_end_and_somebody_s_word_and_keeps_the_right_used(world, placed, at):
    def complete(**extra):
        return complete_placement(
            placement_id=placed.pk, actor=world.employer_user, **{"days_attended": 19, "unexcused_days": 1} | extra
        )

    led_to(placed, CaseState.ENTRY_SHARED, at)
    at("2024-09-02 17:00")
    assert code_of(complete) == "placement_not_over"
    at(AFTER)
    assert code_of(lambda: complete(days_attended=20)) == "attendance"
    done = complete()
    assert (done.state, done.days_attended, done.unexcused_days, done.right_no) == (P.COMPLETED, 19, 1, 1)
    done.application.refresh_from_db()
    assert done.application.used == 1
    assert complete().version == done.version


def test_a_silent_employer_completes_nothing_and_the_centre_may(placed, official, at):
    led_to(placed, CaseState.ENTRY_SHARED, at)
    at("2024-09-20 10:00")
    stranger = OfficialFactory(university__code="baska").user
    with pytest.raises(Placement.DoesNotExist):
        complete_placement(placement_id=placed.pk, days_attended=20, unexcused_days=0, actor=stranger)
    assert complete_placement(placement_id=placed.pk, days_attended=20, unexcused_days=0, actor=official).state == (
        P.COMPLETED
    )


# --- the student's request (A9, A24)


@pytest.mark.parametrize(
    ("asked", "first", "expected"),
    [
        ("2024-06-03 10:00", dt.date(2024, 8, 5), "2024-06-05 10:00"),  # two working days
        ("2024-06-07 10:00", dt.date(2024, 8, 5), "2024-06-11 10:00"),  # over a weekend
        ("2024-06-13 10:00", dt.date(2024, 8, 5), "2024-06-20 10:00"),  # over Kurban Bayramı
        ("2024-08-01 15:00", dt.date(2024, 8, 5), "2024-08-02 00:00"),  # the last working day before the start
        ("2024-08-04 15:00", dt.date(2024, 8, 5), "2024-08-04 15:00"),  # the eve itself: at once
        ("2024-08-07 15:00", dt.date(2024, 8, 5), "2024-08-09 15:00"),  # during it
    ],
)
def test_the_centre_may_cancel_after_two_working_days_or_on_the_eve(asked, first, expected):
    assert rules.center_may_from(moment(asked), first, frozenset()) == moment(expected)


def test_everybody_learns_of_a_request_at_once_and_only_one_is_open(world, placed, official, at):
    insurer = OfficialFactory(
        university=official.university_memberships.get().university, role=UniversityRole.INSURANCE
    )
    at(BEFORE)
    made = ask(placed)
    assert made.center_from == moment("2024-06-05 10:00")
    assert "cancellation_asked" in told(world.employer_user)
    assert "cancellation_asked_center" in told(official) & told(insurer.user)
    assert code_of(lambda: ask(placed)) == "cancellation_one_open"
    assert (
        code_of(lambda: cancel_placement(placement_id=placed.pk, ending=Ending.LEFT, actor=world.employer_user))
        == "request_open"
    )


def test_an_approved_request_is_an_excuse_and_frees_the_seat(world, placed, at):
    reserve = reserve_behind(world, at)
    at(BEFORE)
    approve_cancellation(request_id=ask(placed).pk, actor=world.employer_user)
    placed.refresh_from_db()
    reserve.refresh_from_db()
    assert (placed.state, placed.ending, reserve.state) == (P.CANCELLED, Ending.EXCUSE, OfferState.ACCEPTED)
    assert rules.note_ground(placed, placed.cancellation_requests.all(), could_begin=True) is None


def test_a_refused_request_needs_words_and_leaves_the_internship(world, placed, at):
    at(BEFORE)
    made = ask(placed)
    assert code_of(lambda: refuse_cancellation(request_id=made.pk, answer=" ", actor=world.employer_user)) == (
        "answer_needed"
    )
    refuse_cancellation(request_id=made.pk, answer="Tarih kaydırılabilir.", actor=world.employer_user)
    placed.refresh_from_db()
    assert placed.state == P.CONFIRMED
    assert "cancellation_refused" in told(placed.student.user)
    assert code_of(lambda: take_back_cancellation(request_id=made.pk, actor=placed.student.user)) == "request_decided"


def test_a_request_taken_back_changes_nothing(world, placed, at):
    at(BEFORE)
    made = ask(placed)
    take_back_cancellation(request_id=made.pk, actor=placed.student.user)
    assert code_of(lambda: approve_cancellation(request_id=made.pk, actor=world.employer_user)) == "request_decided"
    placed.refresh_from_db()
    assert placed.state == P.CONFIRMED


def test_the_centre_waits_for_its_hour_and_only_its_own_unit_s_officials_act(placed, official, at):
    at(BEFORE)
    made = ask(placed)
    elsewhere = UnitFactory(university=official.university_memberships.get().university, code="tip-fakultesi")
    stranger = OfficialFactory(university=elsewhere.university, unit=elsewhere, role=UniversityRole.INSURANCE).user
    adviser = OfficialFactory(university=elsewhere.university, role=UniversityRole.ADVISER).user
    call = lambda who: cancel_for_student(request_id=made.pk, answer="", actor=who)  # noqa: E731
    assert code_of(lambda: call(official)) == "too_early"
    at("2024-06-05 10:00")
    with pytest.raises(CancellationRequest.DoesNotExist):
        call(stranger)
    with pytest.raises(Placement.DoesNotExist):
        call(adviser)
    call(official)
    placed.refresh_from_db()
    assert (placed.state, placed.offer.state) == (P.CANCELLED, OfferState.ENDED)


def test_a_season_of_force_majeure_refuses_what_is_only_an_excuse(placed, at):
    season = placed.application.season
    season.cancel_ground = CancelGround.FORCE_MAJEURE
    season.save()
    at(BEFORE)
    assert code_of(lambda: ask(placed, G.OTHER_PLACE)) == "ground_not_listed"
    assert ask(placed, G.MILITARY).is_force_majeure


def test_who_had_begun_and_is_let_go_has_broken_it_off_with_an_excuse(world, placed, at):
    at(DURING)
    approve_cancellation(request_id=ask(placed).pk, left_on=LEFT_ON, actor=world.employer_user)
    placed.refresh_from_db()
    assert (placed.state, placed.ending, placed.last_day) == (P.ABANDONED, Ending.EXCUSE, LEFT_ON)


def test_a_request_s_words_and_clock_stay_whoever_writes(placed, at):
    at(BEFORE)
    made = ask(placed)
    for change in ({"text": "Başka"}, {"center_from": moment("2024-06-03 10:00")}, {"ground": G.OTHER}):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            CancellationRequest.objects.filter(pk=made.pk).update(**change)


# --- the university and the operator (A2)


@pytest.mark.parametrize("ending", rules.CENTER_STOPS)
def test_what_the_university_stops_is_excused_and_closes_an_open_request(placed, official, at, ending):
    at(BEFORE)
    made = ask(placed)
    stop_by_center(placement_id=placed.pk, ending=ending, note="Mezun oldu.", actor=official)
    placed.refresh_from_db()
    made.refresh_from_db()
    assert (placed.ending, made.state) == (ending, CancellationState.BY_CENTER)
    assert rules.note_ground(placed, [made], could_begin=True) is None


def test_an_operator_needs_a_reason_in_words(placed, at):
    at(BEFORE)
    operator = UserFactory()
    call = lambda note: stop_by_operator(  # noqa: E731
        placement_id=placed.pk, ending=Ending.AGREED, note=note, actor=operator
    )
    assert code_of(lambda: call("  ")) == "note_needed"
    assert call("İki tarafın dilekçesi").state == P.CANCELLED


# --- insurance


@pytest.mark.parametrize(
    ("led", "when", "left_on", "state", "owed"),
    [
        ("", BEFORE, None, CaseState.CANCELLED, None),
        (CaseState.ENTRY_DECLARED, "2024-08-03 10:00", None, CaseState.CANCELLED, "delete_entry"),
        (CaseState.ENTRY_SHARED, "2024-08-06 10:00", None, CaseState.CANCELLED,
         "delete_entry"),
        (CaseState.ENTRY_SHARED, "2024-08-07 00:00", None, CaseState.ENTRY_SHARED,
         "declare_exit"),
        (CaseState.ENTRY_SHARED, DURING, LEFT_ON, CaseState.ENTRY_SHARED, "declare_exit"),
        ("", DURING, LEFT_ON, CaseState.CANCELLED, None),
    ],
)  # fmt: skip
def test_a_stopped_internship_closes_its_case_or_leaves_what_sgk_must_be_told(
    placed, official, at, led, when, left_on, state, owed
):
    led_to(placed, led, at)
    at(when)
    stop_by_center(placement_id=placed.pk, ending=Ending.NO_PAPERS, note="", left_on=left_on, actor=official)
    case = InsuranceCase.objects.get(placement=placed)
    assert case.state == state
    assert [task.kind for task in case.tasks.all()] == ([owed] if owed else [])
    if owed == "delete_entry":
        assert case.tasks.get().due_at == moment("2024-08-06 23:59:59")
    if owed:
        assert f"insurance_{owed}" in told(official)


def test_an_exit_that_was_declared_moves_the_case(world, placed, official, at):
    led_to(placed, CaseState.ENTRY_SHARED, at)
    at(DURING)
    abandon_placement(placement_id=placed.pk, ending=Ending.AGREED, left_on=LEFT_ON, actor=world.employer_user)
    task = InsuranceTask.objects.get()
    assert (task.left_on, task.due_at) == (LEFT_ON, moment("2024-08-23 23:59:59"))
    for _twice in range(2):
        assert finish_task(task_id=task.pk, actor=official).done_by == official
    assert InsuranceCase.objects.get(placement=placed).state == CaseState.EXIT_DECLARED


def test_a_placement_that_ends_keeps_its_case(world, placed, at):
    at(BEFORE)
    cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
