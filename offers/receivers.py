"""What news of organisations starts here, in the transaction that writes it."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from offers.models import Position
from offers.services.engine import lock_positions, settle
from usp.accounts.models import Employer, EmployerRole
from usp.accounts.signals import employer_approved, employer_suspended
from usp.notifications.services.notify import Notice, notify_many


@receiver(employer_approved, dispatch_uid="offers.employer_approved")
def go_on(sender: Any, employer: Employer, **kwargs: Any) -> None:
    """Tell the employer's managers, and call whoever waited for a seat while the employer was suspended."""
    _tell(employer, "employer_approved", {"employer": employer.name})
    positions = Position.objects.filter(employer=employer).values_list("pk", flat=True)
    settle(lock_positions(positions))


@receiver(employer_suspended, dispatch_uid="offers.employer_suspended")
def stand_still(sender: Any, employer: Employer, reason: str, **kwargs: Any) -> None:
    """Tell the employer's managers what rests, and why."""
    _tell(employer, "employer_suspended", {"employer": employer.name, "reason": reason})


def _tell(employer: Employer, kind: str, context: dict[str, str]) -> None:
    # An employer may be suspended and approved again: each time is an event of its own.
    key = f"employer:{employer.pk}:{timezone.now().isoformat()}"
    managers = employer.memberships.filter(role=EmployerRole.MANAGER).select_related("user")
    notify_many(Notice(kind, manager.user, key, context) for manager in managers)
