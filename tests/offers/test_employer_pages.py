"""Sent offers, the final approval, and the employer's interns."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from offers.cards.dashboard import answer_time, due_lines, next_step
from offers.models import ChangeRequest, Offer, Placement
from offers.selectors.dashboard import employer_dashboard
from offers.services.answer import accept_offer, decline_offer
from offers.services.confirm import confirm_offer
from offers.states import OfferRank, OfferState
from tests.factories import ApplicationFactory, MemberFactory, StudentFactory, UserFactory, moment
from tests.keeping import kept
from tests.offers.crowd import crowd
from tests.offers.pages import code_of, in_pool, text_of
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser
from usp.accounts.models import EmployerRole

pytestmark = pytest.mark.django_db
S = OfferState
SENT = "/gonderilen-teklifler/"
INTERNS = "/isveren/stajyerler/"


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=3)


@kept
def accepted(world, at) -> Offer:
    """An offer with a yes, waiting for the final approval."""
    application = world.candidate()
    in_pool(application)
    (offer,) = world.send(application)
    at("2024-05-13 11:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    offer.refresh_from_db()
    return offer


def test_what_waits_for_the_employer_comes_first(world, accepted):
    world.send(world.candidate())
    client = browser(world.employer_user)
    page = client.get(SENT)
    assert "1 aday sizden cevap bekliyor" in text_of(page)
    assert "Ayşe Çınar" in text_of(page)
    waiting = text_of(client.get(SENT, {"durum": "cevap"}))
    assert "Cevap bekleyen (1)" in waiting
    assert "17 Mayıs 2024 Cuma 17.00" in waiting
    assert "Ayşe Çınar" not in waiting


def test_a_pseudonym_stands_for_the_candidate_until_the_yes(world):
    application = world.candidate()
    in_pool(application)
    (offer,) = world.send(application)
    page = text_of(browser(world.employer_user).get(reverse("offers:sent-offer", args=[offer.pk])))
    assert code_of(world, application) in page
    assert "Bilgisayar Mühendisliği · Lisans, 3. sınıf" in page
    assert "adı, okulu ve iletişim bilgileri kapalıdır" in page
    assert "Son onayı ver" not in page


def test_a_standing_yes_in_the_line_stays_a_pseudonym(world, at):
    world.send(*(world.candidate() for _seat in range(3)))
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-13 11:00")
    accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
    client = browser(world.employer_user)
    for page in (
        client.get(SENT, {"durum": "sirada"}),
        client.get(reverse("offers:sent-offer", args=[reserve.pk])),
    ):
        assert "Ayşe" not in page.content.decode()
        assert "Yedek · sırada 1." in text_of(page)
        assert "En geç son onay" not in text_of(page)


def test_offers_are_filtered_by_position_and_nonsense_in_the_address_is_harmless(world, accepted):
    client = browser(world.employer_user)
    assert "Ayşe Çınar" in text_of(client.get(SENT, {"pozisyon": world.position.pk}))
    assert "Ayşe Çınar" not in text_of(client.get(SENT, {"pozisyon": make_world().position.pk}))
    assert client.get(SENT, {"pozisyon": "²", "durum": "xx", "sonra": "9" * 30}).status_code == 200


def test_older_offers_stand_on_the_next_page(world):
    offers = world.send(*crowd(world, 31, pooled=True), rank=OfferRank.YEDEK)
    codes = [code_of(world, offer.application) for offer in offers]
    client = browser(world.employer_user)
    first = client.get(SENT)
    said = text_of(first)
    assert [code in said for code in codes] == [False] + [True] * 30
    older = re.search(r'href="\?([^"]*sonra=[^"]*)"', first.content.decode())
    second = client.get(f"{SENT}?{unescape(older[1])}")
    said = text_of(second)
    assert [code in said for code in codes] == [True] + [False] * 30
    assert 'rel="next"' not in second.content.decode()


def test_the_final_approval_page_says_what_it_starts(world, accepted):
    page = text_of(browser(world.employer_user).get(reverse("offers:confirm", args=[accepted.pk])))
    for words in (
        "Ayşe Çınar için son onay",
        "5 Ağu – 2 Eyl 2024",
        "Üniversitede sigorta işlemi başlar",
        "Adayın diğer teklifleri serbest kalır",
        "son onayı ilk veren işveren başlatır",
    ):
        assert words in page, words
    assert not Placement.objects.exists()


def test_the_final_approval_makes_the_placement_once_and_back_is_harmless(world, accepted):
    client = browser(world.employer_user)
    address = reverse("offers:confirm", args=[accepted.pk])
    first = client.post(address, follow=True)
    assert "Ayşe Çınar staja kabul edildi." in text_of(first)
    assert "Sigorta girişi yapılmadan stajı başlatmayın." in text_of(first)
    second = client.post(address, follow=True)
    assert "Ayşe Çınar staja kabul edildi." in text_of(second)
    assert Placement.objects.count() == 1
    assert client.get(address).url == reverse("offers:sent-offer", args=[accepted.pk])


def test_the_second_employer_to_confirm_reads_why_not_and_loses_the_name(world, accepted, at):
    other = make_world()
    (second,) = other.send(accepted.application)
    at("2024-05-13 11:30")
    accept_offer(offer_id=second.pk, actor=student_of(accepted))
    loser = browser(other.employer_user)
    address = reverse("offers:confirm", args=[second.pk])
    assert "Ayşe Çınar" in text_of(loser.get(address))
    confirm_offer(offer_id=accepted.pk, actor=world.employer_user)
    answer = loser.post(address, follow=True)
    assert "az önce başka bir işveren başlattı" in text_of(answer)
    assert "Ayşe" not in answer.content.decode()


def test_after_its_time_nothing_can_be_confirmed_though_no_worker_ran(world, accepted, at):
    client = browser(world.employer_user)
    at("2024-05-28 17:00:01")
    detail = client.get(reverse("offers:sent-offer", args=[accepted.pk]))
    assert "Son onayı ver" not in text_of(detail)
    assert "Ayşe" not in detail.content.decode()
    assert client.get(reverse("offers:confirm", args=[accepted.pk])).status_code == 302
    answer = client.post(reverse("offers:confirm", args=[accepted.pk]), follow=True)
    assert "Son onay süresi doldu" in text_of(answer)
    assert not Placement.objects.exists()


def test_a_called_reserve_has_a_day_to_leave_before_the_approval(world, at):
    asils = world.send(*(world.candidate() for _seat in range(3)))
    (reserve,) = world.send(world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-13 11:00")
    accept_offer(offer_id=reserve.pk, actor=student_of(reserve))
    decline_offer(offer_id=asils[0].pk, actor=student_of(asils[0]))
    client = browser(world.employer_user)
    page = text_of(client.get(reverse("offers:sent-offer", args=[reserve.pk])))
    assert "bir süre serbestçe vazgeçebilir" in page
    assert "Son onayı ver" not in page
    assert "Yedek sıradan asil sıraya geçti" in page
    at("2024-05-14 11:00")
    assert "Son onayı ver" in text_of(client.get(reverse("offers:sent-offer", args=[reserve.pk])))


def test_interns_are_listed_with_dates_and_contact(world, accepted):
    client = browser(world.employer_user)
    assert "Henüz stajyeriniz yok" in text_of(client.get(INTERNS))
    confirm_offer(offer_id=accepted.pk, actor=world.employer_user)
    page = text_of(client.get(INTERNS))
    for words in (
        "1 stajyeriniz kesinleşti",
        "Ayşe Çınar",
        "Bilecik Şeyh Edebali Üniversitesi",
        "5 Ağu – 2 Eyl 2024",
        "+90 532 123 45 67",
    ):
        assert words in page, words


def test_strangers_get_404_and_other_roles_403(world, accepted):
    stranger = browser(make_world().employer_user)
    supervisor = browser(MemberFactory(employer=world.manager.employer, role=EmployerRole.SUPERVISOR).user)
    student = browser(student_of(accepted))
    detail = reverse("offers:sent-offer", args=[accepted.pk])
    confirm = reverse("offers:confirm", args=[accepted.pk])
    assert stranger.get(detail).status_code == 404
    assert stranger.get(confirm).status_code == 404
    assert stranger.post(confirm).status_code == 404
    assert supervisor.get(detail).status_code == 200
    assert supervisor.get(confirm).status_code == 403
    assert supervisor.post(confirm).status_code == 403
    for address in (detail, confirm, SENT, INTERNS):
        assert student.get(address).status_code == 403
    assert not Placement.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [SENT, INTERNS])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(world, at, count, address):
    for number in range(count):
        application = world.candidate()
        in_pool(application)
        (offer,) = world.send(application)
        at(f"2024-05-13 1{number}:30")
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
        if address == INTERNS:
            confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    client = browser(world.employer_user)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    tables = ("offers_", "applications_", "accounts_student")
    ours = [query["sql"] for query in queries if any(f'FROM "{table}' in query["sql"] for table in tables)]
    assert len(ours) == {SENT: 6, INTERNS: 3}[address], "\n".join(ours)


def test_a_code_or_an_open_name_finds_the_candidate_and_a_closed_name_never(world, accepted):
    student = StudentFactory(first_name="Can", last_name="Öz")
    other = ApplicationFactory(season=world.position.season, student=student)
    in_pool(other)
    world.send(other)
    client = browser(world.employer_user)
    code = code_of(world, other)
    for words in (code, code.removeprefix("A-").lower()):
        assert code in text_of(client.get(SENT, {"aday": words, "durum": "tumu"}))
    assert "Ayşe Çınar" in text_of(client.get(SENT, {"aday": "ayse çınar", "durum": "tumu"}))
    nothing = text_of(client.get(SENT, {"aday": "can öz", "durum": "tumu"}))
    assert "0 teklif aramanıza uyuyor" in nothing
    assert "Bu aramaya uyan teklif yok" in nothing


def test_an_open_question_stands_under_what_waits_for_us(world):
    application = world.candidate()
    in_pool(application)
    (offer,) = world.send(application)
    ChangeRequest.objects.create(
        offer=offer, province=world.position.province, requested_at=moment(START), request_by=moment("2024-05-14 10:00")
    )
    client = browser(world.employer_user)
    page = text_of(client.get(SENT))
    assert "Sizi bekleyen (1)" in page
    assert "Değişiklik istiyor" in page
    assert "Değişiklik isteğine cevap" in text_of(client.get(reverse("offers:sent-offer", args=[offer.pk])))


def test_the_board_counts_seats_turns_and_the_way_from_profile_to_intern(world, accepted, at):
    board = employer_dashboard(world.position.employer_id, world.position.season_id)
    assert (board.turns, board.free, board.positions) == ({"confirm": 1}, 2, 1)
    assert (board.asked, board.agreed, board.confirmed) == (1, 1, 0)
    assert answer_time(board.answer_seconds) == "1 saat"
    assert next_step(board).headline == "1 kabul son onayınızı bekliyor"
    assert due_lines(board)[0].at == accepted.confirm_by
    world.send(world.candidate())
    at("2024-05-29 10:00")
    board = employer_dashboard(world.position.employer_id, world.position.season_id)
    assert (board.turns, board.free) == ({}, 3)
    assert next_step(board).headline == "3 yeriniz boş"


def test_an_internship_whose_last_day_passed_is_said_before_free_places(world, accepted, at):
    placement = confirm_offer(offer_id=accepted.pk, actor=world.employer_user)
    at(f"{placement.last_day} 12:00")
    seen = [next_step(employer_dashboard(world.position.employer_id, world.position.season_id)).headline]
    at("2024-09-20 10:00")
    seen.append(next_step(employer_dashboard(world.position.employer_id, world.position.season_id)).headline)
    assert seen == ["2 yeriniz boş", "1 stajyerin son günü geçti, devamını bildirin"]


def test_operators_look_at_offers_and_cannot_move_them(world, accepted):
    operator = browser(UserFactory())
    detail = operator.get(reverse("admin:offers_offer_change", args=[accepted.pk]))
    assert detail.status_code == 200
    assert "Kaydet" not in text_of(detail)
    assert operator.get(reverse("admin:offers_offer_add")).status_code == 403
    assert operator.post(reverse("admin:offers_offer_delete", args=[accepted.pk])).status_code == 403
    confirm_offer(offer_id=accepted.pk, actor=world.employer_user)
    for address in (
        reverse("admin:offers_offer_changelist"),
        reverse("admin:offers_position_changelist"),
        reverse("admin:offers_placement_changelist"),
        reverse("admin:offers_placement_change", args=[accepted.placement.pk]),
        reverse("admin:offers_position_change", args=[world.position.pk]),
    ):
        assert operator.get(address).status_code == 200
    assert accepted.confirm_by >= moment("2024-05-27 17:00")
