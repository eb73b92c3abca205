"""The service's pulse: a row for each minute in which it answered from outside, and the gaps between them."""

import datetime as dt

from django.conf import settings
from django.db import connection

from offers.models import Heartbeat, Outage
from usp.core import clock
from usp.core.db import verb

# A longer silence than this is an outage (decision 0011); offers_settle() counts the same five minutes.
LONGEST_GAP = dt.timedelta(minutes=5)
KEPT = dt.timedelta(days=60)


@verb
def note_pulse() -> Heartbeat | None:
    """Write that the service answers now; after a silence, the outage that it ends, which pauses expiries.

    The silence is measured on the real clock, so a jump of the demo's season clock is none; and in the demo a machine
    that slept is no outage, as there is nobody to handle it. None when this very moment is noted already.
    """
    now, real = clock.now(), clock.real_now()
    last = Heartbeat.objects.order_by("-real_at").first()
    if last is not None and real <= last.real_at:
        return None
    if last is not None and real - last.real_at > LONGEST_GAP and last.at < now and not settings.USP_DEMO:
        Outage.objects.get_or_create(since=last.at, defaults={"until": now})
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into offers_heartbeat (at, real_at) values (%s, %s) on conflict do nothing returning id",
            [now, real],
        )
        row = cursor.fetchone()
    return Heartbeat(id=row[0], at=now, real_at=real) if row else None


def forget_old_pulses() -> int:
    """Remove pulses older than 60 days; the newest one always stays. Answers how many went."""
    newest = Heartbeat.objects.order_by("-real_at").first()
    if newest is None:
        return 0
    old = Heartbeat.objects.filter(real_at__lt=clock.real_now() - KEPT).exclude(pk=newest.pk)
    return old.delete()[0]
