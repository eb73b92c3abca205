"""Every page template in a real browser: axe finds nothing wrong, and nothing scrolls sideways.

The table of addresses (tests/access_table.py) says who may see what; the test client asks and the browser is given the
answer, so the rows of one estate serve for all pages, and what a page writes is taken back.
"""

import re
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as configured
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.urls import reverse
from playwright.sync_api import Browser, Route

from tests.access_world import ROLES, Estate, make_estate
from tests.browser.conftest import Looks, Visitor
from tests.conftest import set_clock
from tests.databases import held
from tests.factories import EmployerFactory, MemberFactory, UnitFactory, UniversityFactory
from tests.guidance.test_problems import form_fields, send
from tests.insurance.world import place
from tests.offers.world import make_world
from tests.people import browser as browser_of
from tests.portal.test_public_pages import visitor_request
from tests.test_access import rows
from tests.test_consistency import templates
from usp.accounts.models import EmployerStatus, User
from usp.documents import throttle
from usp.documents.codes import new_code
from usp.portal.views import errors, gallery

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SITE = "http://localhost"  # no address is asked: what is shown comes from the test client
# The folder of the templates is the namespace of the addresses; what has neither is the last part.
PARTS = ("insurance", "offers", "applications", "")
_EXTENDS = re.compile(r'\{% extends "([^"]+)"')
_SEEN = {"GET": "200", "POST": "422"}
SECOND_FACTOR = ("mfa_reauthenticate", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp",
                 "mfa_add_webauthn")  # fmt: skip
# Pages that this estate cannot show, and the journey that looks at them.
ELSEWHERE = {
    "applications/appeal.html": "test_desk.py",
    "applications/stage_one.html": "test_form.py",
    "applications/declarations.html": "test_form.py",
    "applications/declaration_form.html": "test_form.py",
    "applications/institutions.html": "test_form.py",
    "applications/form_windows.html": "test_form.py",
    "applications/consents.html": "test_form.py",
    "applications/review.html": "test_form.py",
    "offers/send_preview.html": "test_journey.py",
    "offers/pool/compare.html": "test_pool_journey.py",
    "offers/talent/bulk_preview.html": "test_pool_journey.py",
    "mfa/authenticate.html": "test_journey.py",
    "mfa/totp/activate_form.html": "test_employers.py",
    "accounts/employers/register_sent.html": "test_employers.py",
}
# Pages that no browser test opens yet, and what it would take.
NOT_YET = {
    "account/password_set.html": "an account without password",
    "account/signup_closed.html": "allauth's sign-up, which answers 404 here",
    "account/verified_email_required.html": "an address that allauth has not seen verified",
    "mfa/trust.html": "a browser to be trusted, which is not switched on",
    "mfa/webauthn/reauthenticate.html": "a security key that answers",
    "socialaccount/login.html": "allauth's question before e-Devlet, which is switched off",
}


@cache
def page_templates() -> set[str]:
    """Templates that are a page of their own: on a layout, and no layout.

    Papers are printed, not visited; the admin's pages are Django's (tests/browser/test_admin.py).
    """
    above = {name: found[1] for name, text in templates().items() if (found := _EXTENDS.search(text))}
    return {
        name
        for name in above
        if name.endswith(".html") and not name.startswith(("pdf/", "admin/", "allauth/")) and name not in above.values()
    }


def part_of(name: str) -> str:
    """The part that a template or an address belongs to."""
    start = re.split("[/:]", name)[0]
    return start if start in PARTS else ""


@pytest.fixture(scope="module")
def estate(django_db_setup: None, django_db_blocker: Any) -> Iterator[Estate]:
    """Made once: what a visit writes is taken back (`Estate.ask`)."""
    with held(django_db_blocker):
        with django_db_blocker.unblock():
            made = make_estate(set_clock)
        yield made


