"""What the engine's clocks stand on, for operators to read: pulses, outages, the switch, moved clocks."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from offers.models import ClockExtension, EngineSwitch, Heartbeat, Outage, PositionTransition
from usp.core.admin import ReadOnlyAdmin


@admin.register(Outage)
class OutageAdmin(ReadOnlyAdmin):
    """Silences of the portal, and who decided what follows; handled by «Süre motoru» or ``extend_offers``."""

    list_display = ["since", "until", "handled_at", "handled_by", "reason"]
    list_filter = [("handled_at", admin.EmptyFieldListFilter)]
    date_hierarchy = "since"


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """One row for each minute in which the portal answered from outside; kept for 60 days."""

    list_display = ["at", "real_at"]
    date_hierarchy = "at"


@admin.register(EngineSwitch)
class EngineSwitchAdmin(ReadOnlyAdmin):
    """The kill switch as it stands; moved by its verbs only."""

    list_display = ["is_stopped", "reason", "changed_by", "changed_at"]


@admin.register(ClockExtension)
class ClockExtensionAdmin(ReadOnlyAdmin):
    """Every clock that was moved, written by the database."""

    list_display = ["offer_number", "clock", "was", "now", "reason", "actor", "at"]
    list_filter = ["clock"]
    search_fields = ["=offer__id", "reason"]
    date_hierarchy = "at"

    @admin.display(description=_("teklif"), ordering="offer_id")
    def offer_number(self, row: ClockExtension) -> int:
        """The offer by its number: no name is needed here."""
        return row.offer_id


@admin.register(PositionTransition)
class PositionTransitionAdmin(ReadOnlyAdmin):
    """When a position was published, closed, reopened or cancelled, by whom and why."""

    list_display = ["position", "from_state", "to_state", "actor", "reason", "at"]
    list_select_related = ["position"]
    search_fields = ["=position__id", "position__title"]
    date_hierarchy = "at"
