"""Thousands of random histories of the offer engine, every invariant looked at after each step."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

# Of each of the two machines; every portion draws others, so what was played until an interruption counts.
HISTORIES = int(os.environ.get("HISTORIES", "1000"))
_PORTION = 200
_COMMAND = [sys.executable, "-m", "pytest", "-q", "tests/offers/test_histories.py", "-p", "no:randomly", "-n", "2"]


def measure() -> Iterator[str]:
    """Run the test of the suite with many more histories, portion by portion, in a database of its own."""
    for played in range(0, HISTORIES, _PORTION):
        portion = min(_PORTION, HISTORIES - played)
        begun = time.perf_counter()
        if subprocess.run(_COMMAND, env=os.environ | {"USP_HISTORIES": str(portion)}, check=False).returncode:
            raise SystemExit("a history broke an invariant")
        seconds = time.perf_counter() - begun
        both = f"the last {2 * portion} in {seconds:.0f} s"
        yield f"{2 * (played + portion)} histories of up to 30 steps, no invariant broken, {both}"
