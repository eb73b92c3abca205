"""What a placement starts here, in the transaction that writes it."""

from typing import Any

from django.dispatch import receiver

from insurance.services.cases import open_case
from offers.models import Placement
from offers.signals import placement_confirmed
from offers.states import Kind


@receiver(placement_confirmed, dispatch_uid="insurance.open_case")
def open_case_of(sender: Any, placement: Placement, **kwargs: Any) -> None:
    """Open the insurance case of an internship; shadowing and training have none (A3)."""
    if placement.kind == Kind.INTERNSHIP:
        open_case(placement=placement)
