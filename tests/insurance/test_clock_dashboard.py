"""«İstatistikler»: what is counted, for whom, in how many queries; and the drawing's arithmetic."""

import io

import pikepdf
import pytest
from django.urls import reverse

from insurance.charts import LEFT, WIDTH, ceiling, grouped_bars
from insurance.selectors.dashboard import Dashboard, Totals, at_share, dashboard, in_steps
from offers.services.ending import cancel_placement
from offers.states import Ending
from tests.factories import OfficialFactory, UniversityFactory
from tests.insurance.world import declared, officer_of, place, unit_named
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core import clock

pytestmark = pytest.mark.django_db


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


def board(official, season, unit=None) -> Dashboard:
    clock.forget_reading()
    return dashboard(official.user, season, unit)


def test_what_is_counted_and_how_long_it_took(world, at):
    arts = unit_named("guzel-sanatlar")
    insured = place(world, at)
    place(world, at, name="Şükrü Iğdır")
    gone = place(world, at, unit=arts, name="Zeynep Kaya")
    season = insured.application.season
    at("2024-05-22 10:00")
    cancel_placement(placement_id=gone.pk, ending=Ending.EMPLOYER, note="Bütçe", actor=world.employer_user)
    at("2024-06-03 10:00")  # twenty days after the final approval
    declared(insured, officer_of(insured))
    at("2024-07-22 10:00")
    manager = OfficialFactory()
    found = board(manager, season)
    assert found.totals == Totals(accepted=3, insured=1, late=1, cancelled=1)
    assert {one.name: one.totals.accepted for one in found.units}[arts.name] == 1
    assert [(one.accepted, one.insured, one.cancelled) for one in found.weeks] == [
        (3, 0, 0), (0, 0, 1), (0, 0, 0), (0, 1, 0),
    ]  # fmt: skip
    assert [str(one.monday) for one in found.weeks] == ["2024-05-13", "2024-05-20", "2024-05-27", "2024-06-03"]
    assert (found.entry.number, found.entry.median) == (1, 20)
    assert {one.label: one.number for one in found.papers if one.number} == {"Evrak gecikti": 1, "Giriş bildirildi": 1}
    assert board(manager, season, arts).totals == Totals(accepted=1, cancelled=1)
    adviser = OfficialFactory(role=UniversityRole.ADVISER, unit=arts)
    assert board(adviser, season).totals.accepted == 1
    assert board(OfficialFactory(university=UniversityFactory(code="baska")), season).is_empty


def test_the_page_the_filters_and_the_paper(world, at, client):
    placement = place(world, at)
    official = OfficialFactory()
    enter(client, official.user)
    page = client.get(reverse("insurance:dashboard")).content.decode()
    assert "1 staj kabulü, 0 sigorta girişi" in page
    assert 'aria-labelledby="hafta-cizim"' in page
    nonsense = client.get(reverse("insurance:dashboard") + "?donem=yok&birim=abc")
    assert "1 staj kabulü" in nonsense.content.decode()
    paper = client.get(reverse("insurance:dashboard-pdf") + f"?birim={placement.department.unit_id}")
    assert paper["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        assert len(pdf.pages) >= 1
        assert pdf.Root.MarkInfo.Marked


def test_an_empty_season_says_so(world, client):
    enter(client, OfficialFactory().user)
    assert "Bu dönemde henüz staja kabul yok" in client.get(reverse("insurance:dashboard")).content.decode()
    assert client.get(reverse("insurance:dashboard-pdf")).status_code == 200


@pytest.mark.parametrize("people", [1, 3])
def test_the_queries_do_not_grow_with_the_interns(world, at, people, django_assert_num_queries):
    places = [place(world, at, name=f"Aday {number}", unit=unit_named(f"birim-{number}")) for number in range(people)]
    official = OfficialFactory()
    clock.page_now()
    dashboard(official.user, places[0].application.season)
    with django_assert_num_queries(8):
        dashboard(official.user, places[0].application.season)


@pytest.mark.parametrize(("most", "top"), [(0, 2), (1, 2), (2, 2), (3, 10), (10, 10), (11, 20), (47, 50), (101, 200)])
def test_a_scale_ends_at_a_round_even_number(most, top):
    assert ceiling(most) == top


def test_bars_stand_on_the_floor_and_inside_the_drawing():
    chart = grouped_bars(["1 Oca", "8 Oca"], [("kabul", [4, 10]), ("iptal", [0, 5])])
    assert [bar.title for bar in chart.bars] == ["1 Oca: 4 kabul", "8 Oca: 10 kabul", "8 Oca: 5 iptal"]
    assert all(abs(bar.y + bar.height - chart.floor) < 0.2 for bar in chart.bars)
    assert all(bar.x >= LEFT and bar.x + bar.width <= WIDTH for bar in chart.bars)
    assert [tick.text for tick in chart.scale] == ["0", "5", "10"]
    assert len(grouped_bars([str(n) for n in range(40)], [("kabul", [1] * 40)]).marks) == 8


@pytest.mark.parametrize(
    ("days", "median"), [({}, None), ({4: 1}, 4), ({1: 1, 9: 1}, 1), ({1: 1, 5: 1, 30: 1}, 5), ({0: 2, 60: 1}, 0)]
)
def test_the_median_is_a_day_on_which_half_were_done(days, median):
    assert at_share(days, 0.5) == median


def test_the_distribution_counts_everybody_once():
    steps = in_steps({0: 1, 3: 2, 4: 1, 60: 1, 61: 1, 200: 1})
    assert [number for _label, number in steps] == [3, 1, 0, 0, 0, 0, 1, 2]
    assert steps[0][0] == "0–3 gün"
    assert steps[-1][0] == "60 günden çok"
