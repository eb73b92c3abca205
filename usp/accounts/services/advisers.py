"""Naming the career adviser of a department, whom its students see and ask (A15)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import DepartmentAdviser, User
from usp.accounts.selectors import adviser_candidates
from usp.accounts.services.delegates import lock_university, refuse_past, refuse_unless_manager
from usp.accounts.signals import adviser_named
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.models import Department


@verb
def name_adviser(
    *,
    department_id: int,
    user_id: int,
    actor: User,
    room: str = "",
    phone: str = "",
    hours: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> DepartmentAdviser:
    """Name somebody who holds the adviser's role for the department's unit; a second time it corrects the details.

    A department may have several. Whoever was removed before and is named again keeps the same row.
    """
    department = _locked(department_id, actor)
    refuse_past(ends_on)
    person = adviser_candidates(department.unit).filter(pk=user_id).first()
    if person is None:
        raise RuleViolation(
            _("Bu kişinin bu birimde danışmanlık görevi yok. Önce danışman olarak davet edin."), code="not_an_adviser"
        )
    adviser = DepartmentAdviser.objects.filter(department=department, user=person).first()
    was_running = adviser is not None and adviser.removed_at is None
    if adviser is None:
        adviser = DepartmentAdviser(department=department, user=person)
    adviser.room, adviser.phone, adviser.hours = room.strip(), phone, hours.strip()
    adviser.starts_on, adviser.ends_on = starts_on or timezone.localdate(), ends_on
    adviser.removed_at, adviser.named_by = None, actor
    if not was_running:
        adviser.named_at = timezone.now()
    with rule_from_constraint(DepartmentAdviser, "department_adviser_once", "department_adviser_dates"):
        adviser.save()
    if not was_running:
        adviser_named.send(sender=DepartmentAdviser, adviser=adviser)
    return adviser


@verb
def remove_adviser(*, adviser_id: int, actor: User) -> DepartmentAdviser:
    """Students stop seeing this adviser at this moment; questions go to whoever is responsible then.

    Twice is no error.
    """
    department_id = DepartmentAdviser.objects.values_list("department", flat=True).get(pk=adviser_id)
    _locked(department_id, actor)
    adviser = DepartmentAdviser.objects.select_for_update(of=("self",), no_key=True).get(pk=adviser_id)
    if adviser.removed_at is None:
        adviser.removed_at = timezone.now()
        adviser.save(update_fields=["removed_at"])
    return adviser


def _locked(department_id: int, actor: User) -> Department:
    department = Department.objects.select_related("unit__university").get(pk=department_id)
    university = lock_university(department.unit.university_id)
    refuse_unless_manager(actor, university, department.unit)
    return department
