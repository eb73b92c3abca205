"""``manage.py edevlet_sandbox``: the stand-in for e-Devlet, for the demo and for developing."""

import errno
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from usp.edevlet.sandbox.app import Sandbox, make_sandbox_server


class Command(BaseCommand):
    """Serves until Ctrl-C or SIGTERM."""

    help = "Serve the e-Devlet sandbox: sign-in and records of ready-made, fictitious people."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8001, help="port to listen on (8001)")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Serve. A taken port is a sentence, not a trace."""
        sandbox = Sandbox.from_settings()
        try:
            server = make_sandbox_server(sandbox, host, port)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
                raise CommandError(
                    f"The e-Devlet sandbox cannot listen on {host}:{port} ({error.strerror}); choose another --port."
                ) from None
            raise
        signal.signal(signal.SIGTERM, _stop)
        address = f"http://{host}:{server.server_port}/"
        self.stdout.write(f"e-Devlet sandbox on {address} for {settings.USP_PUBLIC_URL}")
        with server:
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("e-Devlet sandbox stopped")
            finally:
                sandbox.close()


def _stop(signum: int, frame: object) -> None:
    raise KeyboardInterrupt
