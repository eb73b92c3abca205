"""``kill -9`` in the middle: of PostgreSQL under the hammer, and of the Celery worker in a sweep."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

from django.db import connection, connections

from offers.models import Offer, OfferTransition
from offers.states import OfferRank
from offers.tasks import sweep
from tests.benchmarks.playground import move_clock, playground
from tests.offers import play_after  # noqa: F401 -- more acts
from tests.offers.hammer import hammer
from tests.offers.oracle import DUE, faults
from tests.offers.play import ACTS, OFTEN
from usp.celery import app

_PATIENCE_SECONDS = 300


def measure() -> Iterator[str]:
    """What was promised before a crash is there after it, once; what was due is settled."""
    yield from _postgresql()
    yield from _worker()


def _postgresql() -> Iterator[str]:
    country = playground(quotas=(3, 1), candidates=8)
    killer = threading.Timer(6, _kill_a_backend)
    killer.start()
    blows = hammer(country, sorted(ACTS) + 2 * OFTEN, workers=16, seconds=20, crashes=True)
    killer.join()
    connections.close_all()  # ours was open when the server fell
    sweep()
    broken = faults()
    lost = [
        (offer, state)
        for offer, state in blows.promised
        if not OfferTransition.objects.filter(offer=offer, to_state=state).exists()
    ]
    if blows.errors or broken or lost or not blows.away:
        raise SystemExit(f"errors {blows.errors[:3]}, broken {broken}, lost {lost[:3]}, away {blows.away}")
    yield (
        f"PostgreSQL killed under 16 workers: {sum(blows.done.values())} acts done, {len(blows.promised)} answers"
        f" promised, none lost, {blows.away} acts met no database; no invariant broken after its recovery"
    )


def _kill_a_backend() -> None:
    """SIGKILL of one server process makes PostgreSQL drop all of them and recover from its log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        pid = cursor.fetchone()[0]
    connections.close_all()
    os.kill(pid, signal.SIGKILL)


def _worker() -> Iterator[str]:
    country = playground(quotas=(3,) * 300, candidates=8)
    for world in country.worlds:
        world.send(*country.candidates[:3])
        world.send(*country.candidates[3:6], rank=OfferRank.YEDEK)
    move_clock("2024-05-20 10:00")
    due = _due()
    app.control.purge()  # thousands of notices were queued above; the sweep is what is measured
    worker = _start_worker()
    sweep.delay()
    _until(lambda: _due() < due, "the worker has begun")
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    left = _due()
    worker = _start_worker()
    sweep.delay()
    _until(lambda: _due() == 0, "the second worker has caught up")
    os.killpg(worker.pid, signal.SIGTERM)
    worker.wait()
    expired = OfferTransition.objects.filter(to_state="expired")
    twice = expired.count() - Offer.objects.filter(state="expired").count()
    broken = faults(settled=True)
    if broken or twice:
        raise SystemExit(f"broken {broken}, settled twice {twice}")
    yield f"worker killed in a sweep of {due} due offers with {left} left: the next one settled all of them, each once"


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "-A", "usp.celery", "worker", "-c", "2", "-l", "error"]
    return subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)


def _due() -> int:
    with connection.cursor() as cursor:
        cursor.execute(DUE)
        return len(cursor.fetchall())


def _until(happened: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > until:
            raise SystemExit(f"not in time: {what}")
        time.sleep(0.02)
