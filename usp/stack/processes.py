"""Starting, recognising and ending the launcher's own processes, and no others.

Each child leads a process group of its own, so that it can be ended with everything it started, and asks
the kernel to be ended with the launcher (Linux). What outlives a killed launcher anyway is found again by
``processes.json``: the process group, and a text that the command line must still contain.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from usp.stack import paths

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


@dataclass
class Child:
    """One process the launcher keeps: how it is started, ended and recognised.

    ``mark`` is a text of its command line that no other checkout's process has. ``user`` is set as root only.
    """

    name: str
    command: Sequence[str]
    mark: str
    environment: dict[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10
    user: str | None = None
    folder: Path = paths.ROOT
    given: str = ""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return paths.LOGS / f"{self.name}.log"

    def start(self) -> None:
        """Start it with its output in its log; the log of the start before is kept beside it."""
        if self.process is None and self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in self.command],
                stdin=subprocess.PIPE if self.given else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.environment,
                start_new_session=True,
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
                preexec_fn=_die_with_parent(self.stop_signal),
            )
        if self.given and self.process.stdin:
            with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:
                pipe.write(self.given.encode())

    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return None if self.process is None else self.process.poll()

    def last_lines(self, count: int = 5) -> str:
        """The end of its log, for the sentence that reports its death."""
        try:
            lines = self.log.read_text(errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(f"    {line[:300]}" for line in lines[-count:])


def _die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """A function for the new process that has the kernel send it ``stop_signal`` when the launcher dies."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    launcher = os.getpid()

    def ask() -> None:
        prctl(_SET_PARENT_DEATH_SIGNAL, int(stop_signal), 0, 0, 0)
        if os.getppid() != launcher:
            os._exit(1)

    return ask


def die_with_make() -> None:
    """Started by make, the launcher ends when make is killed; started in a shell, it may outlive it."""
    if sys.platform == "linux" and os.environ.get("MAKELEVEL"):
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGTERM), 0, 0, 0)


def running_launcher() -> int | None:
    """The process that holds this checkout's run, if it is alive."""
    try:
        pid = int((paths.LOCAL / "run.lock").read_text())
        process = psutil.Process(pid)
    except (OSError, ValueError, psutil.Error):
        return None
    return pid if "usp.stack" in command_line(process) else None


def remember(children: Iterable[Child]) -> None:
    """Write down the running children for a later launcher, in case this one is killed."""
    running = [
        {"name": child.name, "group": child.process.pid, "mark": child.mark, "signal": int(child.stop_signal)}
        for child in children
        if child.process is not None and child.is_running()
    ]
    new = paths.PROCESSES.with_suffix(".new")
    new.write_text(json.dumps(running))
    new.replace(paths.PROCESSES)


def stop(children: Sequence[Child]) -> None:
    """End the children together and wait; whatever of their groups is left is killed."""
    for child in children:
        if child.process is not None and child.is_running():
            _signal_process(child.process.pid, child.stop_signal)
    for child in children:
        if child.process is None:
            continue
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(child.stop_seconds)
        _kill_group(child.process.pid)
        child.process.wait()


def end_left_behind() -> list[str]:
    """End what a killed launcher of this checkout left running; returns the names."""
    try:
        known = json.loads(paths.PROCESSES.read_text())
    except (OSError, ValueError):
        return []
    ended = []
    for entry in known:
        members = [process for process in group_of(entry["group"]) if entry["mark"] in command_line(process)]
        if not members:
            continue
        ended.append(entry["name"])
        end(members, signal.Signals(entry["signal"]))
    paths.PROCESSES.unlink(missing_ok=True)
    return ended


def end(members: Sequence[psutil.Process], first: signal.Signals, seconds: float = 10) -> None:
    """Ask processes to end, wait, then insist."""
    for process in members:
        with contextlib.suppress(psutil.Error):
            process.send_signal(first)
    _, alive = psutil.wait_procs(list(members), timeout=seconds)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def group_of(group: int) -> list[psutil.Process]:
    """The running processes of one process group."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(OSError, psutil.Error):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def command_line(process: psutil.Process) -> str:
    """A process' command line; empty when it is gone or somebody else's."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def wait_until(question: Callable[[], bool], seconds: float, every: float = 0.03) -> bool:
    """Ask again until the answer is yes or the time is over; returns the last answer."""
    end_of_patience = time.monotonic() + seconds
    while not (answer := bool(question())) and time.monotonic() < end_of_patience:
        time.sleep(every)
    return answer


def _signal_process(pid: int, which: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, which)


def _kill_group(group: int) -> None:
    """Kill the rest of a group whose leader has ended (a worker's children, PostgreSQL's backends)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
