"""What changes the intern list leaves a row in it, in the transaction that changes it."""

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.dispatch import receiver
from django.utils.translation import override

from insurance.models import InternEvent
from insurance.services.list_events import note_event
from offers.cards.shared import day_range
from offers.models import Placement
from offers.signals import placement_completed, placement_confirmed, placement_ended, placement_moved
from offers.states import PlacementState

_ENDED = {
    PlacementState.CANCELLED: InternEvent.Kind.CANCELLED,
    PlacementState.ABANDONED: InternEvent.Kind.ABANDONED,
}


@receiver(placement_confirmed, dispatch_uid="insurance.list_new")
def note_new(sender: Any, placement: Placement, **kwargs: Any) -> None:
    """Somebody new is on the list; shadowing and training stand in a tab of their own (docs/rules.md A42)."""
    note_event(placement, InternEvent.Kind.NEW)


@receiver(placement_ended, dispatch_uid="insurance.list_ended")
def note_ended(sender: Any, placement: Placement, **kwargs: Any) -> None:
    """A cancelled or broken-off one is struck through from now on."""
    with override("tr"):
        note_event(placement, _ENDED[PlacementState(placement.state)], now=str(placement.get_ending_display()))


@receiver(placement_completed, dispatch_uid="insurance.list_completed")
def note_completed(sender: Any, placement: Placement, **kwargs: Any) -> None:
    """Somebody on the list has completed it: the exit and the decision on equivalence come next."""
    note_event(placement, InternEvent.Kind.COMPLETED)


@receiver(placement_moved, dispatch_uid="insurance.list_moved")
def note_moved(sender: Any, placement: Placement, was: DateRange, **kwargs: Any) -> None:
    """Other dates: the deadlines of papers and insurance moved with them."""
    before = Placement(dates=was)
    with override("tr"):
        note_event(
            placement,
            InternEvent.Kind.DATES,
            was=day_range(before.first_day, before.last_day),
            now=day_range(placement.first_day, placement.last_day),
        )
