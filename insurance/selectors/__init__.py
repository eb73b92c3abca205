"""Reads after acceptance."""

from insurance.selectors.intern import (
    Move,
    ReviewCard,
    TaskRow,
    case_of,
    may_end,
    moves_of,
    reviews_of,
    tasks_in_scope,
    tasks_of,
)
from insurance.selectors.interns import (
    InternFigures,
    InternQuery,
    figures,
    found,
    interns,
    not_startable,
    placements,
    units_of,
)
from insurance.selectors.papers import PaperRow, placements_with_papers

__all__ = [
    "InternFigures",
    "InternQuery",
    "Move",
    "PaperRow",
    "ReviewCard",
    "TaskRow",
    "case_of",
    "figures",
    "found",
    "interns",
    "may_end",
    "moves_of",
    "not_startable",
    "placements",
    "placements_with_papers",
    "reviews_of",
    "tasks_in_scope",
    "tasks_of",
    "units_of",
]
