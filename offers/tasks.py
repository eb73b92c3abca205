"""Background work of the offers: thin leaves over the services."""

import logging

from celery import shared_task
from django.core.cache import cache

logger = logging.getLogger(__name__)


@shared_task(name="offers.sweep", ignore_result=True)
def sweep() -> None:
    """Settle what is due, every tenth time patiently. A second sweep at the same time skips what this one holds."""
    from offers.services.resting import walk_employers  # noqa: PLC0415 -- leaf
    from offers.services.sweep import PATIENT_EVERY, sweep_due  # noqa: PLC0415 -- leaf

    walk_employers(most=200)
    cache.add("offers:sweeps", 0, None)
    sweep_due(patient=cache.incr("offers:sweeps") % PATIENT_EVERY == 0)


@shared_task(name="offers.walk_employer", ignore_result=True)
def walk_employer(employer_id: int) -> None:
    """Bring an employer's positions in line with its new status; the sweep finds what this leaves."""
    from offers.services.resting import walk_employers  # noqa: PLC0415 -- leaf

    walk_employers(employer_id)


@shared_task(name="offers.remind", ignore_result=True)
def remind() -> None:
    """Remind whoever has to answer or to approve."""
    from offers.services.remind import send_reminders  # noqa: PLC0415 -- leaf

    send_reminders()


@shared_task(name="offers.recompute_last_calls", ignore_result=True)
def recompute_calls() -> None:
    """Follow changed calendars, lead times and season dates; each night, and after a season's date moved."""
    from offers.services.last_calls import recompute_last_calls  # noqa: PLC0415 -- leaf

    recompute_last_calls()


@shared_task(name="offers.watch", ignore_result=True)
def watch() -> None:
    """Raise the alarm when clocks ran out long ago and nobody settled them, or an outage waits to be handled."""
    from offers.models import Outage  # noqa: PLC0415 -- leaf
    from offers.services.sweep import overdue  # noqa: PLC0415 -- leaf

    if late := overdue():
        logger.error("offers: %d clocks ran out more than 15 minutes ago and are not settled", late)
    if waiting := Outage.objects.filter(handled_at__isnull=True).count():
        logger.error("offers: %d outages wait for extend_offers; clocks near them stand still", waiting)


@shared_task(name="offers.check", ignore_result=True)
def check() -> None:
    """Each night: every invariant of the offers by one query, and old pulses out."""
    from offers.invariants import broken  # noqa: PLC0415 -- leaf
    from offers.services.heartbeat import forget_old_pulses  # noqa: PLC0415 -- leaf

    forget_old_pulses()
    for name, count in broken().items():
        logger.error("offers: invariant %s is broken by %d rows", name, count)


@shared_task(name="offers.remind_of_evaluations", ignore_result=True)
def remind_of_evaluations() -> None:
    """Interviews and tasks that are a day or two hours away. Each notice is told once, however often this runs."""
    from offers.services import evaluation_clock  # noqa: PLC0415 -- leaf

    evaluation_clock.remind_of_evaluations()


@shared_task(name="offers.sweep_changes", ignore_result=True)
def sweep_changes() -> None:
    """Change requests whose time ran out count as refused; the students are told."""
    from offers.services.changes import sweep_unanswered  # noqa: PLC0415 -- leaf

    sweep_unanswered()


@shared_task(name="offers.refresh_saved_searches", ignore_result=True)
def refresh_saved_searches() -> None:
    """Once a day: totals and news of every saved search, for all at once (docs/rules.md P7)."""
    from offers.services.searches import refresh_all  # noqa: PLC0415 -- leaf

    refresh_all()


@shared_task(name="offers.follow_placements", ignore_result=True)
def follow_placements() -> None:
    """Once a day: attendance and evaluations that are missing after the end, and how long notes count."""
    from offers.services.following import follow_placements as follow  # noqa: PLC0415 -- leaf

    follow()
