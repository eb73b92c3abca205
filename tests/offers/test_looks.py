"""«Profilime kimler baktı»: day by day, by kind and place; by name once the employer has sent an offer (A43)."""

import datetime as dt

import pytest
from django.urls import reverse

from applications.models import Application, ProfileView
from applications.pool.looks import DAYS_SHOWN, looks_page
from tests.factories import EmployerFactory, MemberFactory, ProvinceFactory, StudentFactory
from tests.keeping import kept
from tests.offers.world import START, World, make_world
from tests.people import browser

pytestmark = pytest.mark.django_db
PAGE = reverse("applications:looks")
DAY = dt.date(2024, 5, 13)


def look(application: Application, *members, day: dt.date = DAY) -> None:
    ProfileView.objects.bulk_create(
        ProfileView(
            application=application, employer=member.employer, viewer=member.user, viewed_on=day,
            viewed_at=dt.datetime.combine(day, dt.time(9), dt.UTC),
        )
        for member in members
    )  # fmt: skip


def told(application: Application, before: dt.date | None = None) -> list[tuple[str, list[str]]]:
    page = looks_page(application.student, before)
    return [(str(day), [one.who for one in looks]) for day, looks in page.days]


@kept
def world(at) -> World:
    at(START)
    return make_world()


def test_employers_are_kinds_of_a_place_day_by_day(world: World) -> None:
    application = world.candidate()
    private = MemberFactory(
        employer=EmployerFactory(name="Gizli A.Ş.", is_public=False, province=ProvinceFactory(id=35))
    )
    look(application, world.manager, MemberFactory(), private)
    look(application, world.manager, MemberFactory(employer=world.manager.employer), day=DAY - dt.timedelta(days=1))
    assert told(application) == [
        ("2024-05-13", ["Ankara’da 2 kamu kurumu", "İzmir’de bir özel kuruluş"]),
        ("2024-05-12", ["Ankara’da bir kamu kurumu"]),
    ]
    text = browser(application.student.user).get(PAGE).content.decode()
    assert "Gizli A.Ş." not in text
    assert world.manager.employer.name not in text


def test_an_employer_is_named_once_its_offer_is_there(world: World, at) -> None:
    application = world.candidate()
    look(application, world.manager, MemberFactory())
    (offer,) = world.send(application)
    assert told(application) == [("2024-05-13", ["Ankara’da 2 kamu kurumu"])]  # the undo still runs
    at("2024-05-13 10:01")
    assert told(application) == [("2024-05-13", [world.manager.employer.name, "Ankara’da bir kamu kurumu"])]
    text = browser(application.student.user).get(PAGE).content.decode()
    assert reverse("offers:offer", args=[offer.pk]) in text


def test_nobody_reads_who_looked_at_somebody_else(world: World) -> None:
    look(world.candidate(), world.manager)
    text = browser(StudentFactory().user).get(PAGE).content.decode()
    assert "Profilinize henüz kimse bakmadı" in text
    assert "Bakıldığında burada yazar" in text


def test_older_days_follow_without_gaps(world: World) -> None:
    application = world.candidate()
    for number in range(DAYS_SHOWN + 2):
        look(application, world.manager, day=DAY - dt.timedelta(days=number))
    first = looks_page(application.student)
    assert (len(first.days), first.older) == (DAYS_SHOWN, DAY - dt.timedelta(days=DAYS_SHOWN - 1))
    assert len(looks_page(application.student, first.older).days) == 2
    reader = browser(application.student.user)
    assert f"?once={first.older}" in reader.get(PAGE).content.decode()
    assert "Daha eski kayıt yok" in reader.get(PAGE, {"once": "2020-01-01"}).content.decode()
    for broken in ("x", "2024-13-45"):
        assert reader.get(PAGE, {"once": broken}).status_code == 200


def test_the_page_costs_the_same_for_one_look_and_for_three(world: World, django_assert_max_num_queries) -> None:
    application = world.candidate()
    reader = browser(application.student.user)
    look(application, world.manager)
    with django_assert_max_num_queries(14) as one:
        reader.get(PAGE)
    look(application, MemberFactory(), MemberFactory(), day=DAY - dt.timedelta(days=3))
    with django_assert_max_num_queries(len(one.captured_queries)):
        reader.get(PAGE)
