"""What comes in, what does not and why, who sees it, and what becomes of files that nobody kept."""

import datetime as dt
import io
import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from PIL import Image

from tests.documents.conftest import files_in
from tests.documents.lies import LIES, damaged_object, damaged_page, lie, pdf, photo_with_place, picture, proof
from tests.factories import UserFactory
from tests.full_disk import full_disk
from tests.people import enter
from usp.core.errors import RuleViolation
from usp.documents import access, inspection, uploads
from usp.documents.models import FileType, Upload
from usp.documents.receiving import BoundedUploadHandler
from usp.documents.services.cleanup import SPARED, forget_unused_uploads, remove_orphans
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import (
    MAX_BODY_BYTES,
    PICTURE_TYPES,
    UploadField,
    checked_pdf_with_text,
    checked_upload,
    clean_name,
)


@pytest.mark.parametrize("name", LIES)
def test_every_lie_ends_in_its_own_sentence(name):
    with pytest.raises(RuleViolation) as refusal:
        checked_upload(lie(name))
    assert refusal.value.code == f"upload_{LIES[name][2]}"
    assert str(refusal.value).endswith(".")


def test_a_process_of_its_own_opens_the_file():
    assert checked_upload(SimpleUploadedFile("foto.png", picture("PNG"))).pages == 1
    with pytest.raises(RuleViolation) as refusal:
        checked_upload(lie("zip bomb PDF"))
    assert refusal.value.code == "upload_bomb"


