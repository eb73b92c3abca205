"""Whether an internship counts as the curriculum's: one answer for dates, papers and pay (docs/rules.md A29, B7)."""

from collections.abc import Collection

from applications.lengths import compulsory_days_of
from insurance.models import UnitDecision
from offers.models import Placement


def is_compulsory(placement: Placement) -> bool | None:
    """The commission's last decision, else what the curriculum says.

    None where the curriculum asks for an internship and nobody has decided yet: nothing may be promised on it. False
    where it asks for none.
    """
    return compulsory_by_placement([placement])[placement.pk]


def compulsory_by_placement(placements: Collection[Placement]) -> dict[int, bool | None]:
    """The same for many. One query, and what their departments did not bring along."""
    decided = dict(
        UnitDecision.objects.filter(placement__in=placements, subject=UnitDecision.Subject.COMPULSORY)
        .order_by("pk")
        .values_list("placement_id", "granted")
    )
    return {one.pk: decided[one.pk] if one.pk in decided else _by_curriculum(one) for one in placements}


def _by_curriculum(placement: Placement) -> bool | None:
    department = placement.department
    asks = compulsory_days_of(department, getattr(department, "internship_rule", None)) is not None
    return None if asks else False
