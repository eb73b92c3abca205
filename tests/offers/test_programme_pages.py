"""Job shadowing and training on the employer's pages: no word of insurance, papers, wage or right (A3)."""

import pytest
from django.urls import reverse

from offers.models import Offer, Position
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.states import Kind
from tests.factories import PositionFactory
from tests.keeping import kept
from tests.offers.pages import in_pool, text_of
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser

pytestmark = pytest.mark.django_db
OF_INTERNSHIPS = (
    "igorta girişi paylaşılmadan",
    "sigortaya",
    "Üniversitede sigorta",
    "Kabul formu",
    "Ücret",
    "staja kabul",
)


@kept
def world(at) -> World:
    at(START)
    manager = make_world().manager
    position = PositionFactory(manager=manager, kind=Kind.SHADOWING, working_days=5, quota=1)
    return World(manager, Position.objects.get(pk=position.pk))


@kept
def accepted(world, at) -> Offer:
    application = world.candidate()
    in_pool(application)
    (offer,) = world.send(application)
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    return offer


def test_the_final_approval_of_a_programme_starts_no_insurance(world, accepted):
    client = browser(world.employer_user)
    address = reverse("offers:confirm", args=[accepted.pk])
    asked, answered = text_of(client.get(address)), text_of(client.post(address, follow=True))
    assert "sigorta girişi ve staj evrakı gerekmez" in asked
    assert "için son onay verildi" in answered
    assert [words for words in OF_INTERNSHIPS for page in (asked, answered) if words in page] == []


def test_what_ends_a_programme_is_not_called_an_internship(world, accepted, at):
    placement = confirm_offer(offer_id=accepted.pk, actor=world.employer_user)
    client = browser(world.employer_user)
    assert "Programı iptal et" in text_of(client.get(reverse("offers:intern", args=[placement.pk])))
    at(f"{placement.first_day} 12:00")
    offer_page = text_of(client.get(reverse("offers:sent-offer", args=[accepted.pk])))
    assert "Tarihi sürüyor." in offer_page
    assert "Programı yarıda bıraktı" in offer_page
    at("2024-12-02 10:00")
    asked = text_of(client.get(reverse("offers:complete-placement", args=[placement.pk])))
    assert "programı tamamladı mı?" in asked
    assert "Ücret" not in asked
    assert "Son gün geçti." in text_of(client.get(reverse("offers:sent-offer", args=[accepted.pk])))
