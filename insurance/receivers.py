"""What a placement starts here, in the transaction that writes it."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from insurance.deadlines import papers_day
from insurance.models import PaperRules
from insurance.services.case_exits import stop_case
from insurance.services.cases import open_case
from offers.models import Placement
from offers.signals import papers_wanted, placement_confirmed, placement_ended
from offers.states import Kind
from usp.reference.selectors import closed_days


@receiver(placement_confirmed, dispatch_uid="insurance.open_case")
def open_case_of(sender: Any, placement: Placement, **kwargs: Any) -> None:
    """Open the insurance case of an internship; shadowing and training have none (A3)."""
    if placement.kind == Kind.INTERNSHIP:
        open_case(placement=placement)


@receiver(placement_ended, dispatch_uid="insurance.stop_case")
def stop_case_of(sender: Any, placement: Placement, **kwargs: Any) -> None:
    """Close the case of a stopped internship, in the transaction that stopped it."""
    if placement.kind == Kind.INTERNSHIP:
        stop_case(placement=placement)


@receiver(papers_wanted, dispatch_uid="insurance.paper_days")
def paper_days(
    sender: Any, starts: Collection[tuple[int, dt.date]], **kwargs: Any
) -> dict[tuple[int, dt.date], dt.date]:
    """The last day on which each university takes papers for each start. Two queries."""
    universities = {university for university, _day in starts}
    own = {rules.university_id: rules for rules in PaperRules.objects.filter(university__in=universities)}
    usual, closed = PaperRules(), closed_days()
    return {(university, day): papers_day(own.get(university, usual), day, closed) for university, day in starts}
