"""«Verilerim»: everything the portal holds on a student, for that student alone, for 24 hours."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from applications.models import ProfileView
from insurance.services.papers import ensure_acceptance_form
from offers.models import Placement
from tests.accounts.codes import emailed_code
from tests.factories import StudentFactory
from tests.insurance.world import place
from tests.offers.world import make_world
from tests.people import browser
from usp.accounts.exports import collect_parts, contributions
from usp.accounts.models import DataExport, DataExportDownload, ExportState, User
from usp.accounts.services import exports as verbs
from usp.accounts.services.contact import confirm_contact, request_contact_code
from usp.documents.models import Document, Upload
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:exports")


@pytest.fixture
def placement(at) -> Placement:
    """A student's way to a placement with its paper; somebody of another employer has looked as well."""
    at("2024-05-13 10:00")
    placed = place(make_world(), at)
    ensure_acceptance_form(placement_id=placed.pk, actor=None)
    return placed


def upload(user: User, name: str = "belge.pdf", content: bytes = b"%PDF-1.7 kanarya") -> Upload:
    stored = default_storage.save("uploads/kanit.pdf", ContentFile(content))
    return Upload.objects.create(
        owner=user, purpose="test", name=name, content_type="application/pdf", size=len(content), pages=1,
        sha256="0" * 64, file=stored,
    )  # fmt: skip


def fetch(reader: Client, export: DataExport) -> zipfile.ZipFile:
    response = reader.post(reverse("accounts:export-download", args=[export.pk]))
    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def old(export: DataExport, **ages: dt.timedelta) -> None:
    DataExport.objects.filter(pk=export.pk).update(**{name: Now() - age for name, age in ages.items()})


def test_the_file_holds_everything_and_is_readable(placement: Placement) -> None:
    student = placement.student
    code = request_contact_code(actor=student.user, channel="email", value="yeni@ornek.example")
    confirm_contact(actor=student.user, code_id=code.pk, digits=emailed_code())
    upload(student.user, "../kötü/ad.pdf")
    reader = browser(student.user)
    assert reader.post(PAGE)["Location"] == PAGE
    assert "Verilerimi indir" in reader.get(PAGE).content.decode()
    archive = fetch(reader, DataExport.objects.get())
    assert {"verilerim.html", "verilerim.css", "verilerim.json", "dosyalar/_kötü_ad.pdf"} <= set(archive.namelist())
    data = json.loads(archive.read("verilerim.json"))
    sheets = data["sheets"]
    assert sheets["identity"]["rows"][0]["tckn"] == student.tckn
    assert sheets["contact_history"]["rows"][-1]["contact_email"] == "yeni@ornek.example"
    assert sheets["offers"]["rows"][0]["terms"]["employer"] == placement.offer.terms["employer"]
    assert sheets["edevlet_enrolments"]["rows"][0]["gno"] == "3.10"
    for key in ("applications", "placements", "insurance", "papers", "notices", "deliveries", "uploads"):
        assert sheets[key]["rows"], key
    page = archive.read("verilerim.html").decode()
    assert "Aldığınız teklifler" in page
    assert "<script" not in page
    assert all(archive.read(name) for name in data["files"])
    assert len(data["files"]) == 2


def test_nothing_of_others_is_in_the_file(placement: Placement) -> None:
    other = StudentFactory(first_name="Kanarya", last_name="Kuş", contact_email="kanarya@kafes.example")
    upload(other.user, "kanarya.pdf")
    viewer = placement.offer.sent_by
    ProfileView.objects.create(
        application=placement.application, employer=viewer.employer, viewer=viewer.user,
        viewed_on=dt.date(2024, 5, 10), viewed_at=dt.datetime(2024, 5, 10, 9, tzinfo=dt.UTC),
    )  # fmt: skip
    parts = collect_parts(placement.student.user)
    text = str(parts)
    assert "anarya" not in text
    assert len([one for part in parts for one in part.files]) == 1


def test_only_the_owner_fetches_it_and_each_time_is_noted(placement: Placement) -> None:
    export = verbs.request_export(actor=placement.student.user)
    address = reverse("accounts:export-download", args=[export.pk])
    assert browser(StudentFactory().user).post(address).status_code == 404
    assert browser(placement.student.user).get(address).status_code == 405
    reader = browser(placement.student.user)
    for _again in range(2):
        fetch(reader, export)
    assert DataExportDownload.objects.filter(export=export).count() == 2


@pytest.mark.parametrize(("left", "there"), [(1, True), (-1, False)])
def test_it_is_there_for_twenty_four_real_hours(placement: Placement, left: int, there: bool) -> None:
    export = verbs.request_export(actor=placement.student.user)
    assert export.expires_at - export.ready_at == dt.timedelta(hours=24)
    old(export, expires_at=dt.timedelta(seconds=-left), ready_at=dt.timedelta(hours=24))
    name = export.file.name
    reader = browser(placement.student.user)
    response = reader.post(reverse("accounts:export-download", args=[export.pk]))
    assert (response.status_code == 200) is there
    if there:
        assert b"".join(response.streaming_content).startswith(b"PK")
    assert verbs.remove_expired() == (0 if there else 1)
    assert default_storage.exists(name) is there
    export.refresh_from_db()
    assert export.state == (ExportState.READY if there else ExportState.REMOVED)


