"""A manager hands a faculty to a colleague: invitation, account, second factor, and nothing but that faculty."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import call_command

from tests.browser.conftest import Visitor
from tests.browser.test_journey import sign_in, with_factor
from tests.factories import ApplicationFactory, DepartmentFactory, OfficialFactory, SeasonFactory, StudentFactory
from tests.guidance.question_world import World
from usp.accounts.models import User
from usp.accounts.services.link_mail import send_due_links
from usp.reference.models import Department, University

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS, PASSWORD = "omer.celik@bilecik.edu.tr", "mavi-kapida-7-yosun-var"


def asked(department: Department, name: str) -> None:
    """A student of the department has a question."""
    student = StudentFactory(first_name=name, last_name="Öz")
    ApplicationFactory(student=student, department=department)
    World(department=department, student=student.user).ask(subject=f"{name} soruyor")


def invite(manager: Visitor, faculty: str) -> str:
    """From the manager's list to the guest's e-mail; answers the link in it."""
    manager.go("/yetkililer/")
    manager.press("Davet et", role="link")
    page = manager.page
    page.fill("[name=email]", ADDRESS)
    page.get_by_label("Belge kontrol yetkilisi").check()
    page.get_by_label("Birim sigorta yetkilisi").check()
    page.select_option("[name=unit]", label=faculty)
    manager.press("Daveti gönder")
    assert ADDRESS in page.get_by_role("main").inner_text()
    send_due_links()
    (message,) = [one for one in mail.outbox if one.to == [ADDRESS]]
    return re.search(r"/davet/[0-9a-f]+/", message.body)[0]


def accept(guest: Visitor, link: str) -> None:
    """Open the account, then set up the second factor as everybody does."""
    guest.go(link)
    page = guest.page
    page.fill("[name=full_name]", "Ömer Çelik")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    guest.press("Hesabı aç ve daveti kabul et")
    set_up_factor(guest)


def set_up_factor(guest: Visitor) -> None:
    """The page after a new account: the authenticator's secret is copied, its first code typed."""
    page = guest.page
    assert "/hesap/2fa/totp/activate/" in page.url
    secret = page.locator("dd.usp-mono").inner_text().strip()
    page.fill("input[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("main").locator("form:has(input[name=code]) button[type=submit]").click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_manager_delegates_a_faculty(width, season_clock, portal, visit):
    season_clock("2024-05-13 10:00")
    call_command("load_reference", verbosity=0)
    SeasonFactory()
    university = University.objects.get(code="bilecik-seyh-edebali")
    engineering = Department.objects.get(unit__university=university, code="bilgisayar-muhendisligi")
    elsewhere = DepartmentFactory(unit=university.units.exclude(pk=engineering.unit_id).first())
    asked(engineering, "Ece")
    asked(elsewhere, "Can")
    official = OfficialFactory(university=university)
    manager, guest = visit(width=width), visit(width=width)
    sign_in(manager, official.user, with_factor(official.user))

    accept(guest, invite(manager, engineering.unit.name))

    colleague = User.objects.get(email=ADDRESS)
    assert set(colleague.university_memberships.values_list("role", "unit")) == {
        ("verifier", engineering.unit_id),
        ("insurance", engineering.unit_id),
    }
    guest.go("/sorular/")
    seen = guest.page.get_by_role("main").inner_text()
    assert "Ece soruyor" in seen
    assert "Can soruyor" not in seen
    guest.go("/kariyer-merkezi/stajyerler/")
    offered = guest.page.locator("select[name=unit] option").all_inner_texts()
    assert offered[1:] == [engineering.unit.name]
    assert guest.page.goto(f"{portal}/yetkililer/").status == 403
    guest.complaints.clear()  # the browser logs the refusal above

    manager.go("/yetkililer/")
    manager.press("Ömer Çelik sayfasını aç", role="link")
    manager.page.get_by_role("region", name="Belge kontrol yetkilisi").get_by_role("link").click()
    manager.look()
    manager.page.locator("summary", has_text="Görevi geri al").click()
    manager.press("Evet, geri al")
    assert "geri alındı" in manager.page.get_by_role("main").inner_text()
    guest.go("/sorular/")
    assert "Ece soruyor" not in guest.page.get_by_role("main").inner_text()
