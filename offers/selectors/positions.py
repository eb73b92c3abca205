"""Reads about single positions: how they came to their state, what ending them would do, what may be copied."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from applications.selectors import current_season
from offers.models import Offer, Position, PositionTransition
from offers.reasons import reason_label
from offers.selectors.employer import colleagues_of, positions_of
from offers.states import OfferState, PositionState
from usp.accounts.models import User

S = OfferState


@dataclass(frozen=True)
class Step:
    """One line of a position's history; ``who`` is empty for the system."""

    at: dt.datetime
    label: str
    who: str
    reason: str


def position_history(user: User, position: Position) -> list[Step]:
    """Every move of the position with who and why, newest first. Two queries."""
    names = {f"user:{pk}": name for pk, name in colleagues_of(user).items()} if user.is_employer else {}
    labels = dict(PositionState.choices)
    return [
        Step(
            move.at, str(labels.get(move.to_state, move.to_state)), names.get(move.actor, ""), reason_label(move.reason)
        )
        for move in PositionTransition.objects.filter(position=position).order_by("-pk")
    ]


@dataclass(frozen=True)
class Ending:
    """Whom closing or cancelling a position would reach."""

    waiting: int
    """In the line: without a seat, before or after their standing yes."""
    open: int
    """With a seat, their answer still to come."""
    accepted: int
    """Said yes, or in an additional evaluation: the final approval is still to come."""
    confirmed: int
    """Placements that stand whatever becomes of the position."""

    @property
    def withdrawn(self) -> int:
        """How many offers a cancellation withdraws."""
        return self.waiting + self.open + self.accepted


def ending_of(position: Position) -> Ending:
    """Whom ending the position would reach, as it stands now. One query."""
    waits = Q(state__in=[S.OPEN, S.RESERVED], seat_no__isnull=True)
    row = Offer.objects.filter(position=position).aggregate(
        waiting=Count("pk", filter=waits),
        open=Count("pk", filter=Q(state=S.OPEN, seat_no__isnull=False)),
        accepted=Count("pk", filter=Q(state__in=[S.ACCEPTED, S.EVALUATING])),
        confirmed=Count("pk", filter=Q(state=S.CONFIRMED)),
    )
    return Ending(**row)


def earlier_positions(user: User) -> QuerySet[Any]:
    """What an employer offered in earlier seasons, the newest season first."""
    return (
        positions_of(user)
        .exclude(season=current_season())
        .exclude(state=PositionState.DRAFT)
        .order_by("-season__applications_open_at", "title", "pk")
    )


def has_earlier_positions(user: User) -> bool:
    """Whether there is anything to copy from an earlier season. One query."""
    return Position.objects.visible_to(user).exclude(season=current_season()).exclude(state="draft").exists()
