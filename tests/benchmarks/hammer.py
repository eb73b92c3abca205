"""64 workers for 60 seconds on one hot position, then on one hot student: what they did, and that nothing broke."""

from collections.abc import Iterator

from offers.services.sweep import sweep_due
from tests.benchmarks.playground import playground, running_clock
from tests.offers import play_after  # noqa: F401 -- more acts
from tests.offers.hammer import hammer
from tests.offers.oracle import faults
from tests.offers.play import ACTS, OFTEN

WORKERS, SECONDS = 64, 60
# An hour in half a second: replies run out, days of free leaving end, and five days are gone when the minute is over.
CLOCK_HOURS_A_SECOND = 2
# Each act once, and those that send, answer, confirm, take back and cancel twenty times as often.
MIXED = sorted(ACTS) + 20 * [*OFTEN, "withdraw", "undo", "cancel", "sweep"]
PLACES = {
    "one hot position": ((3,), 60),
    "one hot student": ((1,) * 20, 2),
}


def measure() -> Iterator[str]:
    """Acts, refusals and the slowest act; raises when an invariant is broken or somebody saw an error."""
    for place, (quotas, candidates) in PLACES.items():
        country = playground(quotas=quotas, candidates=candidates)
        with running_clock(CLOCK_HOURS_A_SECOND):
            blows = hammer(country, MIXED, workers=WORKERS, seconds=SECONDS)
        sweep_due(patient=True)
        broken = faults(settled=True)
        if blows.errors or broken:
            raise SystemExit(f"{place}: errors shown: {blows.errors[:5]}; invariants broken: {broken}")
        done, refused = sum(blows.done.values()), sum(blows.refused.values())
        yield f"{place}, {WORKERS} workers, {SECONDS} s: {done} acts done {dict(blows.done.most_common())}"
        yield f"{refused} refused in a sentence {dict(blows.refused.most_common(8))}"
        yield f"slowest act {blows.slowest:.2f} s; no error shown, no invariant broken"
