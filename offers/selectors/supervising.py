"""What somebody at an employer looks after."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from offers.models import Offer, Placement, Position
from offers.states import LIVE_OFFER, OfferState, PlacementState, PositionState
from usp.accounts.models import EmployerMembership


def held_positions(membership: EmployerMembership) -> QuerySet[Position]:
    """The positions that somebody still supervises: drafts, published ones, and those whose offers or interns run."""
    waiting = [state for state in LIVE_OFFER if state != OfferState.CONFIRMED]
    offers = Offer.objects.filter(position=OuterRef("pk"), state__in=waiting)
    interns = Placement.objects.filter(offer__position=OuterRef("pk"), state=PlacementState.CONFIRMED)
    running = Q(state__in=[PositionState.DRAFT, PositionState.PUBLISHED]) | Exists(offers) | Exists(interns)
    return Position.objects.filter(running, supervisor=membership)
