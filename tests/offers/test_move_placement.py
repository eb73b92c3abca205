"""A confirmed placement gets other dates: with its version, in no other's way, releasing what now overlaps (A10)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from offers.invariants import broken
from offers.models import Offer, Placement
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.dates import move_placement
from offers.services.ending import cancel_placement, held_placement
from offers.signals import placement_moved
from offers.states import Ending, OfferRank, OfferState, PlacementState
from tests.insurance.world import place
from tests.offers.test_races import at_once, refusals
from tests.offers.world import make_world, student_of
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

AUTUMN = DateRange(dt.date(2024, 10, 7), dt.date(2024, 11, 1))


@verb
def move(placement: Placement, actor, dates: DateRange = AUTUMN) -> Placement:
    held = held_placement(placement_id=placement.pk, actor=actor)
    return move_placement(placement=held.placement, dates=dates, working_days=18, weekly_days=5, actor=actor)


@pytest.mark.django_db
def test_new_dates_come_with_a_new_version_and_are_told_upwards(season_clock):
    world, heard = make_world_at(season_clock), []

    def listen(sender, placement, was, actor, **kwargs):
        heard.append((placement.first_day, was.lower, actor))

    placed = place(world, season_clock)
    placement_moved.connect(listen)
    try:
        moved = move(placed, world.employer_user)
    finally:
        placement_moved.disconnect(listen)
    assert (moved.dates, moved.working_days, moved.version) == (AUTUMN, 18, 2)
    assert heard == [(dt.date(2024, 10, 7), dt.date(2024, 8, 5), world.employer_user)]


@pytest.mark.django_db
def test_an_offer_in_the_way_of_the_new_dates_is_released_and_its_line_is_called(season_clock):
    world, elsewhere = make_world_at(season_clock), make_world()
    application = world.candidate(allowed=2)
    (first,) = world.send(application)
    (second,) = elsewhere.send(application, starts_on=dt.date(2024, 10, 7))
    (reserve,) = elsewhere.send(elsewhere.candidate(), rank=OfferRank.YEDEK, starts_on=dt.date(2024, 10, 7))
    season_clock("2024-05-14 10:00")
    accept_offer(offer_id=first.pk, actor=student_of(first))
    placed = confirm_offer(offer_id=first.pk, actor=world.employer_user)
    move(placed, world.employer_user)
    second.refresh_from_db()
    reserve.refresh_from_db()
    assert (second.state, reserve.seat_no) == (OfferState.RELEASED, 1)
    assert second.transitions.get(to_state=OfferState.RELEASED).reason == "overlap"
    told = Notification.objects.get(recipient=student_of(first), kind="offers_fell_away_days")
    assert (told.context["others"], told.context["starts_on"]) == (second.terms["employer"], "2024-10-07")
    assert broken() == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("working_days = 15", "placement_dates_versioned"),
        ("weekly_days = 6, version = version + 2", "placement_dates_versioned"),
        ("dates = daterange('2024-10-07', '2024-11-01')", "placement_dates_versioned"),
    ],
)
def test_the_database_refuses_dates_without_the_next_version(season_clock, sql, rule):
    placed = place(make_world_at(season_clock), season_clock)
    with pytest.raises(IntegrityError, match=r"placement|version"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update offers_placement set {sql} where id = %s", [placed.pk])
    with connection.cursor() as cursor:
        cursor.execute(
            "update offers_placement set working_days = 15, version = version + 1 where id = %s", [placed.pk]
        )


@pytest.mark.django_db
def test_an_ended_placement_keeps_its_dates(season_clock):
    world = make_world_at(season_clock)
    placed = place(world, season_clock)
    cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user)
    with pytest.raises(RuleViolation) as refused:
        move(placed, world.employer_user)
    assert refused.value.code == "placement_transition"
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=placed.pk).update(working_days=15, version=9)


@pytest.mark.django_db
def test_dates_of_another_placement_are_refused_in_a_sentence(season_clock):
    world, elsewhere = make_world_at(season_clock), make_world()
    application = world.candidate(allowed=2)
    (first,) = world.send(application)
    (second,) = elsewhere.send(application, starts_on=dt.date(2024, 10, 7))
    season_clock("2024-05-14 10:00")
    for offer, side in ((first, world), (second, elsewhere)):
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
        confirm_offer(offer_id=offer.pk, actor=side.employer_user)
    with pytest.raises(RuleViolation) as refused:
        move(first.placement, world.employer_user)
    assert refused.value.code == "placement_no_overlap"


@pytest.mark.django_db(transaction=True)
def test_a_move_against_a_cancel_leaves_one_story(season_clock):
    world = make_world_at(season_clock)
    placed = place(world, season_clock)
    results = at_once(
        lambda: cancel_placement(placement_id=placed.pk, ending=Ending.AGREED, actor=world.employer_user),
        lambda: move(placed, world.employer_user),
    )
    placed.refresh_from_db()
    assert placed.state == PlacementState.CANCELLED
    moved = placed.dates == AUTUMN
    assert (refusals(results), placed.version) == (([], 3) if moved else (["placement_transition"], 2))


@pytest.mark.django_db(transaction=True)
def test_a_move_against_a_confirmation_of_the_same_weeks_has_one_winner(season_clock):
    world, elsewhere = make_world_at(season_clock), make_world()
    application = world.candidate(allowed=2)
    (first,) = world.send(application)
    (second,) = elsewhere.send(application, starts_on=dt.date(2024, 10, 7))
    season_clock("2024-05-14 10:00")
    for offer in (first, second):
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    placed = confirm_offer(offer_id=first.pk, actor=world.employer_user)
    results = at_once(
        lambda: move(placed, world.employer_user),
        lambda: confirm_offer(offer_id=second.pk, actor=elsewhere.employer_user),
    )
    placed.refresh_from_db()
    state = Offer.objects.get(pk=second.pk).state
    if placed.dates == AUTUMN:
        assert (refusals(results), state) == (["placement_right"], OfferState.RELEASED)
    else:
        assert (refusals(results), state) == (["placement_no_overlap"], OfferState.CONFIRMED)
    assert broken() == {}


def make_world_at(season_clock):
    season_clock("2024-05-13 10:00")
    return make_world()