class Tour:
    """One browser, led from page to page; it knows which page templates it has seen."""

    def __init__(self, visitor: Visitor, estate: Estate) -> None:
        self.seen: set[str] = set()
        self.faults: list[str] = []
        self._visitor, self._estate = visitor, estate
        self._role, self._answer = "anonymous", HttpResponse()
        visitor.page.route("**/*", self._serve)

    def ask(self, role: str, method: str, address: str, data: dict[str, Any] | None = None) -> None:
        """Look at what this role is answered."""
        self.show(lambda: self._estate.ask(role, method, address, data), role, address)

    def show(self, answer: Callable[[], HttpResponse], role: str, address: str) -> None:
        """Look at this answer, unless its page is none of ours (a file, a fragment, a redirect)."""
        names: list[str] = []

        def hear(*, template: Any, **_signal: Any) -> None:
            names.append(template.name)

        template_rendered.connect(hear)
        try:
            self._role, self._answer = role, answer()
        finally:
            template_rendered.disconnect(hear)
        if self._answer.streaming:
            b"".join(self._answer)  # a file: read to its end, it is closed
        template = next((name for name in names if name in page_templates()), None)
        if template is None or template in self.seen:
            return
        self.seen.add(template)
        page = self._visitor.page
        page.set_viewport_size({"width": 1280, "height": 820})
        page.goto(SITE + address)
        self._look()
        if role == "student":  # who comes with a phone
            page.set_viewport_size({"width": 390, "height": 844})
            self._look()

    def _look(self) -> None:
        try:
            self._visitor.look()
        except AssertionError as fault:
            self.faults.append(str(fault).partition("\n")[0])

    def _serve(self, route: Route) -> None:
        """The answer itself with styles and scripts of the tree; fragments and framed files stay away."""
        address = urlsplit(route.request.url)
        if address.path.startswith(configured.STATIC_URL):
            route.fulfill(path=finders.find(address.path.removeprefix(configured.STATIC_URL)))
            return
        if not route.request.is_navigation_request() or route.request.frame.parent_frame is not None:
            route.fulfill(status=204)
            return
        # Always 200: the console would complain of a refusal that is meant to be.
        route.fulfill(status=200, headers=dict(self._answer.headers), body=self._answer.content)


