"""Sending: hundreds without a query each, the three kinds, dates, re-offers; and what confirmation asks first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from offers.invariants import broken
from offers.models import Offer, Position
from offers.reasons import WithdrawReason
from offers.services.answer import accept_offer, decline_offer
from offers.services.confirm import confirm_offer
from offers.services.ending import complete_placement
from offers.services.findings import confirm_findings
from offers.services.positions import change_quota
from offers.services.send import Proposal, send_offers, undo_offers
from offers.services.withdraw import withdraw_offers
from offers.states import Kind, OfferRank, OfferState
from tests.factories import PositionFactory, moment
from tests.insurance.world import insured, officer_of
from tests.keeping import kept
from tests.offers.world import REPLY_BY, START, World, make_world, student_of
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = OfferState
LATER = dt.date(2024, 9, 9)


@kept
def world(at) -> World:
    at(START)
    return make_world()


def refused(step) -> str:
    with pytest.raises(RuleViolation) as refusal:
        step()
    return refusal.value.code


def accepted(world: World, at, application: Application | None = None, **how) -> Offer:
    (offer,) = world.send(application or world.candidate(), **how)
    at("2024-05-14 10:00")
    return accept_offer(offer_id=offer.pk, actor=student_of(offer))


def of_kind(world: World, kind: str, days: int = 5) -> World:
    """A position of another kind at an employer of its own."""
    manager = make_world().manager
    position = PositionFactory(manager=manager, kind=kind, working_days=days, quota=1)
    return World(manager, Position.objects.get(pk=position.pk))


def test_many_offers_cost_as_many_queries_as_two(world):
    def cost(number: int) -> int:
        other = make_world(quota=number)
        candidates = [other.candidate() for _one in range(number)]
        with CaptureQueriesContext(connection) as queries:
            other.send(*candidates)
        return len(queries)

    assert cost(2) == cost(24)


def test_several_at_once_go_only_to_profiles_that_were_opened(world):
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    proposals = [Proposal(world.candidate().pk, OfferRank.ASIL, dt.date(2024, 8, 5), 20) for _one in range(2)]
    send = {"position_id": world.position.pk, "reply_by": REPLY_BY, "actor": world.employer_user}
    assert refused(lambda: send_offers(proposals=proposals, **send)) == "profile_not_opened"
    assert len(send_offers(proposals=proposals[:1], **send)) == 1


def test_nobody_is_twice_in_one_sending(world):
    candidate = world.candidate()
    assert refused(lambda: world.send(candidate, candidate, rank=OfferRank.YEDEK)) == "candidate_twice"


def test_a_sending_is_undone_as_a_whole_and_its_seats_go_back(world, at):
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    asil = world.send(world.candidate(), world.candidate())
    at("2024-05-13 10:00:05")
    assert undo_offers(batch_id=asil[0].batch_id, actor=world.employer_user) == 2
    assert set(Offer.objects.values_list("state", "seat_no")) == {(S.UNDONE, None)}
    assert len(world.send(world.candidate(), world.candidate())) == 2


def test_the_dates_of_an_offer_lie_inside_the_positions(world):
    Position.objects.update(runs_from=dt.date(2024, 8, 12), runs_until=dt.date(2024, 9, 30))
    assert refused(lambda: world.send(world.candidate())) == "outside_position_dates"
    assert refused(lambda: world.send(world.candidate(), starts_on=LATER)) == "outside_position_dates"
    assert world.send(world.candidate(), starts_on=dt.date(2024, 8, 12))


def test_after_a_no_only_something_else_may_be_offered_and_three_times_at_most(world, at):
    candidate = world.candidate()
    (offer,) = world.send(candidate)
    at("2024-05-14 10:00")
    decline_offer(offer_id=offer.pk, actor=student_of(offer))
    assert refused(lambda: world.send(candidate)) == "declined_unchanged"
    (second,) = world.send(candidate, starts_on=dt.date(2024, 8, 12))
    at("2024-05-14 10:00:20")
    withdraw_offers(offer_ids=[second.pk], reason=WithdrawReason.MISTAKE, actor=world.employer_user)
    (third,) = world.send(candidate)
    at("2024-05-14 10:00:40")
    withdraw_offers(offer_ids=[third.pk], reason=WithdrawReason.MISTAKE, actor=world.employer_user)
    assert [offer.attempt, second.attempt, third.attempt] == [1, 2, 3]
    assert refused(lambda: world.send(candidate)) == "offer_three_attempts"


@pytest.mark.parametrize(("kind", "days"), [(Kind.SHADOWING, 5), (Kind.TRAINING, 15)])
def test_shadowing_and_training_use_no_right_release_nothing_by_count_and_have_no_case(world, at, kind, days):
    other = of_kind(world, kind, days)
    candidate = world.candidate()
    (internship,) = world.send(candidate, starts_on=LATER)
    (short,) = other.send(candidate)
    assert (short.working_days, short.ends_on) == (days, dt.date(2024, 8, 9) if days == 5 else dt.date(2024, 8, 23))
    at("2024-05-14 10:00")
    for offer in (internship, short):
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    placement = confirm_offer(offer_id=short.pk, actor=other.employer_user)
    candidate.refresh_from_db()
    internship.refresh_from_db()
    assert (candidate.used, placement.right_no, internship.state) == (0, None, S.ACCEPTED)
    assert not hasattr(placement, "insurance_case")
    confirm_offer(offer_id=internship.pk, actor=world.employer_user)
    assert not broken()


def test_a_right_that_is_used_does_not_keep_from_shadowing_but_its_dates_do(world, at):
    offer = accepted(world, at)
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    other = of_kind(world, Kind.SHADOWING)
    assert refused(lambda: other.send(offer.application, starts_on=dt.date(2024, 8, 12))) == "overlap"
    assert other.send(offer.application, starts_on=LATER)


def test_a_shadowing_that_overlaps_is_released_when_the_internship_is_confirmed(world, at):
    other = of_kind(world, Kind.SHADOWING)
    candidate = world.candidate()
    (short,) = other.send(candidate)
    offer = accepted(world, at, candidate)
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    short.refresh_from_db()
    assert short.state == S.RELEASED
    assert short.transitions.last().reason == "overlap"


@pytest.mark.parametrize("days", [2, 11])
def test_shadowing_lasts_three_to_ten_working_days(world, days):
    other = of_kind(world, Kind.SHADOWING)
    Position.objects.filter(pk=other.position.pk).update(working_days=days)
    assert refused(lambda: other.send(other.candidate())) == "shadowing_length"


def test_shadowing_waits_for_no_papers(world):
    other = of_kind(world, Kind.SHADOWING)
    (reserve,) = other.send(other.candidate(), rank=OfferRank.YEDEK)
    assert reserve.last_call_at == moment("2024-08-03 00:00")  # 48 hours to answer, nothing else


def test_a_completed_internship_still_uses_the_right(world, at):
    offer = accepted(world, at)
    placement = confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    at("2024-07-15 10:00")
    insured(placement, officer_of(placement))
    at("2024-09-03 10:00")
    complete_placement(placement_id=placement.pk, days_attended=20, unexcused_days=0, actor=world.employer_user)
    offer.application.refresh_from_db()
    assert offer.application.used == 1
    assert broken("rights_counted", "confirmed_has_a_placement") == {}


def test_two_internships_without_a_free_day_between_them_are_warned_of(world, at):
    candidate = world.candidate(allowed=2)
    first = accepted(world, at, candidate)
    confirm_offer(offer_id=first.pk, actor=world.employer_user)
    other = make_world()
    (near,) = other.send(candidate, starts_on=first.ends_on + dt.timedelta(days=1))
    (far,) = make_world().send(candidate, starts_on=first.ends_on + dt.timedelta(days=2))
    assert "no_free_day" in [finding.code for finding in confirm_findings(near)]
    assert "no_free_day" not in [finding.code for finding in confirm_findings(far)]


def test_a_student_hears_which_offers_fell_away_and_the_other_employer_never_who_won(world, at):
    other = make_world()
    candidate = world.candidate()
    (theirs,) = other.send(candidate)
    offer = accepted(world, at, candidate)
    accept_offer(offer_id=theirs.pk, actor=student_of(theirs))
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    told = Notification.objects.get(recipient=student_of(offer), kind="offers_fell_away")
    assert told.context["others"] == theirs.terms["employer"]
    lost = Notification.objects.get(recipient=other.employer_user, kind="offer_released")
    assert set(lost.context) == {"title"}


def test_what_fell_for_the_used_right_and_what_fell_for_its_days_is_told_apart(world, at):
    right, days = make_world(), of_kind(world, Kind.SHADOWING)
    candidate = world.candidate()
    (later,) = right.send(candidate, starts_on=LATER)
    (clashing,) = days.send(candidate)
    offer = accepted(world, at, candidate)
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    told = Notification.objects.filter(recipient=student_of(offer), kind__startswith="offers_fell_away")
    assert {notice.kind: notice.context["others"] for notice in told} == {
        "offers_fell_away": later.terms["employer"],
        "offers_fell_away_days": clashing.terms["employer"],
    }


@pytest.mark.parametrize(("when", "code"), [("2024-08-30 16:59:59", ""), ("2024-08-30 17:00:00", "offers_closed")])
def test_offers_may_be_sent_until_the_season_s_last_second_for_them(world, at, when, code):
    candidate = world.candidate()
    at(when)
    how = {"starts_on": dt.date(2024, 10, 7), "reply_by": moment("2024-09-02 17:00")}
    if code:
        assert refused(lambda: world.send(candidate, **how)) == code
    else:
        assert [offer.state for offer in world.send(candidate, **how)] == [S.OPEN]
