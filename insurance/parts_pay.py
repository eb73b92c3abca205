"""Pay on an intern's page, on the student's card and on the employer's page of an intern."""

from typing import Any

from insurance.intern_parts import register_part
from insurance.selectors.pay import pay_sheet
from offers.asides import register_aside
from offers.models import Placement
from usp.accounts.models import User


def of_pay(user: User, placement: Placement) -> dict[str, Any] | None:
    """The calculation for the career centre; nothing for shadowing, training and cancelled ones."""
    sheet = pay_sheet(placement)
    return {"sheet": sheet, "for_employer": False} if sheet else None


def for_sides(user: User, placement: Placement) -> dict[str, Any] | None:
    """The same for the student and for the employer, who sees the State's share first of all."""
    if not user.is_student and not (user.is_employer and placement.offer.identity_is_open):
        return None
    sheet = pay_sheet(placement)
    return {"sheet": sheet, "for_employer": user.is_employer} if sheet else None


register_part(60, "insurance/intern_pay.html", of_pay)
register_aside(60, "insurance/placement_pay.html", for_sides)
