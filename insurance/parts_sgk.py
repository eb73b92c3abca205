"""SGK on an intern's page: entries with references and documents, files, and the way to write an answer by hand."""

from typing import Any

from insurance.intern_parts import register_part
from insurance.models import InsuranceCase, InsuranceEntry, SgkFileRow
from insurance.states import CaseState
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.documents.access import may_see_upload

_BY_HAND = (CaseState.PAPERS_RECEIVED, CaseState.ENTRY_DECLARED, CaseState.ENTRY_SHARED)


def of_sgk(user: User, placement: Placement) -> dict[str, Any] | None:
    """Nothing until the papers are in; then entries and files, newest first. Three queries."""
    case = InsuranceCase.objects.filter(placement=placement).first()
    if case is None:
        return None
    unit = placement.department.unit
    declares = case.insured_by == InsuranceCase.InsuredBy.UNIVERSITY and university_may(
        user, UniversityAction.DECLARE_INSURANCE, unit
    )
    entries = list(InsuranceEntry.objects.filter(case=case).select_related("declared_by", "document").order_by("-seq"))
    rows = list(SgkFileRow.objects.filter(case=case).select_related("file").order_by("-pk")[:10]) if declares else []
    by_hand = declares and case.state in _BY_HAND
    if not (entries or rows or by_hand):
        return None
    return {
        "entries": [(entry, entry.document is not None and may_see_upload(user, entry.document)) for entry in entries],
        "rows": rows,
        "by_hand": by_hand,
    }


register_part(35, "insurance/intern_sgk.html", of_sgk)
