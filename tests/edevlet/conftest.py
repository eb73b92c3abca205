"""The real sandbox on a real port, and a person who walks through it."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.conftest import moment_of
from usp.edevlet.sandbox.app import PREFIX, Sandbox, make_sandbox_server
from usp.edevlet.sandbox.people import person_by_key

SECRET = "usp-test-secret"
CLIENT_ID = "usp-test"


@dataclass
class RunningSandbox:
    """One sandbox process, as the tests see it."""

    sandbox: Sandbox
    url: str
    stop: Callable[[], None]
    moment: list[dt.datetime]
    waited: list[float]

    def at(self, text: str) -> None:
        """Move its season clock."""
        self.moment[0] = moment_of(text)


@pytest.fixture
def edevlet_sandbox(settings: Any) -> Iterator[RunningSandbox]:
    """A sandbox of the season of 2024 (it is 15 January), and a portal that is set up for it."""
    moment, waited = [moment_of("2024-01-15 10:00")], [0.0]
    sandbox = Sandbox(
        client_id=CLIENT_ID,
        client_secret=SECRET,
        redirect_hosts={"testserver"},
        clock=lambda: moment[0],
        timer=lambda: waited[0],
        stall_seconds=20,
    )
    server = make_sandbox_server(sandbox, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def stop() -> None:
        if thread.is_alive():
            sandbox.close()
            server.shutdown()
            thread.join()
            server.server_close()

    url = f"http://127.0.0.1:{server.server_port}"
    settings.USP_EDEVLET = {
        "authorize_url": f"{url}{PREFIX}/AuthorizationController",
        "token_url": f"{url}{PREFIX}/AccessTokenController",
        "resource_url": f"{url}{PREFIX}/AuthenticationController",
        "records_url": f"{url}/kayitlar",
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "timeout_seconds": 5,
    }
    yield RunningSandbox(sandbox, url, stop, moment, waited)
    stop()


@dataclass
class Form:
    """One HTML form: where it goes, its hidden fields, its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(values.get("action", ""), values.get("method", "get")))
        elif tag == "input" and values.get("type") == "hidden" and self.found:
            self.found[-1].fields[values["name"]] = values["value"]
        elif tag == "button" and "name" in values and self.found:
            self.found[-1].buttons.append((values["name"], values["value"]))


def press(page: requests.Response, name: str, value: str) -> requests.Response:
    """Press a button of a page, as a browser would; redirects are not followed."""
    parser = _Forms()
    parser.feed(page.text)
    form = next(one for one in parser.found if (name, value) in one.buttons)
    data, url = {**form.fields, name: value}, urljoin(page.url, form.action)
    if form.method == "post":
        return requests.post(url, data=data, allow_redirects=False, timeout=10)
    return requests.get(url, params=data, allow_redirects=False, timeout=10)


@dataclass
class Walk:
    """One browser on its way between the portal and the sandbox."""

    client: Client
    running: RunningSandbox

    def start(self, next_url: str = "") -> str:
        """Press the portal's button; answers with the address at e-Devlet."""
        response = self.client.post(reverse("edevlet_login"), {"next": next_url} if next_url else {})
        assert response.status_code == 302, response.content
        return response["Location"]

    def choose(self, address: str, key: str) -> requests.Response:
        """Open e-Devlet's page and pick a person; answers with the consent page."""
        page = requests.get(address, timeout=10)
        assert page.status_code == 200
        return press(page, "kisi", key)

    def consent(self, page: requests.Response, name: str = "karar", value: str = "onay") -> str:
        """Answer the consent page; answers with the address back at the portal."""
        answer = press(page, name, value)
        assert answer.status_code == 303
        return answer.headers["Location"]

    def come_back(self, address: str) -> HttpResponse:
        """Follow e-Devlet's redirect to the portal."""
        return self.client.get(urlsplit(address).path + "?" + urlsplit(address).query)

    def sign_in(self, key: str, *, trouble: str = "", next_url: str = "") -> HttpResponse:
        """The whole way, from the button to the answer of the callback."""
        page = self.choose(self.start(next_url), key)
        address = self.consent(page, "ariza", trouble) if trouble else self.consent(page)
        return self.come_back(address)


@pytest.fixture
def walk(db: None, client: Client, edevlet_sandbox: RunningSandbox) -> Walk:
    """A browser that is not signed in."""
    return Walk(client, edevlet_sandbox)


def query_of(address: str) -> dict[str, str]:
    """The query of an address, one value a name."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def tckn_of(key: str) -> str:
    """The identity number of a person of the sandbox."""
    return person_by_key(key).tckn
