"""A student's own papers, wherever a page shows an internship: what to print, what was handed in, what is missing."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context

from insurance.papers.needs import PaperNeed, papers_for, shown_to
from insurance.selectors.checklist import Line
from offers.models import Placement
from offers.states import LIVE_PLACEMENT

register = template.Library()


@dataclass(frozen=True)
class PaperRow:
    """One paper on the student's page: why and how it is printed, and how its signed copy stands."""

    need: PaperNeed
    line: Line
    may_make: bool


@register.inclusion_tag("insurance/parts/my_papers.html", takes_context=True)
def my_papers(context: Context, placement: Placement) -> dict[str, Any]:
    """The papers in the order in which they are needed; nothing where there is no insurance case."""
    if not hasattr(placement, "insurance_case"):
        return {"placement": placement, "rows": [], "later": [], "missing": 0, "can_send": False}
    user = context["user"]
    needs = papers_for(placement)
    first, later = shown_to(user, needs)
    return {
        "placement": placement,
        "rows": [PaperRow(need, need.line, need.may_make(user)) for need in first],
        "later": [PaperRow(need, need.line, need.may_make(user)) for need in later],
        "missing": sum(1 for need in needs if need.line.is_missing and need.line.is_before_start),
        "can_send": placement.state in LIVE_PLACEMENT,
    }
