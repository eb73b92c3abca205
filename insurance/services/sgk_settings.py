"""How a university declares its interns: codes, workplaces, occupations (docs/rules.md B2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from applications.window_selectors import managed_university
from insurance.models import DepartmentOccupation, SgkSettings, SgkWorkplace
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.models import Department, Unit, University


@dataclass(frozen=True)
class WorkplaceTerms:
    """What a manager writes of a workplace; without unit it is the whole university's."""

    unit: Unit | None
    registry_number: str
    agent_number: str
    title: str
    address: str


def _university_of_manager(actor: User) -> University:
    university = managed_university(actor)
    if university is None:
        raise RuleViolation(_("SGK ayarlarını yalnızca kariyer merkezi yöneticisi değiştirir."), code="not_yours")
    return university


@verb
def save_sgk_settings(*, actor: User, values: Mapping[str, object]) -> SgkSettings:
    """Write the codes of the actor's university; files that were made stay as they are."""
    university = _university_of_manager(actor)
    SgkSettings.objects.get_or_create(university=university, defaults={"changed_at": clock.now()})
    settings = SgkSettings.objects.select_for_update(of=("self",), no_key=True).get(university=university)
    for name, value in values.items():
        setattr(settings, name, value)
    settings.changed_at = clock.now()
    with rule_from_constraint(SgkSettings, "sgk_occupation_form", "sgk_exit_days", "sgk_field_lengths"):
        settings.save()
    return settings


@verb
def save_workplace(*, actor: User, terms: WorkplaceTerms, workplace_id: int | None = None) -> SgkWorkplace:
    """Add a workplace of the actor's university, or change one; the university's own or a unit's, never a host's."""
    university = _university_of_manager(actor)
    if terms.unit is not None and terms.unit.university_id != university.pk:
        raise RuleViolation(_("Bu birim üniversitenizin değil."), code="not_yours")
    if workplace_id is None:
        workplace = SgkWorkplace(university=university)
    else:
        held = SgkWorkplace.objects.select_for_update(of=("self",), no_key=True)
        workplace = held.get(pk=workplace_id, university=university)
    workplace.unit = terms.unit
    workplace.registry_number, workplace.agent_number = terms.registry_number, terms.agent_number
    workplace.title, workplace.address = terms.title.strip(), terms.address.strip()
    workplace.changed_at = clock.now()
    if terms.unit and SgkWorkplace.objects.filter(unit=terms.unit).exclude(pk=workplace.pk).exists():
        raise RuleViolation(_("Bu birimin bir SGK işyeri zaten var; onu düzenleyin."), code="sgk_workplace_unit")
    rules = ("sgk_workplace_one_for_all", "sgk_workplace_number", "sgk_workplace_agent")
    with rule_from_constraint(SgkWorkplace, *rules):
        workplace.save()
    return workplace


@verb
def remove_workplace(*, actor: User, workplace_id: int) -> None:
    """Take a workplace away under which no file was ever made."""
    university = _university_of_manager(actor)
    try:
        SgkWorkplace.objects.get(pk=workplace_id, university=university).delete()
    except ProtectedError as error:
        raise RuleViolation(
            _("Bu işyeriyle SGK dosyası yapılmış; silinemez, ama bilgileri değiştirilebilir."),
            code="sgk_workplace_used",
        ) from error


@verb
def save_occupations(*, actor: User, codes: Mapping[int, str]) -> int:
    """Write the departments' own occupation codes; an empty one means the university's usual. How many changed."""
    university = _university_of_manager(actor)
    mine = set(Department.objects.filter(unit__university=university, pk__in=codes).values_list("pk", flat=True))
    held = DepartmentOccupation.objects.select_for_update(of=("self",), no_key=True).filter(department__in=mine)
    there = {row.department_id: row for row in held.order_by("pk")}
    now, changed = clock.now(), 0
    for department in sorted(mine):
        code, row = codes[department].strip(), there.get(department)
        if code == (row.code if row else ""):
            continue
        changed += 1
        if not code and row:
            row.delete()
            continue
        row = row or DepartmentOccupation(department_id=department)
        row.code, row.changed_at = code, now
        with rule_from_constraint(DepartmentOccupation, "department_occupation_form"):
            row.save()
    return changed
