"""The line: who is called, who is skipped and why, what people hear of it; closing, cancelling, taking back."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from applications.models import Application
from insurance.models import PaperRules
from offers.invariants import broken
from offers.models import Offer, OfferTransition
from offers.reasons import SystemReason, WithdrawReason, reason_label
from offers.services.answer import accept_offer, decline_offer
from offers.services.closing import cancel_position, close_position, reopen_position
from offers.services.confirm import confirm_offer
from offers.services.engine import lock_positions, settle, supersede
from offers.services.last_calls import recompute_last_calls
from offers.services.positions import change_quota
from offers.services.reinstate import reinstate_offer
from offers.services.sweep import sweep_due
from offers.services.withdraw import withdraw_offers, yeses_taken_back
from offers.states import OfferRank, OfferState, PositionState
from tests.factories import UserFactory, moment
from tests.keeping import kept
from tests.offers.world import START, World, make_world, student_of
from usp.core.db import acting
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = OfferState
YEDEK = OfferRank.YEDEK


@kept
def world(at) -> World:
    at(START)
    return make_world()


def state(offer: Offer) -> str:
    offer.refresh_from_db()
    return offer.state


def accept(*offers: Offer) -> None:
    for offer in offers:
        accept_offer(offer_id=offer.pk, actor=student_of(offer))


def decline(offer: Offer) -> None:
    decline_offer(offer_id=offer.pk, actor=student_of(offer))


def heard(offer: Offer, kind: str) -> int:
    return Notification.objects.filter(recipient=student_of(offer), kind=kind).count()


def line_of(world: World, at, length: int = 3) -> tuple[Offer, list[Offer]]:
    """An open asil offer and a line of standing yeses."""
    (asil,) = world.send(world.candidate())
    line = world.send(*[world.candidate() for _number in range(length)], rank=YEDEK)
    at("2024-05-14 10:00")
    accept(*line)
    return asil, line


def test_yedek_1_open_yedek_2_reserved_a_seat_frees_and_the_open_one_is_called_with_its_own_clock(world, at):
    (asil,) = world.send(world.candidate())
    first, second = world.send(world.candidate(), world.candidate(), rank=YEDEK)
    at("2024-05-16 10:00")
    accept(second)
    decline(asil)
    assert [state(first), state(second)] == [S.OPEN, S.RESERVED]
    assert first.reply_by >= moment("2024-05-18 10:00")
    at(first.reply_by)
    sweep_due()
    assert [state(first), state(second)] == [S.EXPIRED, S.ACCEPTED]
    assert not broken()


def test_a_reserve_whose_last_call_has_passed_is_not_called_and_the_next_one_is(world, at):
    (asil,) = world.send(world.candidate())
    accept_by = moment("2024-05-17 17:00")
    (early,) = world.send(world.candidate(), rank=YEDEK, starts_on=dt.date(2024, 7, 8), reply_by=accept_by)
    (later,) = world.send(world.candidate(), rank=YEDEK, reply_by=accept_by)
    assert early.last_call_at == moment("2024-06-19 17:00") < later.last_call_at
    at("2024-05-14 10:00")
    accept(asil, early, later)
    at("2024-06-19 17:00")  # the last call is the first moment at which nobody may be called
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    assert [state(early), state(later)] == [S.LAPSED, S.ACCEPTED]
    assert early.transitions.order_by("pk").last().reason != "called"
    assert not broken()


def test_a_reserve_who_cannot_be_called_is_skipped_keeps_the_number_and_the_reason_is_on_record_once(world, at):
    other = make_world()
    (asil,) = world.send(world.candidate())
    late, later = world.candidate(), world.candidate()
    first, second = world.send(late, later, rank=YEDEK)
    (elsewhere,) = other.send(late, starts_on=dt.date(2024, 9, 9))
    at("2024-05-14 10:00")
    accept(first, second, elsewhere)
    # As if the right had been used in a way that released nothing: somebody who waits and cannot be called.
    with acting("test"):
        Application.objects.filter(pk=late.pk).update(used=1)
    decline(asil)
    assert [state(first), state(second)] == [S.RESERVED, S.ACCEPTED]
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    reasons = first.transitions.filter(reason__startswith="skipped:").values_list("from_state", "to_state", "reason")
    assert list(reasons) == [("reserved", "reserved", "skipped:right_used")]
    assert [first.reserve_no, second.reserve_no] == [1, 2]
    assert "staj hakkı" in reason_label("skipped:right_used")


def test_one_who_leaves_the_line_moves_the_others_up_and_the_first_three_hear_it_once_a_step(world, at):
    _asil, line = line_of(world, at, length=5)
    decline(line[0])
    assert [heard(offer, "offer_line_moved") for offer in line] == [0, 1, 1, 1, 0]
    sweep_due()
    decline(line[4])
    assert [heard(offer, "offer_line_moved") for offer in line] == [0, 1, 1, 1, 0]
    decline(line[1])
    assert [heard(offer, "offer_line_moved") for offer in line] == [0, 1, 2, 2, 0]


def test_promoted_and_confirmed_elsewhere_at_once_the_seat_is_called_again_in_the_same_transaction(world, at):
    other = make_world()
    both, waiting = world.candidate(), world.candidate()
    (asil,) = world.send(world.candidate())
    first, second = world.send(both, waiting, rank=YEDEK)
    (elsewhere,) = other.send(both)
    at("2024-05-14 10:00")
    accept(first, second, elsewhere)
    decline(asil)
    assert state(first) == S.ACCEPTED
    confirm_offer(offer_id=elsewhere.pk, actor=other.employer_user)
    assert [state(first), state(second)] == [S.RELEASED, S.ACCEPTED]
    notice = Notification.objects.get(recipient=student_of(first), kind="offers_fell_away")
    assert notice.context["count"] == "1"
    assert not broken()


def test_two_internships_in_a_season_release_by_overlap_alone(at):
    at(START)
    one, two, three = make_world(), make_world(), make_world()
    candidate = one.candidate(allowed=2)
    (first,) = one.send(candidate)
    (clashing,) = two.send(candidate, starts_on=dt.date(2024, 8, 12))
    (free,) = three.send(candidate, starts_on=dt.date(2024, 9, 9))
    at("2024-05-14 10:00")
    accept(first, clashing, free)
    confirm_offer(offer_id=first.pk, actor=one.employer_user)
    assert [state(clashing), state(free)] == [S.RELEASED, S.ACCEPTED]
    assert clashing.transitions.get(to_state=S.RELEASED).reason == "overlap"
    assert [heard(clashing, kind) for kind in ("offers_fell_away", "offers_fell_away_days")] == [0, 1]
    confirm_offer(offer_id=free.pk, actor=three.employer_user)
    candidate.refresh_from_db()
    assert candidate.used == 2
    assert not broken()


def test_the_last_call_leaves_the_universitys_lead_time_and_the_time_to_answer(world, at):
    (usual,) = world.send(world.candidate(), rank=YEDEK)
    # Papers until 19 July (15 days before 5 August, a Saturday-free day), 17.00, and 48 hours to answer before that.
    assert usual.last_call_at == moment("2024-07-17 17:00")
    university = usual.application.enrolled_at.unit.university
    PaperRules.objects.update_or_create(university=university, defaults={"lead_days": 30})
    assert recompute_last_calls(dry_run=True) == 1
    assert recompute_last_calls() == 1
    usual.refresh_from_db()
    assert usual.last_call_at == moment("2024-07-03 17:00")
    assert recompute_last_calls() == 0
    assert usual.extensions.get().clock == "last_call_at"


def test_an_offer_called_on_the_last_day_still_has_the_least_time_to_answer(world, at):
    (asil,) = world.send(world.candidate())
    (waiting,) = world.send(world.candidate(), rank=YEDEK, reply_by=moment("2024-07-12 17:00"))
    at("2024-05-14 10:00")
    accept(asil)
    at("2024-07-12 10:00")
    with acting("test", "calendar"):
        Offer.objects.filter(pk=waiting.pk).update(last_call_at=moment("2024-07-12 17:00"))
    change_quota(position_id=world.position.pk, quota=2, actor=world.employer_user)
    waiting.refresh_from_db()
    assert waiting.promoted_at is not None
    assert waiting.reply_by >= moment("2024-07-14 10:00")


def test_closing_a_position_ends_its_line_and_leaves_seated_offers_alone(world, at):
    asil, line = line_of(world, at, length=1)
    (unanswered,) = world.send(world.candidate(), rank=YEDEK)
    close_position(position_id=world.position.pk, actor=world.employer_user, reason="Bütçe")
    assert [state(asil), state(line[0]), state(unanswered)] == [S.OPEN, S.LAPSED, S.WITHDRAWN]
    assert heard(line[0], "offer_line_over") == 1
    assert heard(unanswered, "offer_withdrawn") == 1
    with pytest.raises(RuleViolation) as refused:
        world.send(world.candidate(), rank=YEDEK)
    assert refused.value.code == "position_state"
    accept(asil)
    reopen_position(position_id=world.position.pk, actor=world.employer_user)
    world.position.refresh_from_db()
    assert world.position.state == PositionState.PUBLISHED
    moves = world.position.transitions.values_list("from_state", "to_state", "reason")
    assert list(moves)[-2:] == [("published", "closed", "Bütçe"), ("closed", "published", "")]
    assert not broken()


def test_cancelling_a_position_withdraws_everything_before_the_final_approval_and_tells(world, at):
    asil, line = line_of(world, at, length=2)
    accept(asil)
    cancel_position(position_id=world.position.pk, actor=world.employer_user)
    assert {state(offer) for offer in [asil, *line]} == {S.WITHDRAWN}
    assert [heard(offer, "offer_withdrawn") for offer in [asil, *line]] == [1, 1, 1]
    assert asil.transitions.last().reason == SystemReason.POSITION_CANCELLED
    with pytest.raises(RuleViolation) as refused:
        accept_offer(offer_id=asil.pk, actor=student_of(asil))
    assert refused.value.code == "offer_withdrawn"
    with pytest.raises(RuleViolation) as closed:
        reopen_position(position_id=world.position.pk, actor=world.employer_user)
    assert closed.value.code == "position_transition"


def test_a_position_cannot_be_cancelled_by_sql_while_offers_live_nor_moved_after_one_was_sent(world):
    world.send(world.candidate())
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), acting("test"):
        type(world.position).objects.update(state=PositionState.CANCELLED)
    assert refused.value.__cause__.diag.constraint_name == "position_transition"
    with pytest.raises(IntegrityError) as frozen, transaction.atomic(), acting("test"):
        type(world.position).objects.update(weekly_days=6)
    assert frozen.value.__cause__.diag.constraint_name == "position_frozen"


def test_taking_back_a_yes_needs_a_listed_reason_calls_the_line_and_counts_in_the_record(world, at):
    asil, line = line_of(world, at, length=1)
    accept(asil)
    for reason, code in (("keyfim", "withdraw_reason"), (WithdrawReason.MISTAKE, "withdraw_after_a_yes")):
        with pytest.raises(RuleViolation) as refused:
            withdraw_offers(offer_ids=[asil.pk], reason=reason, actor=world.employer_user)
        assert refused.value.code == code
    withdraw_offers(offer_ids=[asil.pk], reason=WithdrawReason.PLACE_GONE, actor=world.employer_user)
    assert [state(asil), state(line[0])] == [S.WITHDRAWN, S.ACCEPTED]
    notice = Notification.objects.get(recipient=student_of(asil), kind="offer_withdrawn")
    assert "Staj yeri kapandı" in notice.context["reason"]
    assert yeses_taken_back(world.manager.employer_id) == 1
    with pytest.raises(RuleViolation) as lost:
        decline_offer(offer_id=asil.pk, actor=student_of(asil))
    assert str(lost.value) == "Teklif az önce geri çekildi."


def test_many_are_withdrawn_at_once_and_what_has_ended_is_passed_over(at):
    at(START)
    world = make_world(quota=3)
    offers = world.send(*[world.candidate() for _number in range(3)])
    at("2024-05-14 10:00")
    decline(offers[0])
    ids = [offer.pk for offer in offers]
    gone = withdraw_offers(offer_ids=ids, reason=WithdrawReason.MISTAKE, actor=world.employer_user)
    assert [offer.pk for offer in gone] == ids[1:]
    with pytest.raises(RuleViolation) as refused:
        withdraw_offers(offer_ids=ids, reason=WithdrawReason.MISTAKE, actor=world.employer_user)
    assert refused.value.code == "offer_transition"
    with pytest.raises(Offer.DoesNotExist):
        withdraw_offers(offer_ids=ids, reason=WithdrawReason.MISTAKE, actor=make_world().employer_user)


def test_a_successor_takes_seat_number_and_attempt_of_the_row_it_replaces(world, at):
    asil, (first, second) = line_of(world, at, length=2)
    for offer in world.send(world.candidate(), rank=YEDEK), [asil]:
        (old,) = offer
        settle(lock_positions([old.position_id]))
        old.refresh_from_db()
        at("2024-05-14 10:00:20")
        new = supersede(old, actor=world.employer_user, reason="change", starts_on=dt.date(2024, 8, 12))
        old.refresh_from_db()
        assert (old.state, old.seat_no) == (S.SUPERSEDED, None)
        assert (new.state, new.reserve_no, new.attempt) == (S.OPEN, old.reserve_no, old.attempt)
        assert new.supersedes == old
    assert new.seat_no == 1
    assert [first.reserve_no, second.reserve_no] == [1, 2]


def test_a_completed_reserve_line_survives_a_quota_raise_of_two(world, at):
    _asil, line = line_of(world, at, length=3)
    change_quota(position_id=world.position.pk, quota=3, actor=world.employer_user)
    assert [state(offer) for offer in line] == [S.ACCEPTED, S.ACCEPTED, S.RESERVED]
    assert OfferTransition.objects.filter(reason="called").count() == 2
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from offers_free_seats(array[%s]::bigint[], usp_now())", [world.position.pk])
        assert cursor.fetchone() == (0,)


def test_a_reserve_sent_into_a_free_seat_is_called_by_the_sweep_once_it_is_visible(world, at):
    (reserve,) = world.send(world.candidate(), rank=YEDEK)
    assert sweep_due() == 0
    at("2024-05-13 10:00:11")
    assert sweep_due() == 1
    reserve.refresh_from_db()
    assert (reserve.state, reserve.seat_no) == (S.OPEN, 1)


@pytest.mark.parametrize("free", [True, False], ids=["free_seat", "head_of_the_line"])
def test_an_operator_brings_an_expired_offer_back_as_a_new_row(world, at, free):
    operator = UserFactory()
    (asil,) = world.send(world.candidate())
    line = [] if free else world.send(world.candidate(), world.candidate(), rank=YEDEK)
    at("2024-05-14 10:00")
    accept(*line)
    at("2024-05-17 17:00")
    sweep_due()
    for actor, reason, code in ((world.employer_user, "x", "operators_only"), (operator, " ", "reason_missing")):
        with pytest.raises(RuleViolation) as refused:
            reinstate_offer(offer_id=asil.pk, reason=reason, actor=actor)
        assert refused.value.code == code
    back = reinstate_offer(offer_id=asil.pk, reason="Portal hatası", actor=operator)
    assert reinstate_offer(offer_id=asil.pk, reason="Portal hatası", actor=operator) == back
    assert (back.state, back.attempt, back.supersedes) == (S.OPEN, 1, asil)
    assert (back.rank, back.seat_no, back.reserve_no) == ((OfferRank.ASIL, 1, None) if free else (YEDEK, None, 0))
    assert back.reply_by > moment("2024-05-19 17:00")
    assert back.transitions.get().reason == "Portal hatası"
    assert heard(back, "offer_reinstated") == 1
    assert state(asil) == S.EXPIRED
    if not free:
        decline(line[0])
        assert [state(back), state(line[1])] == [S.OPEN, S.RESERVED]
        back.refresh_from_db()
        assert back.seat_no == 1
    assert not broken()


def test_what_a_candidate_declined_or_never_had_cannot_be_brought_back(world, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    decline(offer)
    with pytest.raises(RuleViolation) as refused:
        reinstate_offer(offer_id=offer.pk, reason="Hata", actor=UserFactory())
    assert refused.value.code == "reinstate_state"
