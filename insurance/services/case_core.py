"""Locks and the one place that moves an insurance case: by the table, by compare-and-set, with its transition row.

Lock order as everywhere: what ends a placement locks applications and positions first, then placement, then the case.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from insurance.case_rights import side_of
from insurance.deadlines import Deadlines, deadlines
from insurance.models import InsuranceCase, InsuranceEntry, InsuranceTask, SgkSettings
from insurance.services.cases import rules_of
from insurance.states import CaseState, case_may
from offers.models import Placement
from offers.services.engine import actor_name
from offers.states import PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint
from usp.core.errors import RuleViolation
from usp.reference.models import University
from usp.reference.selectors import closed_days

AROUND = (
    "placement__student__user",
    "placement__offer__position__employer",
    "placement__offer__sent_by__user",
    "placement__application__season",
    "placement__application__department",
    "placement__department__unit__university",
)
SYSTEM = "system"
COVERED, NOT_COVERED = "22", "43"
"""SGK's document types: cared for by the family, and not."""


@dataclass(frozen=True)
class HeldCase:
    """A case whose locks are held, its placement, and the moment read after them."""

    case: InsuranceCase
    now: dt.datetime

    @property
    def placement(self) -> Placement:
        """The internship."""
        return self.case.placement

    @property
    def today(self) -> dt.date:
        """The day of that moment in Istanbul."""
        return self.now.date()


def hold(*, case_id: int, actor: User) -> HeldCase:
    """Lock the placement, then its case, and read both after the wait.

    Raises InsuranceCase.DoesNotExist where the actor may not see it.
    """
    placement_id = InsuranceCase.objects.visible_to(actor).values_list("placement_id", flat=True).get(pk=case_id)
    lock_placement(placement_id)
    return HeldCase(locked_case(case_id), clock.now())


def lock_placement(placement_id: int) -> None:
    """Wait for whoever is ending or moving it; the case is read afterwards."""
    list(
        Placement.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=placement_id)
        .values_list("pk", flat=True)
    )


def locked_case(case_id: int) -> InsuranceCase:
    """The case under its lock, with what its verbs read. The caller holds the placement."""
    return InsuranceCase.objects.select_for_update(of=("self",), no_key=True).select_related(*AROUND).get(pk=case_id)


def require_side(actor: User, case: InsuranceCase, action: str) -> str:
    """The actor's side for this step; for everybody else the case does not exist."""
    who = side_of(actor, case, action)
    if not who:
        raise InsuranceCase.DoesNotExist
    return who


def require_move(case: InsuranceCase, action: str, who: str) -> None:
    """Refuse a step that the table does not know from here."""
    if not case_may(action, case.state, who):
        raise RuleViolation(
            _("Bu sigorta işlemi artık «%(state)s» durumunda; bu adım atılamaz.") % {"state": case.get_state_display()},
            code="insurance_transition",
        )


def require_running(held: HeldCase) -> None:
    """Refuse steps that lead to an entry once the internship has ended."""
    if held.placement.state != PlacementState.CONFIRMED:
        raise RuleViolation(
            _("Bu staj «%(state)s»; sigorta girişi yapılamaz.") % {"state": held.placement.get_state_display()},
            code="placement_ended",
        )


def move(
    held: HeldCase, action: str, target: CaseState, *, who: str, actor: User | None, reason: str = "", **fields: Any
) -> None:
    """The only place where a verb writes InsuranceCase.state; the database writes the transition row.

    ``actor`` is None for the system. ``fields`` are written with it.
    """
    case = held.case
    require_move(case, action, who)
    with (
        acting(actor_name(actor) if actor else SYSTEM, reason),
        rule_from_constraint(InsuranceCase, *InsuranceCase.trigger_rules),
    ):
        changed = InsuranceCase.objects.filter(pk=case.pk, state=case.state).update(
            state=target, changed_at=held.now, **fields
        )
    if changed != 1:
        raise RuleViolation(InsuranceCase.trigger_rules["insurance_transition"], code="insurance_transition")
    for name, value in {"state": target, "changed_at": held.now, **fields}.items():
        setattr(case, name, value)


def open_entry(case: InsuranceCase) -> InsuranceEntry | None:
    """The entry that stands at SGK; the case's lock is held."""
    return (
        InsuranceEntry.objects.select_for_update(of=("self",), no_key=True)
        .filter(case=case, exit_declared_at__isnull=True, deleted_at__isnull=True, refused_at__isnull=True)
        .first()
    )


def open_task(case: InsuranceCase, kind: str) -> InsuranceTask | None:
    """What SGK must still be told, of this kind."""
    return InsuranceTask.objects.filter(case=case, kind=kind, done_at__isnull=True).first()


def close_tasks(held: HeldCase, actor: User) -> None:
    """Every open task of the case is done: SGK has been told."""
    InsuranceTask.objects.filter(case=held.case, done_at__isnull=True).update(done_at=held.now, done_by=actor)


def write_entry(held: HeldCase, *, actor: User, reference: str = "", at: dt.datetime | None = None) -> InsuranceEntry:
    """The row of one entry with the internship's days; the database judges the day and the one open entry (B1, B8)."""
    case, placement = held.case, held.placement
    if case.has_health_cover is None:
        raise RuleViolation(
            _("Önce öğrencinin sağlık hizmetini ailesi üzerinden alıp almadığını kaydedin; belge türü (22 ya da 43) "
              "buna göre belirlenir."),
            code="cover_unknown",
        )  # fmt: skip
    with rule_from_constraint(InsuranceEntry, "insurance_one_open_entry", *InsuranceEntry.trigger_rules):
        return InsuranceEntry.objects.create(
            case=case,
            student=placement.student,
            seq=case.entries.count() + 1,
            starts_on=placement.first_day,
            ends_on=placement.last_day,
            document_type=COVERED if case.has_health_cover else NOT_COVERED,
            declared_at=at or held.now,
            declared_by=actor,
            reference=reference.strip()[:40],
        )


def exit_days_of(university: University) -> int:
    """Within how many days after the last one the exit is declared (docs/rules.md B3)."""
    own = SgkSettings.objects.filter(university=university).values_list("exit_days", flat=True).first()
    return own if own is not None else SgkSettings._meta.get_field("exit_days").get_default()


def deadlines_of_placement(placement: Placement) -> Deadlines:
    """Every day that counts for this internship, by its university's rules as they are now. Three queries."""
    university = placement.department.unit.university
    return deadlines(
        rules_of(university),
        placement.first_day,
        placement.last_day,
        exit_days=exit_days_of(university),
        closed=closed_days(),
    )
