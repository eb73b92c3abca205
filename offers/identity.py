"""When an employer may know who a candidate is (docs/rules.md I7): for one offer, and for many in SQL.

A seat and a yes open the identity while the employer works: an ``accepted`` or ``evaluating`` offer of an employer that
is suspended, or whose position still rests, closes it until the clocks go on. A confirmed internship that stands needs
its contact, and the student is there: suspension alone leaves it open. A closed register (revoked) closes both.
"""

from typing import TYPE_CHECKING

from django.db.models import Q

from offers.states import OfferState
from usp.accounts.states import EmployerStatus

if TYPE_CHECKING:
    from offers.models import Position

_WAITING = (OfferState.ACCEPTED, OfferState.EVALUATING)


def identity_opens(state: str, position: "Position") -> bool:
    """Whether the position's employer may know the candidate of an offer in this state of the moment."""
    status = position.employer.status
    if state == OfferState.CONFIRMED:
        return status != EmployerStatus.REVOKED
    return state in _WAITING and status == EmployerStatus.APPROVED and position.rests_since is None


def identity_open(*, state: str = "state_now", position: str = "position") -> Q:
    """The same as a condition; ``state`` and ``position`` name the ways to the offer's state and position."""
    status = f"{position}__employer__status"
    confirmed = Q(**{state: OfferState.CONFIRMED}) & ~Q(**{status: EmployerStatus.REVOKED})
    waiting = Q(**{f"{state}__in": _WAITING, status: EmployerStatus.APPROVED, f"{position}__rests_since__isnull": True})
    return confirmed | waiting
