"""What the intern list keeps of a student: changes, contacts, the career centre's messages."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from insurance.models import ContactEntry, InternEvent, SentMessage
from usp.accounts.exports import Sheet, sheet_of

LIST_TABLES = (ContactEntry, InternEvent, SentMessage)


def list_sheets(placement_ids: Sequence[int]) -> tuple[Sheet, ...]:
    """Three sheets for the student's own placements; messages as they were delivered stand among the notices."""
    contacts = ContactEntry.objects.filter(placement__in=placement_ids).select_related("by", "placement__offer")
    events = InternEvent.objects.filter(placement__in=placement_ids).select_related("placement__offer", "seen_by")
    sent = SentMessage.objects.filter(placements__in=placement_ids).select_related("sent_by").distinct()
    employer = ("employer", _("İşveren"), lambda row: row.placement.offer.terms["employer"])
    return (
        sheet_of(
            "intern_contacts", _("Kariyer merkeziyle görüşmeler"), contacts.order_by("pk"), employer, "at", "way",
            "intends", "been_to_unit", "note", ("by", _("Kaydeden"), lambda row: row.by.full_name),
        ),
        sheet_of(
            "intern_events", _("Stajyer listesindeki değişiklikler"), events.order_by("pk"), employer, "kind", "was",
            "now", "at", "seen_at", ("seen_by", _("Gören"), lambda row: row.seen_by.full_name if row.seen_by else ""),
        ),
        sheet_of(
            "center_messages", _("Kariyer merkezinin mesajları"), sent.order_by("pk"), "subject", "text", "sent_at",
            ("sent_by", _("Gönderen"), lambda row: row.sent_by.full_name),
        ),
    )  # fmt: skip
