"""An SMS service of a few lines: takes messages over real HTTP as Apprise posts them, or refuses them."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Request(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.messages.append((self.path, json.loads(body)))
        self.server.when_taken()
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class SmsGateway(ThreadingHTTPServer):
    """Listens on a free local port until closed; keeps (path, JSON) of each message."""

    daemon_threads = True

    def __init__(self) -> None:
        self.messages: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        self.when_taken: Callable[[], object] = lambda: None
        super().__init__(("127.0.0.1", 0), _Request)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()
