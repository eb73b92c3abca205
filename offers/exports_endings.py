"""What follows a student's placements: requests, notes with one's own reply, evaluations, documents handed in."""

from django.utils.translation import gettext_lazy as _

from offers.models import CancellationRequest, ConductNote, HandedInDocument, Placement, PlacementReview
from usp.accounts.exports import Part, register, sheet_of
from usp.accounts.models import User


def collect(user: User) -> Part:
    """Everything of the student's own placements; of the employer's people no names."""
    mine = Placement.objects.visible_to(user)
    employer = ("employer", _("İşveren"), lambda row: row.placement.offer.terms["employer"])
    requests, notes, reviews, papers = (
        model.objects.filter(placement__in=mine).select_related("placement__offer").order_by("pk")
        for model in (CancellationRequest, ConductNote, PlacementReview, HandedInDocument)
    )
    return Part((
        sheet_of(
            "cancellation_requests", _("İptal istekleri"), requests, employer, "state", "ground", "is_force_majeure",
            "text", "requested_at", "center_from", "decided_at", "answer",
        ),
        sheet_of(
            "conduct_notes", _("Sorumsuz davranış notları"), notes, employer, "ground",
            ("said", _("Not"), lambda row: "; ".join(row.sentences)),
            "text", "words", "written_at", "counts_until", "reply", "replied_at", "appeal", "appeal_text",
            "appealed_at", "decided_at", "decision",
        ),
        sheet_of("placement_reviews", _("Staj değerlendirmeleri"), reviews, employer, "side", "marks", "text", "at"),
        sheet_of(
            "handed_in", _("Verilen belgeler"), papers, employer,
            ("document", _("Belge"), lambda row: str(row.requested)), "handed_in_at", "checked_at",
        ),
    ))  # fmt: skip


register(
    app="offers.endings",
    order=32,
    collect=collect,
    tables=(CancellationRequest, ConductNote, PlacementReview, HandedInDocument),
)
