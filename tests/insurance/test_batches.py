"""Many papers in one go: in the official's scope, resumed after a dead worker, never twice, gone after some days."""

import datetime as dt
import errno
import hashlib
import io
import os
import subprocess
import zipfile

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from insurance.models import PaperBatch, PaperBatchItem
from insurance.paper_kinds import Paper
from insurance.papers.issue import issue_paper
from insurance.services import batch_work
from insurance.services.batch_files import join_apart
from insurance.services.batches import MOST, MOST_OPEN, ask_batch, batch_kinds
from tests.factories import OfficialFactory, UniversityFactory
from tests.insurance.world import place
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.documents.models import Document
from usp.documents.services.issue import revoke_documents
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
FORM, COMPLETION = Paper.ACCEPTANCE_FORM.value, Paper.COMPLETION.value


@kept
def interns(at):
    """Two confirmed internships of one unit."""
    at("2024-05-13 10:00")
    world = make_world(quota=2)
    first = place(world, at, name="Ayşe Çınar")
    return [first, place(world, at, unit=first.department.unit, name="İlker Iğdır")]


@kept
def adviser(interns):
    unit = interns[0].department.unit
    return OfficialFactory(role=UniversityRole.ADVISER, unit=unit, university=unit.university).user


def ask(interns, actor, *kinds: str, shape: str = "pdf") -> PaperBatch:
    ids = [one.pk for one in interns]
    return ask_batch(placement_ids=ids, kinds=kinds or (FORM,), shape=shape, actor=actor)


def work(batch: PaperBatch) -> PaperBatch:
    while batch_work.work_on(batch.pk):
        pass
    batch.refresh_from_db()
    return batch


def result_of(batch: PaperBatch) -> io.BytesIO:
    with batch.result.open("rb") as file:
        return io.BytesIO(file.read())


def test_one_file_holds_every_paper_in_the_order_asked(interns, adviser):
    batch = work(ask(interns, adviser))
    assert (batch.state, batch.total) == ("done", 2)
    with pikepdf.open(result_of(batch)) as pdf, pdf.open_outline() as outline:
        documents = [item.document for item in batch.items.select_related("document")]
        assert len(pdf.pages) == sum(document.pages for document in documents)
        assert [one.title.split(" – ")[0] for one in outline.root] == ["Ayşe Çınar", "İlker Iğdır"]
        assert not any("/Annots" in page or "/StructParents" in page for page in pdf.pages)
    told = Notification.objects.get(kind="batch_ready", recipient=adviser)
    assert (told.context["made"], told.context["failed"]) == ("2", "0")


def test_a_zip_holds_each_paper_as_it_was_issued(interns, adviser):
    batch = work(ask(interns, adviser, shape="zip"))
    with zipfile.ZipFile(result_of(batch)) as archive:
        found = {hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
        assert all(name.startswith(("Çınar Ayşe – ", "Iğdır İlker – ")) for name in archive.namelist())
    assert found == set(Document.objects.filter(kind=FORM).values_list("sha256", flat=True))


def test_what_cannot_be_made_is_listed_with_its_reason(interns, adviser):
    batch = work(ask(interns, adviser, COMPLETION))
    assert (batch.state, batch.result.name) == ("failed", "")
    assert set(batch.items.values_list("failure", flat=True)) == {"Bu belge stajın bu durumunda düzenlenmez."}


def test_a_dead_workers_papers_are_taken_over_and_nothing_is_made_twice(interns, adviser):
    batch = ask(interns, adviser)
    portion = batch_work._claim(batch.pk)
    assert len(portion) == 2
    issue_paper(placement_id=interns[0].pk, kind=Paper.ACCEPTANCE_FORM, actor=adviser)  # and then it died
    assert not batch_work.work_on(batch.pk)  # another finds nothing free, and does not close what is not finished
    batch.refresh_from_db()
    assert (batch.state, batch_work.stalled()) == ("running", {})
    long_ago = timezone.now() - dt.timedelta(seconds=61)
    PaperBatchItem.objects.update(claimed_at=long_ago)
    assert batch_work.stalled() == {batch.pk: 2}
    PaperBatch.objects.update(worked_at=long_ago)
    assert batch_work.stalled() == {batch.pk: 2}
    assert work(batch).state == "done"
    assert Document.objects.filter(kind=FORM).count() == 2
    assert not batch_work.work_on(batch.pk)
    assert Notification.objects.filter(kind="batch_ready").count() == 1


def test_while_one_worker_goes_on_a_dead_ones_place_is_taken_and_never_twice(interns, adviser):
    batch = ask(interns, adviser, FORM, Paper.UNDERTAKING.value)
    one, other, *waiting = batch.items.order_by("pk")
    now = timezone.now()
    PaperBatch.objects.update(state="running", worked_at=now)
    for item, seconds in ((one, 2), (other, 5)):
        PaperBatchItem.objects.filter(pk=item.pk).update(claimed_at=now - dt.timedelta(seconds=seconds))
    assert (batch_work.stalled(), batch_work._claim(batch.pk)) == ({}, [])  # two are at work: a third ends
    PaperBatchItem.objects.filter(pk=other.pk).update(claimed_at=now - dt.timedelta(seconds=61))
    assert batch_work.stalled() == {batch.pk: 1}
    assert [item.pk for item in batch_work._claim(batch.pk)] == [other.pk, *(item.pk for item in waiting)]
    assert batch_work.stalled() == {}


def test_who_joins_and_dies_is_followed_after_a_while(interns, adviser):
    batch = ask(interns, adviser)
    assert batch_work.work_on(batch.pk)
    PaperBatch.objects.update(joining_at=timezone.now())
    assert work(batch).state == "running"
    PaperBatch.objects.update(joining_at=timezone.now() - dt.timedelta(minutes=6))
    assert work(batch).state == "done"


def test_a_child_that_hangs_is_killed(tmp_path):
    part = tmp_path / "part.pdf"
    os.mkfifo(part)  # nobody ever writes into it: who opens it to read waits for ever
    with pytest.raises(subprocess.TimeoutExpired):
        join_apart([part], [("Ayşe Çınar – Form", 0)], tmp_path / "whole.pdf", seconds=1)
    with pytest.raises(OSError, match=os.strerror(errno.ENXIO)):  # nobody holds it open any more
        os.open(part, os.O_WRONLY | os.O_NONBLOCK)


def test_papers_that_cannot_be_joined_are_tried_again_and_at_last_told(interns, adviser, client, caplog):
    batch = ask(interns, adviser)
    assert batch_work.work_on(batch.pk)
    document = batch.items.first().document
    with document.file.open("rb") as file:
        whole = file.read()
    _write(document, whole[:100])
    assert (work(batch).state, batch_work.stalled()) == ("running", {})
    assert "could not be joined" in caplog.text
    _write(document, whole)
    PaperBatch.objects.update(joining_at=timezone.now() - batch_work.JOIN_LEASE - dt.timedelta(seconds=1))
    again = ask(interns, adviser)
    assert work(batch).state == "done"  # whole again: the next try joins them
    assert batch_work.work_on(again.pk)
    _write(document, whole[:100])
    PaperBatchItem.objects.update(claimed_at=timezone.now() - batch_work.JOIN_TRIES)
    assert (work(again).state, again.result.name) == ("failed", "")
    assert Notification.objects.filter(kind="batch_ready", context__made="0", context__failed="2").count() == 1
    enter(client, adviser)
    assert "dosyaya konamadı" in client.get(reverse("insurance:batch", args=[again.pk])).content.decode()


def _write(document: Document, content: bytes) -> None:
    """The stored file as a disk that lost a part of it would leave it."""
    with default_storage.open(document.file.name, "wb") as file:
        file.write(content)


def test_a_batch_whose_task_was_never_sent_is_found(interns, adviser):
    batch = ask(interns, adviser)
    PaperBatch.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=2))
    assert batch_work.stalled() == {batch.pk: 2}


