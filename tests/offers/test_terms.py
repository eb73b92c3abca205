"""What was promised stays as it was sent; whom to ask follows the people who are there now (A16, A19)."""

import pytest
from django.db import connection
from django.urls import reverse

from offers.cards import contacts_of
from offers.models import Offer, RequestedDocument
from offers.services.positions import AskedDocument, change_position, hand_over
from tests.factories import MemberFactory
from tests.keeping import kept
from tests.offers.pages import text_of
from tests.offers.world import World, make_world, student_of
from tests.people import browser

pytestmark = pytest.mark.django_db
Kind = RequestedDocument.Kind


@kept
def world(at) -> World:
    at("2024-05-13 10:00")
    return make_world(quota=2)


@kept
def offer(world, at) -> Offer:
    """An offer of a position with everything there is to say about it."""
    change_position(
        position_id=world.position.pk,
        changes={"meal": True, "lodging": True, "mentor_name": "Ayla Demir", "mentor_title": "Mühendis"},
        documents=[AskedDocument(Kind.TRANSCRIPT, ""), AskedDocument(Kind.OTHER, "İş güvenliği eğitimi belgesi")],
        actor=world.employer_user,
    )
    (sent,) = world.send(world.candidate())
    at("2024-05-13 10:01")
    return sent


def page_of(offer: Offer) -> str:
    return text_of(browser(student_of(offer)).get(reverse("offers:offer", args=[offer.pk])))


def test_the_offer_promises_all_that_its_page_shows_of_the_position(world, offer):
    page = page_of(offer)
    for words in ("yemek", "konaklama", "Ayla Demir", "Mühendis", "Transkript, İş güvenliği eğitimi belgesi"):
        assert words in page
    assert "servis ya da yol desteği" not in page
    # whatever becomes of the position's row, the page says what was sent
    type(world.position).objects.filter(pk=world.position.pk).update(mentor_name="Başka Biri")
    RequestedDocument.objects.filter(position=world.position).delete()
    assert "Başka Biri" not in page_of(offer)
    assert "Transkript" in page_of(offer)


def test_offers_from_before_these_words_still_open(offer):
    later = ("kind", "weekly_days", "runs_from", "runs_until", "meal", "transport", "lodging", "mentor", "documents")
    old = {name: value for name, value in offer.terms.items() if name not in later}
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        Offer.objects.filter(pk=offer.pk).update(terms=old)
        cursor.execute("set local session_replication_role = origin")
    assert "Veri temizliği" in page_of(offer)


def test_after_a_hand_over_the_present_supervisor_stands_beside_whom_the_offer_named(world, offer):
    colleague = MemberFactory(employer=world.manager.employer)
    assert hand_over(from_id=world.manager.pk, to_id=colleague.pk, actor=world.employer_user) == 1
    client = browser(student_of(offer))
    for address in (reverse("offers:offer", args=[offer.pk]), reverse("offers:received")):
        page = text_of(client.get(address))
        assert f"Staj sorumlusu {colleague.user.full_name}" in page
        assert f"Teklifi gönderen {world.employer_user.full_name}" in page
    employer_page = text_of(browser(world.employer_user).get(reverse("offers:sent-offer", args=[offer.pk])))
    assert colleague.user.full_name in employer_page
    offer.refresh_from_db()
    assert offer.terms["supervisor"]["name"] == world.employer_user.full_name


def test_a_former_supervisor_who_did_not_send_the_offer_is_named_as_such(world, offer):
    third = MemberFactory(employer=world.manager.employer)
    told = offer.terms | {
        "supervisor": {"name": "Eski Sorumlu", "title": "", "email": "eski@kurum.example", "phone": ""}
    }
    roles = [(contact.role, contact.name) for contact in contacts_of(told, third)]
    assert roles == [
        ("Staj sorumlusu", third.user.full_name),
        ("Teklifi gönderen", world.employer_user.full_name),
        ("Önceki staj sorumlusu", "Eski Sorumlu"),
    ]
