"""Keeping the portal's processes alive: one that dies is started again, one that keeps dying ends the run."""

import signal
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from types import FrameType

from usp.stack import processes
from usp.stack.console import StackError, say
from usp.stack.processes import Child

_DEATHS = 3
_WITHIN_SECONDS = 60


class Supervisor:
    """Starts children, watches them, ends them. Servers (``vital``) are not restarted: their users would be
    confused.
    """

    def __init__(self, vital: Sequence[Child]) -> None:
        self.vital = list(vital)
        self.children: list[Child] = []
        self.deaths: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_DEATHS))

    def start(self, children: Sequence[Child]) -> None:
        """Start more children."""
        for child in children:
            self.children.append(child)
            child.start()
        self.remember()

    def remember(self) -> None:
        """Note what runs, for the next launcher, should this one be killed."""
        processes.remember([*self.vital, *self.children])

    def check(self, *, restart: bool) -> None:
        """Look at every child once; a sentence when the run cannot go on."""
        for child in self.vital:
            if not child.is_running():
                raise StackError(f"{child.name} ended by itself; the end of {child.log}:\n{child.last_lines()}")
        for child in self.children:
            if not child.is_running():
                self._bury(child, restart=restart)

    def _bury(self, child: Child, *, restart: bool) -> None:
        deaths = self.deaths[child.name]
        deaths.append(time.monotonic())
        often = len(deaths) == _DEATHS and deaths[-1] - deaths[0] < _WITHIN_SECONDS
        if often or not restart:
            times = f"{_DEATHS} times within a minute" if often else "before the portal was ready"
            raise StackError(
                f"{child.name} ended {times} (code {child.exit_code()}); the end of {child.log}:\n{child.last_lines()}"
            )
        say(f"  {child.name} ended (code {child.exit_code()}) and is started again; see {child.log}")
        child.start()
        self.remember()

    def watch(self) -> None:
        """Stay until the person at the terminal stops the run (KeyboardInterrupt) or it cannot go on
        (StackError).
        """
        while True:
            self.check(restart=True)
            time.sleep(0.3)

    def wait_for(self, is_ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until the portal is ready, watching the children meanwhile."""
        patience = time.monotonic() + seconds
        while time.monotonic() < patience:
            if is_ready():
                return True
            self.check(restart=False)
            time.sleep(0.1)
        return False

    def stop(self) -> None:
        """End the portal's processes first, then the servers they use."""
        processes.stop(self.children)
        processes.stop(self.vital)


def turn_signals_into_interrupt() -> None:
    """Being asked to end (Ctrl-C, ``kill``, a closed terminal) is one and the same."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(which, interrupt)


def be_deaf() -> None:
    """While stopping, a second Ctrl-C must not leave half of it behind."""
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(which, signal.SIG_IGN)
