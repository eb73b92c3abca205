"""«Aldığım Teklifler»: what a student sees, answers, and is warned of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from offers.models import Offer
from offers.overviews import overview_of
from offers.selectors.student import offers_at_a_glance
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.states import OfferRank, OfferState
from tests.factories import OfferFactory, StudentFactory, moment
from tests.keeping import kept
from tests.offers.pages import choose_windows, text_of
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser

pytestmark = pytest.mark.django_db
S = OfferState
RECEIVED = "/teklifler/"


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=3)


@kept
def offer(world, at) -> Offer:
    """An asil offer that its candidate can see."""
    (sent,) = world.send(world.candidate())
    at("2024-05-13 10:01")
    return sent


def state(offer: Offer) -> str:
    offer.refresh_from_db()
    return offer.state


def test_a_card_shows_employer_place_dates_deadline_tasks_and_both_contacts(world, offer):
    response = browser(student_of(offer)).get(RECEIVED)
    page = text_of(response)
    assert f"mailto:{world.manager.user.email}" in response.content.decode()
    for words in (
        "Bir teklif cevabınızı bekliyor",
        "Devlet Su İşleri Genel Müdürlüğü",
        "Bilgi İşlem Dairesi · Çankaya, Ankara",
        "Asil",
        "5 Ağu – 2 Eyl 2024",
        "20 iş günü, haftada 5",
        "17 Mayıs 2024 Cuma 17.00",
        "4 gün 6 saat kaldı",
        "Veri temizliği ve test.",
        "Staj sorumlusu ve teklifi gönderen",
        world.manager.user.full_name,
        "+90 312 417 00 00",
        "Teklifi kabul et",
        "Reddet",
    ):
        assert words in page, words


def test_the_heading_says_today_when_the_deadline_is_today_and_counts_several(world, offer, at):
    student = student_of(offer)
    at("2024-05-17 09:00")
    assert "Bir teklif bugün cevabınızı bekliyor" in text_of(browser(student).get(RECEIVED))
    at("2024-05-13 11:00")
    other = make_world()
    other.send(offer.application)
    at("2024-05-13 11:01")
    assert "2 teklif cevabınızı bekliyor" in text_of(browser(student).get(RECEIVED))


def test_an_offer_shows_only_after_its_ten_seconds(world, at):
    (sent,) = world.send(world.candidate())
    client = browser(student_of(sent))
    assert "Henüz teklif almadınız" in text_of(client.get(RECEIVED))
    assert client.get(reverse("offers:offer", args=[sent.pk])).status_code == 404
    at("2024-05-13 10:00:11")
    assert client.get(reverse("offers:offer", args=[sent.pk])).status_code == 200


def test_a_yes_is_taken_and_a_second_click_is_calm(offer):
    client = browser(student_of(offer))
    accept = reverse("offers:accept", args=[offer.pk])
    first = client.post(accept, follow=True)
    assert "teklifini kabul ettiniz. Sırada işverenin son onayı var." in text_of(first)
    assert state(offer) == S.ACCEPTED
    second = client.post(accept, follow=True)
    assert second.status_code == 200
    assert "teklifini kabul ettiniz" in text_of(second)
    assert offer.transitions.filter(to_state="accepted").count() == 1


def test_a_link_to_accept_answers_nothing_and_leads_to_the_offer(offer):
    answer = browser(student_of(offer)).get(reverse("offers:accept", args=[offer.pk]))
    assert answer.url == reverse("offers:offer", args=[offer.pk])
    assert state(offer) == S.OPEN


def test_a_yes_without_a_seat_waits_in_the_line_with_its_number(world, at):
    world.send(*(world.candidate() for _seat in range(3)))
    first, second = world.send(world.candidate(), world.candidate(), rank=OfferRank.YEDEK)
    at("2024-05-13 10:01")
    client = browser(student_of(second))
    assert "Yedek · sırada 2." in text_of(client.get(RECEIVED))
    page = text_of(client.post(reverse("offers:accept", args=[second.pk]), follow=True))
    assert state(second) == S.RESERVED
    assert "teklifine evet dediniz; yedek sıradasınız" in page
    assert "Yedek sırada bekliyorsunuz" in page
    assert "Sıradan çık" in page
    browser(student_of(first)).post(reverse("offers:decline", args=[first.pk]), {"reason": ""})
    assert "Yedek · sırada 1." in text_of(client.get(RECEIVED))


def test_an_expired_offer_shows_as_such_and_has_no_buttons_though_no_worker_ran(offer, at):
    client = browser(student_of(offer))
    at("2024-05-17 17:00")
    page = client.get(RECEIVED)
    assert "Zaman aşımı" in text_of(page)
    assert "reddetmiş sayıldınız" in text_of(page)
    assert "Teklifi kabul et" not in text_of(page)
    assert reverse("offers:accept", args=[offer.pk]) not in page.content.decode()
    detail = client.get(reverse("offers:offer", args=[offer.pk]))
    assert "Zaman aşımı" in text_of(detail)
    assert "Teklifi kabul et" not in text_of(detail)
    assert state(offer) == S.OPEN  # nothing has settled it


def test_the_deadline_that_passes_while_the_page_is_open_is_told_in_a_sentence(offer, at):
    client = browser(student_of(offer))
    client.get(RECEIVED)
    at("2024-05-17 17:00:01")
    answer = client.post(reverse("offers:accept", args=[offer.pk]), follow=True)
    assert answer.status_code == 200
    assert "süresi dolan teklif reddedilmiş sayılır" in text_of(answer)
    assert state(offer) in (S.OPEN, S.EXPIRED)


def test_before_a_no_the_page_warns_and_names_the_last_start(offer):
    choose_windows(offer.application, ("2024-08-05", 20), ("2024-08-19", 20))
    page = text_of(browser(student_of(offer)).get(reverse("offers:decline", args=[offer.pk])))
    assert "Yeniden teklif alana kadar beklemek zorunda kalabilirsiniz" in page
    assert "19 Ağustos 2024 Pazartesi" in page
    assert "30 Ağustos 2024" in page


def test_a_no_keeps_the_chosen_reason_and_frees_the_seat(offer):
    client = browser(student_of(offer))
    answer = client.post(reverse("offers:decline", args=[offer.pk]), {"reason": "dates"}, follow=True)
    assert "teklifini reddettiniz" in text_of(answer)
    assert state(offer) == S.DECLINED
    assert offer.transitions.get(to_state="declined").reason == "dates"
    again = client.post(reverse("offers:decline", args=[offer.pk]), {"reason": "dates"}, follow=True)
    assert again.status_code == 200
    assert client.get(reverse("offers:decline", args=[offer.pk])).url == reverse("offers:offer", args=[offer.pk])


def test_an_unknown_reason_is_refused_on_the_page(offer):
    answer = browser(student_of(offer)).post(reverse("offers:decline", args=[offer.pk]), {"reason": "isim: Ayşe"})
    assert answer.status_code == 422
    assert "Düzeltilmesi gerekenler var" in text_of(answer)
    assert state(offer) == S.OPEN


def test_a_no_to_a_withdrawn_offer_answers_with_a_sentence(world, offer):
    client = browser(student_of(offer))
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    answer = client.post(reverse("offers:decline", args=[offer.pk]), {"reason": ""}, follow=True)
    assert "bu işlem yapılamaz" in text_of(answer)
    assert state(offer) == S.CONFIRMED


def test_after_the_final_approval_the_page_says_what_comes_next(world, offer):
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    client = browser(student_of(offer))
    assert "Kabulünüz işverende, son onayı bekliyor" in text_of(client.get(RECEIVED))
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    listed = client.get(RECEIVED)
    assert "Staja kabul edildiniz" in text_of(listed)
    assert reverse("insurance:my-documents") in listed.content.decode()
    detail = text_of(client.get(reverse("offers:offer", args=[offer.pk])))
    assert "Staj evrakı" in detail
    assert "girişi olmayan staj başlayamaz" in detail
    assert "Siz" in detail
    assert "İşveren" in detail


def test_other_offers_are_released_and_folded_with_what_that_means(world, offer, at):
    other = make_world()
    (second,) = other.send(offer.application)
    at("2024-05-13 10:05")
    for one in (offer, second):
        accept_offer(offer_id=one.pk, actor=student_of(offer))
    confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    page = text_of(browser(student_of(offer)).get(RECEIVED))
    assert "Önceki teklif (1)" in page
    assert "aynı günlere denk geldiği için bu teklif serbest bırakıldı." in page


def test_strangers_get_404_and_other_roles_403(world, offer):
    stranger = browser(world.send(world.candidate())[0].application.student.user)
    employer = browser(world.employer_user)
    addresses = [reverse(f"offers:{name}", args=[offer.pk]) for name in ("offer", "accept", "decline")]
    for address in addresses:
        assert stranger.get(address).status_code == 404
        assert employer.get(address).status_code == 403
    assert stranger.post(addresses[1]).status_code == 404
    assert stranger.post(addresses[2]).status_code == 404
    assert employer.get(RECEIVED).status_code == 403
    assert state(offer) == S.OPEN


def test_visitors_are_sent_to_sign_in(client, offer):
    answer = client.get(RECEIVED)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("portal:sign-in"))


def test_who_never_applied_reads_what_will_appear_here():
    page = text_of(browser(StudentFactory().user).get(RECEIVED))
    assert "Henüz teklif almadınız" in page
    assert "Teklifler burada görünecek" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_offers_as_for_one(world, at, count):
    application = world.candidate()
    OfferFactory.create_batch(count, application=application)
    at("2024-05-13 10:01")
    client = browser(application.student.user)
    client.get(RECEIVED)
    with CaptureQueriesContext(connection) as queries:
        assert text_of(client.get(RECEIVED)).count("Teklifi kabul et") == count
    ours = [query["sql"] for query in queries if '"offers_offer"' in query["sql"]]
    assert len(ours) == 2  # the cards, of which the sentence is said, and what the menu counts


def test_the_overview_counts_by_the_clock(world, offer, at):
    overview = overview_of(list(offers_at_a_glance(student_of(offer))))
    assert (overview.open, overview.total, overview.stage) == (1, 1, 2)
    assert overview.next_reply_by == moment("2024-05-17 17:00")
    at("2024-05-17 17:00")
    overview = overview_of(list(offers_at_a_glance(student_of(offer))))
    assert (overview.open, overview.next_reply_by) == (0, None)
    assert overview.headline == "Şu anda süren bir teklifiniz yok"
