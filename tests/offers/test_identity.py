"""A name closes to the employer while its work is stopped, and opens again when it goes on (docs/rules.md I7)."""

import pytest
from django.urls import reverse

from insurance.documents import may_see_papers
from offers.models import Offer, Placement
from offers.selectors.endings import after_for_employer
from offers.selectors.moment import with_state_now
from offers.selectors.sent import Wanted, sent_offer, sent_offers
from offers.services.answer import accept_offer
from offers.services.resting import walk_employers
from offers.states import OfferState
from tests.factories import UserFactory
from tests.insurance.world import place
from tests.offers.pages import text_of
from tests.offers.world import World, make_world, student_of
from tests.people import browser
from usp.accounts.models import Employer, EmployerStatus
from usp.accounts.services.employers import approve_employer, suspend_employer
from usp.core.db import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(at) -> World:
    at("2024-05-13 10:00")
    return make_world(quota=2)


@pytest.fixture
def accepted(world, at) -> Offer:
    (offer,) = world.send(world.candidate())
    at("2024-05-14 10:00")
    return accept_offer(offer_id=offer.pk, actor=student_of(offer))


def seen_by_the_employer(world: World, name: str) -> bool:
    """Whether the name or the contact stands on any page of the employer, or can be searched for."""
    offer = Offer.objects.get()
    client = browser(type(world.employer_user).objects.get(pk=world.employer_user.pk))
    pages = [
        text_of(client.get(address))
        for address in (
            reverse("offers:sent-offer", args=[offer.pk]),
            reverse("offers:sent") + "?durum=onay",
            reverse("offers:sent") + "?durum=staj",
            reverse("offers:interns"),
            reverse("offers:position-line", args=[offer.position_id]),
        )
    ]
    found = sent_offers(world.employer_user, Wanted(search=name, tab="tumu")).rows
    return bool(found) or any(name in page for page in pages)


def stop(world: World, *, walked: bool) -> None:
    suspend_employer(employer_id=world.manager.employer_id, actor=UserFactory(), reason="Şikâyet")
    if walked:
        walk_employers()


@pytest.mark.parametrize("walked", [False, True])
def test_a_name_closes_while_the_employer_is_suspended_and_opens_when_it_goes_on(world, accepted, walked):
    name = accepted.application.student.last_name
    assert seen_by_the_employer(world, name)
    stop(world, walked=walked)
    assert not seen_by_the_employer(world, name)
    row = sent_offer(world.employer_user, accepted.pk)
    assert row is not None
    assert (row.identity, row.may_confirm(accepted.sent_at)) == (None, False)
    approve_employer(employer_id=world.manager.employer_id, actor=UserFactory())
    # while one position still rests, its names stay closed
    assert seen_by_the_employer(world, name) is not walked
    walk_employers()
    assert seen_by_the_employer(world, name)


def test_a_resting_offer_does_not_read_as_run_out(world, accepted, at):
    stop(world, walked=True)
    at("2024-06-20 10:00")
    assert with_state_now(Offer.objects.all()).get().state_now == OfferState.ACCEPTED
    page = text_of(browser(student_of(accepted)).get(reverse("offers:offer", args=[accepted.pk])))
    assert "Süresi içinde onaylanmadı" not in page


def test_an_internship_that_stands_keeps_its_contact_unless_the_register_is_closed(world, at):
    placed: Placement = place(world, at)
    name = placed.student.last_name
    stop(world, walked=True)
    assert seen_by_the_employer(world, name)
    with acting("test"):
        Employer.objects.filter(pk=world.manager.employer_id).update(status=EmployerStatus.REVOKED)
    assert not seen_by_the_employer(world, name)
    user = type(world.employer_user).objects.get(pk=world.employer_user.pk)
    after = after_for_employer(user, placement_id=placed.pk)
    assert after is not None
    assert not after.identity_is_open
    assert name not in text_of(browser(user).get(reverse("offers:intern", args=[placed.pk])))
    assert not may_see_papers(user, placed.pk)
    assert may_see_papers(placed.student.user, placed.pk)
