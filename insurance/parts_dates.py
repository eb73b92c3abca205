"""New dates and the unit's decisions on an intern's page; what an offer would be for the compulsory internship."""

from typing import Any

from insurance.intern_parts import register_part
from insurance.selectors.dates import dates_view, decides_for_unit
from insurance.selectors.decisions import compulsory_view, notes_of_offers, term_state
from offers.asides import register_aside
from offers.compulsory import register_compulsory
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User


def of_dates(user: User, placement: Placement) -> dict[str, Any] | None:
    """The dates as they stand and the open proposal."""
    if placement.kind != Kind.INTERNSHIP:
        return None
    return {"view": dates_view(user, placement)}


def of_decisions(user: User, placement: Placement) -> dict[str, Any] | None:
    """Lectures and the compulsory internship, where there is something to decide or to read."""
    term, compulsory = term_state(placement), compulsory_view(user, placement)
    if term is None and compulsory is None:
        return None
    return {"term": term, "compulsory": compulsory, "decides": decides_for_unit(user, placement)}


def for_sides(user: User, placement: Placement) -> dict[str, Any] | None:
    """The same for student and employer, each with what concerns it: the curriculum is the student's alone."""
    if placement.kind != Kind.INTERNSHIP or placement.state == PlacementState.CANCELLED:
        return None
    return {
        "view": dates_view(user, placement),
        "term": term_state(placement),
        "compulsory": compulsory_view(user, placement) if user.is_student else None,
        "page": "insurance:my-dates" if user.is_student else "insurance:employer-dates",
    }


register_part(50, "insurance/intern_dates.html", of_dates)
register_part(55, "insurance/intern_decisions.html", of_decisions)
register_aside(50, "insurance/placement_dates.html", for_sides)
register_compulsory(notes_of_offers)