@pytest.fixture
def tour(browser: Browser, estate: Estate, looks: Looks) -> Iterator[Tour]:
    """At its end nothing was wrong with any page, and no console complained."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 820}, locale="tr-TR", timezone_id="Europe/Istanbul"
    )
    visitor = Visitor(context, SITE, looks, scripts=True)
    made = Tour(visitor, estate)
    yield made
    context.close()
    assert made.faults + visitor.complaints == []


def further_addresses() -> Iterator[tuple[str, str]]:
    """(role, address) of pages that the first role of each row of the table does not meet."""
    yield "employer", reverse("portal:home")
    yield "student", reverse("portal:figures")
    yield "student", reverse("socialaccount_login_error")
    yield "anonymous", reverse("edevlet_callback")
    yield "anonymous", "/boyle-bir-sayfa-yok/"
    yield "anonymous", reverse("documents:verify-code", args=["2222-2222-2222-2222"])
    yield "anonymous", reverse("employers:registration", args=["0" * 64])
    yield "anonymous", reverse("employers:invitation", args=["0" * 64])


def with_second_factor(user: User) -> Client:
    """A browser of somebody who has just typed password and code: allauth asks for neither again."""
    TOTP.activate(user, generate_totp_secret())
    client = browser_of(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time(), "reauthenticated": True} for method in ("password", "mfa")
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def show_errors(tour: Tour) -> None:
    """What Django and the proxy show when something has failed."""
    for view in (
        errors.bad_request, errors.too_large, errors.too_many, errors.server_error, errors.unavailable,
        errors.csrf_failure,
    ):  # fmt: skip
        tour.show(partial(view, RequestFactory().get("/")), "anonymous", "/")


def show_second_factor(tour: Tour, user: User) -> None:
    """The pages that allauth shows to somebody who has just signed in."""
    client = with_second_factor(user)
    RecoveryCodes.activate(user)
    for address in map(reverse, SECOND_FACTOR):
        tour.show(partial(client.get, address), "supervisor", address)
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Ev anahtarı"})
    for address in (reverse(name, args=[key.pk]) for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")):
        tour.show(partial(client.get, address), "supervisor", address)


def show_case_from_abroad(tour: Tour) -> None:
    """The insurance of an intern whose university is abroad: the operators lead it."""
    abroad = UnitFactory(university=UniversityFactory(code="baku", kind="abroad", province=None), code="fakulte")
    placement = place(make_world(1), set_clock, unit=abroad)
    tour.ask("operator", "GET", reverse("insurance:case", args=[placement.insurance_case.pk]))


def show_messages(tour: Tour, folder: Path, settings: Any) -> None:
    """What the demo has sent, and one SMS of it."""
    settings.USP_DEMO, settings.USP_SMS_URL = True, f"file://{folder}"
    (folder / "1.txt").write_text("+905321234567\n\nTeklifiniz var.")
    tour.ask("operator", "GET", reverse("notifications:sent"))
    tour.ask("operator", "GET", reverse("notifications:sent-one", args=["sms", "1"]))


def show_limit(tour: Tour) -> None:
    """What somebody reads who has guessed too many codes."""
    guesser, address = Client(), reverse("documents:verify-code", args=[new_code()])
    for _guess in range(throttle.MISSES):
        guesser.get(reverse("documents:verify-code", args=[new_code()]))
    tour.show(partial(guesser.get, address), "anonymous", address)


def show_rare_states(tour: Tour, estate: Estate) -> None:
    """Files that are gone, a report just sent, a registration to be corrected."""
    papers = {"documents:download": estate.document.file.path, "documents:upload": estate.upload.file.path}
    for name, file in papers.items():
        content = Path(file).read_bytes()
        Path(file).unlink()
        tour.ask("student", "GET", reverse(name, kwargs=estate.arguments(name)))
        Path(file).write_bytes(content)
    reporter = Client()
    send(reporter, form_fields(reporter))
    tour.show(partial(reporter.get, reverse("guidance:problem-sent")), "anonymous", reverse("guidance:problem-sent"))
    rejected = MemberFactory(employer=EmployerFactory(name="Reddedilen", status=EmployerStatus.REJECTED)).user
    again = reverse("employers:resubmit")
    tour.show(partial(browser_of(rejected).get, again), "employer", again)


@pytest.mark.parametrize("part", PARTS)
def test_every_page_template_is_looked_at(part: str, tour: Tour, estate: Estate, settings: Any, tmp_path: Path) -> None:
    for name, method, expected in rows():
        role = next((role for role in ROLES if expected[role] == _SEEN[method]), None)
        if part_of(name) == part and role is not None:
            tour.ask(role, method, f"/{name}" if "/" in name else reverse(name, kwargs=estate.arguments(name)))
    if part == "applications":
        group = f"?tur={estate.declaration.kind_id}&kurum=Kul%C3%BCp"
        tour.ask("center", "GET", reverse("applications:desk-bulk") + group)
    if part == "offers":
        tour.ask("employer", "GET", f"{reverse('offers:withdraw')}?teklif={estate.open_offer.pk}")
    if part == "insurance":
        tour.ask("employer", "GET", reverse("insurance:guidelines"))
        show_case_from_abroad(tour)
    if part == "":
        for role, address in further_addresses():
            tour.ask(role, "GET", address)
        show_errors(tour)
        show_second_factor(tour, estate.people["supervisor"])
        show_rare_states(tour, estate)
        show_limit(tour)
        show_messages(tour, tmp_path, settings)
        tour.show(partial(gallery.gallery, visitor_request(RequestFactory())), "anonymous", "/galeri/")
    missing = {name for name in page_templates() - tour.seen if part_of(name) == part}
    assert missing == {name for name in ELSEWHERE | NOT_YET if part_of(name) == part}


def test_what_is_looked_at_elsewhere_names_a_journey_that_is_there() -> None:
    journeys = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    assert set(ELSEWHERE | NOT_YET) <= page_templates()
    assert set(ELSEWHERE.values()) <= journeys
