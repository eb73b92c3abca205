"""The papers on a placement's page at its employer."""

from dataclasses import replace
from typing import Any

from insurance.papers.needs import PaperNeed, papers_for, shown_to
from offers.asides import register_aside
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, employer_may


def for_employer(user: User, placement: Placement) -> dict[str, Any] | None:
    """What the employer issues, signs or fills in; nothing for others, who have pages of their own."""
    if not user.is_employer or placement.kind != Kind.INTERNSHIP or not placement.offer.identity_is_open:
        return None
    first, later = shown_to(user, papers_for(placement))
    running = placement.state == PlacementState.CONFIRMED
    if not running:
        first, later = _after_the_end(first), _after_the_end(later)
    if not first and not later:
        return None
    return {
        "running": running,
        "needs": [(need, need.may_make(user), need.missing_for(user)) for need in first],
        "later": [(need, need.may_make(user), need.missing_for(user)) for need in later],
        "writes_pay": running and employer_may(user, EmployerAction.CONFIRM),
        "pay_terms": getattr(placement, "pay_terms", None),
    }


def _after_the_end(needs: list[PaperNeed]) -> list[PaperNeed]:
    """What was printed, and what may still be made; nobody writes the rest any more."""
    return [
        replace(need, missing=(), due=None) if need.document else need
        for need in needs
        if need.document or need.printable
    ]


register_aside(20, "insurance/employer_papers.html", for_employer)
