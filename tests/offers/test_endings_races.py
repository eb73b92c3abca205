"""Real threads on one placement: one end, one answer, seats and rights whole (docs/rules.md I3, I5, A5)."""

import datetime as dt

import pytest

from offers.models import CancellationState, Offer, Placement
from offers.services.answer import accept_offer
from offers.services.cancelling import (
    approve_cancellation,
    cancel_for_student,
    refuse_cancellation,
    request_cancellation,
    take_back_cancellation,
)
from offers.services.confirm import confirm_offer
from offers.services.ending import cancel_placement
from offers.states import Ending, OfferRank, OfferState, PlacementState
from tests.factories import OfficialFactory
from tests.insurance.world import place
from tests.offers.test_races import at_once, refusals
from tests.offers.world import make_world, student_of

pytestmark = pytest.mark.django_db(transaction=True)
P = PlacementState


def test_two_cancels_at_once_free_one_seat_once_and_call_one(season_clock):
    season_clock("2024-05-13 10:00")
    world = make_world()
    placed = place(world, season_clock)
    reserves = world.send(world.candidate(), world.candidate(), rank=OfferRank.YEDEK)
    season_clock("2024-05-14 12:00")
    for reserve in reserves:
        accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
    one = lambda: cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user)  # noqa: E731
    other = lambda: cancel_placement(placement_id=placed.pk, ending=Ending.EMPLOYER, actor=world.employer_user)  # noqa: E731
    results = at_once(one, other, one)
    assert set(refusals(results)) <= {"placement_transition"}
    assert placed.transitions.filter(to_state=P.CANCELLED).count() == 1
    states = [Offer.objects.get(pk=reserve.pk).state for reserve in reserves]
    assert states == [OfferState.ACCEPTED, OfferState.RESERVED]
    placed.application.refresh_from_db()
    assert placed.application.used == 0


def test_cancel_against_confirm_elsewhere_counts_the_rights_right(season_clock):
    season_clock("2024-05-13 10:00")
    world, elsewhere = make_world(), make_world()
    application = world.candidate(allowed=2)
    (first,) = world.send(application)
    (second,) = elsewhere.send(application, starts_on=dt.date(2024, 10, 7))
    season_clock("2024-05-14 12:00")
    for offer in (first, second):
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    placed = confirm_offer(offer_id=first.pk, actor=world.employer_user)
    results = at_once(
        lambda: cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user),
        lambda: confirm_offer(offer_id=second.pk, actor=elsewhere.employer_user),
    )
    assert refusals(results) == []
    application.refresh_from_db()
    states = sorted(Placement.objects.filter(application=application).values_list("state", flat=True))
    assert (states, application.used) == ([P.CANCELLED, P.CONFIRMED], 1)


def test_every_answer_to_one_request_at_once_is_one_answer(season_clock):
    season_clock("2024-05-13 10:00")
    world = make_world()
    placed = place(world, season_clock)
    official = OfficialFactory(university=placed.application.enrolled_at.unit.university).user
    season_clock("2024-06-03 10:00")
    student = placed.student.user
    made = request_cancellation(placement_id=placed.pk, ground="health", text="Ameliyat", proof=None, actor=student)
    season_clock("2024-06-05 10:00:01")
    results = at_once(
        lambda: refuse_cancellation(request_id=made.pk, answer="Hayır", actor=world.employer_user),
        lambda: cancel_for_student(request_id=made.pk, answer="", actor=official),
        lambda: take_back_cancellation(request_id=made.pk, actor=student),
        lambda: approve_cancellation(request_id=made.pk, actor=world.employer_user),
    )
    assert refusals(results) == ["request_decided"] * 3
    made.refresh_from_db()
    placed.refresh_from_db()
    stopped = made.state in (CancellationState.APPROVED, CancellationState.BY_CENTER)
    assert (placed.state == P.CANCELLED) == stopped
    assert (placed.offer.state == OfferState.ENDED) == stopped
