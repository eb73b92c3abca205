"""Deciding on several offers at once: the withdrawal with its consequences, the final approvals, the line."""

import socket

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application
from offers.models import Offer, Placement
from offers.reasons import WithdrawReason
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.states import OfferRank, OfferState
from tests.factories import MemberFactory
from tests.keeping import kept
from tests.offers.pages import code_of, in_pool, text_of
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser
from usp.accounts.models import EmployerRole

pytestmark = pytest.mark.django_db
S = OfferState


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=2)


@kept
def line(world, at) -> tuple[list[Offer], list[Offer]]:
    """Two asil offers, and two reserves of whom the first said yes."""
    people = [world.candidate() for _number in range(4)]
    for person in people:
        in_pool(person)
    asil = world.send(*people[:2])
    yedek = world.send(*people[2:], rank=OfferRank.YEDEK)
    at("2024-05-13 11:00")
    accept_offer(offer_id=yedek[0].pk, actor=student_of(yedek[0]))
    return asil, yedek


def withdraw_page(world: World, *offers: Offer):
    query = "&".join(f"teklif={offer.pk}" for offer in offers)
    return browser(world.employer_user).get(f"{reverse('offers:withdraw')}?{query}")


def test_the_withdrawal_says_which_seats_come_free_and_who_is_called(world, line):
    asil, yedek = line
    page = text_of(withdraw_page(world, *asil))
    assert "2 teklifi geri çek" in page
    assert "2 yer boşalır." in page
    for reserve in yedek:
        assert code_of(world, reserve.application) in page
    assert "Ayşe" not in page
    alone = text_of(withdraw_page(world, yedek[1]))
    assert "Yer boşalmaz" in alone


def test_withdrawing_calls_the_line_and_tells_how_many(world, line):
    asil, yedek = line
    client = browser(world.employer_user)
    data = {"teklif": [offer.pk for offer in asil], "reason": WithdrawReason.PLACE_GONE}
    answer = client.post(reverse("offers:withdraw"), data, follow=True)
    assert "2 teklif geri çekildi" in text_of(answer)
    assert [Offer.objects.get(pk=offer.pk).state for offer in asil] == [S.WITHDRAWN, S.WITHDRAWN]
    assert Offer.objects.get(pk=yedek[0].pk).state == S.ACCEPTED
    again = client.post(reverse("offers:withdraw"), data, follow=True)
    assert again.status_code == 200
    assert Offer.objects.filter(state=S.WITHDRAWN).count() == 2


def test_a_missing_reason_answers_422_and_keeps_the_choice(world, line):
    asil, _yedek = line
    answer = browser(world.employer_user).post(reverse("offers:withdraw"), {"teklif": [offer.pk for offer in asil]})
    assert answer.status_code == 422
    assert "Geri çekme nedenini seçin." in text_of(answer)
    assert answer.content.decode().count('name="teklif"') == 2


def test_after_a_yes_a_mistake_is_no_reason(world, line):
    asil, yedek = line
    mistake = str(WithdrawReason.MISTAKE.label)
    assert mistake in text_of(withdraw_page(world, asil[0]))
    assert mistake not in text_of(withdraw_page(world, yedek[0]))


def test_without_a_choice_or_with_somebody_elses_offers_nothing_happens(world, line):
    asil, _yedek = line
    stranger = browser(make_world().employer_user)
    for address in ("offers:withdraw", "offers:confirm-many"):
        empty = browser(world.employer_user).get(reverse(address), follow=True)
        assert "Önce" in text_of(empty)
        foreign = stranger.post(
            reverse(address), {"teklif": [asil[0].pk], "reason": WithdrawReason.PLACE_GONE}, follow=True
        )
        assert "Önce" in text_of(foreign)
    assert Offer.objects.get(pk=asil[0].pk).state == S.OPEN