def test_a_new_request_removes_the_earlier_file_and_five_a_day_are_enough(placement: Placement) -> None:
    student = placement.student.user
    made = [verbs.request_export(actor=student) for _again in range(5)]
    assert [default_storage.exists(one.file.name) for one in made] == [False] * 4 + [True]
    reader = browser(student)
    reader.post(PAGE)
    assert "günde en çok 5 kez" in reader.get(PAGE).content.decode()


def test_many_files_are_left_to_a_worker_that_tells_the_owner(
    placement: Placement, django_capture_on_commit_callbacks
) -> None:
    student = placement.student.user
    for number in range(verbs.DIRECT_FILES):
        upload(student, f"belge-{number}.pdf")
    reader = browser(student)
    with django_capture_on_commit_callbacks():  # the queue is not what is meant here
        reader.post(PAGE)
        reader.post(PAGE)  # a second click asks for nothing new
    export = DataExport.objects.get()
    assert (export.state, export.files_total) == (ExportState.WAITING, 6)
    assert "hazırlanıyor" in reader.get(PAGE).content.decode()
    fragment = reader.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert "<progress" in fragment
    assert "<html" not in fragment
    verbs.make_export(export.pk)
    verbs.make_export(export.pk)  # a task that comes twice
    export.refresh_from_db()
    assert (export.state, export.files_done) == (ExportState.READY, 6)
    assert Notification.objects.filter(recipient=student, kind="data_export_ready").count() == 1


def test_a_file_that_is_lost_is_named_instead_of_failing_the_rest(placement: Placement) -> None:
    gone = upload(placement.student.user)
    default_storage.delete(gone.file.name)
    export = verbs.request_export(actor=placement.student.user)
    data = json.loads(fetch(browser(placement.student.user), export).read("verilerim.json"))
    assert (data["missing_files"], len(data["files"])) == (["dosyalar/belge.pdf"], 1)


def test_a_broken_storage_is_tried_three_times_and_then_told(placement: Placement, settings, tmp_path) -> None:
    student = placement.student.user
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    broken = settings.STORAGES["default"] | {"OPTIONS": {"location": str(blocked)}}
    settings.STORAGES = settings.STORAGES | {"default": broken}
    export = verbs.request_export(actor=student)
    assert export.state == ExportState.WAITING
    for _again in range(3):
        verbs.sweep_exports()
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert Notification.objects.filter(recipient=student, kind="data_export_failed").exists()
    assert "hazırlanamadı" in browser(student).get(PAGE).content.decode()


def test_a_worker_that_died_is_noticed(placement: Placement) -> None:
    export = DataExport.objects.create(user=placement.student.user, state="running", started_at=Now())
    verbs.sweep_exports()
    export.refresh_from_db()
    assert export.state == ExportState.RUNNING
    old(export, started_at=dt.timedelta(minutes=16))
    verbs.sweep_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts) == (ExportState.READY, 1)


def test_the_database_keeps_one_live_export_and_a_file_only_when_ready(placement: Placement) -> None:
    user = placement.student.user
    DataExport.objects.create(user=user)
    for values in ({}, {"file": "exports/x.zip", "state": "removed"}, {"state": "ready"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DataExport.objects.create(user=user, **values)


# --- nothing is forgotten

# Tables that hang on a student and are not the student's data.
NOT_TOLD = {
    "applications.PoolChange": "that the pool will look at the application again in some seconds",
    "applications.DeclarationClaim": "which official has the declaration open right now",
    "guidance.QuestionRead": "how far an official or the student has read",
    "guidance.ProblemReportStateEvent": "when a report's state moved; its state and its answers are told",
    "guidance.ProblemMail": "the way of an answer's e-mail",
    "insurance.PayTermsEvent": "who changed what was agreed of pay; the terms themselves are told",
    "insurance.PaperBatchItem": "in which print of many an official had a paper made; the paper itself is told",
}
# Everybody's rows hang on these: a key to one of them says nothing of whose data it is.
SHARED = (User, Upload, Document)


def held_on_students(told: set[type[models.Model]]) -> set[str]:
    """Every table of ours with a key to one that is told."""
    holders = told - set(SHARED)
    return {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("usp", "applications", "offers", "insurance")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model in holders
    }


def test_every_table_on_a_student_is_in_the_file_or_named_here() -> None:
    told = {table for one in contributions() for table in one.tables}
    missing = held_on_students(told) - {table._meta.label for table in told}
    assert missing - set(NOT_TOLD) == set()


def test_reading_everything_costs_the_same_for_one_file_and_for_three(
    placement: Placement, django_assert_max_num_queries
) -> None:
    user = placement.student.user
    upload(user)
    with django_assert_max_num_queries(100) as one:
        collect_parts(user)
    upload(user, "iki.pdf")
    upload(user, "uc.pdf")
    with django_assert_max_num_queries(len(one.captured_queries)):
        collect_parts(user)
