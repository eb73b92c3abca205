"""SGK's entry documents: matched by the surest sign, questions asked where there is doubt, shared one by one."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfWriter

from insurance.models import EntryDocument, EntryDocumentBatch
from insurance.services.case_moves import declare_entry
from insurance.services.sgk_documents import (
    match_by_hand,
    read_documents,
    receive_documents,
    share_documents,
)
from insurance.sgk.matching import MAX_FILES, Wanted, match, unpacked
from insurance.states import CaseState
from offers.models import HandedInDocument, RequestedDocument
from tests.factories import StudentFactory, valid_tckn
from tests.insurance.sgk_world import make_sgk_world
from tests.people import enter
from usp.core.errors import RuleViolation
from usp.documents.access import may_see_upload

AYSE = Wanted(1, f"#{valid_tckn(1)}", "Ayşe Çınar", "881201")
SUKRU = Wanted(2, f"#{valid_tckn(2)}", "Şükrü Iğdır")
NAMESAKE = Wanted(3, f"#{valid_tckn(3)}", "Ayşe Çınar")


@pytest.mark.parametrize(
    ("text", "name", "found", "by"),
    [
        ("Referans Kodu: 881201", "a.pdf", (1,), "reference"),
        (f"TCKN {valid_tckn(2)}", "a.pdf", (2,), "number"),
        ("", f"bildirge_{valid_tckn(2)}.pdf", (2,), "number"),
        ("Adı Soyadı: ŞÜKRÜ IĞDIR", "a.pdf", (2,), "name"),
        ("", "sukru-igdir.pdf", (2,), "name"),
        (f"{valid_tckn(1)} ŞÜKRÜ IĞDIR yetkili", "a.pdf", (1,), "number"),
        ("AYŞE ÇINAR", "a.pdf", (1, 3), "name"),
        (f"{valid_tckn(1)} {valid_tckn(2)}", "a.pdf", (1, 2), "number"),
        ("Ayşe Çınarlı", "a.pdf", (), ""),
        ("12345678901", "a.pdf", (), ""),
        ("", "tarama.pdf", (), ""),
    ],
)
def test_the_surest_sign_decides(text, name, found, by):
    got = match([AYSE, SUKRU, NAMESAKE], text, name, lambda number: f"#{number}")
    assert (got.case_ids, got.found_by) == (found, by)


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_a_zip_gives_its_files_without_folders_and_hidden_ones():
    content = packed({"belgeler/şükrü.pdf": b"%PDF-1", "__MACOSX/x.pdf": b"x", "belgeler/.DS_Store": b"x"})
    assert list(unpacked(content)) == [("şükrü.pdf", b"%PDF-1")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed({"a.pdf": b"0" * (2 * 1024 * 1024 + 1)}), "zip_bomb"),
        (packed({f"{number}.pdf": b"0" * 2_000_000 for number in range(33)}), "zip_bomb"),
        (packed({f"{number}.pdf": b"" for number in range(MAX_FILES + 1)}), "zip_files"),
        (b"PK\x03\x04broken", "zip_unreadable"),
    ],
)
def test_zips_that_grow_beyond_measure_are_refused(content, code):
    with pytest.raises(RuleViolation) as refused:
        list(unpacked(content))
    assert refused.value.code == code


# --- read, matched, shared -------------------------------------------------------------------------------------------


def pdf(name: str) -> SimpleUploadedFile:
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(target)
    return SimpleUploadedFile(name, target.getvalue())


@pytest.fixture
def two(at):
    world = make_sgk_world(at, "Ayşe Çınar", "Şükrü Iğdır")
    for case in world.cases:
        declare_entry(case_id=case.pk, actor=world.officer, reference="" if case == world.cases[0] else "99887766")
    return world


@pytest.mark.django_db
def test_matched_documents_are_shared_and_put_where_the_employer_asks_for_them(two):
    asked = RequestedDocument.objects.create(position=two.world.position, kind="entry_document")
    number = two.placements[0].student.tckn
    files = [pdf(f"{number}.pdf"), pdf("99887766.pdf"), pdf(f"{number} kopya.pdf"), pdf("tarama.pdf"),
             SimpleUploadedFile("sahte.pdf", b"PKno")]  # fmt: skip
    with pytest.raises(RuleViolation):
        receive_documents(actor=two.officer, files=files)  # one of them is no ZIP: nothing is kept
    batch = receive_documents(actor=two.officer, files=files[:4])
    kept = batch.documents.first()
    assert number.encode() not in bytes(kept.raw)
    assert read_documents(batch_id=batch.pk) == 0
    rows = list(EntryDocument.objects.order_by("pk"))
    assert [(row.case_id, row.found_by) for row in rows] == [
        (two.cases[0].pk, "number"), (two.cases[1].pk, "reference"), (None, "number"), (None, ""),
    ]  # fmt: skip
    assert all(number not in row.name for row in rows)
    assert rows[0].raw is None
    upload, stranger = rows[0].upload, StudentFactory().user
    student, employer = two.placements[0].student.user, two.world.employer_user
    assert [may_see_upload(user, upload) for user in (two.officer, student, employer, stranger)] == [
        True, False, False, False,
    ]  # fmt: skip
    shared = share_documents(actor=two.officer, batch=batch, document_ids=[row.pk for row in rows])
    assert (shared.number, shared.failed) == (2, ())
    assert [case.state for case in two.cases] == [CaseState.ENTRY_SHARED] * 2
    assert [may_see_upload(user, upload) for user in (student, employer, stranger)] == [True, True, False]
    assert HandedInDocument.objects.filter(requested=asked, file=upload).exists()
    assert share_documents(actor=two.officer, batch=batch, document_ids=[rows[0].pk]).number == 0


@pytest.mark.django_db
def test_what_matches_nobody_is_given_by_hand_and_one_person_has_one_document(two, client):
    batch = receive_documents(actor=two.officer, files=[pdf("tarama.pdf"), pdf("ayse_cinar.pdf")])
    enter(client, two.officer)
    page = reverse("insurance:sgk-batch", args=[batch.pk])
    assert "2 belgeden 2 tanesi okunuyor" in client.get(page).content.decode()
    client.post(reverse("insurance:sgk-batch-read", args=[batch.pk]))
    scan, ayse = batch.documents.order_by("pk")
    assert ayse.case == two.cases[0]
    hand = reverse("insurance:sgk-batch-match", args=[batch.pk])
    said = client.post(hand, {f"belge-{scan.pk}": str(two.cases[0].pk)}, follow=True).content.decode()
    assert "başka bir belge eşleşti" in said
    said = client.post(hand, {f"belge-{scan.pk}": str(two.cases[1].pk)}, follow=True).content.decode()
    assert "2 giriş belgesi paylaşılmaya hazır" in said
    share = reverse("insurance:sgk-batch-share", args=[batch.pk])
    assert "en az bir belge" in client.post(share, follow=True).content.decode()
    said = client.post(share, {"document": [scan.pk]}, follow=True).content.decode()
    assert "1 giriş belgesi öğrenci ve işverenle paylaşıldı" in said
    assert two.cases[1].state == CaseState.ENTRY_SHARED
    with pytest.raises(RuleViolation):
        match_by_hand(actor=two.officer, document_id=scan.pk, case_id=None)


@pytest.mark.django_db
def test_a_file_that_may_not_come_in_says_why_and_the_page_refuses_nothing_else(two, client):
    enter(client, two.officer)
    page = reverse("insurance:sgk-documents")
    assert client.post(page).status_code == 422
    sent = client.post(page, {"documents": [SimpleUploadedFile("ayse_cinar.pdf", b"<html>"), pdf("sukru igdir.pdf")]})
    batch = EntryDocumentBatch.objects.get()
    assert sent.status_code == 302
    read_documents(batch_id=batch.pk)
    refused, good = batch.documents.order_by("pk")
    assert "Bu dosya türü kabul edilmiyor" in refused.refusal
    assert good.case == two.cases[1]
