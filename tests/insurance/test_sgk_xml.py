"""SGK's bulk files: what goes in is read back field by field, and nobody's name is ever bent to fit."""

import dataclasses
import datetime as dt
import io
import random
import zipfile

import pytest
from lxml import etree

from insurance.sgk import sheet, writing
from insurance.sgk.numbers import split_registry
from insurance.sgk.people import Codes, Person, Workplace, problem_of, strange_signs
from insurance.sgk.writing import SchemaError, entry_xml, exit_xml
from tests.factories import valid_tckn
from usp.core import turkish

CODES = Codes("19", "4", "17", "5", "22")
WORKPLACE = Workplace("1" * 21, "000", "Bilecik Şeyh Edebali Üniversitesi Rektörlüğü", "Fatih Sultan Mehmet Bulvarı")
FIRST = ["İbrahim", "ılgın", "Şükrü", "çağla", "Gülşah", "ÖMER", "Ümit", "Ayşe Nur", "D'Angelo", "ismail", "José"]
LAST = ["Iğdır", "Yiğit", "şahin", "Öztürk", "İnci", "Çınar", "Güneş-Kılıç", "O'Neill", "Müller", "ağaoğlu", "d’Arc"]
UPPER = {"İbrahim": "İBRAHİM", "ılgın": "ILGIN", "ismail": "İSMAİL", "IŞIL": "IŞIL", "Yiğit": "YİĞİT", "şahin": "ŞAHİN",
         "Iğdır": "IĞDIR", "ağaoğlu": "AĞAOĞLU", "D'Angelo": "D'ANGELO", "Müller": "MÜLLER"}  # fmt: skip


def person(number: int = 1, **changed: object) -> Person:
    one = Person(
        valid_tckn(number), "Ayşe", "Çınar", "Bilgisayar Mühendisliği", "9901.01", dt.date(2024, 7, 16),
        dt.date(2024, 7, 16), "22",
    )  # fmt: skip
    return dataclasses.replace(one, **changed)


def crowd(size: int) -> list[Person]:
    rolled = random.Random(5)
    return [
        person(
            number,
            first_name=rolled.choice(FIRST),
            last_name=rolled.choice(LAST),
            day=dt.date(2024, 7, 1) + dt.timedelta(days=rolled.randrange(60)),
            document_type=rolled.choice(["22", "43"]),
            department=rolled.choice(["Türk Dili ve Edebiyatı", "Gıda İşleme", "İktisat & Ekonometri <II>"]),
        )
        for number in range(size)
    ]


def test_a_thousand_entries_are_read_back_field_by_field():
    people = crowd(1000)
    content = entry_xml(WORKPLACE, people, CODES, "utf-8")
    assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<SGK4AISEGIRIS>')
    root = etree.fromstring(content)
    assert dict(root.find("ISYERI").attrib) == {
        "ISYERISICIL": "1" * 21, "ISYERIARACINO": "000",
        "ISYERIUNVAN": "BİLECİK ŞEYH EDEBALİ ÜNİVERSİTESİ REKTÖRLÜĞÜ", "ISYERIADRES": "FATİH SULTAN MEHMET BULVARI",
    }  # fmt: skip
    rows = root.find("SIGORTALILAR")
    assert len(rows) == 1000
    for one, row in zip(people, rows, strict=True):
        assert dict(row.attrib) == {
            "TCKNO": one.tckn, "AD": turkish.upper(one.first_name), "SOYAD": turkish.upper(one.last_name),
            "ISEGIRISTARIHI": one.day.isoformat(), "SIGORTAKOLU": "19", "OZURLUKODU": "H", "ESKIHUKUMLU": "H",
            "OGRENIMKODU": "4", "MEZUNIYETYILI": "0", "MEZUNIYETBOLUMU": turkish.upper(one.department),
            "CSGBISKOLU": "17", "MESLEKKODU": "9901.01", "GOREVKODU": "5",
        }  # fmt: skip


@pytest.mark.parametrize(("typed", "expected"), UPPER.items())
@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-9"])
def test_turkish_capitals_are_right_in_both_encodings(typed, expected, encoding):
    content = entry_xml(WORKPLACE, [person(first_name=typed)], CODES, encoding)
    assert f'AD="{expected}"'.encode(encoding) in content
    assert etree.fromstring(content)[1][0].get("AD") == expected


