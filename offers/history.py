"""What an employer and a candidate had to do with each other this season: offers as rows without names."""

import datetime as dt
from dataclasses import dataclass

from offers.cards.sent import EMPLOYER_WORDS
from offers.models import Offer
from offers.selectors.moment import with_state_told
from offers.states import OfferState
from usp.accounts.models import User


@dataclass(frozen=True)
class Past:
    """One offer to the candidate, as the history says it."""

    offer_id: int
    title: str
    rank: str
    sent_at: dt.datetime
    label: str
    tone: str


def with_us(user: User, application_id: int) -> list[Past]:
    """The employer's offers to one application, newest first. One query."""
    offers = Offer.objects.visible_to(user).filter(application=application_id).exclude(state=OfferState.UNDONE)
    found = []
    for offer in with_state_told(offers).order_by("-pk"):
        label, tone = EMPLOYER_WORDS[offer.state_now]
        title = offer.terms["title"]
        found.append(Past(offer.pk, title, str(offer.get_rank_display()), offer.sent_at, str(label), tone))
    return found
