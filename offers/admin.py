"""Operators' view of positions, offers and placements: to look at and search, never to move by hand.

States, seats and dates are written by the verbs and guarded by the database.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from offers import (  # noqa: F401 -- they register their pages
    admin_endings,
    admin_engine,
    admin_evaluations,
    admin_talent,
    admin_wages,
)
from offers.models import Offer, OfferTransition, Placement, PlacementTransition, Position
from offers.states import PlacementState
from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline


class OfferTransitionInline(ReadOnlyInline):
    """The offer's moves, oldest first."""

    model = OfferTransition
    fields = ["at", "from_state", "to_state", "actor", "reason"]


class PlacementTransitionInline(ReadOnlyInline):
    """The placement's moves, oldest first."""

    model = PlacementTransition
    fields = ["at", "from_state", "to_state", "actor", "reason"]


@admin.register(Position)
class PositionAdmin(ReadOnlyAdmin):
    """Positions with their seats."""

    list_display = ["title", "employer", "province", "kind", "state", "seat_count", "season"]
    list_filter = ["season", "state", "kind", "province"]
    list_select_related = ["employer", "province", "season"]
    search_fields = ["title", "workplace_unit", "employer__name", "=employer__vkn"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Position]:
        """One query for the whole list."""
        return super().get_queryset(request).annotate(seat_count=Count("seats"))

    @admin.display(description=_("kontenjan"))
    def seat_count(self, position: Any) -> int:
        """How many seats the position has."""
        return int(position.seat_count)


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    """Offers with their clocks."""

    list_display = [
        "id",
        "position",
        "student",
        "rank",
        "state",
        "seat_no",
        "reserve_no",
        "reply_by",
        "confirm_by",
    ]
    list_filter = ["state", "rank", "kind", "position__season"]
    list_select_related = ["position", "application__student"]
    search_fields = [
        "=id",
        "position__title",
        "position__employer__name",
        "application__student__user__full_name",
    ]
    date_hierarchy = "sent_at"
    inlines = [OfferTransitionInline]

    @admin.display(description=_("öğrenci"), ordering="application__student__search_name")
    def student(self, offer: Offer) -> str:
        """Whom the offer went to."""
        return str(offer.application.student)


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """Placements with their dates."""

    list_display = ["id", "student", "employer", "state", "dates", "working_days", "confirmed_at"]
    list_filter = ["state", "kind", "offer__position__season"]
    list_select_related = ["student", "offer__position__employer"]
    search_fields = ["=id", "student__user__full_name", "offer__position__employer__name"]
    date_hierarchy = "confirmed_at"
    inlines = [PlacementTransitionInline]
    readonly_fields = ["way_to_end"]

    @admin.display(description=_("İptal"))
    def way_to_end(self, placement: Placement) -> str:
        """The page on which an operator cancels a placement that neither side can end."""
        if placement.state != PlacementState.CONFIRMED:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("offers:operator-end", args=[placement.pk]), _("Bu stajı iptal et")
        )

    @admin.display(description=_("işveren"))
    def employer(self, placement: Placement) -> str:
        """Where it takes place."""
        return str(placement.offer.position.employer)
