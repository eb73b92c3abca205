"""The portal in a real browser: live server, e-Devlet's sandbox and a Celery worker in this process."""

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery.contrib.testing.worker import start_worker
from playwright.sync_api import Browser, BrowserContext, Page

from usp.celery import app
from usp.edevlet.sandbox.app import Sandbox, make_sandbox_server

# Playwright keeps an event loop in this thread; the tests' own queries run beside it and never inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what it found comes back: the whole report of a page is a megabyte and takes longer to carry than to make.
_LOOK = """async tags => {
  const report = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return report.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(" ")).join(", ")}`);
}"""
# A page's name (no number, no code, no secret of a link in it), what it is made of (each kind of element in its parent
# once, a nameless one apart), which heading follows which, and whether an id is there twice: two pages that differ in
# their words and in the number of their rows alone are one to axe, and looking costs more than the visit.
_SIGNATURE = """() => {
  const name = node => node.tagName + "." + node.className.toString() + "[" + node.getAttributeNames().sort() + "]" +
    (node.getAttribute("role") || "") + (node.getAttribute("type") || "") + (node.disabled ? "!" : "") +
    (node.textContent.trim() ? "" : "-");
  const kinds = new Set(), ids = new Set();
  let level = "";
  for (const node of document.querySelectorAll("body, body *")) {
    if (node.closest("svg") && node.tagName !== "svg") continue;
    kinds.add(name(node.parentElement) + ">" + name(node));
    if (/^H[1-6]$/.test(node.tagName)) kinds.add(level + ">" + (level = node.tagName));
    if (node.id && ids.size === ids.add(node.id).size) kinds.add("#" + node.id);
  }
  const place = location.pathname.replace(/[^/]*[0-9][^/]*/g, "0");
  return JSON.stringify([document.documentElement.lang, innerWidth, place, [...kinds].sort()]);
}"""
# A page that never comes fails the test; one that comes late on a loaded machine does not.
_PATIENCE_MS = 45_000
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
_CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium: nothing is downloaded."""
    assert _CHROMIUM, "Chromium is missing; make test installs it or says how"
    return {"executable_path": _CHROMIUM, "args": _FLAGS}


@pytest.fixture
def portal(live_server, settings) -> str:
    """The portal's address, as its own links and the e-Devlet call-back name it."""
    settings.USP_PUBLIC_URL = live_server.url
    return live_server.url


@pytest.fixture
def edevlet(portal, settings) -> Iterator[str]:
    """The e-Devlet sandbox over HTTP on a port of its own."""
    server = make_sandbox_server(Sandbox.from_settings(), "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.server_port}"
    prefix = f"{base}/OAuth2AuthorizationServer"
    settings.USP_EDEVLET = settings.USP_EDEVLET | {
        "authorize_url": f"{prefix}/AuthorizationController",
        "token_url": f"{prefix}/AccessTokenController",
        "resource_url": f"{prefix}/AuthenticationController",
        "records_url": f"{base}/kayitlar",
    }
    policy = settings.CONTENT_SECURITY_POLICY
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy["DIRECTIVES"] | {"form-action": [*policy["DIRECTIVES"]["form-action"], base]}
    }
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield base
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A Celery worker on the tests' own broker, which other tests have left their messages in."""
    app.control.purge()
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        yield


class Looks:
    """What axe has looked at and found right, each set of kinds of elements on a page by itself.

    A folder holds it, so that what one worker has looked at need not be looked at by the other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def knows(self, signature: str) -> bool:
        """Whether the very same page was looked at, its words and its number of rows aside."""
        return self._place(signature).exists()

    def note(self, signature: str) -> None:
        """Axe found nothing wrong with this page."""
        self._place(signature).touch()

    def _place(self, signature: str) -> Path:
        return self._folder / hashlib.sha256(signature.encode()).hexdigest()


@pytest.fixture(scope="session")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Looks:
    """What has been looked at in this run, by all workers."""
    base = tmp_path_factory.getbasetemp()
    return Looks((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "looks")


class Visitor:
    """One person's browser: its own cookies, its own complaints."""

    def __init__(self, context: BrowserContext, portal: str, looks: Looks, *, scripts: bool) -> None:
        self.page: Page = context.new_page()
        self._looks = looks
        self.portal, self.scripts, self.complaints = portal, scripts, list[str]()
        self.page.set_default_timeout(_PATIENCE_MS)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: object) -> None:
        if message.type in ("error", "warning"):  # type: ignore[attr-defined]
            self.complaints.append(f"{self.page.url}: {message.text}")  # type: ignore[attr-defined]

    def go(self, path: str) -> None:
        """Open a page of the portal and look at it."""
        self.page.goto(self.portal + path)
        self.look()

    def press(self, name: str, *, role: str = "button") -> None:
        """Press a button or link of the page's main part, and look at where it leads."""
        self.page.get_by_role("main").get_by_role(role, name=name, exact=False).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state("load")
        self.look()

    def look(self) -> None:
        """No error page, no horizontal scrolling, no accessibility violation; what axe knows is not shown again."""
        assert self.page.locator("h1").count() == 1, self.page.url
        if not self.scripts:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        signature = self.page.evaluate(_SIGNATURE)
        if self._looks.knows(signature):
            return
        self.page.evaluate(AXE)
        told = self.page.evaluate(_LOOK, _TAGS)
        assert told == [], f"{self.page.url}: {told}"
        self._looks.note(signature)


@pytest.fixture
def visit(browser: Browser, portal: str, looks: Looks) -> Iterator[Callable[..., Visitor]]:
    """``visit(width=390, scripts=True)``: a new person; at the end nobody's console complained."""
    visitors: list[Visitor] = []

    def new(*, width: int = 1280, scripts: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 820},
            java_script_enabled=scripts,
            locale="tr-TR",
            timezone_id="Europe/Istanbul",
        )
        visitors.append(Visitor(context, portal, looks, scripts=scripts))
        return visitors[-1]

    yield new
    for visitor in visitors:
        visitor.page.context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
