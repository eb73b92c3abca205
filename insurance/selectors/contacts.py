"""What was said with interns (docs/rules.md A36)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from insurance.models import ContactEntry
from offers.models import Placement


@dataclass(frozen=True)
class Answers:
    """The newest answer to each of the two questions, and when anything was last said."""

    intends: str = ""
    been_to_unit: str = ""
    at: dt.datetime | None = None

    @property
    def intends_label(self) -> str:
        """«Stajı yapacak»; empty where nobody has asked."""
        return str(ContactEntry.Intends(self.intends).label) if self.intends else ""

    @property
    def unit_label(self) -> str:
        """«Evrak için birimle görüştü»."""
        return str(ContactEntry.Unit(self.been_to_unit).label) if self.been_to_unit else ""


def answers_of(placement_ids: Sequence[int]) -> dict[int, Answers]:
    """The newest answers of each of these internships; whom nobody has asked is missing. One query."""
    said = (
        ContactEntry.objects.filter(placement__in=placement_ids)
        .order_by("pk")
        .values_list("placement", "intends", "been_to_unit", "at")
    )
    found: dict[int, Answers] = {}
    for placement, intends, been_to_unit, at in said:
        before = found.get(placement, Answers())
        found[placement] = Answers(intends or before.intends, been_to_unit or before.been_to_unit, at)
    return found


def contacts_of(placement: Placement) -> "QuerySet[ContactEntry]":
    """Everything that was said with one intern, newest first."""
    return ContactEntry.objects.filter(placement=placement).select_related("by").order_by("-pk")
