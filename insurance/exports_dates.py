"""New dates that were proposed for a student's internships, and what the unit decided of them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from insurance.models import DateChange, UnitDecision
from usp.accounts.exports import Sheet, sheet_of

DATES_TABLES = (DateChange, UnitDecision)


def dates_sheets(placements: Collection[int]) -> tuple[Sheet, ...]:
    """Both as the pages show them; officials by their name, because decisions carry it."""
    around = "placement__offer"
    changes = DateChange.objects.filter(placement__in=placements).select_related(around).order_by("pk")
    decisions = (
        UnitDecision.objects.filter(placement__in=placements)
        .select_related(around, "decided_by", "guidelines")
        .order_by("pk")
    )
    employer = ("employer", _("İşveren"), lambda row: row.placement.offer.terms["employer"])
    return (
        sheet_of(
            "date_changes", _("Tarih önerileri"), changes, employer, "side", "why",
            ("starts_on", _("Başlama"), lambda row: row.dates.lower), "working_days", "weekly_days", "state",
            "proposed_at", "student_agreed_at", "employer_agreed_at", "unit_agreed_at", "unit_reason", "closed_at",
        ),
        sheet_of(
            "unit_decisions", _("Birim kararları"), decisions, employer, "subject", "granted", "days", "reason",
            ("guidelines", _("Dayanılan ilkeler"), lambda row: str(row.guidelines or "")),
            ("decided_by", _("Karar veren"), lambda row: row.decided_by.full_name), "decided_at",
        ),
    )  # fmt: skip
