"""Reads of a student's own offers; states are those of the moment of the page."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from offers.cards.received import ReceivedCard
from offers.models import Offer
from offers.selectors.moment import place_in_line, with_line_no, with_state_now
from offers.states import OfferState
from usp.accounts.models import User

S = OfferState


def _for_student(user: User) -> QuerySet[Any]:
    offers = Offer.objects.visible_to(user).select_related("position__employer", "position__season")
    return with_line_no(with_state_now(offers))


def _card(offer: Any) -> ReceivedCard:
    return ReceivedCard(offer, offer.state_now, place_in_line(offer))


def received_offers(user: User) -> list[ReceivedCard]:
    """«Aldığım Teklifler»: what waits for an answer first, the nearest deadline on top. One query."""
    order = [S.OPEN, S.CONFIRMED, S.ACCEPTED, S.EVALUATING, S.RESERVED]
    cards = [_card(offer) for offer in _for_student(user).order_by("-pk")]

    def turn(card: ReceivedCard) -> tuple[int, dt.datetime | int]:
        place = order.index(S(card.state)) if card.state in order else len(order)
        return (place, card.offer.reply_by) if card.state == S.OPEN else (place, -card.offer.pk)

    return sorted(cards, key=turn)


def received_offer(user: User, offer_id: int) -> ReceivedCard | None:
    """One offer of the student's own; None for anybody else's."""
    offer = _for_student(user).select_related("application__department__unit").filter(pk=offer_id).first()
    return _card(offer) if offer else None
