"""Points from the GNO: by hand, by the verb and by the season's statement, always the same number."""

from decimal import Decimal

import pytest

from applications.models import Score, ScoringMethod
from applications.scoring.gno import gno100
from applications.scoring.services import ensure_method, recompute_season, score_application
from tests.applications.pool_world import Applicant, make_applicants, make_department, make_season, random_applicants
from usp.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> User:
    return User.objects.create_user(kind="operator", full_name="Operatör", email="op@usp.example", password="x")


@pytest.mark.parametrize(
    ("gno", "scale", "expected"),
    [
        ("4.00", 4, "100.00"),
        ("3.50", 4, "88.33"),
        ("3.00", 4, "76.67"),
        ("2.50", 4, "65.00"),
        ("2.00", 4, "53.33"),
        ("1.00", 4, "30.00"),
        ("71.25", 100, "71.25"),
        ("3.00", 5, None),
        ("3.00", None, None),
        (None, 4, None),
    ],
)
def test_gno_becomes_its_place_on_yok_table(gno: str | None, scale: int | None, expected: str | None) -> None:
    found = gno100(Decimal(gno) if gno else None, scale)
    assert (str(found) if found is not None else None) == expected


@pytest.mark.parametrize(
    ("gno", "scale", "points"),
    [
        ("4.00", 4, "100.00"),
        ("2.00", 4, "0.00"),
        ("1.50", 4, "0.00"),  # below the floor never goes below zero
        ("3.00", 4, "50.01"),  # (76,67 − 53,33) / 46,67
        ("80", 100, "57.15"),
    ],
)
def test_academic_points_are_the_way_from_floor_to_100(gno: str, scale: int, points: str, operator: User) -> None:
    season = make_season()
    [application] = make_applicants(
        season, [Applicant(make_department("Bilgisayar"), gno=Decimal(gno), gno_scale=scale)]
    )
    academic, social, sport = score_application(application=application, actor=operator)
    assert (academic.category, academic.points) == ("academic", Decimal(points))
    assert (social.points, sport.points) == (0, 0)


def test_the_row_explains_its_arithmetic(operator: User) -> None:
    season = make_season()
    [application] = make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=Decimal("3.00"))])
    score_application(application=application, actor=operator)
    row = Score.objects.get(application=application, category="academic")
    assert row.method.version == "2024.0"
    assert row.inputs == {
        "items": [
            {
                "kind": "gno",
                "gno": "3.00",
                "scale": 4,
                "gno100": "76.67",
                "floor": "53.33",
                "points": "12.50",
                "of": "25.00",
            }
        ],
        "of": "25.00",
        "note": "",
    }


def test_without_gno_the_score_is_zero_and_says_why(operator: User) -> None:
    season = make_season()
    department = make_department("Muhasebe", level="associate")
    [without, unknown] = make_applicants(
        season,
        [Applicant(department, class_year=1, gno=None), Applicant(department, gno=Decimal("3.10"), gno_scale=5)],
    )
    academic = score_application(application=without, actor=operator)[0]
    assert (academic.points, academic.inputs["note"]) == (0, "no_gno")
    academic = score_application(application=unknown, actor=operator)[0]
    assert (academic.points, academic.inputs["note"]) == (0, "unknown_scale")


def test_scoring_twice_gives_the_same_three_rows(operator: User) -> None:
    season = make_season()
    [application] = make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=Decimal("3.17"))])
    once = [(s.pk, s.points, s.inputs) for s in score_application(application=application, actor=operator)]
    again = [(s.pk, s.points, s.inputs) for s in score_application(application=application, actor=operator)]
    assert again == once
    assert Score.objects.count() == 3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_season_statement_gives_the_verbs_numbers(seed: int, operator: User) -> None:
    season = make_season()
    crowd = random_applicants(120, seed, [make_department("Bilgisayar"), make_department("Makine")])
    crowd.append(Applicant(make_department("Bilgisayar"), gno=Decimal("4.5"), gno_scale=5))
    crowd.append(Applicant(make_department("Bilgisayar"), gno=Decimal("1.2"), gno_scale=4))
    applications = make_applicants(season, crowd)
    for application in applications:
        score_application(application=application, actor=operator)
    by_verb = list(Score.objects.order_by("application_id", "category").values_list("points", "inputs", "method_id"))
    assert recompute_season(season) == 0  # nothing differs, so nothing is written
    Score.objects.all().delete()
    assert recompute_season(season) == 3 * len(applications)
    by_season = list(Score.objects.order_by("application_id", "category").values_list("points", "inputs", "method_id"))
    assert by_season == by_verb


def test_a_season_has_one_first_method_and_the_newest_counts() -> None:
    season = make_season()
    first = ensure_method(season)
    assert ensure_method(season) == first
    assert (first.version, first.gno_floor, first.pool_step) == ("2024.0", Decimal("53.33"), 5)
    newer = ScoringMethod.objects.create(season=season, version="2024.1", gno_floor=60)
    assert ensure_method(season) == newer
