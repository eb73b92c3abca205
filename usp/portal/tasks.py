"""The portal's own background work."""

import time
from typing import Any

from celery import shared_task
from celery.signals import heartbeat_sent
from django.core.cache import cache

from usp.portal.health import HEARTBEAT_EVERY_SECONDS, HEARTBEAT_KEY, HEARTBEAT_LASTS_SECONDS, logger

_last_written = 0.0


@heartbeat_sent.connect
def note_heartbeat(**kwargs: Any) -> None:
    """Leave a worker's sign of life where the readiness probe looks.

    Celery sends this signal every two seconds from a worker's main process while it is connected to its
    broker. A task would not do: behind a deadline day's queue it would be late, and healthy web processes
    would be taken out of service.
    """
    global _last_written
    if time.monotonic() - _last_written < HEARTBEAT_EVERY_SECONDS and _last_written:
        return
    try:
        cache.set(HEARTBEAT_KEY, time.time(), HEARTBEAT_LASTS_SECONDS)
    except Exception as error:
        logger.warning("health: the heartbeat could not be written: %s", error)
        return
    _last_written = time.monotonic()


@shared_task(name="portal.pulse", ignore_result=True, expires=50)
def pulse() -> None:
    """Post the pulse to the public address; one that waited longer than its minute says nothing any more."""
    from usp.portal.pulse import send_pulse  # noqa: PLC0415 -- leaf

    send_pulse()
