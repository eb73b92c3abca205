"""The intern list narrowed, sorted, with chosen columns, and taken away as a file."""

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from insurance.intern_columns import KEYS, USUAL, chosen
from insurance.models import InternExport, InternListSettings
from insurance.selectors.interns import InternQuery, found
from insurance.services.contacts import log_contact
from insurance.services.list_events import save_list_settings
from insurance.services.list_export import take_interns
from offers.services.ending import cancel_placement
from tests.factories import OfficialFactory, UniversityFactory
from tests.insurance.world import place, unit_named
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import browser
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
LIST = "/kariyer-merkezi/stajyerler/"


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


@kept
def pair(world, at):
    """Two interns of two faculties: Ayşe was asked and will do it, Şükrü was not asked."""
    first = place(world, at, unit=unit_named("muhendislik"), name="Ayşe Çınar")
    second = place(world, at, unit=unit_named("sanat"), name="Şükrü Iğdır")
    official = OfficialFactory().user
    log_contact(placement_id=first.pk, way="phone", intends="yes", been_to_unit="no", actor=official)
    return first, second, official


def names(user, **wanted) -> list[str]:
    return [str(one.student) for one in found(user, InternQuery(**wanted)).select_related("student")]


FILTERS = [
    ({"text": "sukru"}, 1),
    ({"text": "IĞDIR"}, 1),
    ({"employer": "devlet SU"}, 2),
    ({"employer": "yok böyle"}, 0),
    ({"contact": "none"}, 1),
    ({"contact": "intends:yes"}, 1),
    ({"contact": "intends:no"}, 0),
    ({"contact": "been_to_unit:no"}, 1),
    ({"papers": "waiting"}, 2),
    ({"papers": "received"}, 0),
    ({"case": "awaiting_papers"}, 2),
    ({"case": "entry_shared"}, 0),
    ({"starts_from": dt.date(2024, 1, 1), "starts_to": dt.date(2024, 12, 31)}, 2),
    ({"starts_from": dt.date(2025, 1, 1)}, 0),
    ({"tab": "others"}, 0),
    ({"tab": "cancelled"}, 0),
]


def test_each_filter_leaves_whom_it_says(pair):
    assert [len(names(pair[2], **wanted)) for wanted, _left in FILTERS] == [left for _wanted, left in FILTERS]


def test_filters_are_read_from_the_address_and_nonsense_is_not_chosen(pair):
    first, _second, official = pair
    reader = browser(official)
    unit = first.application.department.unit
    page = reader.get(LIST, {"unit": unit.pk, "department": first.application.department_id, "contact": "intends:yes"})
    assert "Ayşe Çınar" in page.content.decode()
    assert "Şükrü Iğdır" not in page.content.decode()
    wild = {"unit": "x", "department": "-1", "case": "yok", "starts_from": "dün", "order": "';--", "papers": "z" * 200}
    both = reader.get(LIST, wild).content.decode()
    assert "Ayşe Çınar" in both
    assert "Şükrü Iğdır" in both


def test_names_stand_in_the_order_of_the_alphabet_in_the_list_and_in_its_file(pair):
    """C before Ç, I before İ: folded names would mix them."""
    *placements, official = pair
    for placement, (first, last) in zip(placements, (("Çağla", "Iğdır"), ("Cem", "İnci")), strict=True):
        student = placement.student
        student.first_name, student.last_name = first, last
        student.save()
    assert names(official, order="name") == ["Cem İnci", "Çağla Iğdır"]
    reply = browser(official).post(reverse("insurance:interns-file"), {"order": "name", "sekme": "all"})
    assert [row[0][1] for row in read(reply.content)[1:]] == ["Cem İnci", "Çağla Iğdır"]


def test_every_order_goes_both_ways(pair):
    official = pair[2]
    for order in ("due", "name", "start", "employer", "new"):
        assert names(official, order=order) == names(official, order=f"-{order}")[::-1], order
    assert names(official, order="name") == ["Ayşe Çınar", "Şükrü Iğdır"]


def test_a_cancelled_intern_stays_struck_through_with_day_and_side(world, at, client):
    placement = place(world, at, name="Ayşe Çınar")
    at("2024-05-20 10:00")
    cancel_placement(placement_id=placement.pk, ending="employer", actor=world.employer_user)
    page = browser(OfficialFactory().user).get(LIST, {"sekme": "cancelled"}).content.decode()
    assert "<s>Ayşe Çınar</s>" in page
    assert "20 May, işveren" in page


def test_chosen_columns_are_kept_in_the_list_s_order_and_shown(pair):
    official = pair[2]
    reader = browser(official)
    address = reverse("insurance:intern-columns")
    assert reader.post(address, {"columns": ["phone", "student_no"]}).status_code == 302
    kept = InternListSettings.objects.get(user=official)
    assert (kept.columns, kept.wants_digest) == (["student_no", "phone"], False)
    page = reader.get(LIST).content.decode()
    assert 'data-label="Telefon"' in page
    assert 'data-label="Sigorta"' not in page
    assert reader.post(address, {"columns": ["tckn"]}).status_code == 422
    assert reader.post(address, {}).status_code == 422
    with pytest.raises(RuleViolation):
        save_list_settings(actor=official, columns=[], wants_digest=True, known=KEYS)


def test_columns_that_no_longer_exist_fall_back_to_the_usual():
    assert [column.key for column in chosen(["yok"])] == list(USUAL)


def read(content: bytes) -> list[list[tuple[str, str]]]:
    """(type, text) of each cell, row by row; a day is a number."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row if cell.tag.endswith("}c")]
        for row in root.iter()
        if row.tag.endswith("}row")
    ]


def test_the_file_holds_what_is_filtered_with_the_chosen_columns_and_is_logged(pair):
    first, _second, official = pair
    save_list_settings(actor=official, columns=["dates", "contact"], wants_digest=True, known=KEYS)
    reply = browser(official).post(reverse("insurance:interns-file"), {"q": "ayse", "sekme": "all"})
    assert reply["Cache-Control"] == "no-store, private"
    head, row = read(reply.content)
    assert [text for _type, text in head[:3]] == ["Öğrenci", "Staj durumu", "Başlangıç"]
    assert row[0] == ("inlineStr", "Ayşe Çınar")
    assert row[2] == ("n", str((first.first_day - dt.date(1899, 12, 30)).days))
    assert row[5] == ("inlineStr", "yapacak")
    (log,) = InternExport.objects.all()
    assert (log.exported_by, log.rows, log.columns) == (official, 1, ["dates", "contact"])
    assert "q=ayse" in log.query


def test_a_name_that_looks_like_a_formula_is_text(world, at):
    placement, manager = place(world, at), OfficialFactory().user
    for name in ("=HYPERLINK(1)", "+90", "-2+3", "@SUM(1)"):
        placement.student.first_name = name
        placement.student.save()
        content = take_interns(query=InternQuery(), address="", actor=manager)
        kind, text = read(content)[1][0]
        assert (kind, text.startswith(name)) == ("inlineStr", True)
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_an_empty_file_is_not_made(world):
    manager = OfficialFactory(university=UniversityFactory(code="baska")).user
    reply = browser(manager).post(reverse("insurance:interns-file"), {})
    assert reply["Location"] == LIST
    assert not InternExport.objects.exists()
