"""The clock's own verb: settle what is due, in small batches, whoever else is working (decision 0001)."""

import logging

from django.db import connection, transaction

from offers.models import EngineSwitch, Position
from offers.services.engine import settle
from usp.core.db import acting, verb
from usp.core.errors import RuleViolation

logger = logging.getLogger(__name__)
# Positions of one transaction: somebody who clicks meanwhile waits a tenth of a second at most.
BATCH = 10
# Every so many runs, one waits for positions that somebody holds instead of skipping them.
PATIENT_EVERY = 10

_DUE = """
select distinct position_id from offers_offer
where (state = 'open' and reply_by <= usp_now())
   or (state in ('accepted', 'evaluating') and confirm_by <= usp_now())
   or (state = 'reserved' and last_call_at <= usp_now())
"""
# A reserve becomes callable ten seconds after it was sent; if a seat is free then, somebody has to call.
_CALLABLE = """
select distinct o.position_id from offers_offer o
join offers_position p on p.id = o.position_id and p.state = 'published'
where o.rank = 'yedek' and o.seat_no is null and o.state in ('open', 'reserved') and o.visible_from <= usp_now()
  and (%(all)s or o.visible_from > usp_now() - interval '10 minutes')
  and exists (select 1 from offers_free_seats(array[o.position_id], usp_now()))
"""
_OVERDUE = """
select count(*) from offers_offer o
join offers_position p on p.id = o.position_id and p.rests_since is null
join accounts_employer e on e.id = p.employer_id and e.status = 'approved'
where (o.state = 'open' and o.reply_by <= usp_now() - interval '15 minutes')
   or (o.state in ('accepted', 'evaluating') and o.confirm_by <= usp_now() - interval '15 minutes')
   or (o.state = 'reserved' and o.last_call_at <= usp_now() - interval '15 minutes')
"""


def sweep_due(*, patient: bool = False, dry_run: bool = False) -> int:
    """Settle every position with something due; answers how many moves that made (with ``dry_run``: would make).

    Positions that somebody holds are skipped and found again next time; ``patient`` waits for them instead, and looks
    at every line instead of the newest. Safe at any time and as often as wanted: the second run finds nothing.
    """
    if EngineSwitch.objects.filter(is_stopped=True).exists():
        return 0
    due = due_positions(every_line=patient)
    return sum(
        settle_batch(due[start : start + BATCH], patient=patient, dry_run=dry_run)
        for start in range(0, len(due), BATCH)
    )


def due_positions(*, every_line: bool = False) -> list[int]:
    """The positions where something is due now, in the order in which they are locked."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_DUE} union {_CALLABLE} order by position_id", {"all": every_line})
        return [row[0] for row in cursor.fetchall()]


def settle_batch(position_ids: list[int], *, patient: bool = False, dry_run: bool = False) -> int:
    """Settle some positions in one transaction; answers how many moves that made."""
    try:
        return _settle_locked(position_ids=position_ids, patient=patient, dry_run=dry_run)
    except RuleViolation as busy:  # held through every try: the next run finds them again
        logger.warning("sweep: a batch of %d positions is left for the next run: %s", len(position_ids), busy)
        return 0


@verb
def _settle_locked(*, position_ids: list[int], patient: bool, dry_run: bool) -> int:
    batch = list(
        Position.objects.select_for_update(of=("self",), no_key=True, skip_locked=not patient)
        .select_related("season", "employer")
        .filter(pk__in=position_ids)
        .order_by("pk")
    )
    with acting("clock"):
        moved = settle(batch)
    if dry_run:
        transaction.set_rollback(True)
    return len(moved)


def overdue() -> int:
    """How many clocks ran out more than a quarter of an hour ago and are not settled: an alarm when not zero."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE)
        (count,) = cursor.fetchone()
    return int(count)
