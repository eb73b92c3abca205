"""The little of HTTP that the sandbox needs: a request, a response, a threading server."""

import base64
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

logger = logging.getLogger(__name__)
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class Request:
    """One request, its query and form as plain dictionaries (the last value of a name counts)."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    body: bytes
    authorization: str

    @classmethod
    def of(cls, environ: dict[str, Any]) -> "Request":
        """Read a WSGI environment; at most 64 KiB of body."""
        length = min(int(environ.get("CONTENT_LENGTH") or 0), _MOST_BYTES)
        body = environ["wsgi.input"].read(length) if length else b""
        is_form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
        # WSGI hands paths over as Latin-1 (PEP 3333).
        path = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
        return cls(
            method=environ["REQUEST_METHOD"],
            path=path,
            query=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
            form=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)) if is_form else {},
            body=body,
            authorization=environ.get("HTTP_AUTHORIZATION", ""),
        )

    def texts(self, *names: str) -> list[str]:
        """The texts of a JSON body by name; empty where one is missing or no text."""
        try:
            data = json.loads(self.body)
        except ValueError:
            data = {}
        values = [data.get(name) if isinstance(data, dict) else None for name in names]
        return [value if isinstance(value, str) else "" for value in values]

    def credentials(self) -> tuple[str, str]:
        """User and password of an ``Authorization: Basic`` header; empty when it is something else."""
        kind, _space, text = self.authorization.partition(" ")
        if kind.lower() != "basic":
            return "", ""
        try:
            user, _colon, password = base64.b64decode(text, validate=True).decode().partition(":")
        except ValueError:
            return "", ""
        return user, password


@dataclass(frozen=True)
class Response:
    """One answer."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def as_json(data: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(json.dumps(data, ensure_ascii=False).encode(), status, "application/json; charset=utf-8")


def redirect(url: str) -> Response:
    """Send the browser on; after a form, by GET."""
    return Response(b"", 303, headers={"Location": url})


Handler = Callable[[Request], Response]
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'",
}


def wsgi(handler: Handler) -> Callable[..., Iterable[bytes]]:
    """The handler as a WSGI application."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = handler(Request.of(environ))
        headers = {
            "Content-Type": response.content_type,
            "Content-Length": str(len(response.body)),
            **_HEADERS,
            **response.headers,
        }
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", list(headers.items()))
        return [response.body]

    return application


class Server(ThreadingMixIn, WSGIServer):
    """A thread per request; none of them keeps the process alive."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


class QuietHandler(WSGIRequestHandler):
    """Logs method, path and status; never the query, which carries codes and states."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line a request."""
        status = code.value if isinstance(code, HTTPStatus) else code
        logger.info("sandbox: %s %s %s", self.command, self.path.split("?", 1)[0], status)

    def log_message(self, format: str, *args: Any) -> None:
        """What the base class has to say, without the request line."""
        logger.debug("sandbox: %s", format)

    def address_string(self) -> str:
        """No name look-up."""
        return str(self.client_address[0])
