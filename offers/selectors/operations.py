"""Reads for the programme's operators: how the engine does, and any offer by its number or its people."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from offers.models import EngineSwitch, Heartbeat, Offer, Outage
from offers.services.heartbeat import LONGEST_GAP
from offers.services.sweep import overdue
from usp.accounts.models import User
from usp.core import clock, turkish

MOST_FOUND = 30

_STATE = """
select coalesce((select is_stopped from offers_engineswitch where id = 1), false),
  (select count(*) from offers_outage where handled_at is null),
  (select real_at from offers_heartbeat order by real_at desc limit 1)
"""


@dataclass(frozen=True)
class EngineHealth:
    """Whether the clocks run, in the words of three numbers; each of them is an alarm of its own."""

    is_stopped: bool
    outages: int
    last_pulse: dt.datetime | None
    overdue: int
    real_now: dt.datetime

    @property
    def pulse_is_late(self) -> bool:
        """Whether the service has not answered itself for longer than the engine allows: nothing expires then.

        Before the first pulse there is nothing to miss, and the engine runs.
        """
        return self.last_pulse is not None and self.real_now - self.last_pulse > LONGEST_GAP

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.is_stopped or self.outages or self.overdue or self.pulse_is_late)


@dataclass(frozen=True)
class EnginePage:
    """The engine's page: its health, who stopped it, and the outages nobody has handled."""

    health: EngineHealth
    switch: EngineSwitch | None
    outages: list[Outage]
    handled: list[Outage]
    pulses: int


def engine_health() -> EngineHealth:
    """The engine's state for the home page. Three short queries."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        stopped, outages, pulse = cursor.fetchone()
    return EngineHealth(stopped, outages, pulse, overdue(), clock.real_now())


def engine_page() -> EnginePage:
    """Everything the engine's page shows."""
    outages = Outage.objects.order_by("-since")
    return EnginePage(
        engine_health(),
        EngineSwitch.objects.select_related("changed_by").first(),
        list(outages.filter(handled_at__isnull=True)),
        list(outages.filter(handled_at__isnull=False)[:5]),
        Heartbeat.objects.filter(real_at__gt=clock.real_now() - dt.timedelta(hours=1)).count(),
    )


def find_offers(user: User, words: str) -> list[Offer]:
    """Offers by number, student, employer or position, newest first; operators see who it is."""
    found = Offer.objects.visible_to(user).select_related("position__employer", "application__student")
    if words.isdecimal() and len(words) < 16:
        return list(found.filter(pk=int(words)))
    for word in turkish.fold(words).split():
        found = found.filter(
            Q(application__student__search_name__contains=word)
            | Q(position__employer__sort_key__contains=turkish.sort_key(word))
            | Q(position__title__icontains=word)
        )
    return list(found.order_by("-pk")[:MOST_FOUND]) if words else []
