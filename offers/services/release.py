"""Releasing what a candidate held, when the candidate is out of the season."""

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from offers.models import Offer, Placement
from offers.services.engine import lock_positions, move_many, settle
from offers.services.news import tell_candidate_out
from offers.states import LIVE_OFFER, OfferRank, OfferState, PlacementState
from usp.core.db import verb
from usp.core.errors import RuleViolation


@verb
def release_all(*, application: Application) -> list[Offer]:
    """Release every live offer of an application that the caller holds locked and has moved; free the seats.

    Refused while a placement stands: people rely on it, and papers and an insurance entry may exist, so it is
    cancelled first by its own verb. The employers are told that the candidate is out, never why.
    """
    if Placement.objects.filter(application=application, state=PlacementState.CONFIRMED).exists():
        raise RuleViolation(
            _("Adayın kesinleşmiş bir stajı ya da programı var; önce o iptal edilmelidir."), code="placement_stands"
        )
    live = Offer.objects.filter(application=application, state__in=LIVE_OFFER)
    positions = lock_positions(live.values_list("position_id", flat=True))
    settle(positions)
    offers = list(live.exclude(state=OfferState.CONFIRMED))
    waited = [offer.pk for offer in offers if offer.rank == OfferRank.YEDEK and offer.seat_no is None]
    released = move_many(
        offers, "release", OfferState.RELEASED, who="system", actor="system", reason="disqualified", seat_no=None
    )
    tell_candidate_out(released)
    settle(positions, left=waited)
    return released
