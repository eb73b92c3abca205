"""A mail server of a few lines: takes messages over real SMTP, or refuses them."""

import socketserver
import threading
from collections.abc import Callable


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            command = line.strip().upper()
            if command.startswith((b"EHLO", b"HELO")):
                self._say("250 test")
            elif command.startswith(b"RCPT") and self.server.refusing:
                self._say(self.server.refusal)
            elif command == b"DATA":
                self._say("354 go on")
                self.server.messages.append(self._message())
                self.server.when_taken()
                self._say("250 taken")
            elif command == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free local port until closed."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.refusing, self.refusal = False, "451 4.3.0 try later"
        self.when_taken: Callable[[], object] = lambda: None
        super().__init__(("127.0.0.1", 0), _Session)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()
