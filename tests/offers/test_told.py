"""When a reserve falls out of the line tells no employer how early a university wants its papers (decision 21)."""

import pytest
from django.urls import reverse

from insurance.models import PaperRules
from offers.asking import Asker
from offers.models import Offer
from offers.reasons import WithdrawReason
from offers.selectors.dashboard import employer_dashboard
from offers.selectors.employer import open_positions, positions_of
from offers.selectors.lines import next_calls, position_line
from offers.selectors.sent import Wanted, sent_offer, sent_offers
from offers.sending import Wish, plan
from offers.services.answer import accept_offer
from offers.services.closing import close_position
from offers.services.confirm import confirm_offer
from offers.services.sweep import sweep_due
from offers.services.withdraw import withdraw_offers
from offers.shortlists import offer_texts
from offers.states import OfferRank, OfferState
from tests.factories import DepartmentFactory, moment
from tests.keeping import kept
from tests.offers.pages import choose_windows, code_of, in_pool, text_of
from tests.offers.test_lead_times import alike, send_to_pair
from tests.offers.world import World, make_world, student_of
from tests.people import browser
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = OfferState
# The first one's last call is 15 May, the second one's 19 June; both start on 8 July.
BETWEEN, BOTH_OVER = "2024-05-16 10:00", "2024-06-20 10:00"


@kept
def world(at) -> World:
    """A position whose one seat is taken for good."""
    at("2024-05-13 10:00")
    world = make_world()
    (intern,) = world.send(world.candidate())
    at("2024-05-13 11:00")
    accept_offer(offer_id=intern.pk, actor=student_of(intern))
    confirm_offer(offer_id=intern.pk, actor=world.employer_user)
    return world


@kept
def pair(world, at) -> list[Offer]:
    return send_to_pair(world, at)


@kept
def said_yes(pair, at) -> list[Offer]:
    """Both wait with a standing yes; the first one's last call has passed and is settled."""
    for offer in pair:
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    at(BETWEEN)
    sweep_due()
    assert states(pair) == [S.LAPSED, S.RESERVED]
    return pair


def states(offers: list[Offer]) -> list[str]:
    return [Offer.objects.get(pk=offer.pk).state for offer in offers]


def told(world: World, offers: list[Offer]) -> list[str]:
    return [sent_offer(world.employer_user, offer.pk).state for offer in offers]


def pages(world: World, offers: list[Offer]) -> list[str]:
    client = browser(world.employer_user)
    return [alike(world, one, text_of(client.get(reverse("offers:sent-offer", args=[one.pk])))) for one in offers]


def test_a_lapsed_reserve_and_a_waiting_one_are_alike_wherever_the_employer_looks(world, said_yes):
    user, position = world.employer_user, world.position
    first, second = pages(world, said_yes)
    assert first == second
    assert "Süresi doldu" not in first
    page = sent_offers(user, Wanted(tab="sirada"))
    assert [(row.state, row.line_no) for row in page.rows] == [(S.RESERVED, 2), (S.RESERVED, 1)]
    assert page.counts["biten"] == 0
    line = position_line(user, position)
    assert [(one.number, one.is_callable, one.is_unsure) for one in line.waiting] == [(1, True, True), (2, True, True)]
    assert employer_dashboard(position.employer_id, position.season_id).waiting == 2
    assert positions_of(user).get(pk=position.pk).line_length == 2
    assert set(offer_texts(position.employer, [one.application_id for one in said_yes]).values()) == {"Yedek sırada"}
    assert not Notification.objects.filter(
        recipient=user, kind__in=["offer_unanswered", "offer_not_confirmed"]
    ).exists()
    assert Notification.objects.filter(recipient=student_of(said_yes[0]), kind="offer_line_over").count() == 1


def test_before_a_worker_has_settled_the_lapse_they_are_alike_as_well(world, pair, at):
    for offer in pair:
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    at(BETWEEN)
    assert states(pair) == [S.RESERVED, S.RESERVED]
    first, second = pages(world, pair)
    assert first == second
    assert [one.why_not for one in position_line(world.employer_user, world.position).waiting] == ["", ""]


def test_both_ends_are_told_at_one_moment_that_the_month_of_the_start_gives(world, said_yes, at):
    at(BOTH_OVER)
    sweep_due()
    assert states(said_yes) == [S.LAPSED, S.LAPSED]
    assert told(world, said_yes) == [S.RESERVED, S.RESERVED]
    at("2024-08-01 00:00")
    assert told(world, said_yes) == [S.LAPSED, S.LAPSED]
    first, second = pages(world, said_yes)
    assert first == second
    for day in ("15 May", "16 May", "19 Haz", "20 Haz"):
        assert day not in first


def test_a_closed_position_ends_the_whole_line_in_one_moment(world, said_yes, at):
    at("2024-05-20 10:00")
    close_position(position_id=world.position.pk, actor=world.employer_user)
    assert told(world, said_yes) == [S.LAPSED, S.LAPSED]
    first, second = pages(world, said_yes)
    assert first == second
    assert "20 May" in first


