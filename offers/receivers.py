"""What news of organisations starts here, in the transaction that writes it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.dispatch import receiver
from django.utils import timezone

from applications.models import Application, InternshipWindow
from applications.signals import application_disqualified, season_date_moved, window_uses
from offers.models import Offer
from offers.services.release import release_all
from offers.states import Kind, OfferState
from offers.tasks import recompute_calls, walk_employer
from usp.accounts.models import Employer, EmployerRole
from usp.accounts.signals import employer_approved, employer_revoked, employer_suspended
from usp.notifications.services.notify import Notice, notify_many


@receiver(employer_approved, dispatch_uid="offers.employer_approved")
def go_on(sender: Any, employer: Employer, **kwargs: Any) -> None:
    """Tell the employer's managers; clocks that rested go on, and who waits is called, position by position."""
    _tell(employer, "employer_approved", {"employer": employer.name})
    transaction.on_commit(partial(walk_employer.delay, employer.pk), robust=True)


@receiver(employer_suspended, dispatch_uid="offers.employer_suspended")
def stand_still(sender: Any, employer: Employer, reason: str, **kwargs: Any) -> None:
    """Tell the employer's managers what rests, and why."""
    _tell(employer, "employer_suspended", {"employer": employer.name, "reason": reason})
    transaction.on_commit(partial(walk_employer.delay, employer.pk), robust=True)


@receiver(employer_revoked, dispatch_uid="offers.employer_revoked")
def end_positions(sender: Any, employer: Employer, **kwargs: Any) -> None:
    """Cancel the employer's positions one by one; those who wait are told."""
    transaction.on_commit(partial(walk_employer.delay, employer.pk), robust=True)


@receiver(season_date_moved, dispatch_uid="offers.season_date_moved")
def follow_season(sender: Any, **kwargs: Any) -> None:
    """Last calls follow the season's new end."""
    transaction.on_commit(recompute_calls.delay, robust=True)


@receiver(application_disqualified, dispatch_uid="offers.application_disqualified")
def release_candidate(sender: Any, application: Application, **kwargs: Any) -> None:
    """Release the disqualified candidate's offers and call whoever waits for the seats."""
    release_all(application=application)


def _tell(employer: Employer, kind: str, context: dict[str, str]) -> None:
    # An employer may be suspended and approved again: each time is an event of its own.
    key = f"employer:{employer.pk}:{timezone.now().isoformat()}"
    managers = employer.memberships.running().filter(role=EmployerRole.MANAGER).select_related("user")
    notify_many(Notice(kind, manager.user, key, context) for manager in managers)


@receiver(window_uses, dispatch_uid="offers.offers_in_windows")
def offers_in_windows(sender: Any, windows: Sequence[InternshipWindow], **kwargs: Any) -> dict[int, int]:
    """How many offers of the university's students stand in each window. One query for one university's season."""
    counts = {
        (university, season, starts_on, days): number
        for university, season, starts_on, days, number in Offer.objects.filter(
            application__season__in={one.season_id for one in windows},
            application__department__unit__university__in={one.university_id for one in windows},
            starts_on__in={one.starts_on for one in windows},
            kind=Kind.INTERNSHIP,
        )
        .exclude(state=OfferState.UNDONE)
        .order_by()
        .values_list("application__department__unit__university", "application__season", "starts_on", "working_days")
        .annotate(number=Count("pk"))
    }
    return {
        one.pk: counts.get((one.university_id, one.season_id, one.starts_on, one.working_days), 0) for one in windows
    }
