"""Real threads on one hot row: whoever loses gets a sentence, and the invariants hold (docs/rules.md I1–I5)."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from offers.invariants import broken
from offers.models import Offer, Placement
from offers.reasons import WithdrawReason
from offers.services.answer import accept_offer, decline_offer
from offers.services.closing import cancel_position
from offers.services.confirm import confirm_offer
from offers.services.engine import lock_positions
from offers.services.sweep import sweep_due
from offers.services.withdraw import withdraw_offers
from offers.states import SEATED_YES, OfferRank, OfferState
from tests.factories import moment
from tests.offers.world import make_world, student_of
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db(transaction=True)
S = OfferState
ROUNDS = 4


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run the actions in threads of their own, started together; answers results, RuleViolations among them."""
    gate = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(index: int, action: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=10)
            results[index] = action()
        except (RuleViolation, Offer.DoesNotExist) as refused:
            results[index] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index, action)) for index, action in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return results


def refusals(results: list[object]) -> list[str]:
    return [result.code for result in results if isinstance(result, RuleViolation)]


@pytest.fixture
def started(season_clock):
    season_clock("2024-05-13 10:00")
    return season_clock


def test_two_accepts_at_once_are_one_yes(started):
    def once() -> None:
        started("2024-05-13 10:00")
        world = make_world()
        (offer,) = world.send(world.candidate())
        started("2024-05-14 10:00")
        student = student_of(offer)
        results = at_once(*[lambda: accept_offer(offer_id=offer.pk, actor=student)] * 4)
        assert refusals(results) == []
        assert offer.transitions.filter(to_state=S.ACCEPTED).count() == 1

    for _round in range(ROUNDS):
        once()


def test_accept_and_decline_at_once_leave_one_answer(started):
    def once() -> None:
        started("2024-05-13 10:00")
        world = make_world()
        (offer,) = world.send(world.candidate())
        started("2024-05-14 10:00")
        student = student_of(offer)
        results = at_once(
            lambda: accept_offer(offer_id=offer.pk, actor=student),
            lambda: decline_offer(offer_id=offer.pk, actor=student),
        )
        offer.refresh_from_db()
        # A yes may be taken back, a no may not be.
        assert offer.state == S.DECLINED
        assert set(refusals(results)) <= {"offer_transition"}

    for _round in range(ROUNDS):
        once()


def test_an_accept_that_waited_for_a_lock_past_the_deadline_is_refused(started):
    world = make_world()
    (offer,) = world.send(world.candidate())
    started("2024-05-17 16:59:59")
    student = student_of(offer)
    locked, release = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                lock_positions([world.position.pk])
                locked.set()
                release.wait(timeout=10)
        finally:
            connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(timeout=10)
    threading.Timer(1.5, release.set).start()
    (result,) = at_once(lambda: accept_offer(offer_id=offer.pk, actor=student))
    holder.join(timeout=10)
    assert isinstance(result, RuleViolation)
    assert result.code == "offer_in_time"
    offer.refresh_from_db()
    assert offer.state != S.ACCEPTED