def test_a_reserve_without_an_answer_ends_when_the_employer_said(world, pair, at):
    at(BETWEEN)
    sweep_due()
    assert states(pair) == [S.EXPIRED, S.OPEN]
    first, second = pages(world, pair)
    assert first == second
    assert employer_dashboard(world.position.employer_id, world.position.season_id).turns == {"reply": 2}
    at("2024-05-17 17:00")
    sweep_due()
    assert told(world, pair) == [S.EXPIRED, S.EXPIRED]
    first, second = pages(world, pair)
    assert first == second
    assert "17 May" in first
    assert not Notification.objects.filter(recipient=world.employer_user, kind="offer_unanswered").exists()


def test_sending_again_is_refused_until_taken_back_and_taking_back_works_alike(world, said_yes):
    user, again = world.employer_user, {"rank": OfferRank.YEDEK, "reply_by": moment("2024-05-24 17:00")}
    for offer in said_yes:
        with pytest.raises(RuleViolation, match="süren bir teklifi var"):
            world.send(offer.application, **again)
        with pytest.raises(RuleViolation, match="kabul edilmiş bir teklif için neden olamaz"):
            withdraw_offers(offer_ids=[offer.pk], reason=WithdrawReason.MISTAKE, actor=user)
        gone = withdraw_offers(offer_ids=[offer.pk], reason=WithdrawReason.PLAN_CHANGED, actor=user)
        assert gone == [offer]
    assert told(world, said_yes) == [S.WITHDRAWN, S.WITHDRAWN]
    first, second = pages(world, said_yes)
    assert first == second
    assert states(said_yes) == [S.LAPSED, S.WITHDRAWN]
    with pytest.raises(RuleViolation, match="geri çekilemez"):
        withdraw_offers(offer_ids=[said_yes[0].pk], reason=WithdrawReason.PLAN_CHANGED, actor=user)
    student = text_of(browser(student_of(said_yes[0])).get(reverse("offers:offer", args=[said_yes[0].pk])))
    assert "Geri çekildi" not in student
    assert world.send(said_yes[0].application, **again)[0].attempt == 2


def test_whom_a_freed_seat_reaches_is_not_said_once_somebodys_last_call_may_have_passed(world, said_yes):
    user, position = world.employer_user, world.position
    line = position_line(user, position)
    assert (line.next, line.is_unsure) == (None, True)
    calls = next_calls(user, {position.pk: 1}, [])[position.pk]
    assert (calls.rows, calls.is_unsure) == ([], True)
    page = text_of(browser(user).get(reverse("offers:position-line", args=[position.pk])))
    assert page.count("Çağrı süresi dolmuş olabilir") == 2
    assert "Sıradaki " not in page.replace("sıradaki", "").replace("Sıradakiler", "")


def test_long_before_the_start_the_line_names_who_is_next(world, at):
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-14 10:00")
    accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
    assert position_line(world.employer_user, world.position).waiting[0].is_unsure is False


def test_sending_tells_no_lead_time_whatever_deadline_or_start_is_tried(world, at):
    """A warning and a refusal depend on the month, or the employer's own day, and on all universities together."""
    pair = [world.candidate(department=DepartmentFactory(unit__university__code="erken")), world.candidate()]
    early = pair[0].enrolled_at.unit.university
    PaperRules.objects.update_or_create(university=early, defaults={"lead_days": 52, "lead_unit": "calendar"})
    for one in pair:
        in_pool(one)
    asker = Asker(world.position.employer, world.position.season)
    codes = {code_of(world, one): one.pk for one in pair}
    position = open_positions(world.employer_user, world.position.season_id).get()
    at("2024-05-20 10:00")
    seen = set()
    for windows in (False, True):
        if windows:
            choose_windows(pair[0], ("2024-07-22", 20))
            choose_windows(pair[1], ("2024-07-08", 20))
        for starts_on in ("2024-06-03", "2024-07-08", "2024-08-05"):
            for reply_by in ("2024-05-23 17:00", "2024-06-21 17:00", "2024-07-12 17:00"):
                wish = Wish(position, 0, moment(reply_by), moment(starts_on).date(), 20, opened_only=False)
                first, second = plan(asker, codes, wish, {}).lines
                assert first.warnings == second.warnings
                seen |= {"Evrak yetişmeyebilir" in first.warnings}
    assert seen == {True, False}


def test_a_reserve_sent_after_its_own_last_call_lives_for_the_minimum_time_to_answer(world, at):
    at(BETWEEN)
    candidate = world.candidate(department=DepartmentFactory(unit__university__code="erken"))
    early = candidate.enrolled_at.unit.university
    PaperRules.objects.update_or_create(university=early, defaults={"lead_days": 52, "lead_unit": "calendar"})
    terms = {"rank": OfferRank.YEDEK, "starts_on": moment("2024-07-08").date()}
    (reserve,) = world.send(candidate, reply_by=moment("2024-05-24 17:00"), **terms)
    assert reserve.reply_by == reserve.last_call_at == moment("2024-05-20 09:00")  # 48 hours end on a Saturday
    with pytest.raises(RuleViolation, match="çağrı için yeterli zaman kalmadı"):
        world.send(world.candidate(), reply_by=moment("2024-05-24 17:00"), rank=OfferRank.YEDEK,
                   starts_on=moment("2024-05-20").date())  # fmt: skip
