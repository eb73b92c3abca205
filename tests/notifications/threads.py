"""Real threads that start at the same moment, each with its own database connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def run_together(work: Callable[[int], T], count: int) -> list[T]:
    """Run ``work(0…)`` in threads that start at once; answers the results, raises the first error."""
    gate = threading.Barrier(count)

    def run(number: int) -> T:
        try:
            gate.wait(timeout=10)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
