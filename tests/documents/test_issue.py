"""Papers are versioned, frozen and never deleted; one that may not be issued leaves nothing behind."""

import datetime as dt
import hashlib
import re

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from tests.documents.conftest import FORM, SUBJECT, files_in
from tests.full_disk import full_disk
from tests.notifications.threads import run_together
from usp.core.errors import RuleViolation
from usp.documents.codes import ALPHABET, PATTERN, new_code, normalise
from usp.documents.forms_data import AcceptanceFormData, initials_of
from usp.documents.models import Document
from usp.documents.selectors import documents_of, valid_document
from usp.documents.services.issue import revoke_documents


def states() -> list[tuple[int, str]]:
    return list(Document.objects.order_by("version").values_list("version", "state"))


def test_an_issued_paper_is_stored_as_it_was_rendered(issue, store, official, at):
    moment = at("2024-06-03 09:30")
    document = issue()
    document.refresh_from_db()
    (path,) = files_in(store)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == document.sha256
    assert (document.version, document.state, document.pages) == (1, "valid", 2)
    assert (document.issued_at, document.issued_by) == (moment, official)
    assert document.title == "Staj Başvuru ve Kabul Formu"


def test_the_next_version_replaces_the_one_before_and_keeps_its_file(issue, store):
    first = issue()
    second = issue(form={"working_days": 30})
    assert states() == [(1, "replaced"), (2, "valid")]
    assert len(files_in(store)) == 2
    assert first.code != second.code
    assert valid_document(subject_type=SUBJECT, subject_id=17, kind="acceptance_form") == second
    assert list(documents_of(subject_type=SUBJECT, subject_ids=[17])) == [second, first]


def test_other_subjects_count_their_own_versions(issue):
    issue()
    assert issue(subject_id=18).version == 1


def test_a_guard_that_refuses_throws_the_paper_away(issue, store):
    issue()
    with pytest.raises(RuleViolation) as refusal:
        issue(guard=lambda: False)
    assert refusal.value.code == "changed"
    assert states() == [(1, "valid")]
    assert len(files_in(store)) == 1


def test_a_guard_that_fails_throws_the_paper_away(issue, store):
    def guard() -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        issue(guard=guard)
    assert not files_in(store)


def test_the_guard_runs_inside_the_inserting_transaction(issue):
    seen = []

    def guard() -> bool:
        seen.append((transaction.get_connection().in_atomic_block, Document.objects.count()))
        return True

    issue(guard=guard)
    assert seen == [(True, 0)]


@pytest.mark.django_db(transaction=True)
def test_papers_issued_at_once_get_versions_of_their_own(issue, store):
    documents = run_together(lambda number: issue(), 3)
    assert sorted(document.version for document in documents) == [1, 2, 3]
    assert states() == [(1, "replaced"), (2, "replaced"), (3, "valid")]
    assert len(files_in(store)) == 3


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(issue, store):
    issue()  # the fonts are unpacked by now
    with full_disk(room=10_000), pytest.raises(RuleViolation, match="Belge şu anda kaydedilemedi"):
        issue()
    assert states() == [(1, "valid")]
    assert len(files_in(store)) == 1


def test_a_store_that_cannot_be_written_is_a_sentence(issue, store):
    store.write_text("a file where the folder should be")
    with pytest.raises(RuleViolation) as refusal:
        issue()
    assert refusal.value.code == "storage"


def test_a_paper_cannot_be_deleted(issue):
    document = issue()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        document.delete()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Document.objects.all()._raw_delete("default")
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"file": "documents/x.pdf"},
        {"snapshot": {}},
        {"sha256": "0" * 64},
        {"code": new_code()},
        {"version": 7},
    ],
)
def test_an_issued_paper_cannot_be_changed(issue, change):
    issue()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Document.objects.update(**change)


def test_a_revoked_paper_never_becomes_valid_again(issue, official):
    issue()
    issue()
    assert revoke_documents(subject_type=SUBJECT, subject_id=17, actor=official, reason="Staj iptal edildi") == 2
    assert states() == [(1, "revoked"), (2, "revoked")]
    assert set(Document.objects.values_list("revoke_reason", "revoked_by")) == {("Staj iptal edildi", official.pk)}
    with pytest.raises(DatabaseError, match="transition"), transaction.atomic():
        Document.objects.update(state="valid", revoked_at=None)
    assert issue().version == 3


def test_file_names_are_random_and_stay_inside_the_store(issue, store):
    names = {issue(form={"student_name": "../../etc/passwd", "document_no": "../x"}).file.name for _ in range(2)}
    assert len(names) == 2
    assert all(re.fullmatch(r"documents/[0-9a-f]{2}/[0-9a-f]{40}\.pdf", name) for name in names)
    assert all(store in path.parents for path in files_in(store))
    assert all(default_storage.exists(name) for name in names)


def test_files_are_readable_by_the_service_alone(issue, store):
    issue()
    (path,) = files_in(store)
    assert path.stat().st_mode & 0o077 == 0


def test_the_snapshot_keeps_the_identity_number_encrypted(issue):
    snapshot = issue().snapshot
    assert FORM.student_tckn not in str(snapshot)
    assert AcceptanceFormData.from_snapshot(snapshot) == FORM


def test_codes_are_long_random_and_easy_to_type():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert len(ALPHABET) == 31
    assert not set("0O1IL") & set(ALPHABET)
    assert all(re.fullmatch(PATTERN, code) for code in codes)


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ("7kq2-m9xd-hvt4-3rbw", "7KQ2-M9XD-HVT4-3RBW"),
        (" 7KQ2 M9XD HVT4 3RBW ", "7KQ2-M9XD-HVT4-3RBW"),
        ("7KQ2M9XDHVT43RBW", "7KQ2-M9XD-HVT4-3RBW"),
        ("7KQ2–M9XD–HVT4–3RBW", "7KQ2-M9XD-HVT4-3RBW"),
        ("7KQ2-M9XD-HVT4-3RB", ""),
        ("7KQ2-M9XD-HVT4-3RB0", ""),
        ("", ""),
        ("' or 1=1 --", ""),
        ("7KQ2-M9XD-HVT4-3RBW-AAAA", ""),
        ("\x00" * 20, ""),
    ],
)
def test_a_code_may_be_typed_in_any_form(entered, code):
    assert normalise(entered) == code


def test_initials_follow_turkish_rules():
    assert initials_of("ışıl İnci çınar") == "I. İ. Ç."


def test_a_day_of_the_form_survives_the_snapshot():
    assert AcceptanceFormData.from_snapshot(FORM.to_snapshot()).starts_on == dt.date(2024, 8, 5)
