"""``make run``: the whole portal on this machine."""

import json
import os
import socket
import time
import urllib.error
import urllib.request

from usp.stack import environment, homes, paths, prepare, processes, services
from usp.stack.console import StackError, say
from usp.stack.locks import only_one
from usp.stack.processes import Child
from usp.stack.supervisor import Supervisor, be_deaf, turn_signals_into_interrupt

_READY_WITHIN_SECONDS = 90


def run(port: int, sandbox_port: int) -> int:
    """Start everything, say where it is, stay until Ctrl-C. 0 when it was stopped on purpose."""
    running = "The portal already runs from this folder: use it, or end it with make stop."
    with only_one("run", wait=False, taken=running):
        began = time.monotonic()
        turn_signals_into_interrupt()
        processes.die_with_make()
        for name in processes.end_left_behind():
            say(f"  Ended {name}, left behind by an earlier run.")
        _check_ports(port, sandbox_port)
        return _run(port, sandbox_port, began)


def _run(port: int, sandbox_port: int, began: float) -> int:
    supervisor = Supervisor([])
    try:
        home = homes.lasting()
        servers = services.start(home)
        supervisor.vital = servers.children
        supervisor.remember()
        values = environment.demo(
            port=port,
            sandbox_port=sandbox_port,
            database_url=servers.database_url,
            redis_url=servers.redis_url,
        )
        environment.write(paths.STACK_ENV, values)
        prepare.run(values, servers.home)
        *needed, beat = children(values, port, sandbox_port)
        supervisor.start(needed)
        if not supervisor.wait_for(lambda: _listens(sandbox_port) and _readiness(port)[0], _READY_WITHIN_SECONDS):
            raise StackError(
                f"The portal is not ready after {_READY_WITHIN_SECONDS} s: {_readiness(port)[1]}; see {paths.LOGS}."
            )
        supervisor.start([beat])
        _announce(port, sandbox_port, time.monotonic() - began)
        supervisor.watch()
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        be_deaf()
        supervisor.stop()
        paths.PROCESSES.unlink(missing_ok=True)
        paths.STACK_ENV.unlink(missing_ok=True)
    say("Stopped.")
    return 0


def children(values: dict[str, str], port: int, sandbox_port: int) -> list[Child]:
    """The portal's processes; the last one, beat, is not needed before the others are ready."""
    python = str(paths.VENV_PYTHON)
    granian = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws", "--no-access-log"]
    celery = ["-m", "celery", "-A", "usp.celery", "--quiet"]
    commands = {
        "web": [*granian, "--port", str(port), "--blocking-threads", "4", "usp.wsgi:application"],
        "worker": [
            *celery,
            "worker",
            "--concurrency",
            "2",
            "--without-mingle",
            "--without-gossip",
            "--loglevel",
            "INFO",
            "--hostname",
            "demo@%h",
        ],
        "sandbox": ["manage.py", "edevlet_sandbox", "--port", str(sandbox_port)],
        "beat": [
            *celery,
            "beat",
            "--loglevel",
            "INFO",
            "--schedule",
            str(paths.LOCAL / "beat"),
            "--pidfile=",
        ],
    }
    return [
        Child(name=name, command=[python, *words], mark=str(paths.VENV), environment=values)
        for name, words in commands.items()
    ]


def _check_ports(port: int, sandbox_port: int) -> None:
    if port == sandbox_port:
        raise StackError(f"The portal and e-Devlet's sandbox cannot share port {port}: choose PORT and SANDBOX_PORT.")
    for name, number, variable in (
        ("The portal", port, "PORT"),
        ("e-Devlet's sandbox", sandbox_port, "SANDBOX_PORT"),
    ):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except (OSError, OverflowError) as error:
                raise StackError(
                    f"{name} cannot listen on port {number} ({getattr(error, 'strerror', None) or error}): "
                    f"choose another one, for example make run {variable}={number % 60000 + 80}"
                ) from None


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _readiness(port: int) -> tuple[bool, str]:
    """Whether the portal says it is ready, and what it says is missing."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/saglik/hazir", timeout=6):
            return True, ""
    except urllib.error.HTTPError as error:
        with error:
            try:
                return False, ", ".join(json.loads(error.read())["missing"]) + " missing"
            except (ValueError, KeyError):
                return False, f"the web process answers {error.code}"
    except OSError:
        return False, "the web process does not answer"


def _announce(port: int, sandbox_port: int, seconds: float) -> None:
    say()
    say(f"  Portal             http://127.0.0.1:{port}")
    say(f"  e-Devlet sandbox   http://127.0.0.1:{sandbox_port}")
    say(f"  Mails and logs     {paths.LOCAL / 'mail'}, {paths.LOGS}")
    say()
    for line in prepare.accounts().splitlines():
        say(f"  {line}")
    say()
    say(f"Ready after {seconds:.1f} s. Ctrl-C stops everything.")


def stop() -> int:
    """Ask a running launcher to end; end what a killed one left behind."""
    launcher = processes.running_launcher()
    if launcher is not None:
        os.kill(launcher, 15)
        gone = processes.wait_until(lambda: processes.running_launcher() != launcher, 40, every=0.2)
        say("Stopped." if gone else "The running portal does not end; see its terminal.")
        return 0 if gone else 1
    ended = processes.end_left_behind()
    say(f"Stopped: {', '.join(ended)}." if ended else "Nothing was running.")
    return 0
