"""Offers side by side: what is judged and how, whose they are, and that it costs the same for two as for four."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse

from applications.models import DistrictPreference, ProvincePreference, Term
from offers.cards.received import ReceivedCard
from offers.comparing import clash_marks, papers_mark, place_mark, term_marks
from offers.models import Offer
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.wages import load_wages
from offers.states import OfferState
from tests.factories import DistrictFactory, moment
from tests.keeping import kept
from tests.offers.pages import choose_windows, text_of
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser

pytestmark = pytest.mark.django_db
S = OfferState
COMPARE = "/teklifler/karsilastir/"


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=3)


@kept
def offers(world, at) -> list[Offer]:
    """Two offers to one student: the second begins two weeks later, at another employer."""
    (first,) = world.send(world.candidate())
    (second,) = make_world().send(
        first.application, starts_on=dt.date(2024, 8, 19), reply_by=moment("2024-05-16 17:00")
    )
    at("2024-05-13 10:01")
    return [first, second]


def test_all_undecided_offers_stand_side_by_side_with_everything_that_matters(offers):
    load_wages()
    application = offers[0].application
    choose_windows(application, ("2024-08-05", 20))
    Term.objects.create(
        university=application.department.unit.university, name="2024 Güz, uyum haftası",
        starts_on="2024-09-09", ends_on="2024-09-13", changed_at=moment(START),
    )  # fmt: skip
    page = text_of(browser(student_of(offers[0])).get(COMPARE))
    for words in (
        "2 teklif yan yana",
        "5 Ağu – 2 Eyl 2024",
        "19 Ağu – 16 Eyl 2024",
        "Takvimlerinizde 1. sırada",
        "Seçtiğiniz takvimlerden biri değil",
        "Tercih ettiğiniz yerler arasında değil",
        "17.002,12 TL / ay",
        "Bildirilmedi; ulaşım ve konaklama size aittir",
        "2024 Güz, uyum haftası (9 Eyl – 13 Eyl 2024)",
        "Biriminiz bu staj için ayrıca karar verir",
        "Evet; son gün",
        "(Cevabınız bekleniyor)",
        "16 Mayıs 2024 Perşembe 17.00",
        "+90 312 417 00 00",
        "Teklifi kabul et",
    ):
        assert words in page, words


def test_chosen_offers_come_alone_and_an_earlier_one_may_be_among_them(offers, at):
    client = browser(student_of(offers[0]))
    client.post(reverse("offers:decline", args=[offers[1].pk]))
    asked = f"{COMPARE}?teklif={offers[0].pk}&teklif={offers[1].pk}"
    assert "2 teklif yan yana" in text_of(client.get(asked))
    assert "Karşılaştıracak teklif yok" in text_of(client.get(COMPARE))
    assert "en az iki teklif" in text_of(client.get(f"{COMPARE}?teklif={offers[0].pk}"))


def test_somebody_elses_offer_is_not_found(offers, world):
    (stranger,) = world.send(world.candidate())
    client = browser(student_of(offers[0]))
    assert client.get(f"{COMPARE}?teklif={offers[0].pk}&teklif={stranger.pk}").status_code == 404
    assert client.get(f"{COMPARE}?teklif=abc").status_code == 404
    assert browser(world.employer_user).get(COMPARE).status_code == 403


def test_a_confirmed_programme_on_the_same_days_comes_first(offers, world):
    accept_offer(offer_id=offers[0].pk, actor=student_of(offers[0]))
    placement = confirm_offer(offer_id=offers[0].pk, actor=world.employer_user)
    other = ReceivedCard(offers[1], S.RELEASED, moment(START))
    marks = clash_marks(other, [], [placement])
    assert [(mark.tone, mark.text.split(":")[0]) for mark in marks] == [("clock", "Onaylanan programınız")]


def test_offers_on_other_days_do_not_clash(offers):
    cards = [ReceivedCard(offer, S.OPEN, moment(START)) for offer in offers]
    assert [mark.tone for mark in clash_marks(cards[0], cards, [])] == ["plain"]
    cards[1].offer.starts_on = dt.date(2024, 9, 3)
    assert [mark.text for mark in clash_marks(cards[0], cards, [])] == ["Çakışma yok"]


def test_a_wanted_place_names_its_rank_and_a_district_that_was_not_chosen(offers):
    terms = {"province": offers[0].terms["province"], "district": offers[0].terms["district"]}
    # Never written: preferences closed long before offers.
    preference = ProvincePreference(pk=1, province=offers[0].position.province, rank=2, all_districts=True)
    assert place_mark(terms, [preference]).text == "2. il tercihiniz"
    preference.all_districts = False
    chosen = DistrictPreference(district=DistrictFactory.build(name="Haymana", province=preference.province), rank=1)
    preference._prefetched_objects_cache = {"districts": [chosen]}
    assert place_mark(terms, [preference]).text == "2. il tercihiniz, ama bu ilçeyi seçmediniz"
    assert place_mark(terms | {"district": "Haymana"}, [preference]).tone == "done"
    assert place_mark(terms, []).tone == "clock"


@pytest.mark.parametrize(
    ("due", "said", "tone"),
    [
        (dt.date(2024, 7, 22), "Evet; son gün 22 Temmuz 2024 Pazartesi", "done"),
        (dt.date(2024, 5, 13), "Bugün son gün", "clock"),
        (dt.date(2024, 5, 10), "Hayır; son gün 10 Mayıs 2024 Cuma idi", "clock"),
    ],
)
def test_papers_are_in_time_or_not_with_the_last_safe_day(due, said, tone):
    mark = papers_mark(due, dt.date(2024, 5, 13))
    assert (mark.text, mark.tone) == (said, tone)
    assert papers_mark(None, dt.date(2024, 5, 13)) is None


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("refused", "Üniversiteniz ders dönemiyle çakışan staja izin vermez"),
        ("allowed", "Üniversiteniz bu çakışmaya izin verir"),
        ("by_unit", "Biriminiz bu staj için ayrıca karar verir"),
    ],
)
def test_lectures_on_the_same_days_say_what_the_university_makes_of_it(rule, said):
    offer = SimpleNamespace(starts_on=dt.date(2024, 6, 3), ends_on=dt.date(2024, 6, 28))
    term = Term(name="Final sınavları", starts_on=dt.date(2024, 6, 10), ends_on=dt.date(2024, 6, 21))
    assert [mark.text for mark in term_marks(offer, [term], rule)] == ["Final sınavları (10 Haz – 21 Haz 2024)", said]
    assert term_marks(offer, [], rule)[0].text == "Üniversiteniz ders tarihlerini yayımlamadı"


@pytest.mark.parametrize("count", [2, 4])
def test_comparing_four_costs_what_comparing_two_costs(world, at, count, django_assert_max_num_queries):
    application = world.candidate()
    for _number in range(count):
        make_world().send(application)
    at("2024-05-13 10:01")
    client = browser(application.student.user)
    client.get(COMPARE)
    with django_assert_max_num_queries(20):
        assert f"{count} teklif yan yana" in text_of(client.get(COMPARE))