def test_several_are_approved_one_by_one_and_a_lost_one_leaves_the_others(world, line, at):
    asil, _yedek = line
    for offer in asil:
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    rival = make_world()
    (other,) = rival.send(asil[1].application)
    at("2024-05-13 11:30")
    accept_offer(offer_id=other.pk, actor=student_of(other))
    client = browser(world.employer_user)
    chosen = {"teklif": [offer.pk for offer in asil]}
    page = text_of(client.get(reverse("offers:confirm-many"), chosen))
    assert "2 aday için son onay" in page
    assert "bir staj hakkı var" in page
    confirm_offer(offer_id=other.pk, actor=rival.employer_user)
    answer = text_of(client.post(reverse("offers:confirm-many"), chosen, follow=True))
    assert "staja kabul edildi" in answer
    assert "az önce başka bir işveren başlattı" in answer
    assert Placement.objects.filter(offer__position=world.position).count() == 1


@pytest.fixture
def silent_records(settings):
    """A records service that takes every question and answers none: each one costs all of our patience."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.USP_EDEVLET = settings.USP_EDEVLET | {
            "records_url": f"http://127.0.0.1:{server.getsockname()[1]}/kayitlar",
            "timeout_seconds": 0.2,
        }
        yield


def test_the_records_of_several_are_asked_for_a_bounded_time_and_the_rest_one_by_one(world, line, at, silent_records):
    asil, _yedek = line
    for offer in asil:
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    at("2024-05-13 11:30")
    client = browser(world.employer_user)
    chosen = {"teklif": [offer.pk for offer in asil]}
    page = client.get(reverse("offers:confirm-many"), chosen)
    assert len(page.context["rows"]) == 1
    (left,) = page.context["unasked"]
    assert "Kayıtlar şu anda sorgulanamadı" in text_of(page)
    assert reverse("offers:confirm", args=[left.offer.pk]) in page.content.decode()
    answer = text_of(client.post(reverse("offers:confirm-many"), chosen, follow=True))
    assert "bu adayı tek başına onaylayın" in answer
    assert Placement.objects.filter(offer__position=world.position).count() == 1
    client.post(reverse("offers:confirm", args=[left.offer.pk]))
    assert Placement.objects.filter(offer__position=world.position).count() == 2


def test_a_supervisor_looks_but_does_not_decide(world, line):
    asil, _yedek = line
    supervisor = browser(MemberFactory(employer=world.manager.employer, role=EmployerRole.SUPERVISOR).user)
    assert supervisor.get(reverse("offers:position-line", args=[world.position.pk])).status_code == 200
    assert "Geri çekmeye geç" not in text_of(supervisor.get(reverse("offers:sent")))
    for address in ("offers:withdraw", "offers:confirm-many"):
        assert supervisor.post(reverse(address), {"teklif": [asil[0].pk]}).status_code == 403


def test_the_line_shows_seats_order_and_who_is_next(world, line):
    asil, yedek = line
    client = browser(world.employer_user)
    page = text_of(client.get(reverse("offers:position-line", args=[world.position.pk])))
    assert "Bütün yerler tutulmuş" in page
    assert f"İlk boşalan yer {code_of(world, yedek[0].application)} adayına geçer" in page
    assert "Ayşe" not in page
    client.post(reverse("offers:withdraw"), {"teklif": [asil[0].pk], "reason": WithdrawReason.PLACE_GONE})
    moved = text_of(client.get(reverse("offers:position-line", args=[world.position.pk])))
    assert "1 bugün sıradan çağrılan" in moved


def test_a_skipped_reserve_keeps_the_place_and_the_reason_is_said(world, line):
    _asil, yedek = line
    Application.objects.filter(pk=yedek[0].application_id).update(used=1)
    page = text_of(browser(world.employer_user).get(reverse("offers:position-line", args=[world.position.pk])))
    assert "Sırası korunur, çağrılmaz: Adayın bu dönemdeki staj hakkı kullanıldı." in page
    assert f"İlk boşalan yer {code_of(world, yedek[1].application)} adayına geçer" in page


@pytest.mark.parametrize("count", [1, 2])
def test_the_line_and_the_withdrawal_take_as_many_queries_for_one_as_for_two(world, at, count):
    offers = world.send(*(world.candidate() for _number in range(count)))
    client = browser(world.employer_user)
    client.get(reverse("offers:sent"))
    numbers = []
    for address in (
        reverse("offers:position-line", args=[world.position.pk]),
        f"{reverse('offers:withdraw')}?" + "&".join(f"teklif={offer.pk}" for offer in offers),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] <= 16
    assert numbers[1] <= 16
