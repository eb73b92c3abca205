"""«Yapılacaklar»: one row is one person, one thing, one button; each role's own, in order of time, in few queries."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from insurance.models import DateChange, InsuranceCase, InsuranceTask, InternEvent, UnitDecision
from insurance.selectors.worklist import WorkQuery, pressing, rows_of, worklist
from insurance.states import CaseState
from insurance.worklist import sources
from offers.models import Placement
from offers.services.ending import cancel_placement
from offers.states import Ending
from tests.factories import OfficialFactory, TermFactory, UniversityFactory
from tests.insurance.world import insured, officer_of, place, unit_named
from tests.offers.world import make_world
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core import clock

pytestmark = pytest.mark.django_db
PAGE = "/kariyer-merkezi/yapilacaklar/"


@pytest.fixture
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


def kinds(official, **query) -> dict[str, str]:
    """What waits for somebody now: kind and section."""
    clock.forget_reading()
    return {one.source.key: one.section for one in worklist(official.user, WorkQuery(**query)).found}


def in_state(placement: Placement, state: CaseState, **values) -> InsuranceCase:
    """A case further along; how it gets there is told elsewhere."""
    InsuranceCase.objects.filter(placement=placement).update(state=state, **values)
    return InsuranceCase.objects.get(placement=placement)


def test_papers_wait_then_press_then_are_late(world, at):
    place(world, at)  # begins on 5 August 2024, papers by 19 July
    official = OfficialFactory()
    for moment, section in (("2024-05-15 09:00", "later"), ("2024-07-15 09:00", "week"), ("2024-07-19 09:00", "today")):
        at(moment)
        assert kinds(official)["papers"] == section
    at("2024-07-20 00:00")
    assert "papers" not in kinds(official)
    assert kinds(official)["late_papers"] == "late"


def test_each_role_has_its_own_work_in_its_own_unit(world, at):
    unit = unit_named("muhendislik-fakultesi")
    placement = place(world, at, unit=unit)
    at("2024-07-15 09:00")
    roles = {
        role: OfficialFactory(role=role, unit=unit)
        for role in (UniversityRole.ADVISER, UniversityRole.INSURANCE, UniversityRole.COMMISSION)
    }
    elsewhere = OfficialFactory(role=UniversityRole.ADVISER, unit=unit_named("guzel-sanatlar"))
    stranger = OfficialFactory(university=UniversityFactory(code="baska"))
    assert {"papers", "contact"} <= kinds(roles[UniversityRole.ADVISER]).keys()
    assert "papers" not in kinds(roles[UniversityRole.COMMISSION])
    assert kinds(elsewhere) == kinds(stranger) == {}
    in_state(placement, CaseState.PAPERS_RECEIVED, has_health_cover=True)
    assert "entry_ready" in kinds(roles[UniversityRole.INSURANCE])
    assert "entry_ready" not in kinds(roles[UniversityRole.ADVISER])


@pytest.mark.parametrize(
    ("cover", "stops", "kind", "words"),
    [
        (True, False, "entry_ready", "Yasal sınır 4 Ağustos 2024 Pazar 23.59"),
        (None, False, "entry_not_ready", "Engel: sağlık yardımı durumu yazılmadı"),
        (False, True, "entry_not_ready", "Engel: öğrenim kaydı girişe engel"),
    ],
)
def test_entries_that_can_be_declared_stand_apart_from_those_that_cannot(world, at, cover, stops, kind, words):
    in_state(place(world, at), CaseState.PAPERS_RECEIVED, has_health_cover=cover, record_stops=stops)
    official = OfficialFactory(role=UniversityRole.INSURANCE)
    at("2024-08-02 09:00")  # Friday: the last working day before Monday, 5 August
    clock.forget_reading()
    (found,) = [one for one in worklist(official.user).found if one.source.key.startswith("entry")]
    assert (found.source.key, found.due_on, found.section) == (kind, dt.date(2024, 8, 2), "today")
    (row,) = rows_of([found])
    assert words in row.details
    at("2024-08-03 00:00")
    assert kinds(official)[kind] == "late"


def test_what_is_owed_to_sgk_has_its_clock(world, at):
    case = in_state(place(world, at), CaseState.CANCELLED)
    official = OfficialFactory(role=UniversityRole.INSURANCE)
    task = InsuranceTask.objects.create(
        case=case,
        kind=InsuranceTask.Kind.DELETE_ENTRY,
        left_on=dt.date(2024, 8, 5),
        due_at=dt.datetime.fromisoformat("2024-08-06T23:59:59+03:00"),
        made_at=clock.now(),
    )
    at("2024-08-06 23:00")
    assert kinds(official) == {"delete_entry": "today"}
    task.done_at, task.done_by = clock.now(), official.user
    task.save()
    assert kinds(official) == {}


def test_the_commission_decides_terms_dates_and_compulsory_ones(world, at):
    placement = place(world, at)
    department = placement.department
    department.compulsory_days = 20
    department.save()
    TermFactory(university=department.unit.university, starts_on=dt.date(2024, 8, 26), ends_on=dt.date(2024, 12, 20))
    commission = OfficialFactory(role=UniversityRole.COMMISSION)
    DateChange.objects.create(
        placement=placement,
        side=DateChange.Side.STUDENT,
        why=DateChange.Why.TERM,
        was=placement.dates,
        dates=DateRange(dt.date(2024, 7, 29), dt.date(2024, 8, 24)),
        working_days=20,
        weekly_days=5,
        proposed_by=placement.student.user,
        proposed_at=clock.now(),
        student_agreed_at=clock.now(),
    )
    at("2024-07-26 09:00")
    found = kinds(commission)
    assert (found["term"], found["date_change"], found["compulsory"]) == ("week", "today", "week")
    for subject in UnitDecision.Subject:
        UnitDecision.objects.create(
            placement=placement,
            subject=subject,
            granted=True,
            reason="Uygun",
            grounds={"dates": [placement.first_day.isoformat(), placement.last_day.isoformat()]},
            decided_by=commission.user,
            decided_at=clock.now(),
        )
    assert not {"term", "compulsory"} & kinds(commission).keys()


def test_who_said_no_is_on_the_list_until_somebody_has_seen_it(world, at):
    placement = place(world, at)
    event = InternEvent.objects.create(placement=placement, kind=InternEvent.Kind.SAID_NO, at=clock.now())
    adviser = OfficialFactory(role=UniversityRole.ADVISER)
    assert kinds(adviser)["said_no"] == "today"
    event.seen_at, event.seen_by = clock.now(), adviser.user
    event.save()
    assert "said_no" not in kinds(adviser)


def test_an_internship_that_is_over_asks_for_its_exit_and_its_outcome(world, at):
    placement = place(world, at)
    insured(placement, officer_of(placement))
    official = OfficialFactory()
    at("2024-09-01 09:00")
    assert not {"silent", "exit"} & kinds(official).keys()
    at("2024-09-02 09:00")  # the last day: ten days for the exit
    assert kinds(official)["exit"] == "later"
    at("2024-09-30 09:00")
    assert (kinds(official)["silent"], kinds(official)["exit"]) == ("late", "late")


def test_a_cancelled_internship_asks_for_nothing(world, at):
    placement = place(world, at)
    cancel_placement(placement_id=placement.pk, ending=Ending.EMPLOYER, note="Bütçe", actor=world.employer_user)
    assert kinds(OfficialFactory()) == {}


def test_the_page_narrows_by_name_unit_kind_and_time(world, at, client):
    unit = unit_named("guzel-sanatlar")
    place(world, at, unit=unit, name="Şükrü Iğdır")
    place(world, at, name="Zeynep Kaya")
    official = OfficialFactory()
    enter(client, official.user)
    at("2024-07-18 09:00")

    def page(query: str = "") -> str:
        response = client.get(PAGE + query)
        assert response.status_code == 200
        return response.content.decode()

    everything = page()
    assert "Eksik: Staj Başvuru ve Kabul Formu" in everything
    assert "Şükrü Iğdır" in everything
    assert "Zeynep Kaya" in everything
    for query in ("?q=sukru", f"?birim={unit.pk}"):
        assert "Zeynep Kaya" not in page(query)
    assert "Görüşme yaz" not in page("?isin=papers")
    assert "Evrak al" not in page("?kume=late&isin=papers")
    assert "Seçiminize uyan iş yok" in page("?kume=today")
    assert "Zeynep Kaya" in page("?kume=yok&isin=yok&birim=x&sayfa=99")


def test_the_badge_counts_what_presses_and_is_counted_anew_by_the_list(world, at, client):
    place(world, at)
    official = OfficialFactory()
    at("2024-07-10 09:00")
    clock.forget_reading()
    assert pressing(official.user) == 1  # nobody has spoken with the new intern
    at("2024-07-19 09:00")
    clock.forget_reading()
    assert pressing(official.user) == 2
    InsuranceCase.objects.update(state=CaseState.PAPERS_RECEIVED)
    assert pressing(official.user) == 2
    enter(client, official.user)
    client.get(PAGE)
    assert pressing(official.user) == 0


def test_the_badge_is_right_after_ones_own_act(world, at, client):
    placement = place(world, at)
    official = OfficialFactory()
    enter(client, official.user)
    at("2024-07-10 09:00")
    clock.forget_reading()
    assert pressing(official.user) == 1  # nobody has spoken with the new intern
    url = reverse("insurance:contact-new", args=[placement.pk])
    assert client.post(url, {"way": ""}).status_code == 422
    assert pressing(official.user) == 1
    assert client.post(url, {"way": "phone", "intends": "yes"}).status_code == 302
    assert pressing(official.user) == 0


@pytest.mark.parametrize("people", [1, 3])
def test_the_lists_queries_do_not_grow_with_its_rows(world, at, client, people, django_assert_num_queries):
    for number in range(people):
        place(world, at, name=f"Aday {number}")
    official = OfficialFactory()
    enter(client, official.user)
    at("2024-07-18 09:00")
    client.get(PAGE)
    cache.clear()
    # What is missing costs three: the university's forms, receipts, letters. The units' decisions are asked for only
    # where a form that must come back before the start hangs on them.
    with django_assert_num_queries(14):
        client.get(PAGE)


def test_every_source_has_its_own_name():
    labels = [str(one.label) for one in sources()]
    assert len(labels) == len(set(labels))
