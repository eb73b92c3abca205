"""What is asked for after the end by the day: attendance, evaluations, the end of notes. Each is told once."""

import datetime as dt

from offers.endings_rules import SILENT_DAYS
from offers.models import Placement
from offers.selectors.endings_center import overdue
from offers.services import endings_news as news
from offers.services.conduct import renew_ends
from offers.services.reviewing import remind_of_reviews
from offers.states import PlacementState
from usp.core import clock
from usp.core.db import verb

BATCH = 500


def follow_placements() -> None:
    """Remind of what is missing after the end; safe at any time and as often as wanted."""
    remind_of_attendance(clock.today())
    remind_of_reviews()
    renew_ends()


@verb
def remind_of_attendance(today: dt.date) -> int:
    """Ask employers the day after the end; two weeks later them and the career centre. Nothing completes by itself."""
    recent = Placement.objects.filter(
        state=PlacementState.CONFIRMED,
        dates__endswith__lte=today,
        dates__endswith__gt=today - dt.timedelta(days=SILENT_DAYS),
    )
    fresh = list(recent.select_related("student__user", "offer__position").order_by("pk")[:BATCH])
    news.remind_of_end(fresh)
    # A week is enough for a worker that stood still; who is silent longer stands on the worklist anyway.
    late = list(overdue(today).filter(dates__endswith__gt=today - dt.timedelta(days=SILENT_DAYS + 7))[:BATCH])
    news.tell_silent(late)
    return len(fresh) + len(late)
