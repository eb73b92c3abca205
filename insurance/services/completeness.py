"""Whether an internship's papers are complete enough for its insurance (docs/rules.md A6)."""

from insurance.selectors.checklist import missing_by_placement
from offers.models import Placement


def missing_papers(placement: Placement) -> list[str]:
    """The names of the papers that the university still needs before anything may be declared to SGK; [] is complete.

    The university's own stamped form always, and the employer's acceptance paper unless an institution's letter names
    the intern; besides, what the university's published forms ask for before the start.
    """
    return missing_by_placement([placement])[placement.pk]
