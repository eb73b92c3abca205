"""The page of an employer that students see: who may open it, and that few people stand behind no figure."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offers.models import Position
from offers.selectors.employer_page import Reliability, personnel_band, reliability
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.positions import open_position
from tests.factories import EmployerFactory, MemberFactory, StudentFactory, UserFactory
from tests.keeping import kept
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser
from usp.accounts.models import Employer, EmployerStatus
from usp.accounts.services.employers import suspend_employer

pytestmark = pytest.mark.django_db


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=3)


def test_students_read_who_the_employer_is_and_what_it_offers(world):
    Employer.objects.update(about="Barajları işletiriz.", website="https://dsi.example")
    world.position.meal = True
    world.position.save()
    page = browser(StudentFactory().user).get(f"/kurum/{world.manager.employer_id}/").content.decode()
    for said in ("Barajları işletiriz.", "https://dsi.example", "Kamu kurumu", "50–249", world.position.title, "yemek"):
        assert said in page
    for hidden in (world.manager.employer.vkn, world.manager.user.full_name, str(world.manager.employer.email)):
        assert hidden not in page


@pytest.mark.parametrize("status", [one for one in EmployerStatus if one != EmployerStatus.APPROVED])
def test_strangers_do_not_see_one_that_is_not_approved(status, world):
    manager = MemberFactory(employer__status=status)
    address = f"/kurum/{manager.employer_id}/"
    assert browser(StudentFactory().user).get(address).status_code == 404
    assert browser(world.employer_user).get(address).status_code == 404
    assert browser(manager.user).get(address).status_code == 200
    assert browser(UserFactory()).get(address).status_code == 200


def test_a_suspended_one_stays_visible_to_whom_it_has_sent_an_offer(world, at):
    application = world.candidate()
    world.send(application)
    at("2024-05-13 11:00")
    suspend_employer(employer_id=world.manager.employer_id, actor=UserFactory(), reason="x")
    address = f"/kurum/{world.manager.employer_id}/"
    assert browser(application.student.user).get(address).status_code == 200
    assert browser(StudentFactory().user).get(address).status_code == 404


@pytest.mark.parametrize(
    ("people", "band"), [(1, "1–19"), (19, "1–19"), (20, "20–49"), (999, "250–999"), (1000, "1.000+")]
)
def test_people_are_shown_as_a_band(people, band):
    assert personnel_band(EmployerFactory.build(personnel_count=people, province=None, district=None)) == band


def test_few_people_stand_behind_no_figure_and_five_behind_one(at):
    at(START)
    world = make_world(quota=5)
    offers = world.send(*(world.candidate() for _number in range(5)))
    at("2024-05-13 11:00")
    for offer in offers:
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    at("2024-05-16 11:00")
    employer = world.manager.employer
    for offer in offers[:4]:
        confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    assert reliability(employer) == Reliability(None, None, None)
    assert not reliability(employer).is_known
    page = browser(StudentFactory().user).get(f"/kurum/{employer.pk}/").content.decode()
    assert "ortalama 3 gün" not in page
    confirm_offer(offer_id=offers[4].pk, actor=world.employer_user)
    assert reliability(employer) == Reliability(100, 3, None)
    page = browser(StudentFactory().user).get(f"/kurum/{employer.pk}/").content.decode()
    assert "ortalama 3 gün" in page


def test_the_page_asks_no_more_for_three_positions_than_for_one(world):
    client, address = browser(world.employer_user), f"/kurum/{world.manager.employer_id}/"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(2):
        make_copy(world, f"Stajyer {number}")
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def make_copy(world: World, title: str) -> Position:
    """Another published position of the same employer."""
    position = Position(
        season=world.position.season, title=title, workplace_unit="Arşiv", province=world.position.province,
        district=world.position.district, address="x", weekly_days=5, tasks="y", supervisor=world.manager,
    )  # fmt: skip
    return open_position(position=position, quota=1, actor=world.employer_user)
