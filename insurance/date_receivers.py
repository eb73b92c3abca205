"""What new dates cause here, in the transaction that moved the internship; and what its end does to a proposal."""

import functools
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.dispatch import receiver

from insurance import tasks
from insurance.services.date_changes import close_moot
from insurance.services.moved import follow_new_dates
from offers.models import Placement
from offers.signals import placement_ended, placement_moved
from offers.states import Kind
from usp.accounts.models import User
from usp.core import clock


@receiver(placement_moved, dispatch_uid="insurance.follow_new_dates")
def follow_dates_of(sender: Any, placement: Placement, was: DateRange, actor: User, **kwargs: Any) -> None:
    """Papers and insurance follow the new dates; the papers are printed anew after the commit."""
    if placement.kind == Kind.INTERNSHIP:
        follow_new_dates(placement=placement, was=was, actor=actor)
        # robust: with the broker away the page makes the form on demand
        transaction.on_commit(functools.partial(tasks.make_acceptance_form.delay, placement.pk), robust=True)


@receiver(placement_ended, dispatch_uid="insurance.close_date_change")
def close_change_of(sender: Any, placement: Placement, **kwargs: Any) -> None:
    """An open proposal for an internship that ended says so."""
    close_moot(placement=placement, now=clock.now())
