"""A thousand acceptance forms in one batch on two workers, one of which is killed half-way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from insurance.models import PaperBatch
from insurance.paper_kinds import Paper
from insurance.services.batches import ask_batch
from insurance.tasks import follow_batches
from offers.models import Placement
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from tests.benchmarks.playground import move_clock, playground
from tests.factories import OfficialFactory
from tests.offers.world import make_world, open_profiles, student_of
from usp.celery import app
from usp.documents.models import Document

COUNT = int(os.environ.get("PRINTS", "1000"))
_KILL_AT = 0.4
_AT_ONCE = 50
_PATIENCE_SECONDS = 3600


@dataclass
class Seen:
    """What was watched while the batch was made: progress by second, and the workers' memory in megabytes."""

    progress: list[int] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    left_at_kill: int = 0


def measure() -> Iterator[str]:
    """Time, memory and progress; raises SystemExit where a paper is missing or was made twice."""
    playground(quotas=(1,), candidates=1)
    placements = _interns(COUNT)
    university = placements[0].department.unit.university
    actor = OfficialFactory(university=university).user
    app.control.purge()  # confirming has queued forms and notices; the batch is what is measured
    workers = [_start_worker(), _start_worker()]
    time.sleep(8)  # each loads Django and WeasyPrint
    begun = time.monotonic()
    batch = ask_batch(
        placement_ids=[placement.pk for placement in placements],
        kinds=[Paper.ACCEPTANCE_FORM.value], shape=PaperBatch.Shape.PDF.value, actor=actor,
    )  # fmt: skip
    seen = _watch(batch, workers)
    seconds = time.monotonic() - begun
    for worker in workers:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait()
    _judge(batch)
    size = Path(batch.result.path).stat().st_size / 1_000_000
    yield (
        f"{COUNT} forms in {seconds:.0f} s on two workers ({seconds / COUNT:.2f} s each), one killed with"
        f" {seen.left_at_kill} left; all made, each once; one file of {size:.0f} MB"
    )
    yield f"load of the machine {os.getloadavg()[0]:.1f}; done by tenth of the time {_tenths(seen.progress)}"
    yield f"memory of a worker: at a tenth {_at(seen.memory, 0.1):.0f} MB, at the end {seen.memory[-1]:.0f} MB"


def _interns(count: int) -> list[Placement]:
    """As many confirmed internships at one employer."""
    world, offers = make_world(quota=count), []
    for at in range(0, count, _AT_ONCE):
        candidates = [world.candidate() for _number in range(min(_AT_ONCE, count - at))]
        open_profiles(world.manager, *candidates)
        offers += world.send(*candidates)
    move_clock("2024-05-15 10:00")  # offers can be seen ten seconds after they were sent
    for offer in offers:
        accept_offer(offer_id=offer.pk, actor=student_of(offer))
    return [confirm_offer(offer_id=offer.pk, actor=world.employer_user) for offer in offers]


def _watch(batch: PaperBatch, workers: list[subprocess.Popen[bytes]]) -> Seen:
    """Look each second, play beat every ten, kill one worker in the middle and start another, as a supervisor would."""
    seen, killed = Seen(), False
    until = time.monotonic() + _PATIENCE_SECONDS
    while batch.state not in (PaperBatch.State.DONE, PaperBatch.State.FAILED):
        if time.monotonic() > until:
            raise SystemExit(f"not in time: {seen.progress[-1:]} of {batch.total}")
        time.sleep(1)
        batch.refresh_from_db()
        done = batch.items.filter(document__isnull=False).count()
        seen.progress.append(done)
        seen.memory.append(max(_memory(worker.pid) for worker in workers))
        if not killed and done >= _KILL_AT * batch.total:
            killed, seen.left_at_kill = True, batch.total - done
            os.killpg(workers[0].pid, signal.SIGKILL)
            workers[0].wait()
            workers[0] = _start_worker()
        if len(seen.progress) % 10 == 0:
            follow_batches()
    return seen


def _judge(batch: PaperBatch) -> None:
    papers = Document.objects.filter(kind=Paper.ACCEPTANCE_FORM.value)
    twice = papers.exclude(version=1).count()
    with pikepdf.open(batch.result.path) as pdf:
        pages = len(pdf.pages)
    expected = sum(papers.values_list("pages", flat=True))
    failures = list(batch.items.exclude(failure="").values_list("failure", flat=True)[:3])
    if papers.count() != batch.total or twice or pages != expected or failures:
        raise SystemExit(f"papers {papers.count()}, twice {twice}, pages {pages} of {expected}, failures {failures}")


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "-A", "usp.celery", "worker", "-c", "1", "-l", "error"]
    return subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)


def _memory(leader: int) -> float:
    """The largest process of a worker's session, in megabytes."""
    found = [0.0]
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader:
                found.append(int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1_000_000)
        except (OSError, ValueError):
            continue  # it has just ended
    return max(found)


def _at(values: list[float], share: float) -> float:
    return values[int(share * (len(values) - 1))]


def _tenths(progress: list[int]) -> str:
    return " ".join(str(progress[int(tenth / 10 * (len(progress) - 1))]) for tenth in range(1, 11))
