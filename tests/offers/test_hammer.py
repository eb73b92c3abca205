"""Real threads on everything at once; the long run is a benchmark (tests/benchmarks/hammer.py)."""

import pytest

from offers.services.sweep import sweep_due
from tests.offers import play_after  # noqa: F401 -- more acts
from tests.offers.hammer import hammer
from tests.offers.oracle import faults
from tests.offers.play import ACTS, OFTEN, make_country

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def test_many_hands_on_one_position_and_one_student_break_nothing_and_see_no_error(season_clock) -> None:
    season_clock("2024-05-14 10:00")
    country = make_country(quotas=(2, 1), candidates=5)
    blows = hammer(country, sorted(ACTS) + 2 * OFTEN, workers=8, seconds=3, least=12)
    assert blows.errors == []
    assert sum(blows.done.values()) > 20
    sweep_due(patient=True)
    assert faults(settled=True) == {}
