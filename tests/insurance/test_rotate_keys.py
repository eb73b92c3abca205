"""A new key in front of the others: everything is written anew with it, in batches, and the old keys may go."""

import io

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from insurance.models import EntryDocument, EntryDocumentBatch, SgkAnswers
from insurance.paper_kinds import Paper
from insurance.papers import issue_paper
from insurance.papers.catalogue import SPECS
from insurance.services.sgk_files import take_file
from tests.factories import StudentFactory
from tests.insurance.sgk_world import SgkWorld, make_sgk_world
from usp.accounts import crypto
from usp.accounts.adapters import MfaAdapter
from usp.accounts.models import Student
from usp.accounts.rotation import places, renew
from usp.core import clock

pytestmark = pytest.mark.django_db
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def rotated(**options: object) -> str:
    said = io.StringIO()
    call_command("rotate_keys", stdout=said, stderr=io.StringIO(), **options)
    return said.getvalue()


@pytest.fixture
def sgk(at, settings) -> SgkWorld:
    settings.USP_FIELD_KEYS = [OLD]
    return make_sgk_world(at, "Ayşe Çınar")


def test_everything_is_read_with_the_new_key_alone(sgk, settings, django_capture_on_commit_callbacks):
    (placement,), student = sgk.placements, sgk.placements[0].student
    tckn, file = student.tckn, sgk.make().file
    paper = issue_paper(placement_id=placement.pk, kind=Paper.ACCEPTANCE_FORM, actor=student.user)
    letter = issue_paper(placement_id=placement.pk, kind=Paper.UNDERTAKING, actor=student.user)
    content, old_name = take_file(actor=sgk.officer, file_id=file.pk, part="xml"), file.content.name
    answers = SgkAnswers.objects.create(
        university=file.university, kind="entry", name="cevap.csv", content=crypto.encrypt_bytes(b"cevap"),
        sha256="0" * 64, sent_at=clock.now(), sent_by=sgk.officer,
    )  # fmt: skip
    batch = EntryDocumentBatch.objects.create(university=file.university, sent_at=clock.now(), sent_by=sgk.officer)
    waiting = EntryDocument.objects.create(batch=batch, name="a.pdf", raw=crypto.encrypt_bytes(b"%PDF"))
    second = Authenticator.objects.create(
        user=sgk.officer, type="totp", data={"secret": MfaAdapter().encrypt("GIZLI"), "used": [3]}
    )

    settings.USP_FIELD_KEYS = [NEW, OLD]
    assert "1 would be encrypted anew" in rotated(dry_run=True)
    assert not crypto.is_newest(bytes(Student.objects.get(pk=student.pk).tckn_encrypted))
    with django_capture_on_commit_callbacks(execute=True):
        rotated(batch=1)

    settings.USP_FIELD_KEYS = [NEW]
    assert Student.objects.get(pk=student.pk).tckn == tckn
    file.refresh_from_db()
    assert take_file(actor=sgk.officer, file_id=file.pk, part="xml") == content
    assert not file.content.storage.exists(old_name)
    for row in (answers, waiting, second, paper, letter):
        row.refresh_from_db()
    assert crypto.decrypt_bytes(bytes(answers.content)) == b"cevap"
    assert crypto.decrypt_bytes(bytes(waiting.raw)) == b"%PDF"
    assert (MfaAdapter().decrypt(second.data["secret"]), second.data["used"]) == ("GIZLI", [3])
    said = SPECS[Paper.UNDERTAKING].context(letter.snapshot)
    assert said["intern"].tckn == tckn
    assert not [line for line in rotated().splitlines() if ", 0 encrypted anew, 0 unreadable" not in line]


def test_a_run_that_was_stopped_goes_on_where_it_stood(settings):
    settings.USP_FIELD_KEYS = [OLD]
    students = StudentFactory.create_batch(3)
    settings.USP_FIELD_KEYS = [NEW, OLD]
    place = next(place for place in places() if place.name == "accounts.Student")
    run = renew(place, size=2)
    first = next(run)
    run.close()
    assert (first.seen, first.old) == (2, 2)
    newest = [crypto.is_newest(bytes(Student.objects.get(pk=one.pk).tckn_encrypted)) for one in students]
    assert newest == [True, True, False]
    assert [(one.seen, one.old) for one in renew(place, size=2)] == [(2, 0), (1, 1)]


def test_what_no_key_reads_is_named_and_keeps_every_key(settings):
    settings.USP_FIELD_KEYS = [OLD]
    lost, kept = StudentFactory.create_batch(2)
    Student.objects.filter(pk=lost.pk).update(tckn_encrypted=Fernet(Fernet.generate_key()).encrypt(b"1"))
    settings.USP_FIELD_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match="1 rows could not be read"):
        rotated()
    assert crypto.is_newest(bytes(Student.objects.get(pk=kept.pk).tckn_encrypted))


def test_no_column_of_bytes_is_forgotten():
    known = {place.model for place in places()}
    binary = {
        model
        for model in apps.get_models()
        if model._meta.app_config.name.startswith(("usp", "applications", "offers", "insurance"))
        and any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    }
    assert binary - known == set()
