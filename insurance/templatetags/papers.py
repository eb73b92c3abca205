"""A student's own checklist of papers, wherever a page shows an internship."""

from typing import Any

from django import template

from insurance.selectors.checklist import checklist
from offers.models import Placement
from offers.states import LIVE_PLACEMENT

register = template.Library()


@register.inclusion_tag("insurance/parts/my_papers.html")
def my_papers(placement: Placement) -> dict[str, Any]:
    """What the university wants back signed, and how each paper stands; nothing where there is no insurance case."""
    if not hasattr(placement, "insurance_case"):
        return {"placement": placement, "lines": [], "missing": 0, "can_send": False}
    lines = [line for line in checklist(placement) if line.is_there or (line.is_wanted and line.comes_back)]
    return {
        "placement": placement,
        "lines": lines,
        "missing": sum(1 for line in lines if line.is_missing and line.is_before_start),
        "can_send": placement.state in LIVE_PLACEMENT,
    }
