"""The sandbox's people: one for each case of the design, all fictitious, all in the reference data."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from stdnum.tr import tckimlik

import usp.reference
from usp.edevlet.records import Records
from usp.edevlet.sandbox.people import GROUPS, PEOPLE, person_by_key, person_by_tckn, season_year

APPLICATION_DAY = dt.date(2024, 1, 15)
REFERENCE = Path(usp.reference.__file__).parent / "data"

# One case of the texts and of the law, and who plays it (docs/rules.md A41).
CASES = {
    "eligible in each level and year": ["lisans-2", "lisans-3", "lisans-4", "onlisans-1", "onlisans-2"],
    "GNO too low": ["gno-dusuk"],
    "year 1 associate without GNO": ["onlisans-1-gnosuz"],
    "one whose GNO ends below 2": ["onlisans-1-gno-2-alti"],
    "medicine": ["tip"],
    "teaching": ["ogretmenlik"],
    "hazırlık": ["hazirlik"],
    "ikinci öğretim": ["ikinci-ogretim"],
    "açıköğretim": ["acikogretim"],
    "graduating in June": ["haziranda-mezun"],
    "graduated": ["mezun"],
    "graduated with a second major still running": ["mezun-cap"],
    "class not passed by July": ["sinifta-kalan"],
    "no school record": ["lise-kaydi-yok"],
    "outdated record": ["kaydi-eski"],
    "two enrolments": ["iki-kayit"],
    "a 100-based GNO": ["yuzluk-gno"],
    "KKTC": ["kktc"],
    "university abroad": ["yurt-disi"],
    "foreign identity number": ["yabanci-kimlik"],
    "no e-Devlet password": ["sifresiz"],
    "a scale that the season does not know, and an age limit": ["bilinmeyen-not-sistemi", "yas-siniri"],
}


def records_of(key: str, day: dt.date = APPLICATION_DAY) -> Records:
    data = person_by_key(key).records_at(day)
    return Records.from_snapshot({**data, "fetched_at": "2024-01-15T10:00:00+03:00"})


@pytest.mark.parametrize("case", CASES)
def test_every_case_of_the_design_has_a_person(case: str) -> None:
    for key in CASES[case]:
        assert person_by_key(key).title


def test_keys_numbers_and_names_are_given_once() -> None:
    assert len({one.key for one in PEOPLE}) == len({one.number for one in PEOPLE}) == len(PEOPLE)
    assert len({one.full_name for one in PEOPLE}) == len({one.tckn for one in PEOPLE}) == len(PEOPLE)
    assert {one.group for one in PEOPLE} == set(GROUPS)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.key)
def test_numbers_are_valid_and_obviously_made_up(person) -> None:
    assert tckimlik.is_valid(person.tckn)
    assert person.tckn.startswith("990000" if person.is_foreign else "100000")
    assert person_by_tckn(person.tckn) is person
    assert person.email.isascii()
    assert person.email.endswith(".example")
    assert person.expect.endswith(".")


@pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.key)
@pytest.mark.parametrize("year", [2020, 2024, 2026, 2028])
def test_records_are_whole_on_every_month_of_any_season(person, year: int) -> None:
    for month in range(1, 13):
        data = person.records_at(dt.date(year, month, 1))
        if data is None:
            assert not person.known_to_records
            continue
        records = Records.from_snapshot({**data, "fetched_at": "2024-01-15T10:00:00+03:00"})
        for one in records.enrolments:
            assert one.updated_on <= dt.date(year, month, 1)
            assert one.started_on < dt.date(year, month, 1)
            assert (one.status == "graduated") == (one.graduated_on is not None)
            assert one.class_year <= one.programme_years


def test_every_programme_is_in_the_reference_data() -> None:
    units, departments = {}, set()
    with (REFERENCE / "units.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            units[row["university"], row["code"]] = row["name"]
    with (REFERENCE / "departments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            departments.add(
                (
                    row["university"],
                    units[row["university"], row["unit"]],
                    row["name"],
                    row["level"],
                    int(row["years"]),
                )
            )
    for person in PEOPLE:
        for one in person.enrolments:
            programme = tuple(
                one[name] for name in ("university_code", "unit_name", "department_name", "level", "programme_years")
            )
            assert programme in departments, person.key


def test_season_begins_in_december() -> None:
    assert season_year(dt.date(2023, 11, 30)) == 2023
    assert season_year(dt.date(2023, 12, 1)) == 2024


def test_the_cases_are_what_their_titles_say() -> None:
    assert [one.is_active for one in records_of("mezun-cap").enrolments] == [False, True]
    assert [one.is_second_major for one in records_of("iki-kayit").enrolments] == [False, True]
    assert records_of("lise-kaydi-yok").school is None
    assert records_of("yuzluk-gno").enrolments[0].gno_scale == "100"
    assert records_of("hazirlik").enrolments[0].class_year == 0
    assert records_of("acikogretim").enrolments[0].study_mode == "acik"
    assert not person_by_key("sifresiz").can_sign_in


def test_several_can_apply_from_several_universities() -> None:
    able = [person for person in PEOPLE if person.group in ("eligible", "more")]
    assert len(able) >= 15
    assert len({one["university_code"] for person in able for one in person.enrolments}) >= 10