def test_exits_tell_the_month_before_only_of_those_insured_in_it():
    august, same_month = (
        person(number, day=dt.date(2024, 8, 9), started_on=start, document_type=document)
        for number, start, document in ((1, dt.date(2024, 7, 16), "43"), (2, dt.date(2024, 8, 1), "22"))
    )
    root = etree.fromstring(exit_xml(WORKPLACE, [august, same_month], CODES, "iso-8859-9"))
    assert root.tag == "SGK4AISTENCIKIS"
    first, second = root.find("SIGORTALILAR")
    assert dict(first.attrib) == {
        "TCKNO": august.tckn, "AD": "AYŞE", "SOYAD": "ÇINAR", "ISTENCIKISTARIHI": "2024-08-09",
        "MESLEKKODU": "9901.01", "ISTENAYRILISNEDENI": "22", "CSGBISKOLU": "17", "UCRETYUZDEUSULU": "H",
    }  # fmt: skip
    assert [period.tag for period in first] == ["ONCEKIDONEM", "BULUNDUGUMUZDONEM"]
    assert [period.tag for period in second] == ["BULUNDUGUMUZDONEM"]
    assert dict(first[0].attrib) == {
        "BELGETURU": "43", "HAKEDILENUCRET": "0.00", "PRIMIKRAMIYE": "0.00", "EKSIKGUNSAYISI": "0",
        "EKSIKGUNNEDENI": "0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "encoding", "code"),
    [
        ("Ayşegül", "iso-8859-9", None),
        ("O'Neill", "iso-8859-9", None),
        ("Žižek", "iso-8859-9", "encoding"),
        ("d’Arc", "iso-8859-9", "encoding"),
        ("Әлия", "iso-8859-9", "encoding"),
        ("Žižek", "utf-8", None),
        ("Әлия", "utf-8", None),
        ("Ali\u200bVeli", "utf-8", "encoding"),
        ("", "utf-8", "name"),
        ("A" * 81, "utf-8", "long"),
    ],
)
def test_who_cannot_be_written_is_reported(name, encoding, code):
    found = problem_of(person(first_name=name), encoding)
    assert (found and found.code) == code


def test_the_report_names_the_signs_and_the_way_out():
    found = problem_of(person(last_name="Žižek"), "iso-8859-9")
    assert "«Ž»" in str(found.sentence)
    assert "UTF-8 kodlamalı ayrı bir dosya" in str(found.sentence)
    assert strange_signs("Žiž", "iso-8859-9") == ["Ž"]


def test_a_name_that_does_not_fit_never_becomes_a_number():
    with pytest.raises(UnicodeEncodeError):
        entry_xml(WORKPLACE, [person(last_name="Žižek")], CODES, "iso-8859-9")


def test_a_wrong_identity_number_stands_in_no_file():
    assert problem_of(person(tckn="12345678901"), "utf-8").code == "tckn"


def test_title_and_address_are_cut_at_the_field_s_length():
    short = dataclasses.replace(CODES, title_chars=50, address_chars=50)
    long = dataclasses.replace(WORKPLACE, title="i" * 60, address="Uzun sokak " * 20)
    workplace = etree.fromstring(entry_xml(long, [person()], short, "utf-8"))[0]
    assert workplace.get("ISYERIUNVAN") == "İ" * 50
    assert workplace.get("ISYERIADRES") == ("UZUN SOKAK " * 20)[:50].rstrip()


@pytest.mark.parametrize(
    ("workplace", "people", "codes"),
    [
        (dataclasses.replace(WORKPLACE, registry_number="1" * 20), [person()], CODES),
        (dataclasses.replace(WORKPLACE, agent_number="0"), [person()], CODES),
        (WORKPLACE, [person(occupation="990101")], CODES),
        (WORKPLACE, [person(tckn="0")], CODES),
        (WORKPLACE, [person(), person()], CODES),  # the same person twice
        (WORKPLACE, [], CODES),
        (WORKPLACE, [person()], dataclasses.replace(CODES, duty_code="beş")),
    ],
)
def test_what_our_schema_refuses_never_leaves(workplace, people, codes):
    with pytest.raises(SchemaError) as refused:
        entry_xml(workplace, people, codes, "utf-8")
    assert valid_tckn(1) not in str(refused.value)


def test_the_schema_follows_no_entity():
    bomb = b'<!DOCTYPE a [<!ENTITY b "x">]><SGK4AISEGIRIS>&b;</SGK4AISEGIRIS>'
    with pytest.raises(SchemaError):
        writing.check(bomb)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2" * 21, ("2" * 21, "")),
        ("2 8510 01 01 1234567 011 11-79 001", ("285100101123456701111", "001")),
        ("12345678901234567890199007", ("123456789012345678901", "007")),
        ("1" * 25, None),
        ("x" * 21, None),
        ("", None),
    ],
)
def test_a_pasted_number_of_26_digits_is_split(typed, expected):
    assert split_registry(typed) == expected


def test_the_table_has_the_same_people_and_the_university_s_own_columns():
    rows = [
        sheet.SheetRow(one, dt.date(2024, 8, 9), 20, "2020", "Mühendislik", "DSİ", True, dt.date(2024, 5, 14))
        for one in crowd(3)
    ]
    content = sheet.workbook(rows, CODES, exits=False)
    assert content == sheet.workbook(rows, CODES, exits=False)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    for word in ("TCKNO", "İşveren", "Belge türü", "DSİ", rows[0].person.tckn, turkish.upper(rows[0].person.last_name)):
        assert word in texts
