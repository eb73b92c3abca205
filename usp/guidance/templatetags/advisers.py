"""The card that tells a student whom to ask and where to hand in papers (seed: «kimden destek alabilirim?»)."""

from typing import Any

from django import template

from usp.accounts.selectors import advisers_of
from usp.reference.models import Department

register = template.Library()


@register.inclusion_tag("guidance/parts/adviser.html")
def adviser_card(department: Department | None) -> dict[str, Any]:
    """The department's advisers with contact, or who stands in while there is none. One query."""
    return {"department": department, "advisers": advisers_of(department) if department else []}
