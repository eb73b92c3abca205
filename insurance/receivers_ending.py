"""What a completed internship starts here; and what the apps below are told of marked days."""

import functools
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from insurance.selectors.ending import attended
from offers.attendance import register_attendance
from offers.models import Placement
from offers.signals import placement_completed
from offers.states import Kind

register_attendance(attended)


@receiver(placement_completed, dispatch_uid="insurance.issue_certificate")
def certificate_of(sender: Any, placement: Placement, **kwargs: Any) -> None:
    """Have the completion certificate made once the completion is committed."""
    from insurance.tasks import issue_certificate  # noqa: PLC0415 -- tasks are leaves

    if placement.kind == Kind.INTERNSHIP:
        transaction.on_commit(functools.partial(issue_certificate.delay, placement.pk), robust=True)
