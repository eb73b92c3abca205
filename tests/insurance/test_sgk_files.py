"""Files for SGK: who stands in one and who does not, and why; the same bytes each time they are taken."""

import dataclasses
import datetime as dt
import hashlib

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from lxml import etree
from psycopg.types.range import DateRange

from insurance.models import InsuranceCase, InsuranceTask, SgkDownload, SgkFile, SgkFileRow, SgkWorkplace
from insurance.selectors.sgk import cases_in_scope, entry_rows, exit_rows, grouped
from insurance.services.case_moves import declare_entry
from insurance.services.sgk_files import make_file, take_file
from offers.models import Placement
from tests.factories import OfficialFactory, UniversityFactory, moment
from tests.insurance.sgk_world import SgkWorld, make_sgk_world
from tests.insurance.world import entry_document, unit_named
from tests.keeping import kept
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db


@kept
def two(at) -> SgkWorld:
    return make_sgk_world(at, "İrem Işıl Çağlayan", "Žofia O'Neill")


def rows_of(world: SgkWorld):
    return entry_rows(cases_in_scope(world.officer), world.workplace.university_id)


def test_the_file_names_the_university_and_never_the_host(two):
    made = two.make()
    content = take_file(actor=two.officer, file_id=made.file.pk, part="xml")
    root = etree.fromstring(content)
    assert (root.tag, root[0].get("ISYERISICIL"), root[0].get("ISYERIUNVAN")) == (
        "SGK4AISEGIRIS",
        "2" * 21,
        "REKTÖRLÜK",
    )
    assert [(row.get("AD"), row.get("SOYAD"), row.get("ISEGIRISTARIHI")) for row in root[1]] == [
        ("İREM IŞIL", "ÇAĞLAYAN", "2024-08-05"), ("ŽOFİA", "O'NEİLL", "2024-08-05"),
    ]  # fmt: skip
    host = two.world.position.employer.name
    assert host.encode() not in content
    assert [row.outcome for row in made.file.rows.all()] == ["waiting", "waiting"]


def test_a_name_the_encoding_cannot_hold_is_left_out_with_person_and_way_out(two):
    made = two.make(encoding="iso-8859-9")
    (left,) = made.left_out
    assert left.name == "Žofia O'Neill"
    assert "«Ž», ISO-8859-9 kodlamasında yok" in str(left.reason)
    content = take_file(actor=two.officer, file_id=made.file.pk, part="xml")
    assert content.decode("iso-8859-9").count("<SIGORTALI ") == 1
    assert b"&#" not in content


def test_the_same_bytes_come_each_time_and_who_took_them_is_on_record(two, at):
    file = two.make().file
    first = take_file(actor=two.officer, file_id=file.pk, part="xml")
    at("2024-05-21 09:00")
    assert take_file(actor=two.officer, file_id=file.pk, part="xml") == first
    sheet = take_file(actor=two.officer, file_id=file.pk, part="xlsx")
    assert hashlib.sha256(first).hexdigest() == file.sha256
    assert hashlib.sha256(sheet).hexdigest() == file.sheet_sha256
    assert [(one.part, one.taken_by) for one in SgkDownload.objects.order_by("pk")] == [
        ("xml", two.officer), ("xml", two.officer), ("xlsx", two.officer),
    ]  # fmt: skip


def test_at_rest_no_identity_number_can_be_read(two):
    file = two.make().file
    for name in (file.content.name, file.sheet.name):
        with default_storage.open(name) as stored:
            kept = stored.read()
        assert two.placements[0].student.tckn.encode() not in kept
        assert not kept.startswith((b"<?xml", b"PK"))


def test_a_damaged_file_is_a_sentence(two):
    file = two.make().file
    default_storage.delete(file.content.name)
    with pytest.raises(RuleViolation) as refused:
        take_file(actor=two.officer, file_id=file.pk, part="xml")
    assert refused.value.code == "sgk_damaged"
    assert not SgkDownload.objects.exists()


