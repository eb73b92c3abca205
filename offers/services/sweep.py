"""The clock's own verb: settle what is due, in small batches, whoever else is working (engine.md §4)."""

from django.db import connection, transaction

from offers.models import Position
from offers.services.engine import settle

BATCH = 50

_DUE = """
select distinct position_id from offers_offer
where (state = 'open' and reply_by <= usp_now())
   or (state in ('accepted', 'evaluating') and confirm_by <= usp_now())
   or (state = 'reserved' and last_call_at <= usp_now())
order by position_id
"""


def sweep_due(*, patient: bool = False) -> int:
    """Settle every position with something due; answers how many moves that made.

    Positions that somebody holds are skipped and found again next time; ``patient`` waits for them instead.
    Safe at any time and as often as wanted: the second run finds nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        due = [row[0] for row in cursor.fetchall()]
    moves = 0
    for start in range(0, len(due), BATCH):
        with transaction.atomic():
            batch = list(
                Position.objects.select_for_update(of=("self",), no_key=True, skip_locked=not patient)
                .select_related("season", "employer")
                .filter(pk__in=due[start : start + BATCH])
                .order_by("pk")
            )
            moves += len(settle(batch))
    return moves
