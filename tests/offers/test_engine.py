"""The offer engine's promises (docs/states.md, docs/rules.md I2–I5): clocks, seats, the line, the first to confirm."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from offers.models import Offer, Placement, Seat
from offers.services.answer import accept_offer, decline_offer
from offers.services.confirm import confirm_offer
from offers.services.positions import change_quota
from offers.services.send import undo_offers
from offers.services.sweep import sweep_due
from offers.states import OFFER_MOVES, PLACEMENT_MOVES, POSITION_MOVES, OfferRank, OfferState
from tests.factories import moment
from tests.keeping import kept
from tests.offers.world import REPLY_BY, START, World, make_world, student_of
from usp.core.db import acting
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = OfferState
_SET = """
update offers_offer set state = %s,
  seat_no = case when %s in ('open', 'accepted', 'evaluating', 'confirmed') then seat_no end,
  rank = case when %s = 'reserved' then 'yedek' else rank end,
  reserve_no = case when %s = 'reserved' then 1 end,
  confirm_by = reply_by, last_call_at = reply_by
where id = %s
"""


@kept
def world(at) -> World:
    at(START)
    return make_world()


def state(offer: Offer) -> str:
    offer.refresh_from_db()
    return offer.state


def test_an_offer_can_be_accepted_until_its_last_second_and_not_after(world, at):
    first, second = world.candidate(), world.candidate()
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    one, two = world.send(first, second)
    at("2024-05-17 16:59:59")
    assert accept_offer(offer_id=one.pk, actor=student_of(one)).state == S.ACCEPTED
    at("2024-05-17 17:00:00")
    with pytest.raises(RuleViolation) as refused:
        accept_offer(offer_id=two.pk, actor=student_of(two))
    assert refused.value.code == "offer_in_time"


def test_an_expired_offer_cannot_be_accepted_by_sql_either_though_no_worker_ran(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-17 17:00:01")
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), acting("test"):
        Offer.objects.filter(pk=offer.pk).update(state=S.ACCEPTED, confirm_by=moment("2024-06-01 17:00"))
    assert refused.value.__cause__.diag.constraint_name == "offer_in_time"


def test_the_candidate_sees_an_offer_ten_seconds_after_it_was_sent(world, at):
    (offer,) = world.send(world.candidate())
    student = student_of(offer)
    at("2024-05-13 10:00:09.9")
    assert not Offer.objects.visible_to(student).exists()
    with pytest.raises(Offer.DoesNotExist):
        accept_offer(offer_id=offer.pk, actor=student)
    at("2024-05-13 10:00:10")
    assert accept_offer(offer_id=offer.pk, actor=student).state == S.ACCEPTED


def test_a_sending_can_be_undone_until_the_candidate_sees_it_and_leaves_no_notice(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-13 10:00:09.9")
    assert undo_offers(batch_id=offer.batch_id, actor=world.employer_user) == 1
    assert state(offer) == S.UNDONE
    assert not Notification.objects.filter(recipient=student_of(offer), cancelled_at__isnull=True).exists()


def test_a_sending_cannot_be_undone_once_it_is_visible(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-13 10:00:10")
    with pytest.raises(RuleViolation) as refused:
        undo_offers(batch_id=offer.batch_id, actor=world.employer_user)
    assert refused.value.code == "undo_too_late"
    assert state(offer) == S.OPEN


def test_a_second_yes_finds_the_first_one(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    first = accept_offer(offer_id=offer.pk, actor=student_of(offer))
    again = accept_offer(offer_id=offer.pk, actor=student_of(offer))
    assert (first.confirm_by, again.state) == (again.confirm_by, S.ACCEPTED)
    assert offer.transitions.filter(to_state=S.ACCEPTED).count() == 1


def test_more_asil_offers_than_seats_are_refused_as_a_whole(world):
    with pytest.raises(RuleViolation) as refused:
        world.send(world.candidate(), world.candidate())
    assert refused.value.code == "offer_seat_once"
    assert not Offer.objects.exists()


def test_a_declined_seat_goes_to_the_first_in_line_in_the_same_transaction(world, at):
    (asil,) = world.send(world.candidate())
    first, second = world.send(world.candidate(), world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-13 10:00:11")
    accept_offer(offer_id=first.pk, actor=student_of(first))
    accept_offer(offer_id=second.pk, actor=student_of(second))
    assert [state(first), state(second)] == [S.RESERVED, S.RESERVED]
    decline_offer(offer_id=asil.pk, actor=student_of(asil))
    assert [state(first), state(second)] == [S.ACCEPTED, S.RESERVED]
    assert first.seat_no == 1
    assert first.confirm_from > moment("2024-05-14 10:00")


def test_one_who_has_not_answered_is_called_before_a_later_standing_yes_and_gets_a_fresh_deadline(world, at):
    (asil,) = world.send(world.candidate())
    silent, willing = world.send(world.candidate(), world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-17 15:00")
    accept_offer(offer_id=willing.pk, actor=student_of(willing))
    decline_offer(offer_id=asil.pk, actor=student_of(asil))
    assert [state(silent), state(willing)] == [S.OPEN, S.RESERVED]
    assert silent.promoted_at is not None
    assert silent.reply_by >= moment("2024-05-19 15:00")
    assert silent.reply_by.astimezone(REPLY_BY.tzinfo).weekday() < 5


def test_an_expiry_expires_then_calls_and_tells_both_sides(world, at):
    (asil,) = world.send(world.candidate())
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-14 10:00")
    accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
    at("2024-05-17 17:00")
    assert sweep_due() == 2
    assert [state(asil), state(reserve)] == [S.EXPIRED, S.ACCEPTED]
    assert sweep_due() == 0
    kinds = set(Notification.objects.filter(recipient=student_of(reserve)).values_list("kind", flat=True))
    assert {"offer_received", "offer_called_yes"} <= kinds
    called = Notification.objects.get(recipient=student_of(reserve), kind="offer_called_yes")
    reserve.refresh_from_db()
    assert dt.datetime.fromisoformat(called.context["confirm_from"]) == reserve.confirm_from.replace(microsecond=0)
    assert Notification.objects.filter(recipient=student_of(asil), kind="offer_expired").count() == 1


def test_an_accepted_offer_lapses_when_the_employer_does_not_confirm(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    offer.refresh_from_db()
    at(offer.confirm_by)
    with pytest.raises(RuleViolation) as refused:
        confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    assert refused.value.code == "offer_confirm_in_time"
    assert state(offer) == S.LAPSED


def test_one_called_with_a_standing_yes_cannot_be_confirmed_during_the_day_of_free_leaving(world, at):
    (asil,) = world.send(world.candidate())
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-14 10:00")
    accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
    decline_offer(offer_id=asil.pk, actor=student_of(asil))
    with pytest.raises(RuleViolation) as refused:
        confirm_offer(offer_id=reserve.pk, actor=world.employer_user)
    assert refused.value.code == "offer_confirm_in_time"
    at("2024-05-15 10:00")
    assert confirm_offer(offer_id=reserve.pk, actor=world.employer_user).offer == reserve


def test_the_first_employer_to_confirm_takes_the_place_and_the_other_is_released_and_its_seat_called(world, at):
    other = make_world()
    application = world.candidate()
    (mine,), (theirs,) = world.send(application), other.send(application)
    (waiting,) = other.send(other.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-14 10:00")
    for offer in (mine, theirs, waiting):
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    placement = confirm_offer(offer_id=mine.pk, actor=world.employer_user)
    assert [state(mine), state(theirs), state(waiting)] == [S.CONFIRMED, S.RELEASED, S.ACCEPTED]
    application.refresh_from_db()
    assert (application.used, placement.right_no) == (1, 1)
    with pytest.raises(RuleViolation) as refused:
        confirm_offer(offer_id=theirs.pk, actor=other.employer_user)
    assert refused.value.code == "placement_right"
    assert Notification.objects.filter(recipient=other.employer_user, kind="offer_released").count() == 1


def test_confirming_twice_gives_one_placement(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    first = confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    assert confirm_offer(offer_id=offer.pk, actor=world.employer_user) == first
    assert Placement.objects.count() == 1
    assert (first.dates.lower, first.dates.upper) == (dt.date(2024, 8, 5), dt.date(2024, 9, 3))


def test_every_internship_has_its_insurance_case_from_the_first_moment(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    placement = confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    assert placement.insurance_case.papers_due_on == dt.date(2024, 7, 19)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from insurance_insurancecase where placement_id = %s", [placement.pk])


def test_a_placement_without_insurance_case_fails_its_transaction(world, at):
    (offer,) = world.send(world.candidate())

    def place_without_case() -> None:
        Placement.objects.create(
            offer=offer, kind="internship", application=offer.application, student=offer.application.student,
            department=offer.application.department, right_no=1, dates=(offer.starts_on, offer.ends_on),
            working_days=20, weekly_days=5,
            confirmed_at=moment(START),
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")

    with pytest.raises(IntegrityError) as refused, transaction.atomic(), acting("test"):
        place_without_case()
    assert refused.value.__cause__.diag.constraint_name == "placement_insured"


def test_a_quota_below_what_is_taken_is_refused_and_a_raised_one_calls_the_line(world, at):
    world.send(world.candidate())
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-14 10:00")
    accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
    with pytest.raises(RuleViolation) as refused:
        change_quota(position_id=world.position.pk, quota=0, actor=world.employer_user)
    assert refused.value.code == "quota_below_taken"
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    assert state(reserve) == S.ACCEPTED


def test_a_seat_that_an_offer_holds_cannot_be_deleted_even_by_sql(world):
    world.send(world.candidate())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from offers_seat where position_id = %s", [world.position.pk])


def test_two_offers_never_hold_one_seat_even_by_sql(world):
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    _one, two = world.send(world.candidate(), world.candidate())
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Offer.objects.filter(pk=two.pk).update(seat_no=1)
    assert refused.value.__cause__.diag.constraint_name == "offer_seat_once"


def test_what_an_offer_says_never_changes(world):
    (offer,) = world.send(world.candidate())
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(starts_on=dt.date(2024, 9, 2))
    assert refused.value.__cause__.diag.constraint_name == "offer_terms_frozen"


def test_a_candidate_placed_elsewhere_is_skipped_in_line_and_keeps_the_number(world, at):
    other = make_world()
    placed, free = world.candidate(), world.candidate()
    (asil,) = world.send(world.candidate())
    first, second = world.send(placed, free, rank=OfferRank.YEDEK)
    (elsewhere,) = other.send(placed)
    at("2024-05-14 10:00")
    for offer in (first, second, elsewhere):
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    confirm_offer(offer_id=elsewhere.pk, actor=other.employer_user)
    assert state(first) == S.RELEASED
    decline_offer(offer_id=asil.pk, actor=student_of(asil))
    assert state(second) == S.ACCEPTED
    assert [first.reserve_no, second.reserve_no] == [1, 2]


def test_nobody_is_called_after_the_last_call(world, at):
    (asil,) = world.send(world.candidate(), starts_on=dt.date(2024, 7, 1))
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK, starts_on=dt.date(2024, 7, 1))
    at("2024-05-14 10:00")
    for offer in (asil, reserve):
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    at("2024-06-29 00:00")
    sweep_due()
    assert state(reserve) == S.LAPSED


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("2024-05-14 10:00", "reply_too_short"),
        ("2024-05-18 12:00", "reply_outside_hours"),
        ("2024-05-17 19:00", "reply_outside_hours"),
        ("2024-12-01 12:00", "reply_too_late"),
    ],
)
def test_a_reply_deadline_ends_in_allowed_hours_and_leaves_time(world, wanted, code):
    with pytest.raises(RuleViolation) as refused:
        world.send(world.candidate(), reply_by=moment(wanted))
    assert refused.value.code == code


def test_a_candidate_without_a_right_left_gets_no_internship_offer(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    other = make_world()
    with pytest.raises(RuleViolation) as refused:
        other.send(offer.application, starts_on=dt.date(2024, 9, 9))
    assert refused.value.code == "no_right_left"


def test_the_database_holds_the_same_tables_as_the_code():
    with connection.cursor() as cursor:
        cursor.execute("select frm, dst from offer_allowed")
        assert set(cursor.fetchall()) == {(move.source.value, move.target.value) for move in OFFER_MOVES}
        cursor.execute("select frm, dst from placement_allowed")
        assert set(cursor.fetchall()) == {(move.source.value, move.target.value) for move in PLACEMENT_MOVES}
        cursor.execute("select frm, dst from position_allowed")
        assert set(cursor.fetchall()) == {(move.source.value, move.target.value) for move in POSITION_MOVES}


ENDED = ["undone", "declined", "expired", "withdrawn", "rejected", "lapsed", "released", "superseded", "ended"]


@pytest.mark.parametrize("source", OfferState.values)
def test_the_database_refuses_every_move_that_the_table_does_not_name(world, source):
    possible = {move.target.value for move in OFFER_MOVES if move.source == source}
    assert bool(possible) == (source not in ENDED)
    (offer,) = world.send(world.candidate())
    with connection.cursor() as cursor:
        # The row is put into the state past every trigger; the moves out of it are what is tried.
        cursor.execute("set local session_replication_role = 'replica'")
        cursor.execute(_SET, [source, source, source, source, offer.pk])
        cursor.execute("set local session_replication_role = 'origin'")
    for target in set(OfferState.values) - possible - {source}:
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), acting("test"):
            Offer.objects.filter(pk=offer.pk).update(state=target)
        assert refused.value.__cause__.diag.constraint_name in ("offer_transition", "offer_shape"), target


def test_seats_are_counted_by_their_rows(world):
    assert Seat.objects.filter(position=world.position).count() == 1
