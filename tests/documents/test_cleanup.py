"""A file without a paper does not stay; a paper's file always does."""

import os

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from insurance.models import PaperBatch
from tests.documents.conftest import files_in
from tests.factories import UniversityFactory
from usp.documents.models import Document
from usp.documents.services.cleanup import SPARED, remove_orphans


def test_a_file_whose_paper_was_rolled_back_goes_after_a_day(issue, store):
    kept = issue()
    with transaction.atomic():
        issue(subject_id=18)
        transaction.set_rollback(True)
    assert Document.objects.get() == kept
    assert remove_orphans() == 0  # it may be on its way into a row
    for path in files_in(store):
        os.utime(path, (0, path.stat().st_mtime - SPARED.total_seconds() - 60))
    assert remove_orphans() == 1
    assert [path.name for path in files_in(store)] == [kept.file.name.rsplit("/", 1)[1]]


def test_an_apps_own_folders_are_cleared_of_what_no_row_of_its_keeps(store, official):
    university = UniversityFactory()
    kept = PaperBatch.objects.create(
        university=university, asked_by=official, asked_at=timezone.now(), result="batches/kept.pdf"
    )
    for name in (kept.result.name, "batches/left.pdf", "sgk/ab/left.bin"):
        default_storage.save(name, ContentFile(b"x"))
    assert remove_orphans() == 0
    for path in files_in(store):
        os.utime(path, (0, path.stat().st_mtime - SPARED.total_seconds() - 60))
    assert remove_orphans() == 2
    assert [path.name for path in files_in(store)] == ["kept.pdf"]


def test_an_empty_store_is_fine(store, db):
    assert remove_orphans() == 0
