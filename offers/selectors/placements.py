"""Reads of the employer's placements."""

import datetime as dt
from dataclasses import dataclass

from offers.cards.sent import Identity
from offers.cards.shared import day_range, duration
from offers.models import Placement
from offers.selectors.employer import identities
from offers.states import OfferState
from usp.accounts.models import User

S = OfferState


@dataclass(frozen=True)
class InternRow:
    """A placement at the employer: who, where, when."""

    placement: Placement
    identity: Identity
    first_day: dt.date
    last_day: dt.date

    @property
    def period(self) -> str:
        """«5 Ağu – 2 Eyl 2024»."""
        return day_range(self.first_day, self.last_day)

    @property
    def length(self) -> str:
        """«20 iş günü, haftada 5»."""
        return duration(self.placement.working_days, self.placement.weekly_days)


def interns_of(user: User) -> list[InternRow]:
    """The employer's placements, the first to start on top. Two queries.

    An offer that ended has closed its identity.
    """
    placements = list(
        Placement.objects.visible_to(user)
        .filter(offer__state=S.CONFIRMED)
        .select_related("offer__position__province", "offer__position__district")
        .order_by("dates", "pk")
    )
    people = identities([placement.application_id for placement in placements])
    return [
        InternRow(row, people[row.application_id], row.dates.lower, row.dates.upper - dt.timedelta(days=1))
        for row in placements
    ]
