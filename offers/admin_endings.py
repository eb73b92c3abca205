"""Operators' view of what follows placements: to look at and search, never to write."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from offers.models import CancellationRequest, ConductNote, HandedInDocument, PlacementReview
from usp.core.admin import ReadOnlyAdmin

_OF_PLACEMENT = ["placement__student", "placement__offer__position__employer"]


class OfPlacement(ReadOnlyAdmin):
    """What all of them say of their placement."""

    list_select_related = _OF_PLACEMENT
    search_fields = [
        "=placement__pk",
        "placement__student__user__full_name",
        "placement__offer__position__employer__name",
    ]

    @admin.display(description=_("öğrenci"), ordering="placement__student__search_name")
    def student(self, row: "CancellationRequest | ConductNote | PlacementReview | HandedInDocument") -> str:
        """Whose placement it is."""
        return str(row.placement.student)

    @admin.display(description=_("İşveren"))
    def employer_name(self, row: "CancellationRequest | ConductNote | PlacementReview | HandedInDocument") -> str:
        """Where it takes place."""
        return str(row.placement.offer.position.employer)


@admin.register(CancellationRequest)
class CancellationRequestAdmin(OfPlacement):
    """Requests with their clock."""

    list_display = ["student", "employer_name", "state", "ground", "requested_at", "center_from", "decided_at"]
    list_filter = ["state", "ground", "placement__application__season"]
    date_hierarchy = "requested_at"


@admin.register(ConductNote)
class ConductNoteAdmin(OfPlacement):
    """Notes with their objections; added words are read on their own page."""

    list_display = ["student", "employer_name", "ground", "words", "appeal", "written_at", "counts_until"]
    list_filter = ["ground", "words", "appeal", "season"]
    date_hierarchy = "written_at"


@admin.register(PlacementReview)
class PlacementReviewAdmin(OfPlacement):
    """Evaluations of both sides."""

    list_display = ["student", "employer_name", "side", "at"]
    list_filter = ["side", "placement__application__season"]
    date_hierarchy = "at"


@admin.register(HandedInDocument)
class HandedInDocumentAdmin(OfPlacement):
    """What was handed in and ticked; the files are the employer's and the student's."""

    list_display = ["student", "employer_name", "requested", "handed_in_at", "checked_at"]
    list_filter = ["requested__kind"]
    list_select_related = [*_OF_PLACEMENT, "requested"]
