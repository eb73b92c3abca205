"""An employer from nothing to its first position: registration, e-mail, second factor, approval, a position."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from offers.models import Position
from tests.browser.conftest import Visitor
from tests.browser.test_delegation import set_up_factor
from tests.browser.test_journey import sign_in, with_factor
from tests.factories import SeasonFactory, UserFactory
from usp.accounts.models import Employer
from usp.accounts.services.link_mail import send_due_links

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS, PASSWORD = "ayse.yildiz@trakya.example", "mavi-kapida-7-yosun-var"


def register(guest: Visitor) -> str:
    """The form and «we have sent you a link»; answers the link in the e-mail."""
    guest.go("/isveren-kaydi/")
    page = guest.page
    for name, value in {
        "name": "Trakya Yazılım A.Ş.", "vkn": "1000000018", "personnel_count": "64", "activity": "Yazılım",
        "address": "OSB 3. Cadde No: 12", "phone": "0228 314 00 00", "contact_name": "Ayşe Yıldız",
        "contact_title": "İK Müdürü", "email": "ayse@gmail.com", "contact_phone": "0532 123 45 67",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.select_option("[name=province]", label="Bilecik")
    page.locator("[name=district] option", has_text="Bozüyük").wait_for(state="attached")
    page.select_option("[name=district]", label="Bozüyük")
    with page.expect_response(lambda answer: answer.status == 422):
        guest.press("Kaydı gönder")
    assert "herkese açık bir e-posta hizmeti" in page.get_by_role("main").inner_text()
    guest.complaints.clear()  # the browser logs the 422 above
    page.fill("[name=email]", ADDRESS)
    guest.press("Kaydı gönder")
    assert "a•••@trakya.example" in page.get_by_role("main").inner_text()
    send_due_links()
    (message,) = mail.outbox
    return re.search(r"/isveren-kaydi/[0-9a-f]+/", message.body)[0]


def open_position(manager: Visitor) -> None:
    """The first position, with a department found by typing."""
    manager.go("/pozisyonlar/yeni/")
    page = manager.page
    for name, value in {
        "title": "Yazılım stajyeri", "workplace_unit": "Ar-Ge", "quota": "2", "tasks": "Test yazmak.",
        "address": "OSB 3. Cadde No: 12",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.select_option("[name=province]", label="Bilecik")
    page.locator("[name=district] option", has_text="Bozüyük").wait_for(state="attached")
    page.select_option("[name=district]", label="Bozüyük")
    page.select_option("[name=supervisor]", index=1)
    page.get_by_label("Bölüm ara").fill("bilgisayar muh")
    page.get_by_label("Bilgisayar Mühendisliği · Lisans").check()
    page.get_by_label("Öğrenci belgesi", exact=True).check()
    manager.press("Yayımla")
    assert "Pozisyon yayımlandı" in page.inner_text("body")


@pytest.mark.parametrize("width", [1280, 390])
def test_an_employer_registers_and_opens_its_first_position(width, season_clock, portal, visit):
    season_clock("2024-05-13 10:00")
    call_command("load_reference", verbosity=0)
    SeasonFactory()
    operator = UserFactory()
    guest, desk = visit(width=width), visit(width=width)
    guest.go(register(guest))
    guest.page.fill("[name=password1]", PASSWORD)
    guest.page.fill("[name=password2]", PASSWORD)
    guest.press("Hesabı aç ve kaydı gönder")
    set_up_factor(guest)
    guest.go("/kurumumuz/")
    assert "Kaydınız inceleniyor" in guest.page.inner_text("h1")

    sign_in(desk, operator, with_factor(operator))
    desk.go("/isverenler/")
    desk.press("Trakya Yazılım A.Ş.", role="link")
    desk.press("Onayla")
    assert Employer.objects.get().status == "approved"

    guest.go("/kurumumuz/")
    guest.press("Öğrencilerin gördüğü sayfa", role="link")
    open_position(guest)
    position = Position.objects.get()
    assert (position.state, position.seats.count(), position.wanted_groups.get().name) == (
        "published", 2, "Bilgisayar Mühendisliği",
    )  # fmt: skip
    for address in ("kapat", "iptal", "duzenle"):
        guest.go(f"/pozisyonlar/{position.pk}/{address}/")
    for address in ("/kurumumuz/davet/", "/kurumumuz/duzenle/", "/kurumumuz/degisiklik/", "/pozisyonlar/gecen-yildan/"):
        guest.go(address)
