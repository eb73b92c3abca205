"""The one clock: the database function ``usp_now()`` (docs/rules.md S4).

Production's body is ``clock_timestamp()``; the demo adds the season clock's shift; a test may set the moment.
Codes, sessions, rate limits and the ten-second undo use the real clock instead.
"""

import datetime as dt

from django.db import connection, models
from django.utils import timezone

from usp.core import per_request


class UspNow(models.Func):
    """The clock inside a query."""

    function = "usp_now"
    arity = 0
    output_field = models.DateTimeField()


def now() -> dt.datetime:
    """The present moment by the database's clock, in Istanbul time."""
    with connection.cursor() as cursor:
        cursor.execute("select usp_now()")
        (moment,) = cursor.fetchone()
    return timezone.localtime(moment)


def real_now() -> dt.datetime:
    """The real moment, by the database: for codes, exports and their limits, which no season clock shifts."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (moment,) = cursor.fetchone()
    return timezone.localtime(moment)


def today() -> dt.date:
    """The present day in Istanbul by the database's clock."""
    return now().date()


def page_now() -> dt.datetime:
    """The moment this request was first looked at: one query, however many times a page asks."""
    return per_request.remember("clock", now)


def take_reading(moment: dt.datetime) -> None:
    """Another query of this request has brought the moment along: ``page_now()`` need not ask for it."""
    per_request.remember("clock", lambda: timezone.localtime(moment))


def forget_reading() -> None:
    """The clock was moved in this request: the next page_now() reads it anew."""
    per_request.forget("clock")
