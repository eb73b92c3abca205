"""Thousands of random histories of the offer engine, every invariant looked at after each step."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

# Of each of the two machines; every run draws others, so portions add up.
HISTORIES = int(os.environ.get("HISTORIES", "1000"))


def measure() -> Iterator[str]:
    """Run the test of the suite with many more histories, in a database of its own."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "tests/offers/test_histories.py", "-p", "no:randomly", "-n", "2"]
    done = subprocess.run(command, env=os.environ | {"USP_HISTORIES": str(HISTORIES)}, check=False)
    if done.returncode:
        raise SystemExit("a history broke an invariant")
    seconds = time.perf_counter() - begun
    yield f"{2 * HISTORIES} histories of up to 30 steps, no invariant broken, {seconds:.0f} s"
