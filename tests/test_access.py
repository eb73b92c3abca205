"""Every address × every role × somebody else's object: the table says what each of them meets.

The rows belong to one student, one employer and one university (tests/access_world.py); «other…» are strangers of the
same kind. A new address without a row fails, and so does a row without address.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access_table import TABLE
from tests.access_world import ROLES, Estate, make_estate
from tests.conftest import set_clock
from tests.databases import held
from tests.factories import UserFactory
from tests.test_consistency import addresses

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def estate(django_db_setup: None, django_db_blocker: Any) -> Iterator[Estate]:
    """Made once: what a test asks is taken back (`Estate.ask`)."""
    with held(django_db_blocker):
        with django_db_blocker.unblock():
            made = make_estate(set_clock)
        yield made


@pytest.fixture
def pdf_made_once(estate: Estate, empty_cache: None) -> None:
    """The method's PDF is laid out for the first role; each of the others gets it from the cache, as visitors do."""
    cache.set_many(estate.method_pdf)


def rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    """The table: (address, method, expected by role)."""
    for line in TABLE.strip().splitlines():
        name, method, *cells = line.split()
        yield name, method, dict(zip(ROLES, cells, strict=True))


def own_addresses() -> set[str]:
    """What the table must name: everything but the admin, which has a rule of its own below."""
    return {name or path for path, name, _entry in addresses() if not path.startswith("yonetim/")} - {"portal:gallery"}


def test_the_table_names_every_address_twice() -> None:
    named = [(name, method) for name, method, _expected in rows()]
    assert sorted(named) == sorted((name, method) for name in own_addresses() for method in ("GET", "POST"))


@pytest.mark.usefixtures("pdf_made_once")
@pytest.mark.parametrize("role", ROLES)
def test_everybody_meets_what_the_table_says(role: str, estate: Estate) -> None:
    wrong = []
    for name, method, expected in rows():
        address = f"/{name}" if "/" in name else reverse(name, kwargs=estate.arguments(name))
        met = shorthand(estate.ask(role, method, address))
        if met == "500" or expected[role] not in (met, "any"):
            wrong.append(f"{method} {name}: {met}, not {expected[role]}")
    assert wrong == []


def shorthand(response: HttpResponse) -> str:
    """The answer as the table writes it."""
    if response.status_code not in (301, 302):
        return str(response.status_code)
    return "in" if response["Location"].startswith("/giris/") else "=>"


def test_a_stranger_cannot_tell_what_exists(estate: Estate) -> None:
    """Somebody else's object and one that never was look alike."""
    strangers = [
        ("offers:offer", "other_student"),
        ("offers:position", "other_employer"),
        ("insurance:intern", "other_center"),
    ]
    for name, role in strangers:
        (key,) = estate.arguments(name)
        there = estate.ask(role, "GET", reverse(name, kwargs=estate.arguments(name)))
        not_there = estate.ask(role, "GET", reverse(name, kwargs={key: 987654}))
        assert there.status_code == not_there.status_code == 404
        assert there.content.replace(there["X-Request-ID"].encode(), b"") == not_there.content.replace(
            not_there["X-Request-ID"].encode(), b""
        )


# --- the admin -------------------------------------------------------------------------------------------------------


def admin_addresses(estate: Estate) -> Iterator[str]:
    """Every page of the admin, with a real row wherever there is one."""
    for name in ("index", "password_change", "password_change_done", "jsi18n"):
        yield reverse(f"admin:{name}")
    for app in sorted({model._meta.app_label for model in admin.site._registry}):
        yield reverse("admin:app_list", args=[app])
    for model in admin.site._registry:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{start}_changelist")
        yield reverse(f"{start}_changelist") + "?q=ay%C5%9Fe+1"
        yield reverse(f"{start}_add")
        row = model._default_manager.first()
        if row is not None:
            for page in ("change", "history", "delete"):
                yield reverse(f"{start}_{page}", args=[row.pk])


def test_every_page_of_the_admin_opens_for_operators(estate: Estate) -> None:
    wrong = []
    for address in admin_addresses(estate):
        response = estate.ask("operator", "GET", address)
        allowed = {200, 403} if address.endswith(("/add/", "/delete/")) else {200}
        if response.status_code not in allowed:
            wrong.append(f"{address}: {response.status_code}")
    assert wrong == []


def test_the_admin_is_closed_to_everybody_else(estate: Estate) -> None:
    wrong = []
    for address in admin_addresses(estate):
        if "?" in address:
            continue  # the same list with a search: whoever is kept out of the one never comes to the other
        for role in ("anonymous", "student", "employer", "center"):
            for method in ("GET", "POST"):
                response = estate.ask(role, method, address)
                to_sign_in = response.status_code == 302 and response["Location"].startswith(
                    ("/giris/", reverse("admin:login"))
                )
                if not to_sign_in and response.status_code not in (403, 404):
                    wrong.append(f"{method} {address} as {role}: {response.status_code}")
    assert wrong == []


def test_the_admin_s_own_sign_in_is_the_portal_s(estate: Estate) -> None:
    assert shorthand(estate.ask("anonymous", "GET", reverse("admin:login"))) == "in"
    assert estate.ask("student", "GET", reverse("admin:login")).status_code == 403


# --- unsafe «next» ---------------------------------------------------------------------------------------------------

UNSAFE = [
    "https://kotu.example/",
    "//kotu.example/",
    "///kotu.example/",
    "/\\kotu.example/",
    "\\\\kotu.example",
    "http:///kotu.example",
    "https:kotu.example",
    "javascript:alert(1)",
    "\t//kotu.example",
    "https://testserver@kotu.example/",
]
TAKES_NEXT = [
    ("portal:sign-in", "anonymous"),
    ("portal:sign-in", "employer"),
    ("set_language", "anonymous"),
    ("set_language", "student"),
    ("edevlet_login", "anonymous"),
    ("account_login", "anonymous"),
    ("account_login", "employer"),
    ("account_logout", "anonymous"),
    ("account_logout", "student"),
    ("account_reauthenticate", "employer"),
    ("admin:login", "operator"),
    ("admin:login", "anonymous"),
]


def leads_outside(response: HttpResponse, evil: str) -> bool:
    """Whether the answer sends the browser to a site that is neither ours nor e-Devlet's."""
    where = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
    parts = urlsplit(where.replace("\\", "/"))
    return parts.netloc not in ("", "testserver", "127.0.0.1:8001") or where.startswith(("//", "javascript:"))


def test_no_unsafe_next_leads_outside(estate: Estate) -> None:
    wrong = [
        f"{method} {name} next={evil!r}"
        for name, role in TAKES_NEXT
        for evil in UNSAFE
        for method in ("GET", "POST")
        if leads_outside(estate.ask(role, method, reverse(name), {"next": evil, "language": "en"}), evil)
    ]
    assert wrong == []


@pytest.mark.parametrize("evil", UNSAFE)
def test_signing_in_with_an_unsafe_next_ends_at_home(evil: str, client: Client) -> None:
    user = UserFactory(kind="employer")
    user.set_password("bir-uzun-parola-2024")
    user.save()
    data = {"login": user.email, "password": "bir-uzun-parola-2024", "next": evil}
    response = client.post(reverse("account_login"), data)
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_the_season_clock_goes_back_to_a_page_of_ours(estate: Estate, settings: Any) -> None:
    settings.USP_DEMO = True
    for evil in UNSAFE:
        data = {"stage": "applications", "next": evil}
        response = estate.ask("anonymous", "POST", reverse("portal:season-clock"), data)
        assert response["Location"] == "/", evil
