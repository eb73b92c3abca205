"""The parts of an intern's page that stand on it from the beginning: the internship, and what happened."""

from typing import Any

from insurance import selectors
from insurance.intern_parts import register_part
from offers.models import Placement
from usp.accounts.models import User


def of_placement(user: User, placement: Placement) -> dict[str, Any]:
    """The card at the top shows the placement itself."""
    return {}


def of_history(user: User, placement: Placement) -> dict[str, Any]:
    """What happened, the evaluations, and whether the official may stop it."""
    return {
        "history": selectors.moves_of(placement),
        "reviews": selectors.reviews_of(placement),
        "may_end": selectors.may_end(user, placement),
    }


register_part(10, "insurance/intern_placement.html", of_placement)
register_part(90, "insurance/intern_history.html", of_history)
