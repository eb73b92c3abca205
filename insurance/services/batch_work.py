"""The work of a batch: portions claimed by lease, each paper committed on its own, one file in the end.

A worker that dies takes nothing along. What it had finished stays finished; what it held is claimed by another when
the lease is over, and ``issue_paper`` finds the paper that was issued but not written down yet: nothing is made twice.
"""

import datetime as dt
import logging
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from insurance import ending_notifications as news
from insurance.models import PaperBatch, PaperBatchItem
from insurance.paper_kinds import Paper
from insurance.papers.issue import issue_paper
from insurance.services.batches import FOLDER, OPEN_STATES
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.documents.models import Document, DocumentState

logger = logging.getLogger(__name__)
PORTION = 8  # papers of one task: a few seconds, so that other work has its turn in between
LEASE = dt.timedelta(seconds=60)
JOIN_LEASE = dt.timedelta(minutes=5)
JOIN_LIMIT = dt.timedelta(minutes=4)  # less than its lease: who follows never works beside a child that still runs
JOIN_TRIES = dt.timedelta(minutes=30)  # since the last paper was taken up: half a dozen tries, then it has failed
S = PaperBatch.State
_WAITING = Q(document__isnull=True, failure="")


def work_on(batch_id: int) -> bool:
    """Make one portion; answers whether to come back. Whoever finds nothing left to do joins the papers."""
    portion = _claim(batch_id)
    for item in portion:
        _make(item)
    if portion:
        return True
    _finish(batch_id)
    return False


@verb
def _claim(batch_id: int) -> list[PaperBatchItem]:
    """The next papers that nobody holds; they are this worker's for a minute. A strand too many gets none."""
    now = timezone.now()
    running = PaperBatch.objects.filter(pk=batch_id, state__in=OPEN_STATES).update(state=S.RUNNING, worked_at=now)
    if not running:
        return []
    if _strands_of(batch_id, now) >= settings.USP_BATCH_STRANDS:
        return []
    portion = list(
        PaperBatchItem.objects.filter(_free(now), batch=batch_id)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("batch__asked_by")
        .order_by("pk")[:PORTION]
    )
    PaperBatchItem.objects.filter(pk__in=[item.pk for item in portion]).update(claimed_at=now)
    return portion


def _free(now: dt.datetime) -> Q:
    """Papers to make that nobody holds, or somebody has held for too long."""
    return _WAITING & (Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE))


def _strands_of(batch_id: int, now: dt.datetime) -> int:
    """How many workers make papers of this batch right now: a portion is claimed in one moment."""
    held = PaperBatchItem.objects.filter(_WAITING, batch=batch_id, claimed_at__gte=now - LEASE)
    return held.values("claimed_at").distinct().count()


def _make(item: PaperBatchItem) -> None:
    """One paper, committed on its own; why it could not be made stands with it."""
    document, failure = None, ""
    try:
        document = _issued(item)
    except RuleViolation as rule:
        with override("tr"):
            failure = str(rule)[:300]
    except (OperationalError, InterfaceError):
        raise  # the database is away, which says nothing about this paper
    except Exception:
        logger.exception("insurance: paper %s of placement %s in batch %s", item.kind, item.placement_id, item.batch_id)
        with override("tr"):
            failure = str(_("Belge bir hata yüzünden hazırlanamadı; durum kaydedildi."))
    PaperBatchItem.objects.filter(_WAITING, pk=item.pk).update(document=document, failure=failure)
    PaperBatch.objects.filter(pk=item.batch_id).update(worked_at=timezone.now())


def _issued(item: PaperBatchItem) -> Document:
    """The paper; what changed while it was made is made once more."""
    kind, actor = Paper(item.kind), item.batch.asked_by
    try:
        return issue_paper(placement_id=item.placement_id, kind=kind, actor=actor)
    except RuleViolation as rule:
        if rule.code != "changed":
            raise
        return issue_paper(placement_id=item.placement_id, kind=kind, actor=actor)