def test_two_clicks_make_one_file(two):
    first = two.make().file
    with pytest.raises(RuleViolation) as refused:
        two.make()
    assert refused.value.code == "sgk_nobody"
    assert f"{first.pk} numaralı dosyada" in str(refused.value)
    again = make_file(
        actor=two.officer, kind="entry", workplace_id=two.workplace.pk, case_ids=[], again={two.cases[0].pk: first.pk}
    )
    assert again.file.rows.count() == 1


@pytest.mark.parametrize("now", ["2024-08-05 00:00", "2024-08-05 09:00", "2024-08-06 09:00"])
def test_nobody_whose_start_is_today_or_past_is_in_a_file(two, at, now):
    """B1: neither for the same day nor for the past."""
    at(now)
    assert all("aynı güne ya da geçmişe" in str(row.problem) for row in rows_of(two))
    with pytest.raises(RuleViolation):
        two.make()


def test_the_day_before_is_late_but_still_possible(two, at):
    """The portal plans for the last working day, Friday 2 August; the law ends on Sunday."""
    assert [(row.by, row.is_late) for row in rows_of(two)] == [(dt.date(2024, 8, 2), False)] * 2
    at("2024-08-04 23:00")
    for case in two.cases:
        InsuranceCase.objects.filter(pk=case.pk).update(record_checked_at=dt.datetime(2024, 8, 4, 8, tzinfo=dt.UTC))
    assert [(row.is_late, row.is_ready) for row in rows_of(two)] == [(True, True)] * 2
    assert two.make().file.rows.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"has_health_cover": None}, "belge türü (22 / 43) seçilemez"),
        ({"record_stops": True}, "Öğrencilik kaydı sigorta girişine engel"),
        ({"record_checked_at": None}, "Öğrencilik kaydına son üç gün içinde bakılmadı"),
    ],
)
def test_what_is_not_known_keeps_somebody_out(two, fields, words):
    InsuranceCase.objects.filter(pk=two.cases[0].pk).update(**fields)
    made = two.make()
    assert words in str(made.left_out[0].reason)
    assert made.file.rows.get().case == two.cases[1]


def test_without_papers_nobody_is_on_the_desk(at):
    world = make_sgk_world(at, "Ayşe Çınar", ready=False)
    assert rows_of(world) == []


def test_an_open_first_entry_keeps_the_second_out(at, two):
    """B8: the second entry waits for the first one's exit."""
    declare_entry(case_id=two.cases[0].pk, actor=two.officer)
    later = DateRange(dt.date(2024, 9, 16), dt.date(2024, 10, 12))
    Placement.objects.filter(pk=two.placements[1].pk).update(student=two.placements[0].student, dates=later, version=2)
    (row,) = rows_of(two)
    assert "Önceki stajının sigorta çıkışı bildirilmemiş" in str(row.problem)


def test_a_unit_s_own_workplace_goes_before_the_general_one(two):
    own = SgkWorkplace.objects.create(
        university=two.workplace.university, unit=two.placements[0].department.unit, registry_number="3" * 21,
        title="Mühendislik", address="Gülümbe",
    )  # fmt: skip
    (group,) = grouped(rows_of(two))
    assert group.workplace == own
    with pytest.raises(RuleViolation):  # the general workplace has nobody left
        two.make()


def test_without_a_workplace_nobody_can_be_declared(two):
    SgkWorkplace.objects.all().delete()
    assert all("SGK işyeri tanımlı değil" in str(row.problem) for row in rows_of(two))


def test_only_officers_of_the_unit_see_and_make(two, at):
    stranger = OfficialFactory(
        university=two.workplace.university, unit=unit_named("fen"), role=UniversityRole.INSURANCE
    ).user
    file = two.make().file
    assert rows_of(dataclasses.replace(two, officer=stranger)) == []
    with pytest.raises(SgkFile.DoesNotExist):
        take_file(actor=stranger, file_id=file.pk, part="xml")
    other = OfficialFactory(university=UniversityFactory(code="baska")).user
    with pytest.raises(SgkWorkplace.DoesNotExist):
        make_file(actor=other, kind="entry", workplace_id=two.workplace.pk, case_ids=[two.cases[0].pk])


