"""From the final approval to the completion certificate, and a stranger with a phone who checks it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfWriter

from insurance.selectors.ending import certificate_of
from insurance.services.completion import issue_missing_certificates
from offers.models import Placement
from tests.browser.conftest import Visitor
from tests.factories import OfficialFactory
from tests.insurance.world import insured, officer_of, place
from tests.offers.world import make_world, student_of
from tests.people import enter
from usp.accounts.models import UniversityRole, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def placement(season_clock: Callable[[str], None], settings: Any, tmp_path: Any) -> Placement:
    """A confirmed and insured internship of August, in a portal that signs."""
    settings.USP_SIGNING = {"certificate": str(tmp_path / "signing.p12"), "password": "", "tsa": ""}
    from django.core.management import call_command  # noqa: PLC0415 -- after the settings

    call_command("make_test_certificate", name="Örnek Mühür")
    season_clock("2024-05-13 10:00")
    made = place(make_world(), season_clock)
    season_clock("2024-07-15 10:00")
    insured(made, officer_of(made))
    return made


def as_user(visit: Callable[..., Visitor], portal: str, user: User, **options: Any) -> Visitor:
    """Somebody signed in, in a browser of their own."""
    client = Client()
    enter(client, user)
    visitor = visit(**options)
    visitor.page.context.add_cookies(
        [{"name": name, "value": one.value, "url": portal} for name, one in client.cookies.items()]
    )
    return visitor


def report_pdf() -> dict[str, Any]:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(content)
    return {"name": "rapor.pdf", "mimeType": "application/pdf", "buffer": content.getvalue()}


def test_from_the_final_approval_to_a_certificate_that_a_stranger_checks(
    visit: Callable[..., Visitor], portal: str, season_clock: Callable[[str], None], placement: Placement
) -> None:
    student, employer = student_of(placement.offer), placement.offer.sent_by.user
    on_phone = as_user(visit, portal, student, width=390)
    on_phone.go(reverse("insurance:my-documents"))
    on_phone.press("Stajlarım", role="link")

    season_clock("2024-09-03 09:00")
    at_desk = as_user(visit, portal, employer, width=1280)
    at_desk.go(reverse("insurance:attendance", args=[placement.pk]) + "?ay=2024-08")
    for _week in range(4):
        at_desk.press("Kalan günlerde geldi")
    at_desk.go(reverse("offers:complete-placement", args=[placement.pk]))
    assert at_desk.page.get_by_label("Devam ettiği iş günü").input_value() == "19"
    at_desk.press("Stajı tamamla")
    issue_missing_certificates()

    on_phone.go(reverse("insurance:my-end", args=[placement.pk]))
    on_phone.page.set_input_files("input[type=file]", report_pdf())
    on_phone.press("Raporu teslim et")
    unit = placement.department.unit
    commission = OfficialFactory(role=UniversityRole.COMMISSION, unit=unit, university=unit.university).user
    reader = as_user(visit, portal, commission, width=1280)
    reader.go(reverse("insurance:report", args=[placement.reports.get().pk]))
    reader.page.get_by_label("Kabul ediyorum").check()
    reader.press("Sonucu bildir")
    on_phone.go(reverse("insurance:my-record"))
    certificate = certificate_of(placement)
    assert certificate is not None
    assert certificate.code in on_phone.page.get_by_role("main").inner_text()

    stranger = visit(width=390)
    stranger.go(reverse("documents:verify"))
    stranger.page.fill("input[name=kod]", certificate.code.lower().replace("-", " "))
    stranger.press("Denetle")
    said = stranger.page.get_by_role("main").inner_text()
    assert "A. Ç." in said
    assert "Çınar" not in said
    assert "Örnek Mühür" in said
    with certificate.file.open("rb") as file:
        content = file.read()
    for name, changed, answer in (("belge.pdf", content, "Aynı: bu"), ("baska.pdf", content + b" ", "Aynı değil")):
        stranger.page.set_input_files(
            "input[type=file]", {"name": name, "mimeType": "application/pdf", "buffer": changed}
        )
        stranger.page.get_by_role("button", name="Dosyayı karşılaştır").click()
        stranger.page.get_by_text(answer).first.wait_for()
    stranger.look()
