"""The offers a student received, as the student sees them, and the placements that came out of them."""

from django.utils.translation import gettext_lazy as _

from offers import exports_endings, exports_evaluations  # noqa: F401 -- they register their parts
from offers.exports_talent import talent_sheet
from offers.models import ClockExtension, Offer, OfferTransition, Placement, PlacementTransition, TalentPoolEntry
from usp.accounts.exports import Part, register, sheet_of
from usp.accounts.models import User


def collect(user: User) -> Part:
    """Offers that are visible to the student, with every move; employers' people only where the offer names them."""
    offers = Offer.objects.visible_to(user).select_related("application__season").order_by("pk")
    moves = OfferTransition.objects.filter(offer__in=offers).select_related("offer").order_by("pk")
    extensions = ClockExtension.objects.filter(offer__in=offers).select_related("offer").order_by("pk")
    placements = Placement.objects.visible_to(user).select_related("offer").order_by("pk")
    steps = PlacementTransition.objects.filter(placement__in=placements).select_related("placement__offer")
    season = ("season", _("Dönem"), lambda row: row.application.season.name)
    employer = ("employer", _("İşveren"), lambda row: row.terms["employer"])
    return Part((
        sheet_of(
            "offers", _("Aldığınız teklifler"), offers, season, employer, "kind", "rank", "reserve_no", "state",
            "starts_on", "ends_on", "working_days", "weekly_days", "sent_at", "reply_by", "last_call_at",
            "promoted_at", "confirm_by", "terms",
        ),
        sheet_of(
            "offer_history", _("Tekliflerin geçmişi"), moves,
            ("employer", _("İşveren"), lambda row: row.offer.terms["employer"]),
            "from_state", "to_state", "reason", "at",
        ),
        sheet_of(
            "offer_extensions", _("Uzatılan süreler"), extensions,
            ("employer", _("İşveren"), lambda row: row.offer.terms["employer"]),
            "clock", "was", "now", "reason", "at",
        ),
        sheet_of(
            "placements", _("Stajlar"), placements,
            ("employer", _("İşveren"), lambda row: row.offer.terms["employer"]), "kind", "state",
            ("starts_on", _("Başlama"), lambda row: row.first_day),
            ("ends_on", _("Bitiş"), lambda row: row.last_day),
            "working_days", "weekly_days", "confirmed_at",
        ),
        sheet_of(
            "placement_history", _("Stajların geçmişi"), steps.order_by("pk"),
            ("employer", _("İşveren"), lambda row: row.placement.offer.terms["employer"]),
            "from_state", "to_state", "reason", "at",
        ),
        talent_sheet(user),
    ))  # fmt: skip


register(
    app="offers",
    order=30,
    collect=collect,
    tables=(Offer, OfferTransition, ClockExtension, Placement, PlacementTransition, TalentPoolEntry),
)
