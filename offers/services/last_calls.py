"""Until when somebody in line may be called: from the season's end and each university's lead time for papers."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.utils import timezone

from applications.models import Season
from offers.deadlines import last_call_before
from offers.models import Offer, Position
from offers.papers_time import earliest_papers
from offers.services.engine import lock_positions, settle
from offers.signals import papers_wanted
from offers.states import Kind, OfferRank, OfferState, PositionState
from usp.core.db import acting, verb

Start = tuple[int, dt.date]
"""A university's id and the first day of an internship."""


def last_calls(season: Season, kind: str, starts: Collection[Start]) -> dict[Start, dt.datetime]:
    """The last call of each start. Only internships wait for papers; a few queries, however many starts."""
    due: dict[Start, dt.date] = {}
    if kind == Kind.INTERNSHIP and starts:
        answers: Any = papers_wanted.send(sender=Offer, starts=set(starts))
        for _receiver, days in answers:
            due |= days
    zone = timezone.get_default_timezone()
    return {start: last_call_before(season, start[1], due.get(start), zone) for start in starts}


def surely_called_until(season: Season, kind: str, starts_on: dt.date) -> dt.datetime:
    """Until when a reserve with a start in that month can be called, whichever the university and the day.

    What an employer may be told instead of an offer's own last call (docs/rules.md P2). Three queries.
    """
    first = starts_on.replace(day=1)
    due = earliest_papers({first}).get(first) if kind == Kind.INTERNSHIP else None
    return last_call_before(season, first, due, timezone.get_default_timezone())


def takes_reserves(season: Season, starts_on: dt.date, now: dt.datetime) -> bool:
    """Whether a reserve with this start may still be sent: judged by the start alone.

    Who asked every day and was refused from the university's day on would have learned that day (docs/rules.md P2).
    """
    return now + dt.timedelta(hours=season.minimum_reply_hours) < _end(season, starts_on)


def last_call_of_new(season: Season, starts_on: dt.date, found: dt.datetime, least: dt.datetime) -> dt.datetime:
    """The last call of a reserve that is sent now: the one found for its start, but for the minimum time to answer.

    ``least`` is when that minimum ends in allowed hours; a reserve that comes too late for its papers lives as long.
    """
    return min(max(found, least), _end(season, starts_on))


def _end(season: Season, starts_on: dt.date) -> dt.datetime:
    return last_call_before(season, starts_on, None, timezone.get_default_timezone())


def recompute_last_calls(*, season: Season | None = None, dry_run: bool = False) -> int:
    """Write anew the last calls of everybody who waits, after calendars, lead times or the season's end changed.

    One transaction a position. Answers how many offers moved (with ``dry_run``: would move). An operator's command
    and a nightly task; doing it again changes nothing.
    """
    waiting = Offer.objects.filter(**_WAITING, position__state=PositionState.PUBLISHED)
    if season is not None:
        waiting = waiting.filter(position__season=season)
    positions = sorted(set(waiting.values_list("position_id", flat=True)))
    return sum(_recompute(position_id=pk, dry_run=dry_run) for pk in positions)


_WAITING = {
    "rank": OfferRank.YEDEK,
    "seat_no__isnull": True,
    "state__in": (OfferState.OPEN, OfferState.RESERVED),
}


@verb
def _recompute(*, position_id: int, dry_run: bool) -> int:
    positions = lock_positions([position_id])
    settle(positions)
    offers = list(
        Offer.objects.filter(**_WAITING, position=position_id).select_related("application__department__unit")
    )
    moved = _moved(positions[0], offers)
    if not dry_run and moved:
        with acting("system", "calendar"):
            for offer, moment in moved:
                Offer.objects.filter(pk=offer.pk).update(last_call_at=moment)
        settle(positions)
    return len(moved)


def _moved(position: Position, offers: Iterable[Offer]) -> list[tuple[Offer, dt.datetime]]:
    """The offers whose last call is another one now; an answer that was promised keeps its time."""
    found = list(offers)
    starts = {start_of(offer) for offer in found}
    now = last_calls(position.season, position.kind, starts)
    wanted = [(offer, max(now[start_of(offer)], offer.reply_by)) for offer in found]
    return [(offer, moment) for offer, moment in wanted if moment != offer.last_call_at]


def start_of(offer: Offer) -> Start:
    """The university and first day of an offer."""
    return (offer.application.enrolled_at.unit.university_id, offer.starts_on)
