"""How many candidates to ask, so that the free seats are filled: from the employer's own answers of the past."""

import math
from dataclasses import dataclass

from django.db.models import Count, Q

from offers.models import Offer
from offers.states import OfferState
from usp.accounts.models import Employer

MOST = 300
ASSUMED_SHARE = 0.6
SURE = 0.9
_ENOUGH = 10  # answers from which an employer's own history is worth more than the assumption


@dataclass(frozen=True)
class Advice:
    """How many to ask for the free seats: ``share`` is how many say yes and stay, from ``answers`` of the employer's
    own past offers, or assumed while there are too few of them (``answers`` is 0 then).
    """

    seats: int
    yedek: int
    share: float
    answers: int

    @property
    def percent(self) -> int:
        """The share for people."""
        return round(100 * self.share)


_YES = (
    OfferState.ACCEPTED, OfferState.EVALUATING, OfferState.CONFIRMED, OfferState.RESERVED, OfferState.REJECTED,
    OfferState.LAPSED, OfferState.ENDED,
)  # fmt: skip
_NO = (OfferState.DECLINED, OfferState.EXPIRED, OfferState.RELEASED)


def advice(employer: Employer, seats: int) -> Advice:
    """How many yedek beside one asil a seat, so that the seats are filled with the certainty SURE. One query."""
    told = Offer.objects.filter(position__employer=employer).aggregate(
        yes=Count("pk", filter=Q(state__in=_YES)), no=Count("pk", filter=Q(state__in=_NO))
    )
    answers = told["yes"] + told["no"]
    if answers < _ENOUGH:
        return Advice(seats, reserves_needed(seats, ASSUMED_SHARE), ASSUMED_SHARE, 0)
    share = min(max(told["yes"] / answers, 0.05), 0.99)
    return Advice(seats, reserves_needed(seats, share), share, answers)


def reserves_needed(seats: int, share: float, sure: float = SURE) -> int:
    """The fewest further candidates with whom ``seats`` of all say yes with the probability ``sure``.

    Each says yes with the probability ``share``, on its own: the number of candidates until the last needed yes has a
    negative binomial distribution, summed until it reaches ``sure``. At most MOST.
    """
    if seats < 1:
        return 0
    term = seats * math.log(share)
    total, extra = math.exp(term), 0
    while total < sure and extra < MOST:
        extra += 1
        term += math.log((seats + extra - 1) / extra) + math.log(1 - share)
        total += math.exp(term)
    return extra
