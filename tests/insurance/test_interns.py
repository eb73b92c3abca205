"""Stajyerler → Listele: who sees whom, what is late, and finding a name in any spelling."""

import datetime as dt

import pytest
from django.urls import reverse

from insurance.models import InsuranceCase, PaperRules
from insurance.states import CASE_MOVES, CaseState
from offers.models import Placement
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from tests.factories import DepartmentFactory, OfficialFactory, UnitFactory, UniversityFactory
from tests.insurance.world import place, unit_named
from tests.keeping import kept
from tests.offers.world import make_world, student_of
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
LIST = "/kariyer-merkezi/stajyerler/"


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


@kept
def ayse(world, at) -> Placement:
    return place(world, at, name="Ayşe Çınar")


@kept
def sukru(world, at) -> Placement:
    return place(world, at, name="Şükrü Iğdır")


@kept
def zeynep(world, at) -> Placement:
    return place(world, at, name="Zeynep Kaya")


def listed(client, official, query: str = "") -> str:
    enter(client, official.user)
    response = client.get(LIST + query)
    assert response.status_code == 200
    return response.content.decode().partition('id="intern-table"')[2]


def test_a_manager_sees_every_intern_of_the_university_and_nobody_elses(sukru, client):
    manager = OfficialFactory()
    stranger = OfficialFactory(university=UniversityFactory(code="baska"))
    assert "Şükrü Iğdır" in listed(client, manager)
    assert "Şükrü Iğdır" not in listed(client, stranger)


def test_an_adviser_sees_the_interns_of_the_own_unit_only(world, at, client):
    engineering, arts = unit_named("muhendislik-fakultesi"), unit_named("guzel-sanatlar")
    place(world, at, unit=engineering, name="İlhan Öğüt")
    place(world, at, unit=arts, name="Gökçe Işık")
    adviser = OfficialFactory(role=UniversityRole.ADVISER, unit=engineering)
    page = listed(client, adviser)
    assert "İlhan Öğüt" in page
    assert "Gökçe Işık" not in page


def test_a_role_that_has_ended_sees_nothing(ayse, client):
    official = OfficialFactory(ends_on="2020-01-01")
    enter(client, official.user)
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("typed", ["sukru", "ŞÜKRÜ", "şükrü ığ", "igdir", "devlet su"])
def test_a_name_is_found_in_any_spelling(sukru, zeynep, client, typed):
    page = listed(client, OfficialFactory(), f"?q={typed}")
    assert "Şükrü Iğdır" in page
    assert ("Zeynep Kaya" in page) == (typed == "devlet su")


@pytest.mark.parametrize(
    ("day", "tab", "shown"),
    [
        ("2024-07-12 10:00", "week", True),
        ("2024-07-19 23:59", "late", False),
        ("2024-07-20 00:00", "late", True),
        ("2024-05-20 10:00", "week", False),
        ("2024-05-20 10:00", "awaiting", True),
    ],
)
def test_the_tabs_follow_the_last_day_for_papers(ayse, at, client, day, tab, shown):
    assert ayse.insurance_case.papers_due_on.isoformat() == "2024-07-19"
    at(day)
    assert ("Ayşe Çınar" in listed(client, OfficialFactory(), f"?sekme={tab}")) == shown


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        ("late", "Evrakı geciken stajyer yok"),
        ("cancelled", "İptal edilen staj yok"),
        ("others", "Gölgeleme ya da eğit"),
    ],
)
def test_an_empty_tab_says_what_would_stand_there(world, client, tab, said):
    assert said in listed(client, OfficialFactory(), f"?sekme={tab}")


def test_nonsense_in_the_address_shows_the_whole_list(ayse, client):
    assert "Ayşe Çınar" in listed(client, OfficialFactory(), "?sekme=yok&unit=abc&sayfa=99")


def test_a_university_has_its_own_lead_time(world, at):
    PaperRules.objects.create(university=UniversityFactory(), lead_days=20, lead_unit="working")
    assert place(world, at).insurance_case.papers_due_on.isoformat() == "2024-07-05"


def test_a_student_of_a_university_abroad_waits_for_a_decision(world, at):
    abroad = UnitFactory(university=UniversityFactory(code="baku", kind="abroad", province=None), code="fakulte")
    placement = place(world, at, unit=abroad)
    assert placement.insurance_case.state == CaseState.AWAITING_DECISION


@pytest.mark.parametrize("compulsory_days", [None, 20, 40])
def test_the_university_insures_each_internship_whatever_the_department_and_whichever_it_is(at, compulsory_days):
    """«bölümüne, daha önce staj yapıp yapmadığına, kaçıncı stajı olduğuna … bakılmaksızın»"""
    first, second = make_world(), make_world()
    department = DepartmentFactory(unit=unit_named("muhendislik-fakultesi"), compulsory_days=compulsory_days)
    application = first.candidate(department=department, allowed=2)
    for world, starts_on in ((first, dt.date(2024, 8, 5)), (second, dt.date(2024, 9, 9))):
        at("2024-05-13 10:00")
        (offer,) = world.send(application, starts_on=starts_on)
        at("2024-05-14 10:00")
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
        case = confirm_offer(offer_id=offer.pk, actor=world.employer_user).insurance_case
        assert (case.state, case.insured_by) == (CaseState.AWAITING_PAPERS, InsuranceCase.InsuredBy.UNIVERSITY)


def test_the_units_officials_are_told_of_a_new_intern_once(world, at):
    official, other = OfficialFactory(), OfficialFactory(university=UniversityFactory(code="baska"))
    place(world, at)
    told = Notification.objects.get(recipient=official.user, kind="intern_new")
    assert not told.deliveries.filter(channel="email").exists()  # by e-mail the day’s digest says how many
    assert not Notification.objects.filter(recipient=other.user).exists()


def test_a_stranger_gets_404_for_an_intern(ayse, client):
    stranger = OfficialFactory(university=UniversityFactory(code="baska"))
    listed(client, stranger)
    assert client.get(reverse("insurance:intern", args=[ayse.pk])).status_code == 404
    assert client.post(reverse("insurance:center-paper", args=[ayse.pk, "acceptance_form"])).status_code == 404


def test_an_intern_page_shows_no_full_identity_number(ayse, client):
    listed(client, OfficialFactory())
    page = client.get(reverse("insurance:intern", args=[ayse.pk])).content.decode()
    assert ayse.student.tckn not in page
    assert ayse.student.tckn_masked in page


def test_the_database_holds_the_same_case_moves_as_the_code(db):
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("select frm, dst from insurance_allowed")
        assert set(cursor.fetchall()) == {(source.value, target.value) for _a, source, target, _w in CASE_MOVES}


def test_a_second_case_for_one_placement_is_refused(ayse):
    from django.db import IntegrityError, transaction  # noqa: PLC0415

    case = ayse.insurance_case
    with pytest.raises(IntegrityError), transaction.atomic():
        InsuranceCase.objects.create(
            placement=Placement.objects.get(pk=ayse.pk), papers_due_on=case.papers_due_on, opened_at=case.opened_at
        )


def test_a_placement_without_a_case_gets_no_form(db):
    from insurance.services.papers import ensure_acceptance_form  # noqa: PLC0415

    with pytest.raises(RuleViolation) as refused:
        ensure_acceptance_form(placement_id=0, actor=None)
    assert refused.value.code == "no_form"