def test_accept_against_the_sweep_at_the_deadline_has_one_winner(started):
    def once() -> None:
        started("2024-05-13 10:00")
        world = make_world()
        (offer,) = world.send(world.candidate())
        (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
        started("2024-05-14 10:00")
        accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
        started("2024-05-17 16:59:59.95")
        student = student_of(offer)
        at_once(lambda: accept_offer(offer_id=offer.pk, actor=student), sweep_due, sweep_due)
        started("2024-05-17 17:00:01")
        sweep_due()
        offer.refresh_from_db()
        reserve.refresh_from_db()
        assert (offer.state, reserve.state) in [(S.ACCEPTED, S.RESERVED), (S.EXPIRED, S.ACCEPTED)]

    for _round in range(ROUNDS):
        once()


def test_two_employers_confirming_one_student_make_one_placement(started):
    def once() -> None:
        started("2024-05-13 10:00")
        one, other = make_world(), make_world()
        application = one.candidate()
        (mine,), (theirs,) = one.send(application), other.send(application)
        started("2024-05-14 10:00")
        for offer in (mine, theirs):
            accept_offer(offer_id=offer.pk, actor=student_of(offer))
        results = at_once(
            lambda: confirm_offer(offer_id=mine.pk, actor=one.employer_user),
            lambda: confirm_offer(offer_id=theirs.pk, actor=other.employer_user),
        )
        assert refusals(results) == ["placement_right"]
        assert Placement.objects.filter(application=application).count() == 1
        states = Offer.objects.filter(application=application).values_list("state", flat=True)
        assert sorted(states) == [S.CONFIRMED, S.RELEASED]
        application.refresh_from_db()
        assert application.used == 1

    for _round in range(ROUNDS):
        once()


def test_more_yeses_than_seats_fill_the_seats_exactly_and_queue_the_rest_in_order(started):
    world = make_world(quota=3)
    candidates = [world.candidate() for _number in range(8)]
    world.send(*candidates[:3])
    world.send(*candidates[3:], rank=OfferRank.YEDEK)
    started("2024-05-14 10:00")
    asil = list(Offer.objects.filter(rank=OfferRank.ASIL).order_by("pk"))
    yedek = list(Offer.objects.filter(rank=OfferRank.YEDEK).order_by("pk"))
    results = at_once(
        *[lambda offer=offer: accept_offer(offer_id=offer.pk, actor=student_of(offer)) for offer in yedek],
        lambda: decline_offer(offer_id=asil[0].pk, actor=student_of(asil[0])),
        lambda: decline_offer(offer_id=asil[1].pk, actor=student_of(asil[1])),
        lambda: accept_offer(offer_id=asil[2].pk, actor=student_of(asil[2])),
    )
    assert refusals(results) == []
    seated = Offer.objects.filter(seat_no__isnull=False)
    assert seated.count() == 3
    assert len(set(seated.values_list("seat_no", flat=True))) == 3
    called = sorted(seated.filter(rank=OfferRank.YEDEK).values_list("reserve_no", flat=True))
    assert called == [1, 2]
    assert Offer.objects.filter(state__in=SEATED_YES).count() == 3


def test_sends_at_once_never_give_one_seat_twice(started):
    world = make_world(quota=2)
    candidates = [world.candidate() for _number in range(6)]
    results = at_once(*[lambda one=one: world.send(one) for one in candidates])
    assert refusals(results) == ["offer_seat_once"] * 4
    assert Offer.objects.filter(seat_no__isnull=False).count() == 2


def test_with_the_worker_stopped_an_expired_offer_is_refused_and_its_seat_is_called_by_the_next_verb(started):
    world = make_world()
    (late,) = world.send(world.candidate())
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    started("2024-05-14 10:00")
    accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
    started(moment("2024-05-18 12:00"))
    (result,) = at_once(lambda: accept_offer(offer_id=late.pk, actor=student_of(late)))
    assert isinstance(result, RuleViolation)
    assert result.code == "offer_in_time"
    late.refresh_from_db()
    reserve.refresh_from_db()
    assert (late.state, reserve.state) == (S.EXPIRED, S.ACCEPTED)


def test_withdrawing_against_accepting_has_one_winner_and_the_loser_hears_it(started):
    def once() -> None:
        started("2024-05-13 10:00")
        world = make_world()
        (offer,) = world.send(world.candidate())
        started("2024-05-14 10:00")
        student = student_of(offer)
        results = at_once(
            lambda: accept_offer(offer_id=offer.pk, actor=student),
            lambda: withdraw_offers(offer_ids=[offer.pk], reason=WithdrawReason.MISTAKE, actor=world.employer_user),
        )
        offer.refresh_from_db()
        # «By mistake» is no reason once somebody said yes.
        expected = {S.ACCEPTED: ["withdraw_after_a_yes"], S.WITHDRAWN: ["offer_withdrawn"]}
        assert refusals(results) == expected[OfferState(offer.state)]

    for _round in range(ROUNDS):
        once()


def test_a_promotion_and_a_confirmation_elsewhere_at_once_leave_one_internship_and_no_free_seat(started):
    def once() -> None:
        started("2024-05-13 10:00")
        here, there = make_world(), make_world()
        both, waiting = here.candidate(), here.candidate()
        (asil,) = here.send(here.candidate())
        first, second = here.send(both, waiting, rank=OfferRank.YEDEK)
        (elsewhere,) = there.send(both)
        started("2024-05-14 10:00")
        for offer in (first, second, elsewhere):
            accept_offer(offer_id=offer.pk, actor=student_of(offer))
        decliner = student_of(asil)
        results = at_once(
            lambda: decline_offer(offer_id=asil.pk, actor=decliner),
            lambda: confirm_offer(offer_id=elsewhere.pk, actor=there.employer_user),
        )
        assert refusals(results) == []
        for offer in (first, second):
            offer.refresh_from_db()
        assert (first.state, second.state) == (S.RELEASED, S.ACCEPTED)
        assert broken() == {}

    for _round in range(ROUNDS):
        once()


def test_a_cancelled_position_and_yeses_at_once_leave_nothing_live_behind(started):
    started("2024-05-13 10:00")
    world = make_world(quota=2)
    asil = world.send(world.candidate(), world.candidate())
    line = world.send(world.candidate(), world.candidate(), rank=OfferRank.YEDEK)
    started("2024-05-14 10:00")
    students = [(offer.pk, student_of(offer)) for offer in (*asil, *line)]
    results = at_once(
        *[lambda pk=pk, student=student: accept_offer(offer_id=pk, actor=student) for pk, student in students],
        lambda: cancel_position(position_id=world.position.pk, actor=world.employer_user),
    )
    assert set(refusals(results)) <= {"offer_withdrawn"}
    assert set(Offer.objects.values_list("state", flat=True)) == {S.WITHDRAWN}
    assert broken() == {}
