"""«Dönem rakamları»: what operators count, on the page and in the file."""

import csv
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Season
from applications.states import ApplicationState
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from tests.factories import (
    ApplicationFactory,
    DepartmentFactory,
    SeasonFactory,
    UniversityFactory,
    UserFactory,
    WindowFactory,
    moment,
)
from tests.offers.world import make_world, student_of
from tests.people import browser
from usp.portal.figures import Line, tables_of

pytestmark = pytest.mark.django_db
S = ApplicationState


@pytest.fixture
def season(at) -> Season:
    at("2024-02-02 10:00")
    season = SeasonFactory()
    elsewhere = DepartmentFactory(unit__university=UniversityFactory(code="u-istanbul", name="İstanbul Üniversitesi"))
    for state in S:
        ApplicationFactory(season=season, state=state)
    ApplicationFactory(season=season, department=elsewhere, completed_at=moment("2024-02-01 23:59:59"))
    ApplicationFactory(season=season, department=elsewhere, class_year=4, completed_at=moment("2024-02-02 00:00:00"))
    WindowFactory(season=season)
    return season


def table(season: Season, key: str, search: str = "") -> dict[str, tuple[int, int]]:
    (found,) = [one for one in tables_of(season, search) if one.key == key]
    return {line.label: (line.value, line.second) for line in found.lines}


def page(client: Client, **asked: str) -> str:
    response = client.get(reverse("portal:figures"), asked)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def test_the_counts_by_state_class_day_and_university(season):
    assert [value for value, _second in table(season, "durum").values()] == [1, 1, 3, 1, 1]
    assert table(season, "duzey") == {"Lisans 3. sınıf": (2, 0), "Lisans 4. sınıf": (1, 0)}
    # a day is a day of Istanbul: the second before midnight belongs to the first of February
    assert table(season, "gun") == {"1 Şubat 2024": (3, 7), "2 Şubat 2024": (1, 0)}
    # an application names its university from «Başvur» on
    assert list(table(season, "universite").items()) == [
        ("İstanbul Üniversitesi", (2, 0)),
        ("Bilecik Şeyh Edebali Üniversitesi", (1, 2)),
    ]


def test_universities_are_found_in_any_spelling(season):
    assert list(table(season, "universite", "istanbul")) == ["İstanbul Üniversitesi"]
    assert table(season, "universite", "hiçbiri") == {}
    operator = browser(UserFactory())
    assert "«hiçbiri» ile eşleşen üniversiteden başvuru yok." in page(operator, ara="hiçbiri")


def test_offers_internships_and_insurance_are_counted(at):
    at("2024-05-13 10:00")
    world = make_world(quota=2)
    first, _second = world.send(world.candidate(), world.candidate())
    at("2024-05-14 10:00")
    accept_offer(offer_id=first.pk, actor=student_of(first))
    confirm_offer(offer_id=first.pk, actor=world.employer_user)
    season = world.position.season
    assert table(season, "teklif") == {"Cevabınız bekleniyor": (1, 0), "İşveren son onayı verdi": (1, 0)}
    assert table(season, "staj")["Onaylandı"] == (1, 0)
    assert table(season, "sigorta")["Evrak bekleniyor"] == (1, 0)


def test_the_longest_bar_is_whole_and_the_others_are_in_proportion(season):
    (states,) = [one for one in tables_of(season) if one.key == "durum"]
    assert states.lines[2] == Line("Tamamlanan Başvuru", 3, 0, 100)
    assert states.lines[0].share == 33
    assert states.total == 7


def test_the_file_says_the_same_with_every_university(season):
    response = browser(UserFactory()).get(reverse("portal:figures-csv"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="usp-2024.csv"' in response["Content-Disposition"]
    text = response.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(text[1:].splitlines(), delimiter=";"))
    assert ["Üniversiteler", "Bilecik Şeyh Edebali Üniversitesi", "1", "2", "Tamamlanan / Yarım kalan"] in rows
    assert ["Başvurular", "Tamamlanan Başvuru", "3", "", "Başvuru"] in rows


def test_another_season_may_be_chosen_and_nonsense_is_the_current_one(season):
    SeasonFactory(code="2023", name="USP 2023", is_current=False)
    operator = browser(UserFactory())
    assert "USP 2023 rakamları" in page(operator, donem="2023")
    assert "USP 2024 rakamları" in page(operator, donem="yok")
    assert "USP 2024 rakamları" in page(operator)


def test_without_a_season_there_is_nothing_to_count(at):
    at("2024-02-02 10:00")
    assert "Henüz dönem yok" in page(browser(UserFactory()))
    assert browser(UserFactory()).get(reverse("portal:figures-csv")).status_code == 200


def test_the_page_costs_the_same_queries_however_many_there_are(season, django_assert_num_queries):
    def count() -> int:
        with django_assert_num_queries(len(tables_of(season)) + 2):  # two tables count twice
            return len(tables_of(season))

    count()
    ApplicationFactory(season=season)
    count()


def test_operators_find_the_page(season):
    operator = browser(UserFactory())
    for address in ("/", reverse("admin:applications_season_change", args=[season.pk])):
        assert reverse("portal:figures") in operator.get(address).content.decode()
