"""Moving a confirmed placement to other dates: the one place that writes them (rules A10)."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from offers.models import Offer, Placement
from offers.services.engine import lock_applications, lock_positions, move_many, settle
from offers.services.news import tell_released
from offers.signals import placement_moved
from offers.states import LIVE_OFFER, OfferRank, OfferState, PlacementState
from usp.accounts.models import User
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation


@verb
def move_placement(
    *, placement: Placement, dates: DateRange, working_days: int, weekly_days: int, actor: User
) -> Placement:
    """Write new dates onto a confirmed placement, release offers of other dates that now overlap, call their lines.

    ``dates`` is half-open, as the column. Part of the verb that agreed on them. Takes (again, where the caller holds
    them) the student's applications, the positions of the student's live offers and the placement's own, in the
    engine's order. Nothing is refused but what the database refuses: an end that came first, another placement in
    the way. Sends ``placement_moved`` with the dates as they were.
    """
    applications = [one.pk for one in lock_applications(placement.student_id)]
    live = Offer.objects.filter(application__in=applications, state__in=LIVE_OFFER)
    positions = lock_positions([*live.values_list("position_id", flat=True), placement.offer.position_id])
    settle(positions)
    was: DateRange = Placement.objects.values_list("dates", flat=True).get(pk=placement.pk)
    with rule_from_constraint(Placement, *_RULES):
        moved = Placement.objects.filter(pk=placement.pk, state=PlacementState.CONFIRMED).update(
            dates=dates, working_days=working_days, weekly_days=weekly_days, version=F("version") + 1
        )
    if moved != 1:
        raise RuleViolation(Placement.trigger_rules["placement_transition"], code="placement_transition")
    placement.refresh_from_db(fields=["dates", "working_days", "weekly_days", "version", "state"])
    released, waited = _release_overlapping(placement)
    placement_moved.send(sender=Placement, placement=placement, was=was, actor=actor)
    tell_released(released, placement)
    settle(positions, left=waited)
    return placement


_RULES = ("placement_no_overlap", "placement_ending_frozen", "placement_dates_versioned")


def overlapping_offers(placement: Placement, first_day: dt.date, last_day: dt.date) -> list[Offer]:
    """The student's live offers that could not become a placement beside these dates."""
    return list(
        Offer.objects.filter(
            application__student=placement.student_id,
            state__in=LIVE_OFFER,
            starts_on__lte=last_day,
            ends_on__gte=first_day,
        ).exclude(state=OfferState.CONFIRMED)
    )


def _release_overlapping(placement: Placement) -> tuple[list[Offer], list[int]]:
    """Release them, as a confirmation does; answers them, and which of them stood in a line."""
    others = overlapping_offers(placement, placement.first_day, placement.last_day)
    waited = {one.pk for one in others if one.rank == OfferRank.YEDEK and one.seat_no is None}
    released = move_many(
        others, "release", OfferState.RELEASED, who="system", actor="system", reason="overlap", seat_no=None
    )
    return released, [one.pk for one in released if one.pk in waited]
