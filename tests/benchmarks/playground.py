"""An empty migrated database with a country to play in, its clock in the offer weeks and running on."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections
from django.db.models import F

from tests.factories import moment
from tests.offers.play import Country, make_country
from usp.core import clock
from usp.core.demo_clock import install_test_clock
from usp.core.models import SeasonClock


def playground(*, quotas: tuple[int, ...], candidates: int) -> Country:
    """Migrate, set the clock to the offer weeks, make the country."""
    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    install_test_clock()
    move_clock("2024-05-14 10:00")
    return make_country(quotas=quotas, candidates=candidates)


def move_clock(text: str) -> None:
    """Let every connection's clock run on from that moment."""
    SeasonClock.objects.update_or_create(id=1, defaults={"shift": moment(text) - dt.datetime.now(dt.UTC)})
    clock.forget_reading()


@contextmanager
def running_clock(hours_a_second: float) -> Iterator[None]:
    """Let the clock run so fast for everybody while something is measured; it never goes back."""
    over = threading.Event()

    def run() -> None:
        while not over.wait(0.5):
            SeasonClock.objects.update(shift=F("shift") + dt.timedelta(hours=hours_a_second / 2))
        connections.close_all()

    hand = threading.Thread(target=run)
    hand.start()
    try:
        yield
    finally:
        over.set()
        hand.join()
        clock.forget_reading()
