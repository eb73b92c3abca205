"""What changes in the pool between two builds: put on record by the verb that changed it, applied by a task.

Nobody who confirms, corrects or chooses waits for the pool: 32.000 people share a bit string (docs/architecture.md).
"""

from django.db import connection

from applications.models import Season

_LOCK = 1_853_081_778


def pool_changed(*application_ids: int) -> None:
    """The right, the state, the scores or the windows of these applications have changed.

    Part of the verb that changed them, in its transaction; the task brings the pool up to date seconds later.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into applications_poolchange (application_id, season_id, at) "
            "select id, season_id, usp_now() from applications_application where id = any(%s) order by id",
            [list(application_ids)],
        )


def hold_pool(season: Season) -> None:
    """Until the transaction's end nobody else writes the season's rows or bit strings; readers do not notice."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_LOCK, season.pk])


def may_hold_pool(season: Season) -> bool:
    """The same without waiting: false while somebody else writes."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [_LOCK, season.pk])
        return bool(cursor.fetchone()[0])
