"""One way to ask e-Devlet's servers something: a POST with a deadline, and every failure by its kind."""

import json
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import requests

from usp.edevlet.options import options

_MOST_BYTES = 1024 * 1024


class Trouble(StrEnum):
    """What may go wrong between us and the other side."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    MALFORMED = "malformed"


class ServiceTrouble(Exception):  # noqa: N818 -- reads as what it says
    """The other side did not answer, or not with JSON. Carries no part of the question or the answer."""

    def __init__(self, kind: Trouble) -> None:
        super().__init__(kind.value)
        self.kind = kind


@dataclass(frozen=True)
class Answer:
    """What the other side said: HTTP status and JSON object (empty when an error page came instead)."""

    status: int
    data: dict[str, Any]


def post(
    url: str,
    *,
    form: dict[str, str] | None = None,
    body: dict[str, Any] | None = None,
    auth: tuple[str, str] | None = None,
) -> Answer:
    """Send a form or a JSON body and read the JSON answer.

    Connecting and the first byte may take ``timeout_seconds`` each; the rest must be there by then.

    Follows no redirect and reads no proxy or password from the machine. Raises ServiceTrouble.
    """
    limit = options().timeout_seconds
    deadline = time.monotonic() + limit
    try:
        with requests.Session() as session:
            session.trust_env = False
            with session.post(
                url, data=form, json=body, auth=auth, timeout=limit, allow_redirects=False, stream=True
            ) as response:
                content = _read(response, deadline)
                return Answer(status=response.status_code, data=_parse(content, response.status_code))
    except requests.Timeout:
        raise ServiceTrouble(Trouble.TIMEOUT) from None
    except requests.ConnectionError as error:
        # A server that stalls in the middle of its answer looks like a lost connection to us.
        late = time.monotonic() >= deadline or "timed out" in str(error)
        raise ServiceTrouble(Trouble.TIMEOUT if late else Trouble.UNREACHABLE) from None
    except requests.RequestException:
        raise ServiceTrouble(Trouble.UNREACHABLE) from None


def _read(response: requests.Response, deadline: float) -> bytes:
    content = b""
    for chunk in response.iter_content(16 * 1024):
        content += chunk
        if time.monotonic() >= deadline:
            raise ServiceTrouble(Trouble.TIMEOUT)
        if len(content) > _MOST_BYTES:
            raise ServiceTrouble(Trouble.MALFORMED)
    return content


def _parse(content: bytes, status: int) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except ValueError:
        data = None
    if isinstance(data, dict):
        return data
    if status >= 300:
        return {}
    raise ServiceTrouble(Trouble.MALFORMED)
