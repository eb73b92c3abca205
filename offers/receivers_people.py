"""What the people of an employer look after here, told to whoever wants to end somebody's work (usp.accounts)."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import receiver
from django.utils.translation import ngettext

from offers.models import Offer, Placement, Position
from offers.states import LIVE_OFFER, OfferState, PlacementState, PositionState
from usp.accounts.models import EmployerMembership
from usp.accounts.signals import employer_membership_holds


def held_positions(membership: EmployerMembership) -> QuerySet[Position]:
    """The positions that somebody still supervises: drafts, published ones, and those whose offers or interns run."""
    waiting = [state for state in LIVE_OFFER if state != OfferState.CONFIRMED]
    offers = Offer.objects.filter(position=OuterRef("pk"), state__in=waiting)
    interns = Placement.objects.filter(offer__position=OuterRef("pk"), state=PlacementState.CONFIRMED)
    running = Q(state__in=[PositionState.DRAFT, PositionState.PUBLISHED]) | Exists(offers) | Exists(interns)
    return Position.objects.filter(running, supervisor=membership)


@receiver(employer_membership_holds, dispatch_uid="offers.membership_holds")
def positions_held(sender: Any, membership: EmployerMembership, **kwargs: Any) -> list[str]:
    """How many positions the person would leave without a supervisor."""
    number = held_positions(membership).count()
    if not number:
        return []
    return [ngettext("%d pozisyonun staj sorumlusu", "%d pozisyonun staj sorumlusu", number) % number]
