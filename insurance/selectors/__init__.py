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
from insurance.selectors.interns import InternFigures, figures, filtered, interns, not_startable, units_of
from insurance.selectors.papers import PaperRow, placements_with_papers

__all__ = [
    "InternFigures",
    "Move",
    "PaperRow",
    "ReviewCard",
    "TaskRow",
    "case_of",
    "figures",
    "filtered",
    "interns",
    "may_end",
    "moves_of",
    "not_startable",
    "placements_with_papers",
    "reviews_of",
    "tasks_in_scope",
    "tasks_of",
    "units_of",
]
