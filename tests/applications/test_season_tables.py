"""Who may apply in 2020, 2024 and 2026: (person × enrolment) tables over the seasons' own files (docs/rules.md A48)."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from applications import rules
from applications.eligibility import season_rules
from applications.enrolment_rules import reasons_against
from applications.models import Season
from applications.models.seasons import CancelGround
from applications.services.seasons import load_season
from tests.applications.test_rules import ENGINEERING, PERSON, facts
from tests.factories import UniversityFactory, make_enrolment, moment
from usp.edevlet.sandbox.people import PEOPLE, person_by_key

pytestmark = pytest.mark.django_db
DATA = Path(rules.__file__).parent / "data"
SEASONS = ("2020", "2024", "2026")
IN_TIME = {"2020": "2020-02-20 10:00", "2024": "2024-01-15 10:00", "2026": "2026-02-01 10:00"}
MEDICINE, DENTISTRY = facts(unit_kind="medical_faculty"), facts(unit_kind="dental_faculty", group_tag="dentistry")
TEACHING, ABROAD = facts(group_tag="teaching"), facts(is_abroad=True)
GRADUATE = {"level": "graduate", "class_year": 1, "programme_years": 2}
FIRST = {"level": "associate", "class_year": 1, "programme_years": 2}
OLD, YOUNG = dt.date(1990, 12, 31), dt.date(1991, 1, 1)

# who | enrolment | department | born, citizenship, Mavi Kart | the reasons in 2020, 2024, 2026
TABLE = [
    ("lisans 1", {"class_year": 1}, ENGINEERING, {}, "class_year", "class_year", "class_year"),
    ("lisans 2", {"class_year": 2}, ENGINEERING, {}, "class_year", "", ""),
    ("lisans 3", {"class_year": 3}, ENGINEERING, {}, "class_year", "", ""),
    ("lisans 4 of 4", {"class_year": 4}, ENGINEERING, {}, "", "", ""),
    ("lisans 4 of 5", {"class_year": 4, "programme_years": 5}, ENGINEERING, {}, "class_year", "", ""),
    ("lisans 5 of 5", {"class_year": 5, "programme_years": 5}, ENGINEERING, {}, "", "class_year", "class_year"),
    ("hazırlık", {"class_year": 0}, ENGINEERING, {}, "preparatory", "preparatory", "preparatory"),
    ("ön lisans 1 without GNO", FIRST | {"gno": None}, ENGINEERING, {}, "level", "", ""),
    ("ön lisans 1, 1,40", FIRST | {"gno": "1.40"}, ENGINEERING, {}, "level", "", ""),
    ("ön lisans 2", FIRST | {"class_year": 2}, ENGINEERING, {}, "level", "", ""),
    ("ön lisans 2, 1,99", FIRST | {"class_year": 2, "gno": "1.99"}, ENGINEERING, {}, "level", "gno_low", "gno_low"),
    ("2,00", {"class_year": 4, "gno": "2.00"}, ENGINEERING, {}, "", "", ""),
    ("1,99", {"class_year": 4, "gno": "1.99"}, ENGINEERING, {}, "", "gno_low", "gno_low"),
    ("53,32 of 100", {"class_year": 4, "gno": "53.32", "gno_scale": "100"}, ENGINEERING, {}, "", "gno_low", "gno_low"),
    ("a scale of 5", {"class_year": 4, "gno": "4", "gno_scale": "5"}, ENGINEERING, {}, "",
     "gno_scale_unknown", "gno_scale_unknown"),
    ("tıp", {"class_year": 4}, MEDICINE, {}, "", "excluded_unit", "excluded_unit"),
    ("diş hekimliği", {"class_year": 4}, DENTISTRY, {}, "", "", "excluded_unit"),
    ("öğretmenlik", {"class_year": 4}, TEACHING, {}, "", "excluded_group", "excluded_group"),
    ("ikinci öğretim", {"class_year": 4, "study_mode": "ikinci"}, ENGINEERING, {}, "", "", ""),
    ("açıköğretim", {"class_year": 4, "study_mode": "acik"}, ENGINEERING, {}, "study_mode", "study_mode", "study_mode"),
    ("born 31.12.1990", {"class_year": 4}, ENGINEERING, {"birth_date": OLD}, "", "", "age"),
    ("born 01.01.1991", {"class_year": 4}, ENGINEERING, {"birth_date": YOUNG}, "", "", ""),
    ("lisansüstü in Türkiye", GRADUATE, ENGINEERING, {}, "level", "level", "only_abroad"),
    ("lisansüstü abroad, citizen", GRADUATE, ABROAD, {}, "level", "level", ""),
    ("lisansüstü abroad, Mavi Kart", GRADUATE, ABROAD, {"citizenship": "DE", "has_mavi_kart": True},
     "level", "level", ""),
    ("lisansüstü abroad, foreigner", GRADUATE, ABROAD, {"citizenship": "DE"}, "level", "level", "only_abroad"),
    ("doktora 4 abroad", GRADUATE | {"class_year": 4, "programme_years": 4}, ABROAD, {}, "level", "level", ""),
    ("lisans abroad, foreigner", {"class_year": 4}, ABROAD, {"citizenship": "DE"}, "", "", ""),
    ("graduated", {"class_year": 4, "status": "graduated"}, ENGINEERING, {}, *["no_active_enrolment graduated"] * 3),
]  # fmt: skip


@pytest.fixture(scope="module")
def about(django_db_setup, django_db_blocker) -> dict[str, rules.SeasonRules]:
    """The rules of the three seasons, read once through the loader from their files."""
    with django_db_blocker.unblock(), transaction.atomic():
        for entry in json.loads((DATA / "season_2024.json").read_text())["windows"]:
            for code in entry["universities"]:
                UniversityFactory(code=code, name=f"{code} Üniversitesi")
        found = {code: season_rules(load_season(path=DATA / f"season_{code}.json")) for code in SEASONS}
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("season", SEASONS)
@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_who_may_apply(about, season, row):
    _who, changes, department, person, *expected = row
    enrolment = make_enrolment(**changes)
    found = reasons_against(
        about[season],
        now=moment(IN_TIME[season]),
        person=dataclasses.replace(PERSON, **person),
        enrolments=[enrolment],
        enrolment=enrolment,
        department=department,
    )
    assert [reason.code for reason in found] == expected[SEASONS.index(season)].split()


@pytest.mark.parametrize(
    ("season", "first", "last"),
    [
        ("2024", "2023-12-28 00:00:00", "2024-03-10 23:59:59"),
        ("2026", "2026-01-06 00:00:00", "2026-03-16 23:59:59"),
    ],
)
def test_the_window_of_each_season_to_the_second(about, season, first, last):
    second = dt.timedelta(seconds=1)
    open_at, close_at = moment(first), moment(last)
    answers = [rules.applications_open(about[season], at) for at in (open_at - second, open_at, close_at)]
    assert answers == [False, True, True]
    assert not rules.applications_open(about[season], close_at + second)


@pytest.mark.parametrize(
    ("code", "internships", "compulsory", "ground", "operator"),
    [
        ("2020", 2, True, CancelGround.FORCE_MAJEURE, "CBİKO"),  # SB «en fazla 2 staj», «zorunlu staj statüsünde»
        ("2024", 1, False, CancelGround.EXCUSE, "CBİKO"),  # SA «her yıl 1 (bir) staj», «mazeretini beyan ederek»
        ("2026", 1, False, CancelGround.EXCUSE, "İŞKUR"),
    ],
)
def test_what_else_differs_is_data_too(code, internships, compulsory, ground, operator):
    path = DATA / f"season_{code}.json"
    values = json.loads(path.read_text())
    values["windows"] = []
    if code != "2024":
        call_command("load_season", code, verbosity=0)
        season = Season.objects.get(code=code)
        assert (season.internships_per_student, season.status_is_compulsory) == (internships, compulsory)
        assert (season.cancel_ground, operator in season.operator_name) == (ground, True)
    assert values["source"]
    assert values["assumptions"]
    assert values["season"]["internships_per_student"] == internships


def test_seasons_live_side_by_side_and_only_the_first_loaded_is_current():
    call_command("load_season", "2026", verbosity=0)
    call_command("load_season", "2020", verbosity=0)
    call_command("load_season", "2020", verbosity=0)
    assert dict(Season.objects.values_list("code", "is_current")) == {"2020": False, "2026": True}


def test_sandbox_people_of_the_special_cases_meet_the_rules(about):
    # the age limit moves with the cast: in 2026 the person is still born 35 years and some months before
    person = person_by_key("yas-siniri")
    records = person.records_at(dt.date(2026, 2, 1))
    assert records is not None
    assert dt.date.fromisoformat(records["person"]["birth_date"]) < YOUNG
    scales = {one.get("gno_scale", "4") for who in PEOPLE for one in who.enrolments}
    assert scales == {"4", "100", "5"}
