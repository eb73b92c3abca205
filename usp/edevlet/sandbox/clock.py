"""The sandbox's clock: the database's ``usp_now()`` when it can be asked, otherwise the real one."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import DatabaseError, connection

from usp.core import clock

ISTANBUL = ZoneInfo("Europe/Istanbul")


def season_now() -> dt.datetime:
    """Now, as the portal sees it. Gives the connection back: each request runs in a thread of its own."""
    try:
        return clock.now()
    except DatabaseError:
        return dt.datetime.now(ISTANBUL)
    finally:
        connection.close()
