"""A student changes the e-mail address on a phone: the code comes by e-mail and is typed on the same screen."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visitor
from tests.factories import StudentFactory
from tests.people import enter
from usp.accounts.models import Student

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mail_folder(settings: Any, tmp_path: Path) -> Path:
    """E-mails as files, as in the demo."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def code_in(folder: Path) -> str:
    """The digits of the newest e-mail of the folder."""
    newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    message = message_from_bytes(newest.read_bytes(), policy=policy.default)
    return "".join(re.search(r"(\d{3}) (\d{3})", message["Subject"]).groups())


def test_an_address_is_changed_on_a_phone(
    visit: Callable[..., Visitor], client: Any, portal: str, mail_folder: Path
) -> None:
    student = StudentFactory(contact_email="eski@ornek.example")
    enter(client, student.user)
    visitor = visit(width=390)
    visitor.page.context.add_cookies(
        [{"name": name, "value": one.value, "url": portal} for name, one in client.cookies.items()]
    )
    page = visitor.page
    visitor.go("/basvuru/bilgilerim/")
    visitor.press("E-posta Adresi Güncelle", role="link")
    page.get_by_label("Yeni e-posta adresiniz").fill("yeni@ornek.example")
    visitor.press("Kodu gönder")
    timer = page.get_by_role("timer")
    first = timer.inner_text()
    page.wait_for_function("text => document.querySelector('[role=timer]').textContent !== text", arg=first)
    assert re.fullmatch(r"\d+ saniye kaldı", timer.inner_text())
    assert page.get_by_role("button", name="kodu yeniden gönderin").is_disabled()
    page.get_by_label("Doğrulama kodu").fill("000000" if code_in(mail_folder) != "000000" else "111111")
    page.get_by_role("button", name="Doğrula").click()
    page.get_by_text("4 deneme hakkınız kaldı").first.wait_for()
    assert ["422" in complaint for complaint in visitor.complaints] == [True]  # Chromium reports each refused form
    visitor.complaints.clear()
    visitor.look()
    page.get_by_label("Doğrulama kodu").fill(code_in(mail_folder))
    visitor.press("Doğrula")
    page.get_by_text("Doğrulandı").wait_for()
    assert Student.objects.get(pk=student.pk).contact_email == "yeni@ornek.example"
    for address in ("/basvuru/bilgilerim/verilerim/", "/basvuru/profilim/bakanlar/", "/bildirimler/tercihler/"):
        visitor.go(address)
