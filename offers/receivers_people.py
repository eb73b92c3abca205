"""What the people of an employer look after here, told to whoever wants to end somebody's work (usp.accounts)."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import ngettext

from offers.selectors.supervising import held_positions
from usp.accounts.models import EmployerMembership
from usp.accounts.signals import employer_membership_holds


@receiver(employer_membership_holds, dispatch_uid="offers.membership_holds")
def positions_held(sender: Any, membership: EmployerMembership, **kwargs: Any) -> list[str]:
    """How many positions the person would leave without a supervisor."""
    number = held_positions(membership).count()
    if not number:
        return []
    return [ngettext("%d pozisyonun staj sorumlusu", "%d pozisyonun staj sorumlusu", number) % number]