def test_a_paper_revoked_meanwhile_is_not_handed_out(interns, adviser):
    batch = ask(interns, adviser)
    assert batch_work.work_on(batch.pk)
    revoke_documents(subject_type="placement", subject_id=interns[0].pk, actor=adviser, reason="iptal")
    work(batch)
    assert list(batch.items.order_by("pk").values_list("failure", flat=True)) == ["Belge bu arada geçersiz oldu.", ""]


def test_others_interns_are_left_out(interns, adviser):
    stranger = OfficialFactory(role=UniversityRole.ADVISER, university=UniversityFactory(code="baska")).user
    with pytest.raises(RuleViolation, match="En az bir"):
        ask(interns, stranger)
    with pytest.raises(RuleViolation, match="En az bir"):
        ask(interns, adviser, "no-such-paper")


def test_a_person_has_few_batches_at_a_time(interns, adviser):
    for _number in range(MOST_OPEN):
        ask(interns, adviser)
    with pytest.raises(RuleViolation) as refused:
        ask(interns, adviser)
    assert refused.value.code == "batch_open"
    assert MOST < 10_000


def test_the_file_goes_after_its_days(interns, adviser, settings):
    batch = work(ask(interns, adviser))
    assert batch_work.remove_old_files() == 0
    PaperBatch.objects.update(finished_at=timezone.now() - dt.timedelta(days=settings.USP_BATCH_DAYS, minutes=1))
    assert batch_work.remove_old_files() == 1
    assert not default_storage.exists(batch.result.name)
    batch.refresh_from_db()
    assert batch.result.name == ""


def test_the_pages_lead_from_the_list_to_the_file(client, interns, adviser):
    enter(client, adviser)
    assert "Belgeleri yazdır" in client.get(reverse("insurance:interns")).content.decode()
    new = reverse("insurance:batch-new")
    assert "2 stajyerin belgeleri" in client.get(new).content.decode()
    page = client.get(new, {"secili": interns[1].pk, "q": "x"}).content.decode()
    assert "1 stajyerin belgeleri" in page
    assert "0 stajyerin belgeleri" in client.get(new, {"q": "hiç kimse"}).content.decode()
    assert client.post(new, {"liste": "", "shape": "pdf"}).status_code == 422
    answer = client.post(new, {"liste": f"secili={interns[1].pk}", "kinds": [FORM, COMPLETION], "shape": "pdf"})
    batch = PaperBatch.objects.get()
    here = reverse("insurance:batch", args=[batch.pk])
    assert answer["Location"] == here
    assert "every 2s" in client.get(here).content.decode()
    assert client.get(reverse("insurance:batch-file", args=[batch.pk])).status_code == 404
    work(batch)
    page = client.get(here).content.decode()
    assert "1 belge hazırlanamadı" in page
    assert "every 2s" not in page
    answer = client.get(reverse("insurance:batch-file", args=[batch.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert "İlker" not in client.get(reverse("insurance:batches")).content.decode()
    client.logout()
    unit = interns[0].department.unit
    enter(client, OfficialFactory(role=UniversityRole.ADVISER, unit=unit, university=unit.university).user)
    assert client.get(here).status_code == 404


def test_the_center_prints_what_it_issues():
    assert batch_kinds()[0] == Paper.ACCEPTANCE_FORM
    assert Paper.NECESSITY_LETTER in batch_kinds()
    assert Paper.SGK_ENTRY not in batch_kinds()
