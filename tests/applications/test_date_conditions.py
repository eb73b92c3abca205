"""What a season asks for on the internship's date (A2, A4, A39): told at application, judged on the date."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from applications import rules
from applications.conditions import date_sentences
from applications.date_conditions import date_condition_findings, notices_for, running_enrolment
from tests.applications.test_rules import NOW, RULES
from tests.factories import make_enrolment

JUNE = dt.date(2024, 6, 14)
ASSOCIATE = {"level": "associate", "class_year": 1, "programme_years": 2, "expected_graduation": dt.date(2025, 6, 14)}


def notices(season=RULES, **changes) -> list[str]:
    return [one.code for one in notices_for(season, make_enrolment(**changes), NOW.date())]


def codes(then, now, season=RULES) -> list[str]:
    return [one.code for one in date_condition_findings(season, then, now)]


# SA «lisans 2. sınıf ve ön lisans 1. sınıf … bir üst sınıfa», «lisans 4. … ön lisans 2. … mezun durumuna geçmemiş»,
# «ön lisans 1. … not ortalamasının ise 2’nin üzerinde»
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"class_year": 2, "expected_graduation": dt.date(2026, 6, 14)}, ["advance"]),
        ({"class_year": 4, "expected_graduation": JUNE}, ["will_graduate"]),
        ({"class_year": 4, "expected_graduation": None}, ["will_graduate"]),
        ({"class_year": 4, "expected_graduation": dt.date(2025, 6, 14)}, []),
        (ASSOCIATE, ["advance", "gno_on_date"]),
        (ASSOCIATE | {"class_year": 2, "expected_graduation": JUNE}, ["will_graduate"]),
        (ASSOCIATE | {"gno": None, "gno_scale": "5"}, ["advance", "gno_on_date"]),
        ({"updated_on": dt.date(2023, 7, 1)}, ["old_record"]),
        ({"status": "graduated", "updated_on": dt.date(2020, 1, 1)}, []),
    ],
)
def test_what_the_date_asks_for_is_told_at_application_and_refuses_nothing(changes, expected):
    assert notices(**changes) == expected


def test_a_season_without_conditions_on_the_date_tells_none():
    without = dataclasses.replace(RULES, date_conditions=())
    assert notices(without, **ASSOCIATE) == []
    assert notices(without, class_year=4, expected_graduation=JUNE) == []
    assert codes(make_enrolment(), None, without) == []


def test_the_graduation_notice_says_what_ends_and_what_remains():
    # A4: «internships end with the studentship while shadowing and training remain»
    (notice,) = notices_for(RULES, make_enrolment(class_year=4, expected_graduation=JUNE), NOW.date())
    assert "öğrenciliğinizin sürmesi" in notice.text
    assert "İş gölgeleme ve eğitim" in notice.help


def test_en_az_at_application_and_ustunde_on_the_date_read_differently():
    first = make_enrolment(**ASSOCIATE)
    strict = [one.text for one in notices_for(RULES, first, NOW.date()) if one.code == "gno_on_date"]
    assert strict == ["Staj tarihinde not ortalamanızın 4 üzerinden 2,00 değerinin üzerinde olması beklenir."]
    soft = dataclasses.replace(
        RULES,
        date_conditions=(rules.DateCondition("associate", 1, "gno_minimum", "warn", "gte", 4, Decimal("2.00")),),
    )
    assert "4 üzerinden en az 2,00" in notices_for(soft, first, NOW.date())[0].text


def test_each_scale_has_its_own_limit_on_the_date():
    (_advance, gno) = notices_for(RULES, make_enrolment(**ASSOCIATE, gno_scale="100", gno="61"), NOW.date())
    assert "100 üzerinden 53,33 değerinin üzerinde" in gno.text


SECOND = make_enrolment(class_year=2)
FIRST = make_enrolment(**ASSOCIATE)


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (SECOND, dataclasses.replace(SECOND, class_year=3), []),
        (SECOND, SECOND, ["class_not_advanced"]),
        (make_enrolment(class_year=3), make_enrolment(class_year=3), []),  # asked of the second year alone
        (make_enrolment(class_year=4), make_enrolment(class_year=4), []),
        (make_enrolment(class_year=4), make_enrolment(class_year=4, status="graduated"), ["studentship_ended"]),
        (make_enrolment(class_year=3), make_enrolment(class_year=3, status="left"), ["studentship_ended"]),
        (make_enrolment(class_year=3), make_enrolment(class_year=3, status="suspended"), ["studentship_ended"]),
        (SECOND, None, ["studentship_ended"]),  # nothing else is judged when nothing runs
        (FIRST, dataclasses.replace(FIRST, class_year=2, gno="2.01"), []),
        (FIRST, dataclasses.replace(FIRST, class_year=2, gno="2.00"), ["gno_low_on_date"]),  # «2’nin üzerinde»
        (FIRST, dataclasses.replace(FIRST, gno="1.99"), ["class_not_advanced", "gno_low_on_date"]),
        (FIRST, dataclasses.replace(FIRST, class_year=2, gno=None), ["gno_missing_on_date"]),
        (
            dataclasses.replace(FIRST, gno_scale="100", gno="60"),
            dataclasses.replace(FIRST, class_year=2, gno_scale="100", gno="53.33"),
            ["gno_low_on_date"],
        ),
        (
            dataclasses.replace(FIRST, gno_scale="5"),
            dataclasses.replace(FIRST, class_year=2, gno_scale="5", gno="4.9"),
            ["gno_scale_unknown_on_date"],
        ),
        # A39: another running programme keeps the studentship alive; its class and average are not asked
        (SECOND, make_enrolment(id="e-2", class_year=1, is_second_major=True), []),
    ],
)
def test_what_is_found_on_the_date(then, now, expected):
    assert codes(then, now) == expected


def test_at_least_is_kept_when_the_season_says_so():
    at_least = dataclasses.replace(
        RULES,
        date_conditions=(rules.DateCondition("associate", 1, "gno_minimum", "stop", "gte", 4, Decimal("2.00")),),
    )
    assert codes(FIRST, dataclasses.replace(FIRST, gno="2.00"), at_least) == []
    (finding,) = date_condition_findings(at_least, FIRST, dataclasses.replace(FIRST, gno="1.99"))
    assert finding.stops


def test_a_lost_studentship_stops_the_insurance_and_a_class_only_warns():
    assert [one.stops for one in date_condition_findings(RULES, SECOND, None)] == [True]
    assert [one.stops for one in date_condition_findings(RULES, SECOND, SECOND)] == [False]


def test_the_studentship_is_the_chosen_one_while_it_runs_else_any_other_of_the_seasons_modes():
    ended = make_enrolment(id="1", status="graduated")
    distance = make_enrolment(id="2", study_mode="acik")
    second = make_enrolment(id="3", is_second_major=True)
    main = make_enrolment(id="4")
    assert running_enrolment(RULES, "4", [second, main]) is main
    assert running_enrolment(RULES, "1", [ended, distance, second]) is second
    assert running_enrolment(RULES, "1", [ended, distance]) is None


def test_the_page_says_who_is_asked_for_what_on_the_date():
    assert date_sentences(RULES) == [
        "Lisans 2. sınıf öğrencileri: bir üst sınıfa geçmiş olmak",
        "Ön lisans 1. sınıf öğrencileri: bir üst sınıfa geçmiş olmak",
        "Lisans öğrencileri: öğrenciliği sürmek, mezun olmamış olmak",
        "Ön lisans öğrencileri: öğrenciliği sürmek, mezun olmamış olmak",
        "Ön lisans 1. sınıf öğrencileri: not ortalaması 4 üzerinden 2,00 değerinin üzerinde",
        "Ön lisans 1. sınıf öğrencileri: not ortalaması 100 üzerinden 53,33 değerinin üzerinde",
    ]
