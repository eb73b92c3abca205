"""SGK on an intern's page: entries with references and documents, and the files in which the intern stands."""

from typing import Any

from insurance.intern_parts import register_part
from insurance.models import InsuranceCase, InsuranceEntry, SgkFileRow
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.documents.access import may_see_upload


def of_sgk(user: User, placement: Placement) -> dict[str, Any] | None:
    """Nothing before the first file or entry; then both, newest first. Three queries."""
    case = InsuranceCase.objects.filter(placement=placement).first()
    if case is None:
        return None
    unit = placement.department.unit
    declares = case.insured_by == InsuranceCase.InsuredBy.UNIVERSITY and university_may(
        user, UniversityAction.DECLARE_INSURANCE, unit
    )
    entries = list(InsuranceEntry.objects.filter(case=case).select_related("declared_by", "document").order_by("-seq"))
    rows = list(SgkFileRow.objects.filter(case=case).select_related("file").order_by("-pk")[:10]) if declares else []
    if not (entries or rows):
        return None
    return {
        "entries": [(entry, entry.document is not None and may_see_upload(user, entry.document)) for entry in entries],
        "rows": rows,
    }


register_part(35, "insurance/intern_sgk.html", of_sgk)
