"""A student on a phone, from e-Devlet's sign-in to the completed application, declaring one of every shape of form."""

import pytest

from applications.models import Application, Declaration
from tests.applications.conftest import make_ground
from tests.applications.form_world import SHAPES, make_form_world
from tests.browser.test_journey import choose_places
from tests.documents.lies import pdf, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def season(season_clock) -> None:
    """The season of 2024, the student's department, two provinces, institutions and what may be declared."""
    season_clock("2024-02-15 10:00")
    make_form_world(make_ground())


# A grade, an exam, a period, a code; the others go through the same page in tests/applications.
IN_BROWSER = ("project", "language", "work", "publication")


def declare(visitor, kind: str, file: str) -> None:
    """One declaration on its page, as a person fills it in."""
    page = visitor.page
    page.goto(visitor.portal + f"/basvuru/basvur/form/beyanlar/ekle/{kind}/")
    visitor.look()
    for name, value in SHAPES[kind].items():
        field = page.locator(f"#id_{name}")
        if name == "option":
            page.locator("[name=option]").first.check()
        elif name in ("language", "exam"):
            page.select_option(f"#id_{name}", label={"en": "İngilizce", "yds": "YDS"}[value])
        else:
            field.fill(value)
    page.set_input_files("[name=proof]", file)
    page.get_by_role("button", name="Beyanı kaydet").click()
    page.wait_for_url(f"**/beyanlar/?*#{kind}")
    assert "Beyanınız kaydedildi." in page.get_by_role("main").inner_text()


def test_a_student_on_a_phone_declares_every_shape_and_completes(season, portal, edevlet, visit, tmp_path):
    paper, photo = tmp_path / "belge.pdf", tmp_path / "foto.jpg"
    paper.write_bytes(pdf())
    photo.write_bytes(picture())
    student = visit(width=390)
    page = student.page
    student.go("/giris/")
    student.press("e-Devlet ile Giriş")
    page.locator('button[value="lisans-2"]').click()
    page.locator('button[value="onay"]').click()
    page.wait_for_url(f"{portal}/**")
    student.go("/basvuru/basvur/")
    student.press("Başvuru Yap")
    student.press("Başvur")
    assert "Neler yaptınız?" in page.locator("h1").inner_text()

    # An expired session costs nothing: what was typed is there again after signing in.
    page.goto(portal + "/basvuru/basvur/form/beyanlar/ekle/project/")
    page.fill("[name=title]", "Yarım kalan proje")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="usp_session")
    page.goto(portal + "/basvuru/basvur/form/beyanlar/ekle/project/")
    assert "/giris/" in page.url
    page.context.add_cookies(cookies)
    page.goto(portal + "/basvuru/basvur/form/beyanlar/ekle/project/")
    assert page.input_value("[name=title]") == "Yarım kalan proje"
    assert page.locator("[data-usp-keep-note]").is_visible()

    for number, kind in enumerate(IN_BROWSER):
        declare(student, kind, str(photo if number % 2 else paper))
    student.look()
    assert Declaration.objects.filter(source="student").count() == len(IN_BROWSER)

    student.press("Devam et", role="link")
    page.fill("#ara", "tubitak")
    page.locator('button[value^="add:"]', has_text="TÜBİTAK").first.click()
    page.locator('button[value^="remove:"]').first.wait_for()
    student.look()
    student.press("Devam et", role="link")
    choose_places(student)
    student.press("Devam et", role="link")
    for box in page.locator("input[type=checkbox][name^=text-]").all()[:2]:
        box.check()
    student.press("Kaydet ve devam et")
    page.locator(".usp-formnav-phone summary").click()
    student.look()
    page.check("[name=sure]")
    student.press("Başvuruyu tamamla")
    main = page.get_by_role("main").inner_text()
    assert "Tamamlanan Başvuru" in main
    assert f"İncelemede {len(IN_BROWSER)}" in main
    assert Application.objects.latest("id").state == "completed"
