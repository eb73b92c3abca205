"""Every move of a student's insurance cases, for the student's own data."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from insurance.models import InsuranceCase, InsuranceCaseTransition
from usp.accounts.exports import Sheet, sheet_of

CASE_TABLES = (InsuranceCaseTransition,)


def case_sheets(cases: "QuerySet[InsuranceCase]") -> tuple[Sheet, ...]:
    """Moves with their reasons; officials are not named."""
    moves = InsuranceCaseTransition.objects.filter(case__in=cases).select_related("case__placement__offer")
    return (
        sheet_of(
            "insurance_moves", _("Sigorta hareketleri"), moves.order_by("pk"),
            ("employer", _("İşveren"), lambda row: row.case.placement.offer.terms["employer"]),
            "from_state", "to_state", "reason", "at",
        ),
    )  # fmt: skip
