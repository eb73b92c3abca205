"""Pages for everybody: the season's dates and limits in them are the season's own, in both languages."""

import re
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from applications.models import InternshipWindow, Season
from tests.factories import SeasonFactory, UniversityFactory
from usp.guidance import markup, texts
from usp.portal.season_calendar import calendar_of
from usp.portal.season_facts import facts_of

pytestmark = pytest.mark.django_db
PAGES = ("calendar", "who-may-apply", "faq", "privacy", "accessibility", "contact")


def get(client: Any, name: str, language: str = "tr", **query: str) -> str:
    response = client.get(reverse(f"portal:{name}"), query, headers={"Accept-Language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_in_both_languages_with_and_without_a_season(client, name, language):
    without = get(client, name, language)
    SeasonFactory()
    page = get(client, name, language)
    assert page.count("<h1") == without.count("<h1") == 1
    assert f'<html lang="{language}">' in page


def test_the_calendar_marks_today_between_what_was_and_what_comes(at):
    season = SeasonFactory()
    InternshipWindow.objects.create(
        season=season, university=UniversityFactory(), working_days=20, starts_on="2024-07-16"
    )
    InternshipWindow.objects.create(
        season=season, university=UniversityFactory(), working_days=20, starts_on="2024-08-19"
    )
    now = at("2024-05-13 10:00")
    dates = [(date.key, date.state) for date in calendar_of(Season.objects.get(), now)]
    assert dates == [
        ("opens", "done"), ("closes", "done"), ("pool", "done"), ("today", "current"), ("first-start", "next"),
        ("last-start", "next"), ("offers", "next"), ("answers", "next"), ("confirm", "next"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2023-12-27 23:59", "Başvurular henüz açılmadı."),
        ("2024-03-10 23:59:59", "Başvurular açık."),
        ("2024-03-11 00:00", "Beyanlar denetleniyor"),
        ("2024-06-01 00:00", "İşverenler teklif gönderiyor."),
        ("2024-09-01 00:00", "Cevaplar ve son onaylar bekleniyor."),
        ("2024-10-01 00:00", "Dönemin tarihleri tamamlandı"),
    ],
)
def test_the_calendar_says_what_today_is_about(client, at, moment, said):
    SeasonFactory()
    at(moment)
    page = get(client, "calendar")
    assert said in page
    assert page.count('aria-current="date"') == 1


def test_answers_follow_the_season_and_not_the_year_they_were_written_in(client):
    SeasonFactory()
    page = get(client, "faq")
    assert "10 Mart 2024 Pazar 23.59" in page
    assert "her öğrencinin bir staj hakkı var" in page
    assert "mazeret" in page
    Season.objects.update(
        internships_per_student=2, max_provinces=3, cancel_ground="mucbir", support_email="d@iskur.example"
    )
    page = get(client, "faq")
    for said in (
        "tarihleri çakışmamak koşuluyla bu kadar staj",
        "en çok 3 ili",
        "mücbir sebebinizi",
        "d@iskur.example",
    ):
        assert said in page


def test_a_search_needs_no_turkish_letters_and_leads_to_the_answer(client):
    SeasonFactory()
    page = get(client, "faq", ara="ILCE tercihi")
    assert re.search(r'<details class="usp-faq" id="ilce-tercihi" (open)?>', page)
    assert 'id="ucret"' not in page
    alone = get(client, "faq", ara="asgari")
    assert re.search(r'id="ucret" open', alone)
    assert "için bir cevap bulunamadı" in get(client, "faq", ara="zürafa")
    assert "wage" in get(client, "faq", "en", ara="minimum wage")


def test_a_link_to_an_answer_opens_it_without_script(client):
    SeasonFactory()
    page = get(client, "faq", soru="sigorta")
    assert re.search(r'id="sigorta" open', page)
    assert "<p>Olacak. 5510 sayılı" in page
    assert len(re.findall(r'<details class="usp-faq" id="[\w-]+" open', page)) == 1
    assert get(client, "faq", hepsi="1").count('<details class="usp-faq"') == len(
        re.findall(r'<details class="usp-faq" id="[\w-]+" open', get(client, "faq", hepsi="1"))
    )


def test_htmx_gets_the_answers_alone(client):
    SeasonFactory()
    part = client.get(reverse("portal:faq"), {"ara": "ücret"}, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="cevaplar"')
    assert "<html" not in part


def test_what_somebody_searches_for_stays_text(client):
    SeasonFactory()
    for name in ("faq", "contact"):
        assert "<script>" not in get(client, name, ara="<script>x</script>").split("<main", 1)[1].split("</main>", 1)[0]


def test_a_university_is_found_by_name_or_province_in_any_spelling(client):
    SeasonFactory()
    UniversityFactory(
        name="Iğdır Üniversitesi", code="igdir", website="https://www.igdir.edu.tr", domain="igdir.edu.tr"
    )
    UniversityFactory(name="Şeyh Edebali Üniversitesi", code="seyh", has_career_center=False)
    assert 'href="https://www.igdir.edu.tr"' in get(client, "contact", ara="IGDIR")
    found = get(client, "contact", ara="seyh")
    assert "Şeyh Edebali" in found
    assert "kariyer merkezi yok" in found
    assert "Iğdır" not in found
    assert "En az iki harf" in get(client, "contact", ara="ş")
    assert "eşleşen üniversite yok" in get(client, "contact", ara="zürafa")


def test_both_languages_have_the_same_questions_and_the_same_sections():
    facts = facts_of(SeasonFactory())
    said = {}
    for language in ("tr", "en"):
        with translation.override(language):
            groups = texts.questions(facts)
            notices = [texts.notice(name, facts) for name in ("kvkk", "erisilebilirlik")]
        said[language] = (
            [(group.id, group.part, [one.id for one in group.questions]) for group in groups],
            [(one.version, one.since, len(one.sections)) for one in notices],
        )
    assert said["tr"] == said["en"]
    ids = [one for _group, _part, questions in said["tr"][0] for one in questions]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_link_and_every_value_in_the_texts_exists(language):
    facts = facts_of(SeasonFactory())
    with translation.override(language):
        answers = [one.answer for group in texts.questions(facts) for one in group.questions]
        answers += [one.text for name in ("kvkk", "erisilebilirlik") for one in texts.notice(name, facts).sections]
    anchors = set(texts.seed_questions().values())
    for answer in answers:
        assert "{{" not in answer
        for target in markup.targets(answer):
            assert markup.address_of(target), target
            if target.startswith("portal:faq#"):
                assert target.partition("#")[2] in anchors


def test_running_text_becomes_safe_html():
    html = markup.to_html(
        "Bir **iki** <b>\n\n- [SSS](portal:faq)\n- x\n\n1. [yok](boyle:yok)\n2. [ÖSYM](https://a.example/?q=1&r=2)"
    )
    assert html == (
        "<p>Bir <strong>iki</strong> &lt;b&gt;</p>"
        f'<ul><li><a href="{reverse("portal:faq")}">SSS</a></li><li>x</li></ul>'
        '<ol><li>yok</li><li><a href="https://a.example/?q=1&amp;r=2">ÖSYM</a></li></ol>'
    )
    with pytest.raises(NoReverseMatch):
        reverse("boyle:yok")


def test_the_pages_for_everybody_are_linked_from_the_foot_of_every_page(client):
    SeasonFactory()
    foot = get(client, "privacy").split('<footer class="usp-footer">', 1)[1]
    for name in PAGES:
        assert f'href="{reverse(f"portal:{name}")}"' in foot
    home = client.get("/").content.decode()
    assert f'action="{reverse("portal:faq")}"' in home


def test_public_pages_ask_the_database_a_few_times_whatever_is_on_them(client, django_assert_max_num_queries):
    SeasonFactory()
    for name in PAGES:
        with django_assert_max_num_queries(8):
            get(client, name, ara="üniversite")
