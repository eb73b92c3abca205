"""Many hands on one hot position and one hot student at once, with real connections (docs/rules.md I1–I12).

``python -m tests.benchmarks hammer`` runs 64 workers for 60 seconds; the suite runs fewer for a moment.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from django.db import DatabaseError, InterfaceError, OperationalError, connections

from tests.offers.play import Country, play


@dataclass
class Blows:
    """What came of it: acts done, refusals by code, and errors nobody may see."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    promised: list[tuple[int, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    away: int = 0  # acts that met no database; they promised nothing
    slowest: float = 0.0


def hammer(
    country: Country,
    acts: list[str],
    *,
    workers: int,
    seconds: float,
    least: int = 0,
    seed: int = 1,
    crashes: bool = False,
) -> Blows:
    """Let so many threads act for so long, and on a slow machine until each has done ``least`` acts.

    With ``crashes`` a database that is away is no error: whoever met it was promised nothing and tries again.
    """
    blows, lock = Blows(), threading.Lock()
    until = time.monotonic() + seconds

    def work(number: int) -> None:
        dice = Random(seed * 1000 + number)
        mine = Country(country.worlds, country.candidates, country.operator)
        errors, away, slowest, turns = [], 0, 0.0, 0
        while time.monotonic() < until or turns < least:
            turns += 1
            name = dice.choice(acts)
            begun = time.monotonic()
            try:
                play(mine, name, dice)
            except (OperationalError, InterfaceError) as fault:
                if not crashes:
                    errors.append(f"{name}: {fault}")
                away += 1
                connections.close_all()
                time.sleep(0.2)
            except (DatabaseError, AssertionError) as fault:
                errors.append(f"{name}: {type(fault).__name__}: {fault}")
            slowest = max(slowest, time.monotonic() - begun)
        connections.close_all()
        with lock:
            blows.done.update(mine.done)
            blows.refused.update(mine.refused)
            blows.promised += mine.promised
            blows.errors += errors
            blows.away += away
            blows.slowest = max(blows.slowest, slowest)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return blows
