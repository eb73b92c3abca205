"""What a student's own data say of papers handed in, scans sent, and letters that name the internship."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from insurance.models import LetterMatch, PaperReceipt, PaperScan
from usp.accounts.exports import Sheet, sheet_of

PAPER_TABLES = (PaperReceipt, PaperScan, LetterMatch)


def paper_sheets(placements: Collection[int]) -> tuple[Sheet, ...]:
    """Receipts, scans and letters of these placements, what was voided too."""
    receipts = PaperReceipt.objects.filter(placement__in=placements).select_related("placement__offer")
    scans = PaperScan.objects.filter(placement__in=placements).select_related("placement__offer", "file")
    letters = LetterMatch.objects.filter(placement__in=placements).select_related("placement__offer", "letter")
    employer = ("employer", _("İşveren"), lambda row: row.placement.offer.terms["employer"])
    return (
        sheet_of(
            "paper_receipts", _("Teslim alınan evrak"), receipts, employer, "kind", "signed_on", "received_at",
            "late_reason", "voided_at", "void_reason",
        ),
        sheet_of(
            "paper_scans", _("Gönderilen taramalar"), scans, employer, "kind",
            ("file", _("dosya"), lambda row: row.file.name), "sent_at", "answer", "answered_at", "note",
        ),
        sheet_of(
            "letter_matches", _("Adınızın geçtiği resmî yazılar"), letters, employer,
            ("institution", _("gönderen kurum"), lambda row: row.letter.institution),
            ("dated_on", _("yazının tarihi"), lambda row: row.letter.dated_on),
            ("number", _("yazının sayısı"), lambda row: row.letter.number), "matched_at", "undone_at",
        ),
    )  # fmt: skip
