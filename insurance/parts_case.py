"""The insurance case on an intern's page."""

from typing import Any

from insurance import selectors
from insurance.intern_parts import register_part
from offers.models import Placement
from usp.accounts.models import User
from usp.guidance.letter_selectors import season_letter
from usp.guidance.models import OfficialLetter


def of_case(user: User, placement: Placement) -> dict[str, Any] | None:
    """The case, what SGK must still be told, and the letter on which the insurance rests."""
    case = selectors.case_of(placement)
    if case is None:
        return None
    letter = season_letter(placement.application.season.code)
    return {
        "case": case,
        "tasks": selectors.tasks_of(user, placement),
        "letter": letter,
        "may_open_letter": letter is not None and OfficialLetter.objects.visible_to(user).filter(pk=letter.pk).exists(),
    }


register_part(30, "insurance/intern_case.html", of_case)
