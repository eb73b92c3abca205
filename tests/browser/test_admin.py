"""The operators' admin in a real browser, under the portal's content security policy: no page complains."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from tests.access_world import make_estate
from tests.browser.conftest import Visitor
from tests.factories import EmployerFactory, OfficialFactory, UserFactory
from tests.people import browser
from usp.accounts.models import Employer, EmployerStatus, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLES = ["accounts.user", "accounts.student", "accounts.employer", "accounts.employermembership",
          "accounts.universitymembership", "insurance.insurancecase", "insurance.paperrules", "applications.season",
          "applications.application", "offers.offer", "notifications.notification", "documents.document"]  # fmt: skip


def at_the_desk(visitor: Visitor, portal: str, operator: User) -> Visitor:
    """The operator, signed in."""
    cookie = browser(operator).cookies[settings.SESSION_COOKIE_NAME].value
    visitor.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": portal}])
    return visitor


def open_page(visitor: Visitor, path: str) -> None:
    """Open a page and wait for its scripts."""
    answer = visitor.page.goto(visitor.portal + path, wait_until="load")
    assert answer is not None
    assert answer.status == 200, path


def test_no_page_of_the_admin_complains(visit: Callable[..., Visitor], portal: str, at) -> None:
    make_estate(at)
    visitor = at_the_desk(visit(), portal, UserFactory())
    open_page(visitor, reverse("admin:index"))
    assert "Ulusal Staj Programı · Yönetim" in visitor.page.inner_text("#header")
    assert visitor.page.get_attribute("#user-tools a[href='/']", "href") == "/"
    for model in admin.site._registry:
        if model._meta.label_lower not in TABLES:
            continue
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        open_page(visitor, reverse(f"{start}_changelist"))
        if admin.site._registry[model].has_add_permission.__qualname__.startswith("BaseModelAdmin"):
            open_page(visitor, reverse(f"{start}_add"))
        row = model._default_manager.first()
        if row is not None:
            open_page(visitor, reverse(f"{start}_change", args=[row.pk]))


def test_an_operator_suspends_an_employer_by_hand(visit: Callable[..., Visitor], portal: str, at) -> None:
    at("2024-05-13 10:00")
    employer: Employer = EmployerFactory(name="Işık Yazılım")
    visitor = at_the_desk(visit(), portal, UserFactory())
    open_page(visitor, reverse("admin:accounts_employer_changelist"))
    page = visitor.page
    page.check(f"input[name=_selected_action][value='{employer.pk}']")
    page.select_option("select[name=action]", label="Askıya al")
    page.fill("input[name=reason]", "Evrak eksik")
    with page.expect_navigation():
        page.click("button[name=index]")
    assert "1 kurum askıda." in page.inner_text(".messagelist")
    employer.refresh_from_db()
    assert employer.status == EmployerStatus.SUSPENDED


def test_a_membership_is_filled_in_by_typing(visit: Callable[..., Visitor], portal: str, at) -> None:
    """Select2 under the policy: the list opens, only fitting users are offered, the choice is kept."""
    at("2024-05-13 10:00")
    held = OfficialFactory(user__full_name="Zeynep Iğdır")
    UserFactory(kind="employer", full_name="Zeynep Başka")
    visitor = at_the_desk(visit(), portal, UserFactory())
    open_page(visitor, reverse("admin:accounts_universitymembership_add"))
    page = visitor.page
    page.click(".field-user .select2-selection")
    page.fill(".select2-search__field", "zeynep")
    choice = page.locator(".select2-results__option", has_text=re.compile("Zeynep"))
    choice.first.wait_for()
    assert choice.all_inner_texts() == ["Zeynep Iğdır"]
    choice.first.click()
    assert page.input_value("select[name=user]") == str(held.user_id)
