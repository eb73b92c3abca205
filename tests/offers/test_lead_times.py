"""Candidates whose universities want their papers at different times look alike to an employer before the yes."""

import re

import pytest
from django.urls import reverse

from applications.models import Application
from insurance.models import PaperRules
from offers.models import Offer
from offers.selectors.sent import Wanted, sent_offers
from offers.states import OfferRank
from tests.factories import DepartmentFactory, moment
from tests.offers.crowd import crowd
from tests.offers.pages import code_of, in_pool, text_of
from tests.offers.world import REPLY_BY, World, make_world
from tests.people import browser

pytestmark = pytest.mark.django_db
CUT = moment("2024-05-15 17:00")


@pytest.fixture
def world(at) -> World:
    at("2024-05-13 10:00")
    return make_world()


@pytest.fixture
def pair(world, at) -> list[Offer]:
    """Two reserves of one sending; the first one's university wants papers long before the start."""
    return send_to_pair(world, at)


def send_to_pair(world: World, at, *others: Application) -> list[Offer]:
    """Offers to the pair, and to others behind it, a day ago."""
    people = [
        world.candidate(department=DepartmentFactory(unit__university__code="erken")),
        world.candidate(),
    ]
    for one in people:
        in_pool(one)
    early = people[0].enrolled_at.unit.university
    PaperRules.objects.update_or_create(university=early, defaults={"lead_days": 52, "lead_unit": "calendar"})
    starts_on = moment("2024-07-08").date()
    offers = world.send(*people, *others, rank=OfferRank.YEDEK, starts_on=starts_on)
    assert [offer.reply_by for offer in offers] == [CUT, REPLY_BY, *(REPLY_BY for _other in others)]
    at("2024-05-14 10:00")
    return offers


def alike(world: World, offer: Offer, text: str) -> str:
    """The page without what differs by itself: the code, the offer's number and its place."""
    text = text.replace(code_of(world, offer.application), "A").replace(f"/{offer.pk}/", "/N/")
    return re.sub(r"sırada \d+\.|yedek \d+|usp-mono\S+|\b\d+\. sıra", "", text)


def test_two_reserves_look_alike_on_every_page_and_none_tells_the_cut_deadline(world, pair):
    client = browser(world.employer_user)
    pages = [alike(world, one, text_of(client.get(reverse("offers:sent-offer", args=[one.pk])))) for one in pair]
    assert pages[0] == pages[1]
    assert "Yedek: en geç son çağrıya kadar" in pages[0]
    for address in (
        "/", "/bildirimler/", reverse("offers:sent"), reverse("offers:sent") + "?durum=tumu",
        reverse("offers:position", args=[world.position.pk]), reverse("offers:position-line", args=[world.position.pk]),
        reverse("offers:sent-batch", args=[pair[0].batch_id]), reverse("offers:positions"),
        reverse("offers:withdraw") + f"?teklif={pair[0].pk}&teklif={pair[1].pk}",
        *(reverse("offers:sent-offer", args=[one.pk]) for one in pair),
    ):  # fmt: skip
        content = client.get(address).content.decode()
        assert not re.search(r"15 May|15\.05|2024-05-15|17 Haz", content), address


def test_neither_the_order_nor_the_mark_of_the_next_page_tells_it(world, at):
    offers = send_to_pair(world, at, *crowd(world, 29, pooled=True))
    page = sent_offers(world.employer_user, Wanted(tab="cevap"))
    # the newer ones first, not the one whose time runs out
    assert [row.offer.pk for row in page.rows] == [one.pk for one in reversed(offers[1:])]
    closing = world.position.season.answers_close_at
    assert page.older == f"{int(closing.timestamp() * 1_000_000)}-{offers[1].pk}"
    after = sent_offers(world.employer_user, Wanted(tab="cevap", after=page.older))
    assert [row.offer.pk for row in after.rows] == [offers[0].pk]
