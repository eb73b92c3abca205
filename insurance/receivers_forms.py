"""What a cancelled or moved internship does to the list letters that name it."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from insurance.services.acceptance_lists import withdraw_lists
from offers.models import Placement
from offers.signals import placement_ended, placement_moved
from offers.states import Kind, PlacementState
from usp.accounts.models import User


@receiver(placement_ended, dispatch_uid="insurance.withdraw_lists_of_ended")
def lists_of_ended(sender: Any, placement: Placement, actor: User | None = None, **kwargs: Any) -> None:
    """A letter that names a cancelled internship counts no more; one that was broken off did begin as it says."""
    if placement.kind == Kind.INTERNSHIP and placement.state == PlacementState.CANCELLED:
        withdraw_lists(placement=placement, reason=_("Listedeki bir staj iptal edildi."), actor=actor)


@receiver(placement_moved, dispatch_uid="insurance.withdraw_lists_of_moved")
def lists_of_moved(sender: Any, placement: Placement, actor: User | None = None, **kwargs: Any) -> None:
    """A letter with old dates counts no more."""
    if placement.kind == Kind.INTERNSHIP:
        withdraw_lists(placement=placement, reason=_("Listedeki bir stajın tarihleri değişti."), actor=actor)
