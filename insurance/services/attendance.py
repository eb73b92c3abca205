"""The workplace marks who came: day by day, or a whole week at once."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from insurance import ending_notifications as news
from insurance.attendance_rules import working_days_of
from insurance.models import AttendanceDay
from insurance.selectors.ending import attendance_of
from offers.models import Placement
from offers.progress import progress_of
from offers.services.ending import require_side
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, employer_may
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.selectors import closed_days


@verb
def mark_days(*, placement_id: int, days: Mapping[dt.date, str], actor: User) -> int:
    """Write what these days were; an empty status takes a mark back. Answers how many rows changed.

    By the employer's people, for working days that have come, while the internship is not completed. Raises
    Placement.DoesNotExist for others, RuleViolation («attendance_day», «attendance_open», «not_insured»: A1).
    """
    require_side(actor.is_employer and employer_may(actor, EmployerAction.REVIEW_INTERNS))
    placement = _locked(placement_id, actor)
    _refuse_other_days(placement, days, clock.now().date())
    known = {row.day: row for row in AttendanceDay.objects.filter(placement=placement, day__in=days)}
    changed = [day for day, status in days.items() if (known[day].status if day in known else "") != status]
    gone = [known[day].pk for day in changed if not days[day]]
    now = clock.now()
    rows = [
        AttendanceDay(placement=placement, day=day, status=days[day], marked_by=actor, marked_at=now)
        for day in changed
        if days[day]
    ]
    with rule_from_constraint(AttendanceDay, *AttendanceDay.trigger_rules):
        AttendanceDay.objects.filter(pk__in=gone).delete()
        AttendanceDay.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["placement", "day"],
            update_fields=["status", "marked_by", "marked_at"],
        )
    if changed:
        news.tell_limits(placement, attendance_of(placement).warnings)
    return len(changed)


def expected_days(placement: Placement) -> list[dt.date]:
    """The working days of the internship by its own week."""
    return working_days_of(placement.first_day, placement.last_day, placement.weekly_days, closed_days())


def _locked(placement_id: int, actor: User) -> Placement:
    """The row, held until the marks are written, so that nobody completes it meanwhile."""
    placement = (
        Placement.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .select_related("student", "offer", "department__unit__university")
        .get(pk=placement_id, kind=Kind.INTERNSHIP)
    )
    if placement.state != PlacementState.CONFIRMED:
        raise RuleViolation(AttendanceDay.trigger_rules["attendance_open"], code="attendance_open")
    if not progress_of([placement.pk])[placement.pk].entry_shared:
        raise RuleViolation(
            _("Sigorta girişi henüz paylaşılmadı; stajyer çalıştırılamaz ve günleri işaretlenemez."), code="not_insured"
        )
    return placement


def _refuse_other_days(placement: Placement, days: Mapping[dt.date, str], today: dt.date) -> None:
    expected = set(expected_days(placement))
    if any(day not in expected for day in days):
        raise RuleViolation(_("Yalnızca stajın iş günleri işaretlenir."), code="attendance_day")
    if any(day > today for day in days):
        raise RuleViolation(_("Henüz gelmemiş bir gün işaretlenemez."), code="attendance_day")
    if any(status and status not in AttendanceDay.Status.values for status in days.values()):
        raise RuleViolation(_("Bu gün için listedeki seçeneklerden birini seçin."), code="attendance_day")
