"""«Pozisyonlar»: opening, changing and counting places."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from offers.models import Position
from offers.services.closing import close_position
from offers.states import OfferRank
from tests.factories import (
    DepartmentGroupFactory,
    DistrictFactory,
    MemberFactory,
    PositionFactory,
    ProvinceFactory,
    SeasonFactory,
)
from tests.keeping import kept
from tests.offers.pages import text_of
from tests.offers.world import START, World, make_world
from tests.people import browser
from usp.accounts.models import EmployerRole, EmployerStatus

pytestmark = pytest.mark.django_db
NEW = "/pozisyonlar/yeni/"


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=2)


def typed(world: World, **changes: object) -> dict[str, object]:
    return {
        "kind": "internship",
        "title": "Veri stajyeri",
        "workplace_unit": "Strateji Dairesi",
        "province": 6,
        "district": world.position.district_id,
        "address": "Anadolu Bulvarı No: 9",
        "weekly_days": 6,
        "tasks": "Rapor ve tablo hazırlama.",
        "supervisor": world.manager.pk,
        "quota": 4,
    } | changes


def test_the_list_says_how_many_seats_are_free(world):
    world.send(world.candidate())
    world.send(world.candidate(), rank=OfferRank.YEDEK)
    page = text_of(browser(world.employer_user).get("/pozisyonlar/"))
    assert "1 yeriniz boş" in page
    assert "1 / 2" in page
    closed = PositionFactory(manager=world.manager, quota=5)
    close_position(position_id=closed.pk, actor=world.employer_user, reason="Taşınıyoruz.")
    assert "1 yeriniz boş" in text_of(browser(world.employer_user).get("/pozisyonlar/"))


def test_the_pool_opens_from_a_position_with_the_departments_it_wants(world):
    address = reverse("offers:position", args=[world.position.pk])
    client = browser(world.employer_user)
    assert 'href="/havuz/"' in client.get(address).content.decode()
    group = DepartmentGroupFactory()
    world.position.wanted_groups.add(group)
    assert f'href="/havuz/?bolum={group.code}"' in client.get(address).content.decode()


def test_an_employer_without_positions_is_led_to_the_first(at):
    at(START)
    page = text_of(browser(MemberFactory().user).get("/pozisyonlar/"))
    assert "İlk staj pozisyonunuzu açın" in page


def test_a_position_is_published_with_its_seats(world):
    answer = browser(world.employer_user).post(NEW, typed(world), follow=True)
    opened = Position.objects.get(title="Veri stajyeri")
    assert answer.redirect_chain[-1][0] == reverse("offers:position", args=[opened.pk])
    assert (opened.state, opened.season, opened.weekly_days, opened.seats.count()) == (
        "published",
        world.position.season,
        6,
        4,
    )


def test_wrong_values_come_back_as_they_were_typed(world):
    answer = browser(world.employer_user).post(NEW, typed(world, title="", tasks="Ölçüm ışığı", quota=0))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Düzeltilmesi gerekenler var" in page
    assert "Ölçüm ışığı" in page
    assert Position.objects.count() == 1


def test_districts_are_those_of_the_chosen_province(world):
    DistrictFactory(id=1101, name="Bozüyük", province=ProvinceFactory(id=11))
    client = browser(world.employer_user)
    fragment = client.get(NEW, {"province": 11}, headers={"HX-Request": "true"})
    assert "Bozüyük" in fragment.content.decode()
    assert "Çankaya" not in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    wrong = client.post(NEW, typed(world, district=1101))
    assert "Düzeltilmesi gerekenler var" in text_of(wrong)


def test_without_script_a_button_fetches_the_districts_and_keeps_what_was_typed(world):
    DistrictFactory(id=1101, name="Bozüyük", province=ProvinceFactory(id=11))
    answer = browser(world.employer_user).post(
        NEW, typed(world, province=11, district="", title="Yarım ad", districts="1")
    )
    page = answer.content.decode()
    assert "Bozüyük" in page
    assert "Yarım ad" in page
    assert "Düzeltilmesi gerekenler var" not in page


def test_only_own_people_can_be_supervisors(world):
    stranger = MemberFactory()
    answer = browser(world.employer_user).post(NEW, typed(world, supervisor=stranger.pk))
    assert answer.status_code == 422
    assert Position.objects.count() == 1


def test_an_employer_that_waits_for_approval_gets_a_sentence(world):
    waiting = MemberFactory(employer__status=EmployerStatus.PENDING)
    answer = browser(waiting.user).post(NEW, typed(world, supervisor=waiting.pk))
    assert "Kurumunuz onaylanmadan pozisyon yayımlanamaz." in text_of(answer)
    assert "Veri stajyeri" in answer.content.decode()


def test_without_a_season_nothing_is_published(world):
    SeasonFactory._meta.model.objects.update(is_current=False)
    answer = browser(world.employer_user).post(NEW, typed(world))
    assert "açık bir dönem yok" in text_of(answer)


def test_a_position_changes_until_the_first_offer(world):
    client = browser(world.employer_user)
    edit = reverse("offers:position-edit", args=[world.position.pk])
    client.post(edit, typed(world))
    world.position.refresh_from_db()
    assert world.position.title == "Veri stajyeri"
    assert world.position.seats.count() == 2
    world.send(world.candidate())
    refused = client.post(edit, typed(world, title="Başka"))
    assert "içerik artık değiştirilemez" in text_of(refused)
    assert "Başka" in refused.content.decode()
    assert edit not in client.get(reverse("offers:position", args=[world.position.pk])).content.decode()


def test_the_quota_rises_and_never_falls_below_what_is_taken(world):
    client = browser(world.employer_user)
    address = reverse("offers:position-quota", args=[world.position.pk])
    assert "Kontenjan artık 5 yer." in text_of(client.post(address, {"quota": 5}, follow=True))
    world.send(world.candidate(), world.candidate())
    refused = client.post(address, {"quota": 1})
    assert "2 yer dolu ya da teklifte" in text_of(refused)
    assert 'value="1"' in refused.content.decode()
    assert world.position.seats.count() == 5


def test_strangers_get_404_and_other_roles_403(world):
    stranger = browser(MemberFactory().user)
    supervisor = browser(MemberFactory(employer=world.manager.employer, role=EmployerRole.SUPERVISOR).user)
    student = browser(world.candidate().student.user)
    pk = world.position.pk
    seen, edit, quota = (
        reverse(f"offers:{name}", args=[pk]) for name in ("position", "position-edit", "position-quota")
    )
    assert stranger.get(seen).status_code == 404
    assert stranger.get(edit).status_code == 404
    assert stranger.post(quota, {"quota": 9}).status_code == 404
    assert supervisor.get(seen).status_code == 200
    assert supervisor.get(edit).status_code == 403
    assert supervisor.post(quota, {"quota": 9}).status_code == 403
    assert student.get(seen).status_code == 403
    assert student.get("/pozisyonlar/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_positions_as_for_one(world, count):
    for _number in range(count - 1):
        browser(world.employer_user).post(NEW, typed(world))
    client = browser(world.employer_user)
    client.get("/pozisyonlar/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/pozisyonlar/")
    assert (
        len([query for query in queries if '"offers_position"' in query["sql"]]) == 2
    )  # and whether there is a year to copy
