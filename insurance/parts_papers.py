"""The checklist of papers on an intern's page."""

from typing import Any

from insurance.case_rights import takes_papers
from insurance.forms.papers import MissingForm
from insurance.intern_parts import register_part
from insurance.models import InsuranceCase
from insurance.papers.needs import papers_for, shown_to
from insurance.selectors.checklist import shown
from insurance.selectors.letters import letters_of
from offers.models import Placement
from offers.states import LIVE_PLACEMENT
from usp.accounts.models import User
from usp.documents.models import DocumentState
from usp.documents.selectors import documents_of


def of_papers(user: User, placement: Placement) -> dict[str, Any] | None:
    """Each paper as it stands, and what this official may do about it; nothing for shadowing and training."""
    if not InsuranceCase.objects.filter(placement=placement).exists():
        return None
    needs = papers_for(placement)
    lines = shown(need.line for need in needs)
    live = placement.state in LIVE_PLACEMENT
    may_take = live and takes_papers(user, placement.department.unit)
    missing = [line.label for line in lines if line.is_missing and line.is_before_start]
    old = documents_of(subject_type="placement", subject_ids=[placement.pk]).exclude(state=DocumentState.VALID)
    named_in = [line.letter.letter_id for line in lines if line.letter]
    return {
        "lines": lines,
        "open_letters": set(letters_of(user).filter(pk__in=named_in).values_list("pk", flat=True))
        if named_in
        else set(),
        "makeable": {need.kind for need in needs if need.may_make(user)},
        "on_request": [need for need in shown_to(user, needs)[1] if need.may_make(user)],
        "missing": missing,
        "may_take": may_take,
        "may_tell": may_take and bool(missing),
        "missing_form": MissingForm(),
        "older": list(old),
    }


register_part(40, "insurance/intern_papers.html", of_papers)
