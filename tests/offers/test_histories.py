"""Thousands of random histories of several employers and students, every invariant looked at after each step.

``USP_HISTORIES`` says how many (the suite plays some dozens; ``make bench ARGS=histories`` plays thousands).
"""

import datetime as dt
import os
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from offers.services.sweep import sweep_due
from tests.conftest import set_clock
from tests.factories import moment
from tests.offers import play_after  # noqa: F401 -- more acts
from tests.offers.oracle import faults
from tests.offers.play import ACTS, OFTEN, Country, make_country, play

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HISTORIES = int(os.environ.get("USP_HISTORIES", "25"))
STEPS = 30
# The season of the tests ends its offers on 2024-06-28; a history walks through the last six weeks of it and beyond.
BEGIN = moment("2024-05-13 10:00")


class Histories(RuleBasedStateMachine):
    """One history: a country as it was made, acts in any order, and time that only goes on."""

    country: Country  # made once, by the test below; each history takes its own moves back

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = set_clock(BEGIN)
        self.swept = False

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        """Histories begin with offers and a yes, or most of them would never come to anything."""
        dice = Random(seed)
        for name in ("send_asil", "send_yedek", "send_asil", "send_yedek"):
            play(self.country, name, dice)
        self.tick(11)
        play(self.country, "accept", dice)

    @rule(name=st.sampled_from(OFTEN), seed=st.integers(0, 2**32))
    def somebody_goes_on(self, name: str, seed: int) -> None:
        """What moves a history on; a rule of its own, or time would pass too often."""
        self.act(name, seed)

    @rule(name=st.sampled_from(sorted(ACTS)), seed=st.integers(0, 2**32))
    def somebody_acts(self, name: str, seed: int) -> None:
        """Anybody does anything."""
        self.act(name, seed)

    @rule(hours=st.sampled_from([3, 20, 30, 75]))
    def time_passes(self, hours: int) -> None:
        """Nobody does anything for a while; then the clock makes its round."""
        self.tick(hours * 3600)
        sweep_due(patient=True)
        self.swept = True

    @rule(hours=st.sampled_from([30, 75, 200]))
    def time_passes_and_the_worker_is_dead(self, hours: int) -> None:
        """Nobody does anything, and no round is made either."""
        self.tick(hours * 3600)

    def act(self, name: str, seed: int) -> None:
        """A second after the act before."""
        self.tick(1)
        play(self.country, name, Random(seed))

    def tick(self, seconds: int) -> None:
        """Time goes on."""
        self.now = set_clock(self.now + dt.timedelta(seconds=seconds))
        self.swept = False

    @invariant()
    def nothing_is_broken(self) -> None:
        """Every promise of docs/rules.md I1–I12 that concerns offers and placements."""
        assert faults(settled=self.swept) == {}

    def teardown(self) -> None:
        """Take the history back."""
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


@pytest.mark.parametrize("rights", [1, 2])
def test_no_history_breaks_an_invariant(rights: int, at) -> None:
    at(BEGIN)
    Histories.country = make_country(rights=rights)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert {"send_asil", "send_yedek", "accept"} <= set(Histories.country.done), Histories.country.refused
