"""One internship from e-Devlet sign-in to the verified acceptance form, with four people and all the real parts."""

import datetime as dt
import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.management import call_command

from applications.models import Application
from applications.pool.build import build_pool
from applications.selectors import current_season
from applications.services.catalogue import load_catalogue
from offers.models import Offer, Placement
from tests.browser.conftest import Visitor
from tests.factories import EmployerFactory, MemberFactory, OfficialFactory
from tests.offers.pages import code_for
from usp.accounts.models import EmployerMembership, UniversityMembership, User
from usp.documents.models import Document
from usp.notifications.models import Notification
from usp.portal.demo.crowd import make_crowd
from usp.reference.models import District, University

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "uzun-bir-deneme-sifresi"
Clock = Callable[[str | dt.datetime], dt.datetime]


def with_factor(user: User) -> str:
    """Give a user password and second factor; answers the authenticator's secret."""
    user.set_password(PASSWORD)
    user.save()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def sign_in(visitor: Visitor, user: User, secret: str) -> None:
    """E-mail and password, then the phone's six digits."""
    visitor.go("/giris/")
    visitor.press("İşveren girişi" if user.is_employer else "Kariyer merkezi girişi", role="link")
    visitor.page.fill("input[name=login]", user.email or "")
    visitor.page.fill("input[name=password]", PASSWORD)
    visitor.press("Giriş")
    visitor.page.fill("input[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    visitor.press("Giriş")


def apply_as_student(visitor: Visitor, key: str, portal: str) -> None:
    """Sign in through e-Devlet and complete both stages."""
    visitor.go("/")
    visitor.press("Başvuru Yap", role="link")
    visitor.press("e-Devlet ile Giriş")
    visitor.page.locator(f'button[value="{key}"]').click()
    visitor.page.locator('button[value="onay"]').click()
    visitor.page.wait_for_url(f"{portal}/**")
    visitor.press("Başvuru Yap", role="link")
    visitor.press("Başvuru Yap")
    assert "/basvur/e-devlet/" in visitor.page.url
    visitor.press("Başvur")
    visitor.press("Devam et", role="link")
    visitor.press("Devam et", role="link")
    choose_places(visitor)
    visitor.press("Devam et", role="link")
    for box in visitor.page.locator("input[type=checkbox][name^=text-]").all()[:2]:
        box.check()
    visitor.press("Kaydet ve devam et")
    visitor.page.check("input[name=sure]")
    visitor.press("Başvuruyu tamamla")
    assert "Tamamlanan Başvuru" in visitor.page.get_by_role("main").inner_text()
    choose_a_window(visitor)


def choose_places(visitor: Visitor) -> None:
    """Ankara with all districts, Bilecik with one."""
    page = visitor.page
    for plate, mode in (("6", "all"), ("11", "some")):
        page.select_option("#add-province", plate)
        page.click("#add")
        chosen = page.locator(f"#{mode}-{plate}")
        chosen.click()
        chosen.wait_for(state="detached")
    page.select_option("#add-district-11", index=1)
    page.click("#add-district-11-button")
    page.locator('button[value^="district-remove:11:"]').first.wait_for()
    visitor.press("Kaydet ve devam et")


def choose_a_window(visitor: Visitor) -> None:
    """«Staj Takvimlerim»: the first of the university's windows."""
    visitor.go("/basvuru/takvimlerim/")
    add = visitor.page.locator('button[value^="add:"]').first
    window = (add.get_attribute("value") or "").removeprefix("add:")
    add.click()
    visitor.page.locator(f'input[name=window][value="{window}"]').wait_for(state="attached")
    visitor.press("Takvimleri kaydet")
    assert "Staj takvimleriniz kaydedildi" in visitor.page.locator("body").inner_text()


def open_a_position(visitor: Visitor, title: str) -> None:
    """A place in Çankaya with two seats."""
    visitor.go("/pozisyonlar/yeni/")
    page = visitor.page
    page.fill("[name=title]", title)
    page.fill("[name=workplace_unit]", "Bilgi İşlem Dairesi")
    page.select_option("[name=province]", "6")
    if visitor.scripts:
        page.locator("[name=district] option", has_text="Çankaya").wait_for(state="attached")
    else:
        page.locator("button[name=districts]").click()
    page.select_option("[name=district]", label="Çankaya")
    page.fill("[name=address]", "Anadolu Bulvarı No: 9")
    page.fill("[name=tasks]", "Baraj verilerinin temizlenmesi ve test.")
    page.select_option("[name=supervisor]", index=1)
    page.fill("[name=quota]", "2")
    visitor.press("Yayımla")
    assert title in page.get_by_role("main").inner_text()


def send_an_offer(visitor: Visitor, code: str, title: str) -> None:
    """From the pool's profile to the sent offer."""
    visitor.go("/havuz/")
    visitor.go(f"/havuz/{code}/")
    visitor.press("Teklif gönder", role="link")
    page = visitor.page
    position = page.locator("[name=position] option", has_text=title).get_attribute("value")
    page.select_option("[name=position]", position)
    visitor.press("Önizle")
    visitor.press("Teklifi gönder")
    assert "Teklif gönderildi" in page.locator("h1").inner_text()


@pytest.fixture
def country(season_clock: Clock) -> None:
    """Reference data, the season of 2024 and a crowd to hide in."""
    season_clock("2024-02-15 10:00")
    call_command("load_reference", verbosity=0)
    call_command("load_season", "2024", verbosity=0)
    load_catalogue()
    make_crowd(season=current_season(), size=240)


def employer_people() -> tuple[EmployerMembership, str]:
    place = District.objects.get(province=6, name="Çankaya")
    member = MemberFactory(employer=EmployerFactory(province=place.province, district=place))
    return member, with_factor(member.user)


def center_people() -> tuple[UniversityMembership, str]:
    official = OfficialFactory(university=University.objects.get(code="bilecik-seyh-edebali"))
    return official, with_factor(official.user)


def code_of(member: EmployerMembership, student_name: str) -> str:
    """The pseudonym under which this employer sees the student."""
    return code_for(member.employer_id, _own_application(student_name))


def _own_application(student_name: str) -> Application:
    """The journey's student, whatever the crowd is called."""
    return Application.objects.exclude(enrolment_id__startswith="demo-").get(student__user__full_name=student_name)


WAYS = [
    pytest.param("lisans-3", "İlhan Öğüt", 1280, True, id="desktop"),
    pytest.param("lisans-2", "Ayşe Çınar", 390, True, id="phone"),
    pytest.param("lisans-4", "Şule Ünal", 390, False, id="phone without JavaScript"),
]


@pytest.mark.parametrize(("key", "name", "width", "scripts"), WAYS)
def test_an_internship_from_sign_in_to_the_verified_form(
    key, name, width, scripts, country, season_clock, portal, edevlet, worker, visit, tmp_path
):
    member, employer_secret = employer_people()
    official, center_secret = center_people()
    season = current_season()

    season_clock("2024-03-04 10:00")
    student = visit(width=width, scripts=scripts)
    apply_as_student(student, key, portal)

    season_clock("2024-05-13 10:00")
    build_pool(season=season)
    employer = visit(width=width, scripts=scripts)
    sign_in(employer, member.user, employer_secret)
    title = f"Yazılım stajyeri {width}"
    open_a_position(employer, title)
    code = code_of(member, name)
    send_an_offer(employer, code, title)
    employer.go("/gonderilen-teklifler/")
    assert name not in employer.page.content()
    assert code in employer.page.content()

    season_clock("2024-05-14 10:00")
    student.go("/teklifler/")
    assert "cevabınızı bekliyor" in student.page.locator("h1").inner_text()
    student.press("Teklifi kabul et")
    assert Offer.objects.get().state == "accepted"

    employer.go("/gonderilen-teklifler/")
    employer.press(name, role="link")
    employer.press("Son onayı ver", role="link")
    employer.press("Son onayı ver")
    placement = Placement.objects.get()
    assert placement.student.user.full_name == name

    center = visit(width=width, scripts=scripts)
    sign_in(center, official.user, center_secret)
    center.go("/kariyer-merkezi/stajyerler/")
    center.press("Listele")
    assert name in center.page.get_by_role("main").inner_text()
    wait_for(lambda: Document.objects.filter(subject_id=placement.pk).exists())
    center.press(name, role="link")

    student.go("/belgelerim/")
    with student.page.expect_download() as download:
        student.page.get_by_role("link", name=re.compile("^İndir.*Kabul Formu")).click()
    form = tmp_path / "form.pdf"
    download.value.save_as(form)
    assert form.read_bytes().startswith(b"%PDF")

    passer_by = visit(width=width, scripts=scripts)
    document = Document.objects.get(subject_id=placement.pk)
    passer_by.go(f"/dogrula/{document.code}")
    shown = passer_by.page.get_by_role("main").inner_text()
    assert "Geçerli" in shown
    assert name not in shown

    told = set(Notification.objects.filter(recipient=placement.student.user).values_list("kind", flat=True))
    assert {"offer_received", "placement_confirmed", "papers_ready"} <= told
    wait_for(lambda: any("Staja kabul edildiniz" in message.subject for message in mail.outbox))
    student.go("/bildirimler/")
    assert "Staja kabul edildiniz" in student.page.get_by_role("main").inner_text()


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> None:
    """Give the worker time for what it was asked to do."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "the worker has not done it in time"
        time.sleep(0.1)
