"""The operators' pages of the engine: stop and start, extend after an outage, find and bring back an offer."""

import pytest
from django.urls import reverse

from offers.models import EngineSwitch, Offer, Outage
from offers.services.sweep import sweep_due
from offers.states import OfferState
from tests.factories import UserFactory, moment
from tests.keeping import kept
from tests.offers.pages import text_of
from tests.offers.world import START, World, make_world
from tests.people import browser

pytestmark = pytest.mark.django_db
ENGINE = "/sure-motoru/"


@kept
def world(at) -> World:
    at(START)
    return make_world()


@pytest.fixture
def operator():
    return browser(UserFactory())


def test_stopping_needs_a_reason_and_is_undone_by_starting(world, operator):
    refused = operator.post(reverse("offers:engine-stop"), {"reason": ""})
    assert refused.status_code == 422
    assert "Gerekçe yazın" in text_of(refused)
    stopped = operator.post(reverse("offers:engine-stop"), {"reason": "Sunucu bakımı"}, follow=True)
    assert "Süreler durduruldu" in text_of(stopped)
    assert "Sunucu bakımı" in text_of(stopped)
    assert "Süreler durduruldu" in text_of(operator.get("/"))
    operator.post(reverse("offers:engine-start"))
    assert not EngineSwitch.objects.get().is_stopped


def test_an_extension_is_looked_at_before_it_is_done(world, operator, at):
    (offer,) = world.send(world.candidate())
    Outage.objects.create(since=moment("2024-05-17 16:00"), until=moment("2024-05-17 18:00"))
    at("2024-05-17 19:00")
    page = text_of(operator.get(ENGINE))
    assert "Ele alınmamış bir kesinti var" in page
    data = {"since": "2024-05-17T16:00", "until": "2024-05-17T18:00", "reason": "Ağ kesintisi"}
    preview = operator.post(reverse("offers:engine-extend"), data | {"preview": "1"})
    assert "1 pozisyonda 1 süre uzar" in text_of(preview)
    assert Offer.objects.get().reply_by == offer.reply_by
    done = operator.post(reverse("offers:engine-extend"), data | {"do": "1"}, follow=True)
    assert "1 süre uzatıldı" in text_of(done)
    assert Offer.objects.get().reply_by > offer.reply_by
    assert Outage.objects.get().handled_at is not None


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2024-05-13T10:00", "2024-05-13T09:00", "Bitiş, başlangıçtan sonra olmalıdır."),
        ("2024-05-01T10:00", "2024-05-20T10:00", "En çok 14 günlük"),
        ("2024-05-13T10:00", "2024-05-13T23:00", "geçmişte olmalıdır"),
        ("", "xx", "Başlangıcı seçin."),
    ],
)
def test_a_span_that_cannot_be_is_refused_with_a_sentence(world, operator, since, until, said):
    answer = operator.post(
        reverse("offers:engine-extend"), {"since": since, "until": until, "reason": "Kesinti", "do": "1"}
    )
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_the_link_of_an_outage_fills_in_its_span(operator, world):
    page = operator.get(reverse("offers:engine-extend"), {"since": "2024-05-12T16:00", "until": "2024-05-12T18:00"})
    assert 'value="2024-05-12T16:00"' in page.content.decode()
    assert 'value="2024-05-12T18:00"' in page.content.decode()
    stopped = operator.get(reverse("offers:engine-extend"), {"since": "2024-05-12T16:00"})
    assert 'value="2024-05-13T10:00"' in stopped.content.decode()  # until now


def test_an_expired_offer_is_found_and_brought_back(world, operator, at):
    (offer,) = world.send(world.candidate())
    at("2024-05-17 17:00:01")
    sweep_due()
    found = text_of(operator.get(reverse("offers:operator-find"), {"ara": "ayşe çınar"}))
    assert "Ayşe Çınar" in found
    assert f"Teklif {offer.pk}" in text_of(operator.get(reverse("offers:operator-find"), {"ara": str(offer.pk)}))
    page = reverse("offers:operator-offer", args=[offer.pk])
    assert "Yeniden geçerli kıl" in text_of(operator.get(page))
    assert operator.post(page, {"reason": ""}).status_code == 422
    back = operator.post(page, {"reason": "Sistem hatası"}, follow=True)
    assert "Teklif yeniden geçerli ve boş yeri aldı" in text_of(back)
    assert "Önceki teklif" in text_of(back)
    successor = Offer.objects.get(supersedes=offer)
    assert (successor.state, successor.seat_no) == (OfferState.OPEN, 1)
    assert "Yerine geçen teklif" in text_of(operator.get(page))
    assert "Yeniden geçerli kıl" not in text_of(operator.get(page))


def test_what_still_runs_cannot_be_brought_back(world, operator):
    (offer,) = world.send(world.candidate())
    page = reverse("offers:operator-offer", args=[offer.pk])
    assert "Yeniden geçerli kıl" not in text_of(operator.get(page))
    assert operator.post(page, {"reason": "Deneme"}).status_code == 422


@pytest.mark.parametrize("words", ["", "²", "\x00", "9" * 40, "yok böyle biri"])
def test_nonsense_finds_nothing_and_harms_nothing(operator, world, words):
    assert operator.get(reverse("offers:operator-find"), {"ara": words}).status_code == 200


def test_only_operators_touch_the_engine(world):
    client = browser(world.employer_user)
    assert client.get(ENGINE).status_code == 403
    assert client.post(reverse("offers:engine-stop"), {"reason": "x"}).status_code == 403
    assert not EngineSwitch.objects.filter(is_stopped=True).exists()
