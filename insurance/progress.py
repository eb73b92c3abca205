"""What insurance tells the apps below about a placement: its case in words, and whether the entry was shared."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from insurance.models import InsuranceCase
from insurance.states import CaseState
from offers.progress import Progress, register_progress

_BEFORE_PAPERS = (CaseState.AWAITING_DECISION, CaseState.AWAITING_PAPERS, CaseState.CANCELLED)


def of_placements(placement_ids: Sequence[int]) -> Mapping[int, Progress]:
    """Where each placement's case stands. One query."""
    cases = InsuranceCase.objects.filter(placement__in=placement_ids)
    page = reverse("insurance:my-documents")
    return {
        placement: Progress(
            CaseState(state).label,
            state in (CaseState.ENTRY_SHARED, CaseState.EXIT_DECLARED),
            papers_in=state not in _BEFORE_PAPERS,
            papers_due_on=due_on,
            url=page,
        )
        for placement, state, due_on in cases.values_list("placement", "state", "papers_due_on")
    }


register_progress(of_placements)
