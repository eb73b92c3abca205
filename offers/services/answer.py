"""What a student does with an offer."""

from django.utils.translation import gettext_lazy as _

from offers.deadlines import confirm_deadline
from offers.models import Offer
from offers.services.engine import lock_positions, locked_offer, move, settle
from offers.services.news import tell_answered
from offers.states import OfferRank, OfferState
from usp.accounts.models import User
from usp.core.db import verb
from usp.core.errors import RuleViolation


@verb
def accept_offer(*, offer_id: int, actor: User) -> Offer:
    """Say yes before ``reply_by``: with a seat the offer is accepted, without one it is a standing yes in the line.

    Saying yes twice is no error: the second click finds the first one's answer.
    """
    offer, now = locked_offer(offer_id=offer_id, actor=actor)
    if offer.state in (OfferState.ACCEPTED, OfferState.RESERVED):
        return offer
    if offer.state == OfferState.EXPIRED:
        raise RuleViolation(
            _("Teklifin cevap süresi doldu; süresi dolan teklif reddedilmiş sayılır. Diğer işverenlerden teklif "
              "alma şansınız sürüyor."),
            code="offer_in_time",
            keeps_work=True,
        )  # fmt: skip
    if offer.seat_no is None and offer.rank == OfferRank.YEDEK:
        move(offer, "accept", OfferState.RESERVED, who="student", actor=actor)
    else:
        deadline = confirm_deadline(offer.position.season, now)
        move(offer, "accept", OfferState.ACCEPTED, who="student", actor=actor, confirm_by=deadline)
    tell_answered(offer)
    return offer


@verb
def decline_offer(*, offer_id: int, actor: User, reason: str = "") -> Offer:
    """Say no, or leave the line. The seat goes to the first callable reserve in this transaction."""
    offer, _now = locked_offer(offer_id=offer_id, actor=actor)
    if offer.state == OfferState.DECLINED:
        return offer
    move(offer, "decline", OfferState.DECLINED, who="student", actor=actor, reason=reason, seat_no=None)
    tell_answered(offer)
    settle(lock_positions([offer.position_id]))
    return offer