def inspection_of_ours() -> int | None:
    """The process that inspects a file for this one, once it runs."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and inspection.__file__.encode() in (folder / "cmdline").read_bytes():
                return int(folder.name)
    return None


def test_a_process_that_is_killed_is_a_sentence(caplog):
    def kill() -> None:
        until = time.monotonic() + 10
        while (process := inspection_of_ours()) is None and time.monotonic() < until:
            time.sleep(0.005)
        if process:
            os.kill(process, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    with pytest.raises(RuleViolation) as refusal:
        checked_upload(proof())
    killer.join(10)
    assert (refusal.value.code, "an inspection ended with -9" in caplog.text) == ("upload_bomb", True)


def test_what_cannot_be_read_of_a_pdf_comes_in_and_is_in_the_log(caplog):
    whole, broken = pdf(2), pdf(2, damaged_page)
    assert checked_pdf_with_text("belge.pdf", whole)[0].pages == 2
    assert "could not be read" not in caplog.text
    checked, text = checked_pdf_with_text("belge.pdf", broken)
    assert (checked.pages, text.strip()) == (2, "")
    assert "of a PDF of 2 pages, 0 objects and the text of 1 pages could not be read" in caplog.text
    caplog.clear()
    assert checked_upload(SimpleUploadedFile("belge.pdf", damaged_object())).pages == 1
    assert "of a PDF of 1 pages, 1 objects and the text of 0 pages could not be read" in caplog.text


@pytest.mark.parametrize(
    ("file", "name", "pages"),
    [
        (lambda: SimpleUploadedFile("Diploma Şubat.PDF", pdf(3)), "Diploma Şubat.pdf", 3),
        (lambda: SimpleUploadedFile("foto.JPEG", picture()), "foto.jpg", 1),
        (lambda: SimpleUploadedFile("ekran", picture("PNG")), "ekran.png", 1),
    ],
)
def test_honest_files_come_in(file, name, pages):
    checked = checked_upload(file())
    assert (checked.name, checked.pages) == (name, pages)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Belgeler\\not.pdf", "not.pdf"),
        ("rapor.exe.pdf", "rapor_exe.pdf"),
        ("CV_12.03.2024.pdf", "CV_12.03.2024.pdf"),
        ("gizli\u202efdp.pdf", "gizlifdp.pdf"),
        ("satır\nbaşı\x00.pdf", "satırbaşı.pdf"),
        (".pdf", "belge.pdf"),
        ("...pdf", "belge.pdf"),
        ("a" * 300 + ".pdf", "a" * 140 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere(given, kept):
    assert clean_name(given, FileType.PDF) == kept


def test_a_photo_is_drawn_anew_upright_and_without_its_place():
    checked = checked_upload(SimpleUploadedFile("foto.jpg", photo_with_place()))
    drawn = Image.open(io.BytesIO(checked.content))
    assert (drawn.size, dict(drawn.getexif())) == ((30, 40), {})
    assert b"script" not in checked.content


def test_a_large_photo_becomes_a_page_at_300_dpi():
    checked = checked_upload(SimpleUploadedFile("foto.jpg", picture(size=(6000, 4000))))
    assert Image.open(io.BytesIO(checked.content)).size == (3508, 2339)


def test_a_page_may_take_pictures_only():
    with pytest.raises(RuleViolation) as refusal:
        checked_upload(proof(), PICTURE_TYPES)
    assert refusal.value.code == "upload_pictures_only"


def test_the_field_says_the_sentence_and_names_its_types_to_the_browser():
    field = UploadField(allowed=PICTURE_TYPES, required=False)
    assert field.clean(None) is None
    with pytest.raises(Exception, match="SVG"):
        field.clean(lie("SVG called PNG"))
    assert field.widget.attrs["accept"] == "image/jpeg,image/png"


# --- taking in -------------------------------------------------------------------------------------------------------


def test_half_a_gigabyte_is_refused_before_it_is_read(rf: RequestFactory):
    handler = BoundedUploadHandler(rf.post("/"))
    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(io.BytesIO(), {}, 500 * 1024 * 1024, b"x")
    handler.handle_raw_input(io.BytesIO(), {}, MAX_BODY_BYTES, b"x")


def test_a_file_over_the_limit_stops_growing_and_the_rest_of_the_form_arrives(rf: RequestFactory):
    request = rf.post("/", {"title": "Proje", "file": lie("11 MB")})
    sent = request.FILES["file"]
    assert isinstance(sent, TemporaryUploadedFile)
    assert (request.POST["title"], sent.size > uploads.MAX_BYTES) == ("Proje", True)
    assert os.path.getsize(sent.temporary_file_path()) <= uploads.MAX_BYTES + 64 * 1024
    sent.close()


@pytest.mark.parametrize("room", [0, 1_000_000, 3_000_000 - 10])
def test_a_temporary_folder_that_is_full_is_a_sentence(rf: RequestFactory, room):
    request = rf.post("/", {"title": "Proje", "file": SimpleUploadedFile("belge.pdf", b"%PDF-".ljust(3_000_000))})
    with full_disk(room):
        broken = request.FILES["file"]
        assert request.POST["title"] == "Proje"
        with pytest.raises(RuleViolation) as refusal:
            checked_upload(broken)
    request.close()
    assert refusal.value.code == "upload_unread"


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(user, store):
    checked = checked_upload(proof())
    with full_disk(room=100), pytest.raises(RuleViolation) as refusal:
        store_upload(actor=user, file=checked, purpose="proof")
    assert (refusal.value.code, Upload.objects.count(), files_in(store)) == ("storage", 0, [])


# --- keeping ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def user(db):
    return UserFactory(kind="student")


@pytest.fixture
def upload(user, store):
    return store_upload(actor=user, file=proof("Sertifika.pdf"), purpose="proof")


def test_a_file_lies_under_a_name_that_says_nothing(upload, store):
    (path,) = files_in(store)
    assert "Sertifika" not in str(path)
    assert (upload.name, upload.pages, upload.size) == ("Sertifika.pdf", 1, path.stat().st_size)


def test_the_same_file_twice_is_two_acts_of_sending(upload, user, store):
    again = store_upload(actor=user, file=proof(), purpose="proof")
    assert (again.pk != upload.pk, again.sha256, len(files_in(store))) == (True, upload.sha256, 2)


def test_a_row_never_changes(upload):
    with pytest.raises(DatabaseError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(name="başka.pdf")


def test_nobody_fills_the_disk_one_small_file_at_a_time(user, store, at):
    now = at("2024-02-01 10:00")
    Upload.objects.bulk_create(
        Upload(
            owner=user, purpose="proof", name="a.pdf", content_type=FileType.PDF, size=1, pages=1, sha256="0" * 64,
            file=f"uploads/{number}.pdf", created_at=now - dt.timedelta(minutes=61 if number == 119 else 59),
        )
        for number in range(120)
    )  # fmt: skip
    checked = checked_upload(proof())
    store_upload(actor=user, file=checked, purpose="proof")
    with pytest.raises(RuleViolation) as refusal:
        store_upload(actor=user, file=checked, purpose="proof")
    assert (refusal.value.code, len(files_in(store))) == ("upload_flood", 1)
    at("2024-02-01 11:00")
    assert store_upload(actor=user, file=checked, purpose="proof").pk


def test_what_nobody_kept_goes_after_a_day(upload, store, at):
    assert forget_unused_uploads() == 0
    at(dt.datetime.now(dt.UTC) + SPARED + dt.timedelta(minutes=1))
    for path in files_in(store):
        os.utime(path, (0, path.stat().st_mtime - SPARED.total_seconds() - 60))
    assert (remove_orphans(), Upload.objects.count(), files_in(store)) == (1, 0, [])


# --- showing ---------------------------------------------------------------------------------------------------------


def ask(user, upload, query=""):
    client = Client()
    if user is not None:
        enter(client, user)
    return client.get(reverse("documents:upload", args=[upload.pk]) + query)


def test_the_sender_sees_the_file_and_strangers_do_not(upload, user):
    shown = ask(user, upload)
    assert shown.content == pdf()
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == 'inline; filename="Sertifika.pdf"'
    assert (shown["X-Content-Type-Options"], shown["X-Frame-Options"]) == ("nosniff", "SAMEORIGIN")
    assert shown["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" in shown["Cache-Control"]
    assert ask(user, upload, "?indir=1")["Content-Disposition"].startswith("attachment")
    assert ask(UserFactory(kind="student"), upload).status_code == 404
    assert ask(None, upload).status_code == 302


def test_whom_the_purpose_names_sees_it_as_well(user, store):
    official, purpose = UserFactory(kind="student"), "test_purpose"  # no page of the portal keeps files for this
    upload = store_upload(actor=user, file=proof(), purpose=purpose)
    access.register_upload_access(purpose, lambda asking, file: asking == official and file == upload)
    assert ask(official, upload).status_code == 200
    with pytest.raises(ValueError, match="twice"):
        access.register_upload_access(purpose, lambda asking, file: True)
    assert not access.may_see_upload(AnonymousUser(), upload)


def test_a_picture_is_shown_in_a_sandbox(user, store):
    photo = store_upload(actor=user, file=SimpleUploadedFile("a.png", picture("PNG")), purpose="proof")
    assert "sandbox" in ask(user, photo)["Content-Security-Policy"]


def test_a_file_that_was_changed_on_disk_is_not_shown(upload, user, store, caplog):
    (path,) = files_in(store)
    path.chmod(0o600)
    path.write_bytes(pdf(2))
    assert ask(user, upload).status_code == 500
    assert "is not what was sent" in caplog.text