def _finish(batch_id: int) -> None:
    """Join the papers once the last one is there; one worker does, and another follows if that one dies or fails."""
    now = timezone.now()
    if PaperBatchItem.objects.filter(_WAITING, batch=batch_id).exists():
        return
    free = PaperBatch.objects.filter(Q(joining_at__isnull=True) | Q(joining_at__lt=now - JOIN_LEASE))
    if not free.filter(pk=batch_id, state=S.RUNNING).update(joining_at=now):
        return
    batch = PaperBatch.objects.select_related("asked_by", "university").get(pk=batch_id)
    _drop_invalid(batch)
    items = list(
        PaperBatchItem.objects.filter(batch=batch, document__isnull=False)
        .select_related("document", "placement__student__user")
        .order_by("pk")
    )
    try:
        name = _joined(batch, items) if items else ""
    except (OperationalError, InterfaceError):
        raise  # the database is away, which says nothing about these papers
    except Exception:  # a child that hung and was killed, a file that is damaged or away
        logger.exception("insurance: batch %s could not be joined", batch_id)
        _give_up(batch, now)
        return
    if not _close(batch, name, len(items)) and name:
        default_storage.delete(name)


def _joined(batch: PaperBatch, items: Sequence[PaperBatchItem]) -> str:
    """The result's name in the storage."""
    from insurance.services.batch_files import write_pdf, write_zip  # noqa: PLC0415 -- pikepdf

    with tempfile.TemporaryDirectory(prefix="usp-batch-") as folder:
        if batch.shape == PaperBatch.Shape.PDF:
            path = write_pdf(items, Path(folder), seconds=JOIN_LIMIT.total_seconds())
        else:
            path = write_zip(items, Path(folder))
        with path.open("rb") as content:
            return default_storage.save(f"{FOLDER}/{secrets.token_hex(20)}{path.suffix}", File(content))


def _give_up(batch: PaperBatch, now: dt.datetime) -> None:
    """Close a batch whose papers have not let themselves be joined for long; until then the next lease tries again."""
    if batch.items.filter(claimed_at__gt=now - JOIN_TRIES).exists():
        return
    with override("tr"):
        failure = str(_("Belge hazır ama dosyaya konamadı. Yeniden isteyin ya da stajyerin sayfasından alın."))
    batch.items.filter(document__isnull=False).update(document=None, failure=failure)
    _close(batch, "", 0)


def _drop_invalid(batch: PaperBatch) -> None:
    """A paper that was replaced or revoked meanwhile is not handed out any more."""
    with override("tr"):
        failure = str(_("Belge bu arada geçersiz oldu."))
    invalid = PaperBatchItem.objects.filter(batch=batch, document__isnull=False).exclude(
        document__state=DocumentState.VALID
    )
    invalid.update(document=None, failure=failure)


@verb
def _close(batch: PaperBatch, name: str, made: int) -> bool:
    """Write the result and tell; False where somebody else did meanwhile."""
    state = S.DONE if made else S.FAILED
    closed = PaperBatch.objects.filter(pk=batch.pk, state=S.RUNNING).update(
        state=state, result=name, finished_at=timezone.now()
    )
    if closed:
        news.tell_batch(batch, made=made, failed=batch.total - made, days=settings.USP_BATCH_DAYS)
    return bool(closed)


def stalled() -> dict[int, int]:
    """How many strands each unfinished batch lacks, by batch: all where nobody worked for a minute, else as many as
    have died while papers wait. One too many, because the queue is long, ends by itself (`_claim`)."""
    now, strands = timezone.now(), settings.USP_BATCH_STRANDS
    found: dict[int, int] = {}
    rows = PaperBatch.objects.filter(state__in=OPEN_STATES).annotate(last=Coalesce("worked_at", "asked_at"))
    for batch in rows:
        waits = batch.items.filter(_free(now)).exists()
        lacking = strands - _strands_of(batch.pk, now) if waits else 0
        if batch.last < now - LEASE:
            lacking = strands
        if lacking > 0:
            found[batch.pk] = lacking
    return found


def remove_old_files() -> int:
    """Remove results whose days are over; answers how many."""
    until = timezone.now() - dt.timedelta(days=settings.USP_BATCH_DAYS)
    old = PaperBatch.objects.filter(finished_at__lt=until).exclude(result="")
    names = list(old.values_list("result", flat=True))
    for name in names:
        default_storage.delete(name)
    PaperBatch.objects.filter(result__in=names).update(result="")
    return len(names)
