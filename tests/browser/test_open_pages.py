"""Pages for everybody in a real browser: fit for a phone, in both languages, without an accessibility violation."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.factories import SeasonFactory, UniversityFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_visitor_reads_searches_and_reports_on_a_phone(visit: Callable[..., Visitor], portal: str) -> None:
    SeasonFactory()
    UniversityFactory(name="Iğdır Üniversitesi", code="igdir", website="https://www.igdir.edu.tr")
    visitor = visit(width=390)
    for name in ("calendar", "who-may-apply", "privacy"):
        visitor.go(reverse(f"portal:{name}"))
    visitor.go(reverse("portal:contact") + "?ara=igdir")
    page = visitor.page
    page.goto(portal + reverse("portal:faq"))
    page.fill("#ara", "asgari")
    page.locator("#ucret[open]").wait_for()
    visitor.look()
    page.goto(f"{portal}{reverse('portal:faq')}#sigorta")
    page.locator("#sigorta[open]").wait_for()
    page.get_by_role("contentinfo").get_by_role("link", name="Sorun bildir").click()
    assert reverse("portal:faq") in page.get_by_role("main").inner_text()
    page.get_by_role("button", name="English").first.click()
    page.wait_for_load_state("load")
    assert page.get_attribute("html", "lang") == "en"
    visitor.look()
    page.goto(portal + reverse("portal:faq") + "?soru=ucret")
    assert "Article 25" in page.locator("#ucret").inner_text()
