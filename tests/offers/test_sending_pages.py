"""Sending an offer to a pseudonym: form, preview, sending, undo; and nothing that names the candidate on the way."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from applications.models import Application
from offers.models import Offer
from offers.services.answer import accept_offer
from offers.states import OfferRank, OfferState
from tests.factories import ApplicationFactory, MemberFactory, StudentFactory
from tests.keeping import kept
from tests.offers.pages import choose_windows, code_for, code_of, in_pool, text_of
from tests.offers.world import START, World, make_world
from tests.people import browser
from usp.accounts.models import EmployerRole
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
S = OfferState


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=2)


@kept
def application(world) -> Application:
    """A candidate in the pool with two windows in August and one in July, the July one last."""
    found = world.candidate()
    in_pool(found)
    choose_windows(found, ("2024-08-19", 20), ("2024-08-05", 20), ("2024-07-16", 30))
    return found


@kept
def address(world, application) -> str:
    return reverse("offers:send", args=[code_of(world, application)])


def typed(world: World, **changes: object) -> dict[str, object]:
    return {
        "position": world.position.pk,
        "rank": "asil",
        "period": "2024-08-20",
        "reply_day": "2024-05-17",
        "reply_hour": "17",
    } | changes


def test_the_form_proposes_months_in_the_candidates_order_and_never_a_date(world, address):
    page = browser(world.employer_user).get(address)
    words = text_of(page)
    assert words.index("Ağustos 2024 başlangıçlı, 20 iş günü") < words.index("Temmuz 2024 başlangıçlı, 30 iş günü")
    for hidden in ("2024-08-19", "2024-08-05", "2024-07-16", "19 Ağu", "5 Ağu", "16 Tem"):
        assert hidden not in page.content.decode()
    assert 'value="2024-05-20"' in page.content.decode()  # five days later is a Saturday, so Monday
    assert '<option value="17" selected>' in page.content.decode()  # its last hour, not its first
    assert "isteğe bağlı" not in words


def test_the_preview_says_who_gets_what_and_sends_nothing(world, address):
    page = browser(world.employer_user).get(f"{address}onizleme/?{urlencode(typed(world))}")
    words = text_of(page)
    for said in (
        "Göndermeden önce gözden geçirin",
        "Ağustos 2024 başlangıçlı, 20 iş günü",
        "17 Mayıs 2024 Cuma 17.00",
        "Yazılım stajyeri",
        "Bir yer bu adaya ayrılır.",
    ):
        assert said in words, said
    assert f"mailto:{world.manager.user.email}" in page.content.decode()
    assert "19 Ağu" not in words
    assert not Offer.objects.exists()


def test_wrong_values_come_back_from_the_preview_as_they_were_typed(world, address):
    query = urlencode(typed(world, reply_day="2024-05-19"))  # a Sunday
    page = browser(world.employer_user).get(f"{address}onizleme/?{query}")
    assert page.status_code == 422
    assert "En yakın uygun an: 20 Mayıs 2024 Pazartesi 09.00" in text_of(page)
    assert "isteğe bağlı" not in text_of(page)
    assert 'value="2024-05-19"' in page.content.decode()
    short = browser(world.employer_user).get(f"{address}onizleme/?{urlencode(typed(world, reply_day='2024-05-14'))}")
    assert "en az 48 saat" in text_of(short)


def test_back_from_the_preview_keeps_the_choices(world, address):
    page = browser(world.employer_user).get(f"{address}?{urlencode(typed(world, rank='yedek'))}").content.decode()
    assert 'value="2024-05-17"' in page
    assert 'value="yedek" id="id_rank_1" checked' in page


def test_sending_takes_the_candidates_best_window_of_the_month(world, application, address):
    answer = browser(world.employer_user).post(address, typed(world), follow=True)
    offer = Offer.objects.get()
    assert (offer.application, offer.starts_on, offer.rank, offer.state) == (
        application,
        dt.date(2024, 8, 19),
        "asil",
        S.OPEN,
    )
    words = text_of(answer)
    assert "Teklif gönderildi" in words
    assert "Gönderimi geri al" in words
    assert "Ağustos 2024 başlangıçlı" in words
    assert "19 Ağu" not in words


def test_ten_seconds_to_take_it_back_and_not_one_more(world, address, at):
    client = browser(world.employer_user)
    client.post(address, typed(world))
    undo = reverse("offers:undo", args=[Offer.objects.get().batch_id])
    answer = client.post(undo, follow=True)
    assert "Teklif geri alındı; aday hiçbir şey görmedi." in text_of(answer)
    assert Offer.objects.get().state == S.UNDONE
    client.post(address, typed(world))
    second = Offer.objects.latest("pk")
    at("2024-05-13 10:00:10")
    late = client.post(reverse("offers:undo", args=[second.batch_id]), follow=True)
    assert "Geri alma süresi doldu" in text_of(late)
    assert "Gönderimi geri al" not in text_of(late)


def test_a_second_send_of_the_same_offer_is_refused_with_a_sentence(world, address):
    client = browser(world.employer_user)
    client.post(address, typed(world))
    again = client.post(address, typed(world))
    assert "Bu adayın bu pozisyon için süren bir teklifi var." in text_of(again)
    assert Offer.objects.count() == 1


def test_without_a_free_seat_the_form_points_to_yedek(world, address):
    world.send(world.candidate(), world.candidate())
    page = browser(world.employer_user).get(f"{address}onizleme/?{urlencode(typed(world))}")
    assert "Bu pozisyonda boş yer yok; yedek teklif gönderebilirsiniz." in text_of(page)
    browser(world.employer_user).post(address, typed(world, rank="yedek"))
    assert Offer.objects.latest("pk").rank == OfferRank.YEDEK


def test_a_candidate_without_windows_gets_a_date_from_the_employer(world):
    application = world.candidate()
    in_pool(application)
    address = reverse("offers:send", args=[code_of(world, application)])
    client = browser(world.employer_user)
    assert "Aday staj takvimi seçmemiş" in text_of(client.get(address))
    data = typed(world, starts_on="2024-07-15", working_days="20")
    del data["period"]
    holiday = client.post(address, data)
    assert "iş günü değildir" in text_of(holiday)
    client.post(address, data | {"starts_on": "2024-07-16"})
    assert Offer.objects.get().starts_on == dt.date(2024, 7, 16)


def test_a_candidate_whose_right_is_used_and_an_employer_without_positions_are_told_so(world, application):
    stranger = MemberFactory()
    page = text_of(
        browser(stranger.user).get(reverse("offers:send", args=[code_for(stranger.employer_id, application)]))
    )
    assert "Önce bir pozisyon açın" in page
    Application.objects.filter(pk=application.pk).update(used=1)
    page = text_of(browser(world.employer_user).get(reverse("offers:send", args=[code_of(world, application)])))
    assert "staj hakkı kullanıldı" in page


def test_another_employers_pseudonym_and_nonsense_are_404(world, application):
    stranger = MemberFactory()
    client = browser(world.employer_user)
    for code in (code_for(stranger.employer_id, application), "A-0000000", "x"):
        assert client.get(reverse("offers:send", args=[code])).status_code == 404
        assert client.get(reverse("offers:send-preview", args=[code])).status_code == 404
        assert client.post(reverse("offers:send", args=[code]), typed(world)).status_code == 404


def test_another_employers_position_cannot_be_chosen(world, address):
    other = make_world()
    answer = browser(world.employer_user).post(address, typed(world, position=other.position.pk))
    assert "Düzeltilmesi gerekenler var" in text_of(answer)
    assert not Offer.objects.exists()


def test_only_those_who_may_send_may_send_or_undo(world, address, application):
    supervisor = browser(MemberFactory(employer=world.manager.employer, role=EmployerRole.SUPERVISOR).user)
    student = browser(application.student.user)
    (offer,) = world.send(application)
    undo = reverse("offers:undo", args=[offer.batch_id])
    batch = reverse("offers:sent-batch", args=[offer.batch_id])
    for client in (supervisor, student):
        assert client.get(address).status_code == 403
        assert client.post(address, typed(world)).status_code == 403
        assert client.post(undo).status_code == 403
    stranger = browser(MemberFactory().user)
    assert stranger.get(batch).status_code == 404
    assert stranger.post(undo).status_code == 404
    assert supervisor.get(batch).status_code == 200


def test_nothing_names_the_candidate_before_the_yes_and_the_page_does_after(world, at):
    student = StudentFactory(
        first_name="Kanaryaad",
        last_name="Kanaryasoyad",
        contact_email="kanarya-eposta@ogrenci.example",
        contact_phone="+905559876543",
    )
    application = ApplicationFactory(
        season=world.position.season, student=student, student_no="KANARYANO", department__name="Kanaryabölüm"
    )
    in_pool(application)
    choose_windows(application, ("2024-08-05", 20))
    client, code = browser(world.employer_user), code_of(world, application)
    address = reverse("offers:send", args=[code])
    secrets = (
        "Kanarya", "KANARYA", "kanarya", "555 987 65 43", "5559876543", student.tckn, "Bilecik", "Şeyh Edebali",
        "5 Ağu", "2024-08-05",
    )  # fmt: skip
    pages = [client.get(address), client.get(f"{address}onizleme/?{urlencode(typed(world))}")]
    pages.append(client.post(address, typed(world), follow=True))
    offer = Offer.objects.get()
    at("2024-05-13 10:01")
    seen = [
        "/gonderilen-teklifler/",
        reverse("offers:sent-offer", args=[offer.pk]),
        reverse("offers:position", args=[world.position.pk]),
        reverse("offers:sent-batch", args=[offer.batch_id]),
        "/isveren/stajyerler/",
        "/pozisyonlar/",
        "/bildirimler/",
        "/",
    ]
    pages += [client.get(one) for one in seen]
    for page in pages:
        assert page.status_code == 200
        for secret in secrets:
            assert secret not in page.content.decode(), (secret, page.request["PATH_INFO"])
    accept_offer(offer_id=offer.pk, actor=student.user)
    detail = client.get(seen[1]).content.decode()
    for opened in (
        "Kanaryaad Kanaryasoyad",
        "kanarya-eposta@ogrenci.example",
        "+90 555 987 65 43",
        "Bilecik",
        code,
    ):
        assert opened in detail
    assert "Kanaryaad Kanaryasoyad" in client.get(seen[0]).content.decode()
    assert Notification.objects.filter(recipient=world.employer_user, context__student__startswith="Kanarya").exists()
    # The yes runs out unconfirmed: the identity is closed again, whether or not a worker ran.
    at("2024-06-30 10:00")
    for one in seen[:4]:
        assert "Kanaryaad" not in client.get(one).content.decode()
