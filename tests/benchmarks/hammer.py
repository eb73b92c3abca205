"""64 workers for 60 seconds on one hot position and one hot student: what they did, and that nothing broke."""

from collections.abc import Iterator

from offers.services.sweep import sweep_due
from tests.benchmarks.playground import playground
from tests.offers import play_after  # noqa: F401 -- more acts
from tests.offers.hammer import hammer
from tests.offers.oracle import faults
from tests.offers.play import ACTS, OFTEN

WORKERS, SECONDS = 64, 60


def measure() -> Iterator[str]:
    """Acts, refusals and the slowest act; raises when an invariant is broken or somebody saw an error."""
    country = playground(quotas=(3, 1), candidates=8)
    blows = hammer(country, sorted(ACTS) + 2 * OFTEN, workers=WORKERS, seconds=SECONDS)
    sweep_due(patient=True)
    broken = faults(settled=True)
    if blows.errors or broken:
        raise SystemExit(f"errors shown: {blows.errors[:5]}; invariants broken: {broken}")
    done, refused = sum(blows.done.values()), sum(blows.refused.values())
    yield f"{WORKERS} workers, {SECONDS} s: {done} acts done {dict(blows.done)}"
    yield f"{refused} refused in a sentence {dict(blows.refused.most_common(8))}"
    yield f"slowest act {blows.slowest:.2f} s; no error shown, no invariant broken"
