"""Every eligibility rule as a table, each row with the sentence of the seed (SA) or the rule it comes from."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from applications import rules
from applications.conditions import conditions
from applications.enrolment_rules import enrolment_reasons, reasons_against
from tests.factories import make_enrolment, moment
from usp.edevlet.records import Person

ENGINEERING = rules.DepartmentFacts(id=1, unit_kind="faculty", group_tag="")
NOW = moment("2024-01-15 10:00")
RULES = rules.SeasonRules(
    title="Ulusal Staj Programı - 2024",
    open_at=moment("2023-12-28 00:00"),
    close_at=moment("2024-03-10 23:59:59"),
    ends_at=moment("2024-09-20 17:00"),
    support_email="ulusalstajprogrami@cbiko.gov.tr",
    study_modes=frozenset({"orgun", "ikinci"}),
    levels=(
        rules.LevelRule("bachelor", 2),
        rules.LevelRule("bachelor", 3),
        rules.LevelRule("bachelor", 4),
        rules.LevelRule("associate", 1, gno_exempt=True),
        rules.LevelRule("associate", 2),
    ),
    gno_limits={4: Decimal("2.00"), 100: Decimal("53.33")},
    excluded_unit_kinds=frozenset({"medical_faculty"}),
    excluded_group_tags=frozenset({"teaching"}),
    date_conditions=(
        rules.DateCondition("bachelor", 2, "advanced_class", "warn"),
        rules.DateCondition("associate", 1, "advanced_class", "warn"),
        rules.DateCondition("bachelor", None, "not_graduated", "stop"),
        rules.DateCondition("associate", None, "not_graduated", "stop"),
        rules.DateCondition("associate", 1, "gno_minimum", "warn", "gt", 4, Decimal("2.00")),
        rules.DateCondition("associate", 1, "gno_minimum", "warn", "gt", 100, Decimal("53.33")),
    ),
)
PERSON = Person("", "Ayşe", "Çınar", dt.date(2003, 5, 17), "TR", is_foreign=False, has_mavi_kart=False)


def codes(*, now=NOW, person=PERSON, department=ENGINEERING, season=RULES, has_live=False, **enrolment) -> list[str]:
    one = make_enrolment(**enrolment)
    found = reasons_against(
        season, now=now, person=person, enrolments=[one], enrolment=one, department=department, has_live=has_live
    )
    assert all(reason.text.endswith((".", "iletildi.")) for reason in found)
    return [reason.code for reason in found]


def facts(**changes) -> rules.DepartmentFacts:
    return dataclasses.replace(ENGINEERING, **changes)


# SA «Örgün eğitim veren lisans programlarında 2., 3. veya 4. sınıf», «ön lisans programlarında 1. veya 2. sınıf»,
# «Not ortalaman 4 üzerinden en az 2 (diğer sistemlerde dengi) ise (ön lisans 1. sınıf … aranmamaktadır*)»
TABLE = [
    ("lisans 2", {"class_year": 2}, []),
    ("lisans 3", {"class_year": 3}, []),
    ("lisans 4", {"class_year": 4}, []),
    ("lisans 1", {"class_year": 1}, ["class_year"]),
    ("lisans 5 of 5", {"class_year": 5, "programme_years": 5}, ["class_year"]),
    ("hazırlık (A21: class 0)", {"class_year": 0}, ["preparatory"]),
    ("hazırlık has no GNO yet", {"class_year": 0, "gno": None}, ["preparatory"]),
    ("ön lisans 1", {"level": "associate", "class_year": 1, "programme_years": 2}, []),
    ("ön lisans 1 without GNO", {"level": "associate", "class_year": 1, "gno": None}, []),
    ("ön lisans 1 below 2", {"level": "associate", "class_year": 1, "gno": "1.40"}, []),
    ("ön lisans 1, unknown scale", {"level": "associate", "class_year": 1, "gno_scale": "5"}, []),
    ("ön lisans 2", {"level": "associate", "class_year": 2, "programme_years": 2}, []),
    ("ön lisans 2 without GNO", {"level": "associate", "class_year": 2, "gno": None}, ["gno_missing"]),
    ("lisansüstü", {"level": "graduate", "class_year": 1}, ["level"]),
    ("GNO exactly 2,00 («en az 2»)", {"gno": "2.00"}, []),
    ("GNO 1,99", {"gno": "1.99"}, ["gno_low"]),
    ("GNO exactly 53,33 of 100", {"gno": "53.33", "gno_scale": "100"}, []),
    ("GNO 53,32 of 100", {"gno": "53.32", "gno_scale": "100"}, ["gno_low"]),
    ("no GNO", {"gno": None}, ["gno_missing"]),
    ("GNO of an unknown scale goes to an operator", {"gno": "4.10", "gno_scale": "5"}, ["gno_scale_unknown"]),
    ("GNO of a scale that is no number", {"gno": "4.10", "gno_scale": "A"}, ["gno_scale_unknown"]),
    ("ikinci öğretim (A21)", {"study_mode": "ikinci"}, []),
    ("açıköğretim (A21)", {"study_mode": "acik"}, ["study_mode"]),
    ("uzaktan (A21)", {"study_mode": "uzaktan"}, ["study_mode"]),
    ("graduated (A4)", {"status": "graduated"}, ["no_active_enrolment", "graduated"]),
    ("suspended", {"status": "suspended"}, ["no_active_enrolment", "suspended"]),
    ("left", {"status": "left"}, ["no_active_enrolment", "left"]),
    ("graduating in June may apply (SA «Başvuru yapabilirsin»)", {"expected_graduation": dt.date(2024, 6, 14)}, []),
]


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_enrolment_rules(changes, expected):
    assert codes(**changes) == expected


@pytest.mark.parametrize(
    ("department", "expected"),
    [
        (facts(unit_kind="medical_faculty"), ["excluded_unit"]),  # SA «tıp fakültesi … hariç»
        (facts(group_tag="teaching"), ["excluded_group"]),  # SA «öğretmenlik bölümleri hariç»
        (facts(unit_kind="education_faculty"), []),  # a department of the faculty that is no teaching one
        (facts(unit_kind="dental_faculty", group_tag="dentistry"), []),  # A21: excluded only from 2025
        (facts(unit_kind="medical_faculty", group_tag="teaching"), ["excluded_unit", "excluded_group"]),
        (facts(is_abroad=True), []),  # SA «Türkiye, KKTC ve yurt dışında üniversitelerde»
        (None, ["department_unknown"]),
    ],
)
def test_department_rules(department, expected):
    assert codes(department=department) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2023-12-27 23:59:59", ["season_not_open"]),
        ("2023-12-28 00:00:00", []),
        ("2024-03-10 23:59:59", []),
        ("2024-03-10 23:59:59.999999", []),
        ("2024-03-11 00:00:00", ["season_closed"]),
    ],
)
def test_both_days_of_the_season_are_included(now, expected):
    # SA «28 Aralık 2023 tarihinde başlayacak ve 10 Mart 2024 tarihinde sona erecektir»
    assert codes(now=moment(now)) == expected


def test_every_reason_is_told_at_once():
    found = codes(
        now=moment("2024-03-11 00:00"),
        has_live=True,
        department=facts(unit_kind="medical_faculty"),
        season=dataclasses.replace(RULES, born_after=dt.date(2004, 1, 1)),
        class_year=1,
        gno="1.10",
        study_mode="acik",
        status="graduated",
    )
    assert found == [
        "season_closed",
        "one_live",
        "age",
        "no_active_enrolment",
        "graduated",
        "study_mode",
        "excluded_unit",
        "class_year",
        "gno_low",
    ]


def test_the_age_limit_is_the_seasons_and_its_first_birthday_counts():
    limit = dataclasses.replace(RULES, born_after=dt.date(1990, 1, 1))
    born = lambda day: dataclasses.replace(PERSON, birth_date=day)  # noqa: E731
    assert codes(season=limit, person=born(dt.date(1990, 1, 1))) == []
    assert codes(season=limit, person=born(dt.date(1989, 12, 31))) == ["age"]
    assert codes(person=born(dt.date(1950, 1, 1))) == []  # 2024 has none


def test_the_second_major_counts_when_the_main_programme_has_ended():
    # SA «Ana dal programından mezun olmana rağmen, çift ana dal bölümünde öğrenciliğin devam ediyorsa başvuru
    # yapabilirsin»
    ended = make_enrolment(id="1", status="graduated", graduated_on=dt.date(2024, 1, 10))
    running = make_enrolment(id="2", is_second_major=True, class_year=4)
    both = [ended, running]

    def found(enrolment):
        return [
            reason.code
            for reason in reasons_against(
                RULES, now=NOW, person=PERSON, enrolments=both, enrolment=enrolment, department=ENGINEERING
            )
        ]

    assert found(running) == []
    assert found(ended) == ["graduated"]


def test_the_final_year_may_be_named_without_a_number():
    # SB, season 2020: final-year bachelor students, whatever the length of the programme
    final = dataclasses.replace(RULES, levels=(rules.LevelRule("bachelor", None),))
    assert codes(season=final, class_year=5, programme_years=5) == []
    assert codes(season=final, class_year=4, programme_years=4) == []
    assert codes(season=final, class_year=4, programme_years=5) == ["class_year"]


@pytest.mark.parametrize(
    ("abroad", "citizenship", "mavi_kart", "expected"),
    [
        (True, "TR", False, []),
        (True, "DE", True, []),
        (True, "DE", False, ["only_abroad"]),
        (False, "TR", False, ["only_abroad"]),
    ],
)
def test_graduate_students_abroad(abroad, citizenship, mavi_kart, expected):
    # The season of 2025: «graduate students only if abroad (TC or Mavi Kart)»
    season = dataclasses.replace(RULES, levels=(rules.LevelRule("graduate", 1, only_abroad=True),))
    person = dataclasses.replace(PERSON, citizenship=citizenship, has_mavi_kart=mavi_kart)
    found = codes(season=season, person=person, department=facts(is_abroad=abroad), level="graduate", class_year=1)
    assert found == expected


def test_an_unknown_department_names_the_four_places_in_the_order_of_the_seed():
    (reason,) = enrolment_reasons(RULES, make_enrolment(), None, PERSON)
    places = ["ais.osym.gov.tr", "kariyer merkezine", "üniversite yönetimine", "öğrenci işlerine"]
    assert [reason.help.index(place) for place in places] == sorted(reason.help.index(place) for place in places)


def test_the_conditions_on_the_page_come_from_the_rules():
    assert [condition.text for condition in conditions(RULES)] == [
        "Ön lisans 1. ve 2. sınıf öğrencileri",
        "Lisans 2., 3. ve 4. sınıf öğrencileri",
        "Örgün eğitim görenler (ikinci öğretim dahil)",
        "Not ortalaması 4 üzerinden en az 2,00 ya da 100 üzerinden en az 53,33 olanlar",
        "Ön lisans 1. sınıfta başvuru için not ortalaması aranmaz",
        "Kapsam dışı: Tıp fakültesi ve Öğretmenlik",
    ]
