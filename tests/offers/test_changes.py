"""A change request (docs/rules.md A49): its clocks to the second, what may be asked, who wins at the last minute."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from offers.cards.changes import change_state_now, wanted_text
from offers.models import ChangeRequest, ChangeState, ClockExtension, Offer, Position
from offers.selectors.changes import changes_for_student
from offers.services.answer import accept_offer, decline_offer
from offers.services.change_terms import NewPlace
from offers.services.changes import (
    Wish,
    agree_change,
    refuse_change,
    request_change,
    sweep_unanswered,
    take_back_change,
)
from offers.states import OfferRank, OfferState, PositionState
from tests.factories import DistrictFactory, PositionFactory, ProvinceFactory, moment
from tests.keeping import kept
from tests.offers.pages import choose_windows
from tests.offers.world import START, World, make_world, student_of
from usp.core import clock
from usp.core.db import acting
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = ChangeState
LATER = (dt.date(2024, 9, 9), 20)
WINDOW = Wish(starts_on=LATER[0], working_days=LATER[1])


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=1)


@kept
def offer(world, at) -> Offer:
    return sent(world, at)


def sent(world: World, at, *, rank: str = OfferRank.ASIL) -> Offer:
    """An offer whose candidate has a second window, on Tuesday; the answer is due on Friday at 17.00."""
    at(START)
    candidate = world.candidate()
    choose_windows(candidate, ("2024-08-05", 20), (LATER[0].isoformat(), LATER[1]))
    (one,) = world.send(candidate, rank=rank)
    at("2024-05-14 10:00")
    return one


def ask(offer: Offer, wish: Wish = WINDOW) -> ChangeRequest:
    return request_change(offer_id=offer.pk, wish=wish, actor=student_of(offer))


def refused(function, **arguments) -> str:
    with pytest.raises(RuleViolation) as caught:
        function(**arguments)
    return caught.value.code


def told(user, kind: str) -> int:
    return Notification.objects.filter(recipient=user, kind=kind).count()


def minimum(offer: Offer) -> dt.timedelta:
    return dt.timedelta(hours=offer.position.season.minimum_reply_hours)


# --- asking


def test_the_first_request_keeps_the_students_minimum_after_the_answer(world, offer):
    request = ask(offer)
    offer.refresh_from_db()
    assert request.request_by == moment("2024-05-15 10:00")
    assert offer.reply_by == moment("2024-05-17 17:00")  # enough was left
    assert ClockExtension.objects.count() == 0
    assert told(world.employer_user, "change_asked") == 1


def test_it_moves_the_deadline_on_once_and_on_record(world, offer, at):
    at(offer.reply_by - minimum(offer))
    request = ask(offer)
    offer.refresh_from_db()
    assert request.request_by == moment("2024-05-16 17:00")
    assert offer.reply_by >= request.request_by + minimum(offer)
    extension = ClockExtension.objects.get(offer=offer)
    assert (extension.was, extension.now) == (moment("2024-05-17 17:00"), offer.reply_by)
    # A second request lives inside the time that the first one gave.
    refuse_change(request_id=request.pk, actor=world.employer_user)
    second = ask(offer, Wish(province_id=elsewhere(world).pk))
    before = offer.reply_by
    offer.refresh_from_db()
    assert offer.reply_by == before
    assert clock.now() < second.request_by <= offer.reply_by
    assert ClockExtension.objects.count() == 1


def elsewhere(world: World):
    """A province in which the employer has a published position of the same kind."""
    position = PositionFactory(
        manager=world.manager,
        season=world.position.season,
        province=ProvinceFactory(id=34, name="İstanbul"),
        district=DistrictFactory(id=3401, province=ProvinceFactory(id=34), name="Beşiktaş"),
    )
    return position.province


@pytest.mark.parametrize(("seconds", "code"), [(-1, ""), (0, ""), (1, "change_too_late")])
def test_the_last_second_for_asking_is_the_minimum_reply_time_before_the_end(offer, at, seconds, code):
    at(offer.reply_by - minimum(offer) + dt.timedelta(seconds=seconds))
    if code:
        assert refused(request_change, offer_id=offer.pk, wish=WINDOW, actor=student_of(offer)) == code
        return
    assert ask(offer).state == S.OPEN


def test_the_seasons_last_answer_caps_the_longer_deadline(world, offer, at):
    season = world.position.season
    season.offers_close_at = season.answers_close_at = offer.reply_by
    season.save()
    at(offer.reply_by - minimum(offer) - dt.timedelta(hours=2))
    request = ask(offer)
    offer.refresh_from_db()
    assert offer.reply_by == moment("2024-05-17 17:00")
    assert request.request_by == offer.reply_by - minimum(offer)


def test_one_open_request_an_offer_in_the_database_too(offer):
    ask(offer)
    assert refused(request_change, offer_id=offer.pk, wish=WINDOW, actor=student_of(offer)) == "change_request_one_open"
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.create(
            offer=offer, province=ProvinceFactory(), requested_at=clock.now(), request_by=clock.now()
        )


def test_only_what_stands_in_the_lists_may_be_asked_for(world, offer):
    student = student_of(offer)
    far = ProvinceFactory(id=36, name="Kars")
    code = refused(request_change, offer_id=offer.pk, wish=Wish(province_id=far.pk), actor=student)
    assert code == "place_not_offered"
    own = Wish(province_id=world.position.province_id)
    assert refused(request_change, offer_id=offer.pk, wish=own, actor=student) == "place_not_offered"
    stranger = Wish(starts_on=dt.date(2024, 7, 1), working_days=20)
    assert refused(request_change, offer_id=offer.pk, wish=stranger, actor=student) == "window_not_offered"
    near = DistrictFactory(id=601, province=world.position.province, name="Mamak")
    assert ask(offer, Wish(province_id=near.province_id, district_id=near.pk)).state == S.OPEN


def test_an_answered_offer_and_a_closed_position_take_no_request(world, offer, at):
    with acting("test"):
        Position.objects.filter(pk=world.position.pk).update(state=PositionState.CLOSED)
    assert refused(request_change, offer_id=offer.pk, wish=WINDOW, actor=student_of(offer)) == "position_state"
    with acting("test"):
        Position.objects.filter(pk=world.position.pk).update(state=PositionState.PUBLISHED)
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    assert refused(request_change, offer_id=offer.pk, wish=WINDOW, actor=student_of(offer)) == "offer_transition"


def test_a_refused_wish_is_not_asked_again(world, offer):
    request = ask(offer)
    refuse_change(request_id=request.pk, actor=world.employer_user)
    assert refused(request_change, offer_id=offer.pk, wish=WINDOW, actor=student_of(offer)) == "asked_before"
    assert told(student_of(offer), "change_refused") == 1


def test_strangers_reach_no_request(offer):
    request = ask(offer)
    stranger = make_world()
    for verb in (refuse_change, take_back_change):
        with pytest.raises(ChangeRequest.DoesNotExist):
            verb(request_id=request.pk, actor=stranger.employer_user)


# --- the answer


def test_an_agreed_window_is_a_new_offer_in_the_same_seat_with_a_fresh_deadline(world, offer, at):
    request = ask(offer)
    at("2024-05-15 09:00")
    new = agree_change(request_id=request.pk, place=None, actor=world.employer_user)
    offer.refresh_from_db()
    assert (offer.state, offer.seat_no, new.supersedes_id) == (OfferState.SUPERSEDED, None, offer.pk)
    assert (new.state, new.seat_no, new.attempt, new.starts_on) == (OfferState.OPEN, 1, offer.attempt, LATER[0])
    assert new.ends_on > new.starts_on
    assert new.reply_by >= moment("2024-05-15 09:00") + minimum(offer)
    assert told(student_of(offer), "change_agreed") == 1
    assert agree_change(request_id=request.pk, place=None, actor=world.employer_user) == new
    accept_offer(offer_id=new.pk, actor=student_of(offer))
    new.refresh_from_db()
    assert new.state == OfferState.ACCEPTED


def test_an_agreed_place_stands_in_the_new_terms_and_keeps_the_number_in_line(world, at):
    at(START)
    world.send(world.candidate())
    reserve = sent(world, at, rank=OfferRank.YEDEK)
    province = elsewhere(world)
    kadikoy = DistrictFactory(id=3402, province=province, name="Kadıköy")
    request = ask(reserve, Wish(province_id=province.pk))
    wrong = NewPlace(world.position.district_id, "Şube", "Bir sokak 1")
    code = refused(agree_change, request_id=request.pk, place=wrong, actor=world.employer_user)
    assert code == "place_missing"
    new = agree_change(
        request_id=request.pk, place=NewPlace(kadikoy.pk, "Şube", "Moda Caddesi 1"), actor=world.employer_user
    )
    assert (new.reserve_no, new.seat_no, new.state) == (reserve.reserve_no, None, OfferState.OPEN)
    assert {key: new.terms[key] for key in ("province", "district", "address", "unit")} == {
        "province": "İstanbul",
        "district": "Kadıköy",
        "address": "Moda Caddesi 1",
        "unit": "Şube",
    }
    assert new.terms["tasks"] == reserve.terms["tasks"]


def test_a_window_that_is_gone_by_then_cannot_be_agreed(world, offer):
    request = ask(offer)
    offer.application.window_choices.filter(window__starts_on=LATER[0]).delete()
    assert refused(agree_change, request_id=request.pk, place=None, actor=world.employer_user) == "window_gone"
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


@pytest.mark.parametrize(("seconds", "code"), [(-1, ""), (0, "change_in_time"), (1, "change_in_time")])
def test_an_answer_counts_to_the_last_second_and_silence_is_a_no(world, offer, at, seconds, code):
    request = ask(offer)
    at(request.request_by + dt.timedelta(seconds=seconds))
    if not code:
        assert agree_change(request_id=request.pk, place=None, actor=world.employer_user).state == OfferState.OPEN
        return
    for verb in (agree_change, refuse_change):
        extra = {"place": None} if verb is agree_change else {}
        assert refused(verb, request_id=request.pk, actor=world.employer_user, **extra) == code
    request.refresh_from_db()
    assert change_state_now(request, clock.now()) == S.UNANSWERED
    assert sweep_unanswered() == 1
    assert sweep_unanswered() == 0
    request.refresh_from_db()
    assert request.state == S.UNANSWERED
    assert told(student_of(offer), "change_unanswered") == 1


def test_a_new_wish_finds_the_old_one_unanswered_though_no_worker_ran(world, offer, at):
    request = ask(offer)
    at("2024-05-15 11:00")
    near = DistrictFactory(id=601, province=world.position.province, name="Mamak")
    assert ask(offer, Wish(province_id=near.province_id, district_id=near.pk)).state == S.OPEN
    request.refresh_from_db()
    assert request.state == S.UNANSWERED


# --- the offer moves meanwhile


@pytest.mark.parametrize("verb", [accept_offer, decline_offer])
def test_an_answer_to_the_offer_takes_the_request_back(world, offer, verb):
    request = ask(offer)
    verb(offer_id=offer.pk, actor=student_of(offer))
    request.refresh_from_db()
    assert request.state == S.TAKEN_BACK
    assert refused(agree_change, request_id=request.pk, place=None, actor=world.employer_user) in (
        "offer_transition",
        "change_transition",
    )


def test_taking_back_leaves_the_offer_and_its_time(world, offer):
    request = ask(offer)
    assert take_back_change(request_id=request.pk, actor=student_of(offer)).state == S.TAKEN_BACK
    assert take_back_change(request_id=request.pk, actor=student_of(offer)).state == S.TAKEN_BACK
    assert refused(refuse_change, request_id=request.pk, actor=world.employer_user) == "change_transition"
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


def test_agreeing_after_the_offer_ran_out_is_refused_with_a_sentence(world, offer, at):
    request = ask(offer)
    at(offer.reply_by)
    assert refused(agree_change, request_id=request.pk, place=None, actor=world.employer_user) == "offer_transition"
    offer.refresh_from_db()
    request.refresh_from_db()
    assert (offer.state, request.state) == (OfferState.EXPIRED, S.UNANSWERED)


# --- what each side reads


def test_the_employer_reads_month_and_length_never_a_date(offer):
    text = wanted_text(ask(offer))
    assert text == "Eylül 2024 başlangıçlı, 20 iş günü"


def test_the_same_month_is_said_to_be_the_same(world, at):
    at(START)
    candidate = world.candidate()
    choose_windows(candidate, ("2024-08-05", 20), ("2024-08-12", 20))
    (offer,) = world.send(candidate)
    at("2024-05-14 10:00")
    request = ask(offer, Wish(starts_on=dt.date(2024, 8, 12), working_days=20))
    assert "aynı ayda başka bir başlama günü" in wanted_text(request)
    assert "12" not in wanted_text(request)


def test_the_old_card_leads_to_the_new_one(world, offer):
    request = ask(offer)
    new = agree_change(request_id=request.pk, place=None, actor=world.employer_user)
    offer.refresh_from_db()
    offer.state_now = offer.state
    changes = changes_for_student(offer)
    assert (changes.may_ask, new.supersedes_id) == (False, offer.pk)
    assert [(one.label, one.wanted) for one in changes.requests] == [
        ("Kabul edildi", "9 Eylül 2024 başlangıçlı, 20 iş günü")
    ]
