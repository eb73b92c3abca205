"""The insurance case's pages: the next step leads on, what is closed is not shown, everybody reads the same state."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from insurance.models import InsuranceCase, PaperReceipt
from insurance.services.case_moves import reopen_papers
from insurance.services.record_checks import vouch_for_record
from insurance.services.scans import send_scan
from insurance.states import CaseState
from tests.documents.lies import proof
from tests.factories import UnitFactory, UniversityFactory, UserFactory
from tests.insurance.world import insured, officer_of, place, with_papers
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import browser
from usp.accounts.models import UserKind
from usp.documents.models import FileType
from usp.documents.uploads import CheckedUpload
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
JULY = "2024-07-15 10:00"
S = CaseState


@pytest.fixture
def abroad():
    return UnitFactory(university=UniversityFactory(code="baku", kind="abroad", province=None), code="fakulte")


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world(quota=4)


def step(case, key: str) -> str:
    return reverse("insurance:case-step", args=[case.pk, key])


def leading(case, key: str) -> str:
    """The button of the step that leads on."""
    return f'btn-primary" href="{step(case, key)}"'


def test_an_officer_leads_a_case_from_papers_to_the_shared_document_by_its_pages(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    at(JULY)
    case = with_papers(placement, officer)
    reopen_papers(case_id=case.pk, reason="Sayfa eksik", actor=officer)
    client = browser(officer)
    page = reverse("insurance:intern", args=[placement.pk])
    assert leading(case, "evrak") in client.get(page).content.decode()
    assert client.post(step(case, "evrak")).status_code == 302
    vouch_for_record(case_id=case.pk, actor=officer)
    assert step(case, "giris") in client.get(page).content.decode()
    assert client.get(step(case, "giris")).status_code == 200
    assert client.post(step(case, "giris"), {"reference": "880001"}).status_code == 302
    wrong = client.post(step(case, "belge"), {"document": SimpleUploadedFile("a.pdf", b"no pdf")})
    assert wrong.status_code == 422
    assert client.post(step(case, "belge"), {"document": proof("bildirge.pdf")}).status_code == 302
    case.refresh_from_db()
    assert case.state == S.ENTRY_SHARED
    shown = client.get(page).content.decode()
    assert "880001" in shown
    assert step(case, "giris") not in shown
    assert client.get(step(case, "giris")).status_code == 302  # what is closed leads back


def test_a_refusal_needs_a_reason_in_words(world, at):
    placement = place(world, at)
    case = InsuranceCase.objects.get(placement=placement)
    at(JULY)
    answer = browser(officer_of(placement)).post(step(case, "ret"), {"ground": "papers"})
    assert answer.status_code == 422


def test_the_student_says_the_health_cover_and_both_sides_get_the_document(world, at):
    placement = place(world, at)
    officer = officer_of(placement)
    case = InsuranceCase.objects.get(placement=placement)
    student = browser(placement.student.user)
    assert step(case, "saglik") in student.get(reverse("insurance:my-documents")).content.decode()
    assert student.post(step(case, "saglik"), {"has_cover": "False"}).status_code == 302
    case.refresh_from_db()
    assert case.has_health_cover is False
    at(JULY)
    entry = insured(placement, officer)
    file = reverse("documents:upload", args=[entry.document_id])
    assert file in student.get(reverse("offers:my-placement", args=[placement.pk])).content.decode()
    assert file in browser(world.employer_user).get(
        reverse("offers:intern", args=[placement.pk])
    ).content.decode()  # fmt: skip


def test_the_host_reads_until_when_an_accident_is_reported_while_the_intern_works(world, at):
    placement = place(world, at)
    at(JULY)
    insured(placement, officer_of(placement))
    employer, student = browser(world.employer_user), browser(placement.student.user)
    page = reverse("offers:intern", args=[placement.pk])
    assert "İş kazası olursa" not in employer.get(page).content.decode()
    at("2024-08-28 09:00")  # Wednesday; 30 August is a holiday
    assert "bugünkü bir kaza için son gün 3 Eylül 2024" in employer.get(page).content.decode()
    assert "İş kazası olursa" not in student.get(reverse("offers:my-placement", args=[placement.pk])).content.decode()


def test_from_the_start_day_on_everybody_reads_in_red_that_nobody_may_start(world, at):
    placement = place(world, at)
    at("2024-08-05 09:00")
    red = "Başlatılamaz: sigorta girişi yok"
    for user, page in (
        (officer_of(placement), "insurance:intern"),
        (placement.student.user, "offers:my-placement"),
        (world.employer_user, "offers:intern"),
    ):
        assert red in browser(user).get(reverse(page, args=[placement.pk])).content.decode()


def test_the_operator_leads_an_intern_from_abroad_from_decision_to_shared_document_by_pages(world, at, abroad):
    placement = place(world, at, unit=abroad, name="Leyla Məmmədova")
    case = InsuranceCase.objects.get(placement=placement)
    at(JULY)
    client = browser(UserFactory(kind=UserKind.OPERATOR))
    page, take_in = reverse("insurance:case", args=[case.pk]), reverse("insurance:take-in", args=[placement.pk])
    said = {"insured_by": "operator", "ground": "Protokol md. 4"}
    assert client.post(step(case, "karar"), said).status_code == 302
    shown = client.get(page).content.decode()
    assert take_in in shown
    assert "Sigorta kararını değiştir" in shown
    assert step(case, "evrak") in shown
    assert leading(case, "evrak") not in shown  # papers are missing: it would be refused
    both = {"kinds": ["acceptance_form", "employer_acceptance"], "signed_on": "2024-07-15"}
    assert page in client.get(take_in).content.decode()
    assert client.post(take_in, both)["Location"] == f"{page}#evrak"
    receipt = PaperReceipt.objects.get(placement=placement, kind="acceptance_form")
    scan, undo = (reverse(f"insurance:receipt-{name}", args=[receipt.pk]) for name in ("scan", "undo"))
    assert scan in client.get(page).content.decode()
    assert client.post(scan, {"file": proof("form.pdf")})["Location"] == f"{page}#evrak"
    assert client.post(undo, {"reason": "Kaşe yok"})["Location"] == f"{page}#evrak"
    assert client.post(step(case, "evrak")).status_code == 422
    assert client.post(take_in, both | {"kinds": ["acceptance_form"]}).status_code == 302
    for key, data in (("evrak", {}), ("saglik", {"has_cover": "True"}), ("beyan", {}), ("giris", {"reference": "7"})):
        assert client.post(step(case, key), data).status_code == 302
    assert client.post(step(case, "belge"), {"document": proof("bildirge.pdf")}).status_code == 302
    case.refresh_from_db()
    assert case.state == S.ENTRY_SHARED


def test_the_operator_takes_no_papers_in_for_a_university_in_turkiye(world, at):
    placement = place(world, at)
    client = browser(UserFactory(kind=UserKind.OPERATOR))
    assert client.get(reverse("insurance:take-in", args=[placement.pk])).status_code == 404


def test_a_scan_from_abroad_reaches_the_operator_who_answers_it(world, at, abroad):
    placement = place(world, at, unit=abroad, name="Leyla Məmmədova")
    operator = UserFactory(kind=UserKind.OPERATOR)
    file = CheckedUpload("form.pdf", FileType.PDF, b"%PDF-1.4 form", 1)
    scan = send_scan(placement_id=placement.pk, kind="acceptance_form", file=file, actor=placement.student.user)
    link = Notification.objects.get(recipient=operator, kind="scan_sent").link
    client = browser(operator)
    answer = reverse("insurance:scan-answer", args=[scan.pk])
    assert answer in client.get(link).content.decode()
    assert client.post(answer, {"answer": "accept"})["Location"] == link
    scan.refresh_from_db()
    assert scan.answer == "accepted"


def test_the_operators_list_tells_whose_insurance_nobody_has_decided(world, at, abroad):
    placement = place(world, at, unit=abroad, name="Leyla Məmmədova")
    case = InsuranceCase.objects.get(placement=placement)
    operator = browser(UserFactory(kind=UserKind.OPERATOR))
    assert "1 stajyer sigorta kararı bekliyor" in operator.get(reverse("insurance:decisions")).content.decode()
    said = {"insured_by": "operator", "ground": "Protokol md. 4"}
    assert operator.post(step(case, "karar"), said).status_code == 302
    assert "Program yürütücüsü" in operator.get(reverse("insurance:case", args=[case.pk])).content.decode()
