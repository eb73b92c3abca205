"""What students say of an employer, as sums only: nobody can tell one answer from another (issue: evaluation)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

from offers.endings_rules import CRITERIA_OF_STUDENT
from offers.models import PlacementReview

# Means move in steps of this many answers: the difference of two of them is never one person's.
STEP = 5


@dataclass(frozen=True)
class Mean:
    """One criterion's mean mark."""

    label: str | Promise
    value: Decimal


@dataclass(frozen=True)
class EmployerMarks:
    """The means over the oldest ``count`` evaluations, a multiple of five."""

    count: int
    means: tuple[Mean, ...]


def marks_of(employer_id: int) -> EmployerMarks | None:
    """The employer's marks; None below five evaluations."""
    found = PlacementReview.objects.filter(
        side=PlacementReview.Side.STUDENT, placement__offer__position__employer=employer_id
    )
    marks = list(found.order_by("pk").values_list("marks", flat=True))
    count = len(marks) // STEP * STEP
    if not count:
        return None
    return EmployerMarks(
        count,
        tuple(
            Mean(label, round(Decimal(sum(one[key] for one in marks[:count])) / count, 1))
            for key, label in CRITERIA_OF_STUDENT.items()
        ),
    )
