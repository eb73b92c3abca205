"""The sandbox's screens, rendered by an engine of their own: they are no part of the portal's pages."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import formats, translation

from usp.edevlet.sandbox.grants import RECORDS_MODES, TROUBLES
from usp.edevlet.sandbox.people import GROUPS, SandboxPerson
from usp.edevlet.sandbox.web import Response

PREFIX = "/OAuth2AuthorizationServer"
CONSENT_PATH = f"{PREFIX}/Onay"
MODE_PATH = "/ayar"


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(Path(__file__).with_name("templates"))], autoescape=True)


def _page(template: str, status: int = 200, **context: Any) -> Response:
    context.update(portal_url=settings.USP_PUBLIC_URL, consent_path=CONSENT_PATH, mode_path=MODE_PATH)
    return Response(_engine().get_template(template).render(Context(context)).encode(), status)


def _groups(people: list[SandboxPerson]) -> list[tuple[str, list[SandboxPerson]]]:
    groups = [(title, [person for person in people if person.group == key]) for key, title in GROUPS.items()]
    return [(title, members) for title, members in groups if members]


def _long_date(moment: dt.datetime) -> str:
    with translation.override("tr"):
        return formats.date_format(moment, "j F Y l")


def choose(people: list[SandboxPerson], *, asking: dict[str, str], search: str, now: dt.datetime) -> Response:
    """Who signs in?"""
    return _page("choose.html", groups=_groups(people), asking=asking, search=search, today=_long_date(now))


def consent(person: SandboxPerson, *, asking: dict[str, str]) -> Response:
    """May the portal have these data? With the list of troubles to play."""
    return _page("consent.html", person=person, asking=asking, troubles=list(TROUBLES.items()))


def home(people: list[SandboxPerson], *, search: str, now: dt.datetime, records_mode: str) -> Response:
    """What this is, who is here, and how the records service behaves."""
    return _page(
        "home.html",
        groups=_groups(people),
        search=search,
        today=_long_date(now),
        modes=list(RECORDS_MODES.items()),
        records_mode=records_mode,
    )


def problem(title: str, text: str, *, status: int) -> Response:
    """A request that the sandbox does not follow."""
    return _page("problem.html", status=status, title=title, text=text)
