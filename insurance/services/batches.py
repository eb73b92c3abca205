"""Ask for many papers in one go."""

import functools
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from insurance.models import PaperBatch, PaperBatchItem
from insurance.paper_kinds import Paper
from insurance.papers.catalogue import SPECS
from insurance.papers.registry import CENTER
from offers.models import Placement
from offers.states import Kind
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core.db import verb
from usp.core.errors import RuleViolation

FOLDER = "batches"
"""Where the results lie."""
MOST = 3000  # papers in one batch: ten minutes on two workers
MOST_OPEN = 3  # unfinished batches of one person
OPEN_STATES = (PaperBatch.State.QUEUED, PaperBatch.State.RUNNING)


def batch_kinds() -> list[Paper]:
    """The papers that a career centre issues, in the order in which an internship needs them."""
    return [kind for kind in Paper if kind in SPECS and CENTER in SPECS[kind].makers]


@verb
def ask_batch(*, placement_ids: Sequence[int], kinds: Sequence[str], shape: str, actor: User) -> PaperBatch:
    """Queue these papers of these interns, in this order; the actor is told when the file is there.

    Interns outside the official's units are left out. Raises RuleViolation («batch_empty», «batch_size», «batch_open»).
    Times of a batch are real ones, whatever the season's clock says.
    """
    from insurance.tasks import work_on_batch  # noqa: PLC0415 -- tasks are leaves

    university_id, unit_ids = university_scope(actor, UniversityAction.PRINT_PAPERS)
    mine = Placement.objects.of_university(university_id, unit_ids).filter(pk__in=placement_ids, kind=Kind.INTERNSHIP)
    known = set(mine.values_list("pk", flat=True))
    papers = [kind for kind in batch_kinds() if kind in kinds]
    wanted = [(pk, kind) for pk in dict.fromkeys(placement_ids) if pk in known for kind in papers]
    if not wanted or university_id is None:
        raise RuleViolation(_("En az bir stajyer ve bir belge seçin."), code="batch_empty")
    if len(wanted) > MOST:
        raise RuleViolation(
            _("Bir baskıda en çok %(most)d belge olabilir; seçtikleriniz %(number)d belge ediyor. Listeyi daraltın.")
            % {"most": MOST, "number": len(wanted)},
            code="batch_size",
        )
    if PaperBatch.objects.filter(asked_by=actor, state__in=OPEN_STATES).count() >= MOST_OPEN:
        raise RuleViolation(
            _("Hazırlanan %(most)d baskınız var. Biri bitince yenisini isteyin.") % {"most": MOST_OPEN},
            code="batch_open",
        )
    batch = PaperBatch.objects.create(
        university_id=university_id, asked_by=actor, asked_at=timezone.now(), shape=shape, total=len(wanted)
    )
    PaperBatchItem.objects.bulk_create(
        [PaperBatchItem(batch=batch, placement_id=pk, kind=kind) for pk, kind in wanted], batch_size=1000
    )
    for _strand in range(settings.USP_BATCH_STRANDS):
        transaction.on_commit(functools.partial(work_on_batch.delay, batch.pk), robust=True)
    return batch
