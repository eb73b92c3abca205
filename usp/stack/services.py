"""PostgreSQL and Valkey for one command: the embedded ones, or those the caller named."""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field

from usp.stack import environment, paths, postgres, processes, valkey
from usp.stack.console import StackError, say
from usp.stack.homes import Home
from usp.stack.processes import Child

_MADE_WITH = "made-with"
_PATIENCE_SECONDS = 60


@dataclass
class Services:
    """The two servers' addresses, and those of them that are children of this launcher."""

    database_url: str
    redis_url: str
    children: list[Child] = field(default_factory=list)
    home: Home | None = None


def start(home: Home, *, careless: bool = False) -> Services:
    """Start what the caller did not name and wait until it takes connections."""
    given = environment.overrides()
    services = Services(given.get("DATABASE_URL", ""), given.get("REDIS_URL", ""))
    password = environment.local_keys()["VALKEY_PASSWORD"]
    port = valkey.free_port()
    try:
        if not services.redis_url:
            name = "valkey-test" if careless else "valkey"
            services.redis_url = valkey.url(port, password)
            _start(services, valkey.child(port, password, name=name))
        if not services.database_url:
            _start_postgres(services, home, careless=careless)
        if not given.get("REDIS_URL"):
            _await(services, "Valkey", lambda: valkey.is_ready(port, password))
    except BaseException:
        processes.stop(services.children[::-1])
        raise
    return services


def _start_postgres(services: Services, home: Home, *, careless: bool) -> None:
    services.database_url, services.home = postgres.url(home), home
    home.make()
    postgres.end_left_behind(home)
    if not careless:
        _forget_foreign_data(home)
    postgres.initialise(home)
    _start(services, postgres.child(home, careless=careless))
    _await(services, "PostgreSQL", lambda: postgres.is_ready(home))
    postgres.ensure_database(home)


def _start(services: Services, child: Child) -> None:
    child.start()
    services.children.append(child)


def _await(services: Services, name: str, is_ready: Callable[[], bool]) -> None:
    def settled() -> bool:
        return is_ready() or not all(child.is_running() for child in services.children)

    processes.wait_until(settled, _PATIENCE_SECONDS)
    if not is_ready():
        child = services.children[-1] if name == "PostgreSQL" else services.children[0]
        raise StackError(f"{name} did not start; the end of {child.log}:\n{child.last_lines()}")


def _forget_foreign_data(home: Home) -> None:
    """Data made with other keys than today's cannot be read (personal data is encrypted), so the demo
    starts anew.
    """
    keys = hashlib.sha256(paths.SECRETS.read_bytes()).hexdigest()
    note = home.folder / _MADE_WITH
    known = note.read_text() if note.exists() else ""
    if known and known != keys:
        say("  The demo's data was made with other keys; it is made anew.")
        shutil.rmtree(home.data, ignore_errors=True)
        (home.folder / "prepared.json").unlink(missing_ok=True)
    if known != keys:
        note.write_text(keys)


def stop(services: Services) -> None:
    """End the servers this launcher started."""
    processes.stop(services.children)


def database_is_elsewhere() -> bool:
    """Whether the caller named a database."""
    return bool(os.environ.get("DATABASE_URL"))
