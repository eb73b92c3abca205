"""«Başvurabilir miyim?»: the rules of the current season answer anybody, and nothing is kept."""

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Season, SeasonDateCondition, SeasonExclusion, SeasonLevel
from tests.applications.conftest import IN_SEASON, LAST_SECOND, TOO_LATE
from tests.factories import SeasonFactory
from tests.keeping import kept

pytestmark = pytest.mark.django_db
THIRD = {
    "studentship": "running", "level": "bachelor", "class_year": "3", "study_mode": "orgun",
    "gno": "2,84", "gno_scale": "4", "area": "", "place": "turkiye",
}  # fmt: skip
ASSOCIATE = THIRD | {"level": "associate", "class_year": "1", "gno": ""}


@kept
def season(at) -> Season:
    at(IN_SEASON)
    season = SeasonFactory()
    SeasonExclusion.objects.create(season=season, unit_kind="medical_faculty")
    SeasonExclusion.objects.create(season=season, group_tag="teaching")
    for level, year, kind in (("bachelor", 2, "advanced_class"), ("bachelor", None, "not_graduated")):
        SeasonDateCondition.objects.create(season=season, level=level, class_year=year, kind=kind)
    return season


def ask(answers: dict[str, str], status: int = 200) -> str:
    answer = Client().post(reverse("applications:self-check"), answers)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Başvurabilirsiniz"),
        ({"class_year": "1"}, "Lisans 1. sınıf öğrencileri bu dönem başvuramaz"),
        ({"class_year": "0"}, "Hazırlık sınıfı öğrencileri başvuramaz."),
        ({"gno": "1,99"}, "Not ortalamanız 1,99; bu dönem 4 üzerinden en az 2,00 gerekir."),
        ({"gno": "2,00"}, "Başvurabilirsiniz"),
        ({"gno": "53,32", "gno_scale": "100"}, "100 üzerinden en az 53,33"),
        ({"gno": "4,10", "gno_scale": "other"}, "Not sisteminizin sınırı bu dönemde tanımlı değil."),
        ({"gno": ""}, "bu sınıf için not ortalaması aranır"),
        (ASSOCIATE, "Başvurabilirsiniz"),
        ({"study_mode": "acik"}, "bu dönemin kapsamı dışında"),
        ({"area": "unit:medical_faculty"}, "Tıp fakültesi öğrencileri bu dönemin kapsamı dışında."),
        ({"area": "group:teaching"}, "Öğretmenlik öğrencileri bu dönemin kapsamı dışında."),
        ({"place": "kktc"}, "Başvurabilirsiniz"),
        ({"place": "abroad"}, "Başvurabilirsiniz"),
        ({"studentship": "graduated"}, "devam eden bir öğrenciliğiniz görünmüyor"),
        ({"studentship": "second_major"}, "Başvurabilirsiniz"),
        ({"studentship": "suspended"}, "kaydınız dondurulmuş"),
        ({"level": "graduate"}, "Lisansüstü öğrencileri bu dönem başvuramaz."),
        ({"class_year": "4", "is_final_year": "on"}, "İş gölgeleme ve eğitim programlarına mezun olsanız da"),
        ({"class_year": "2"}, "Staj tarihinde bir üst sınıfa geçmiş olmanız beklenir."),
    ],
)
def test_the_seasons_own_sentences_answer(season, changes, said):
    assert said in ask(THIRD | changes)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2023-12-27 23:59:59", "Başvurular henüz başlamadı"),
        ("2023-12-28 00:00:00", "Başvurabilirsiniz"),
        (LAST_SECOND, "Başvurabilirsiniz"),
        (TOO_LATE, "Başvurular 10 Mart 2024 Pazar 23.59 itibarıyla sona erdi."),
    ],
)
def test_the_moment_is_told_apart_from_the_person(season, at, now, said):
    at(now)
    page = ask(THIRD)
    assert said in page
    assert ("Koşulları sağlıyorsunuz" in page) == ("Başvurabilirsiniz" not in page)


def test_only_what_the_season_asks_about_is_asked(season):
    address = reverse("applications:self-check")
    page = Client().get(address).content.decode()
    assert 'name="birth_year"' not in page
    assert 'name="citizenship"' not in page
    Season.objects.update(born_after=dt.date(1991, 1, 1))
    SeasonLevel.objects.create(season=season, level="graduate", class_year=1, only_abroad=True)
    page = Client().get(address).content.decode()
    assert 'name="birth_year"' in page
    assert 'name="citizenship"' in page


@pytest.mark.parametrize(
    ("limit", "year", "said"),
    [
        (dt.date(1991, 1, 1), "1991", "Başvurabilirsiniz"),
        (dt.date(1991, 1, 1), "1990", "1 Ocak 1991 tarihinde veya sonrasında doğanlar"),
        (dt.date(1991, 6, 1), "1991", "Doğum gününüz 1 Haziran 1991 gününden önceyse"),
    ],
)
def test_the_age_limit_by_year(season, limit, year, said):
    Season.objects.update(born_after=limit)
    assert said in ask(THIRD | {"birth_year": year})


@pytest.mark.parametrize(
    ("place", "citizenship", "can"),
    [
        ("abroad", "tr", True),
        ("abroad", "mavi", True),
        ("abroad", "other", False),
        ("kktc", "tr", False),
        ("turkiye", "tr", False),
    ],
)
def test_graduate_students_abroad(season, place, citizenship, can):
    SeasonLevel.objects.create(season=season, level="graduate", class_year=1, only_abroad=True)
    page = ask(THIRD | {"level": "graduate", "class_year": "1", "place": place, "citizenship": citizenship})
    assert ("Başvurabilirsiniz" in page) == can


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"level": ""}, "Bu alan zorunludur"),
        ({"class_year": "9"}, "9"),
        ({"gno": "4,50"}, "Seçtiğiniz not sisteminin en yüksek notunu aşıyor."),
        ({"gno": "iki"}, "Bir sayı girin"),
        ({"area": "unit:kimse"}, "unit:kimse"),
    ],
)
def test_a_wrong_answer_is_a_sentence_and_the_rest_stays(season, changes, said):
    page = ask(THIRD | changes, status=422)
    assert said in page
    assert "Başvurabilirsiniz" not in page
    assert '<option value="orgun" selected>' in page


def test_nothing_is_written_and_the_answers_are_in_no_address(season):
    with CaptureQueriesContext(connection) as queries:
        ask(THIRD)
    assert [one["sql"] for one in queries if not one["sql"].lstrip().upper().startswith("SELECT")] == []
    page = Client().get(reverse("applications:self-check"))
    assert "no-store" in page["Cache-Control"]
    assert 'method="post"' in page.content.decode()


def test_without_a_season_the_page_says_so(at):
    at(IN_SEASON)
    assert "Şu anda açık bir dönem yok" in Client().get(reverse("applications:self-check")).content.decode()


def test_the_start_pages_lead_here(season, client):
    assert reverse("applications:self-check") in client.get("/").content.decode()
