"""The signed-in home page against an empty Django view, under the same server with fifty users at once."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from random import Random

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from applications.models import Application
from usp.accounts.models import User

USERS = 50
READING_SECONDS = 5.0
"""How long a person reads between two pages, on average."""
_SERVERS = {
    "granian": [
        "granian",
        "--interface",
        "wsgi",
        "usp.wsgi:application",
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--no-access-log",
    ],
    "gunicorn": ["gunicorn", "usp.wsgi:application", "--workers", "2", "--threads", "4"],
}


def measure() -> Iterator[str]:
    """p50 and p95 in ms of both pages, for each server that is installed."""
    cookies = [_session_of(user) for user in _students()]
    for name, command in _SERVERS.items():
        program = os.path.join(os.path.dirname(sys.executable), command[0])
        if not os.path.exists(program):
            yield f"{name} is not installed here, not measured"
            continue
        port = _free_port()
        where = ["--host", "127.0.0.1", "--port", str(port)] if name == "granian" else ["-b", f"127.0.0.1:{port}"]
        server = subprocess.Popen([program, *command[1:], *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            for kind, seconds, reading in (("nobody pauses", 8, 0.0), ("people who read", 40, READING_SECONDS)):
                empty = _load(port, "/saglik/canli", cookies, seconds, reading)
                home = _load(port, "/", cookies, seconds, reading)
                yield f"{name}, {kind}: empty view {empty}; home page {home}; median ratio {home.p50 / empty.p50:.1f}"
        finally:
            server.terminate()
            server.wait()


def _students() -> list[User]:
    rows = Application.objects.filter(state="completed").select_related("student__user").order_by("-pk")[:USERS]
    return [row.student.user for row in rows]


def _session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@dataclass(frozen=True)
class Load:
    """The milliseconds of each answer in so many seconds."""

    times: list[float]
    seconds: float

    @property
    def p50(self) -> float:
        """Half of the answers were quicker."""
        return statistics.median(self.times)

    def __str__(self) -> str:
        p95 = statistics.quantiles(self.times, n=20)[-1]
        return f"p50 {self.p50:.0f} ms, p95 {p95:.0f} ms, {len(self.times) / self.seconds:.0f}/s"


def _load(port: int, path: str, cookies: list[str], seconds: float, reading: float) -> Load:
    """Every user asks again after reading so many seconds on average, or as soon as the last answer is there."""
    times: list[float] = []
    until = time.monotonic() + seconds

    def ask(cookie: str, dice: Random) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        time.sleep(dice.uniform(0, reading))
        while time.monotonic() < until:
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(dice.uniform(0, 2 * reading))

    threads = [threading.Thread(target=ask, args=(cookie, Random(number))) for number, cookie in enumerate(cookies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(times, seconds)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")