def test_the_files_themselves_never_change(two):
    from django.db import DatabaseError, transaction  # noqa: PLC0415

    file = two.make().file
    with pytest.raises(DatabaseError), transaction.atomic():
        SgkFile.objects.filter(pk=file.pk).update(sha256="0" * 64)
    assert SgkFileRow.objects.filter(file=file).count() == 2


def test_the_exit_is_due_after_the_last_day_with_the_entry_s_document_type(two, at):
    from insurance.services.case_moves import share_entry  # noqa: PLC0415

    entry = declare_entry(case_id=two.cases[0].pk, actor=two.officer)
    at("2024-09-02 12:00")
    cases = cases_in_scope(two.officer)
    assert exit_rows(cases, two.workplace.university_id) == []
    at("2024-09-03 09:00")
    (row,) = exit_rows(cases, two.workplace.university_id)
    assert "Önce belgeyi paylaşın" in str(row.problem)
    share_entry(case_id=entry.case_id, document=entry_document(two.officer), actor=two.officer)
    (row,) = exit_rows(cases, two.workplace.university_id)
    assert (row.problem, row.person.day, row.by) == ("", dt.date(2024, 9, 2), dt.date(2024, 9, 12))
    made = two.make("exit")
    root = etree.fromstring(take_file(actor=two.officer, file_id=made.file.pk, part="xml"))
    assert root[1][0].get("ISTENCIKISTARIHI") == "2024-09-02"
    assert [(one.tag, one.get("BELGETURU")) for one in root[1][0]] == [
        ("ONCEKIDONEM", "22"), ("BULUNDUGUMUZDONEM", "22"),
    ]  # fmt: skip
    assert made.file.rows.get().entry == entry


def test_the_page_makes_a_file_and_hands_it_out(two, client):
    enter(client, two.officer)
    page = client.get(reverse("insurance:sgk")).content.decode()
    assert "2 stajyer girişe hazır" in page
    typed = {
        "kind": "entry", "workplace": two.workplace.pk, "encoding": "iso-8859-9",
        "case": [case.pk for case in two.cases],
    }  # fmt: skip
    made = client.post(reverse("insurance:sgk-make"), typed, follow=True)
    said = made.content.decode()
    assert "1 kişilik dosya hazır." in said
    assert "Dosyaya girmeyen 1 kişi" in said
    file = SgkFile.objects.get()
    taken = client.post(reverse("insurance:sgk-download", args=[file.pk]), {"bicim": "xml"})
    assert hashlib.sha256(taken.content).hexdigest() == file.sha256
    assert taken["Content-Disposition"] == f'attachment; filename="sgk-entry-{file.pk}.xml"'
    shown = client.get(reverse("insurance:sgk-file", args=[file.pk])).content.decode()
    assert two.officer.full_name in shown
    assert two.placements[0].student.tckn not in page + said + shown


def test_choosing_nobody_says_so_and_keeps_the_page(two, client):
    enter(client, two.officer)
    refused = client.post(reverse("insurance:sgk-make"), {"kind": "entry", "workplace": two.workplace.pk})
    assert refused.status_code == 422
    assert "en az bir kişi seçin" in refused.content.decode()
    assert not SgkFile.objects.exists()


def test_a_moved_start_makes_a_new_entry_after_the_old_one_is_deleted(two, at):
    entry = declare_entry(case_id=two.cases[0].pk, actor=two.officer)
    assert [row.case for row in rows_of(two)] == [two.cases[1]]
    InsuranceTask.objects.create(
        case=entry.case, kind="change_entry", left_on=entry.starts_on, due_at=moment("2024-08-06 23:59"),
        made_at=moment("2024-05-21 09:00"),
    )  # fmt: skip
    moved = next(row for row in rows_of(two) if row.case == two.cases[0])
    assert (moved.has_moved, moved.problem) == (True, "")
