"""A change agreed and an offer declined, or one hour promised twice, at the same instant: one is told a sentence."""

import datetime as dt

import pytest

from offers.models import ChangeRequest, Evaluation, Offer, Position
from offers.services.answer import decline_offer
from offers.services.changes import Wish, agree_change, request_change
from offers.services.positions import open_position
from offers.states import LIVE_OFFER, OfferState
from tests.offers.evaluating import accepted, ask
from tests.offers.pages import choose_windows
from tests.offers.test_races import at_once, refusals
from tests.offers.world import World, make_world, student_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_agreeing_and_declining_at_once_leave_one_outcome(season_clock):
    season_clock("2024-05-13 10:00")
    world = make_world()
    candidate = world.candidate()
    choose_windows(candidate, ("2024-08-05", 20), ("2024-09-09", 20))
    (offer,) = world.send(candidate)
    season_clock("2024-05-14 10:00")
    student = student_of(offer)
    request = request_change(
        offer_id=offer.pk, wish=Wish(starts_on=dt.date(2024, 9, 9), working_days=20), actor=student
    )
    results = at_once(
        lambda: agree_change(request_id=request.pk, place=None, actor=world.employer_user),
        lambda: decline_offer(offer_id=offer.pk, actor=student),
    )
    offer.refresh_from_db()
    state = ChangeRequest.objects.get(pk=request.pk).state
    live = Offer.objects.filter(position=world.position, state__in=LIVE_OFFER).count()
    if offer.state == OfferState.SUPERSEDED:
        assert (state, live, refusals(results)) == ("agreed", 1, ["offer_superseded"])
    else:
        assert offer.state == OfferState.DECLINED
        assert (state, live) == ("taken_back", 0)
        assert len(refusals(results)) == 1


def test_one_inviter_never_proposes_the_same_hour_twice_at_two_positions(season_clock):
    season_clock("2024-05-13 10:00")
    world = make_world()
    again = Position.objects.get(pk=world.position.pk)
    again.pk = None
    again._state.adding = True
    other = World(world.manager, open_position(position=again, quota=1, actor=world.employer_user))
    offers = [accepted(world, season_clock), accepted(other, season_clock)]
    results = at_once(*[lambda offer=offer: ask(world, offer) for offer in offers])
    assert refusals(results) == ["inviter_busy"]
    assert Evaluation.objects.count() == 1
