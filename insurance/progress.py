"""What insurance tells the apps below about a placement: its case in words, and whether the entry was shared."""

from collections.abc import Mapping, Sequence

from insurance.models import InsuranceCase
from insurance.states import CaseState
from offers.progress import Progress, register_progress


def of_placements(placement_ids: Sequence[int]) -> Mapping[int, Progress]:
    """Where each placement's case stands. One query."""
    cases = InsuranceCase.objects.filter(placement__in=placement_ids).values_list("placement", "state")
    return {
        placement: Progress(CaseState(state).label, state in (CaseState.ENTRY_SHARED, CaseState.EXIT_DECLARED))
        for placement, state in cases
    }


register_progress(of_placements)
