"""The demo's season clock: jumps forwards through the season and settles every due instant on the way.

Somebody called from the line on the way gets a deadline that really existed, as if the days had passed one by one.
"""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Season
from applications.pool.apply import apply_changes
from applications.pool.due import build_due_pool
from offers.services.sweep import sweep_due
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.core.models import SeasonClock

_NEXT_DUE = """
select min(due) from (
  select min(reply_by) as due from offers_offer where state = 'open' and reply_by > usp_now()
  union all select min(confirm_by) from offers_offer
    where state in ('accepted', 'evaluating') and confirm_by > usp_now()
  union all select min(last_call_at) from offers_offer where state = 'reserved' and last_call_at > usp_now()
) as clocks
"""


def stage_moments(season: Season) -> dict[str, tuple[str, dt.datetime]]:
    """The demo's stages: key → label and the moment each begins."""
    year = season.pool_opens_at.year
    zone = timezone.get_default_timezone()
    last_week = timezone.localtime(season.applications_close_at).date() - dt.timedelta(days=6)
    return {
        "applications": (_("Başvuru haftaları"), dt.datetime.combine(last_week, dt.time(10), tzinfo=zone)),
        # the pool has been open for five days: offers have been answered, expired and called
        "offers": (_("Teklif haftaları"), season.pool_opens_at + dt.timedelta(days=5, hours=1)),
        "papers": (_("Evrak haftaları"), dt.datetime(year, 6, 24, 10, tzinfo=zone)),
        # the first internships of July are over, those of August have begun
        "internship": (_("Staj dönemi"), dt.datetime(year, 8, 12, 10, tzinfo=zone)),
    }


def stages(season: Season, now: dt.datetime) -> list[tuple[str, str, bool]]:
    """(key, label, active) for the clock bar; the active one is the latest that has begun."""
    moments = stage_moments(season)
    begun = [key for key, (_label, at) in moments.items() if at <= now]
    return [(key, label, bool(begun) and key == begun[-1]) for key, (label, _at) in moments.items()]


def set_clock(moment: dt.datetime) -> None:
    """Shift the clock so that it shows this moment now. For the demo's first moment; afterwards it only advances."""
    _demo_only()
    SeasonClock.objects.update_or_create(id=1, defaults={"shift": moment - timezone.now()})
    clock.forget_reading()


def advance_to(target: dt.datetime) -> None:
    """Run the clock forwards to the target, stopping at every due instant and at the pool's opening."""
    _demo_only()
    with transaction.atomic():
        # One jump at a time: a second click waits here and then finds nothing left to do.
        SeasonClock.objects.select_for_update(of=("self",)).get_or_create(id=1)
        if target <= clock.now():
            raise RuleViolation(
                _("Dönem saati yalnızca ileri gider; bu aşama geride kaldı."), code="clock_only_forwards"
            )
        while (stop := _next_stop(target)) is not None:
            set_clock(stop)
            build_due_pool()
            sweep_due(patient=True)
        set_clock(target)
        build_due_pool()
        sweep_due(patient=True)
        apply_changes()


def _next_stop(target: dt.datetime) -> dt.datetime | None:
    """The next due instant before the target, just past it; None when nothing more is due."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_DUE)
        (due,) = cursor.fetchone()
    opening = (
        Season.objects.filter(is_current=True, pool_opens_at__gt=now, pool_opens_at__lt=target)
        .values_list("pool_opens_at", flat=True)
        .first()
    )
    stops = [moment for moment in (due, opening) if moment is not None and now < moment < target]
    return min(stops) + dt.timedelta(milliseconds=1) if stops else None


def _demo_only() -> None:
    if not settings.USP_DEMO:
        raise RuleViolation(_("Dönem saati yalnızca deneme ortamında değiştirilebilir."), code="demo_only")
