"""Where an announcement may stand: the programme, a university, one of its units, one of their departments."""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.translation import gettext as _

from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.reference.models import Department, Unit, University

EVERYBODY = "all"
Choices: TypeAlias = list[tuple[str, str | list[tuple[str, str]]]]


@dataclass(frozen=True)
class Place:
    """One place as forms send it («unit:7») and as the announcement stores it; at most one of the three is set."""

    key: str
    university_id: int | None = None
    unit_id: int | None = None
    department_id: int | None = None


def key_of(university_id: int | None, unit_id: int | None, department_id: int | None) -> str:
    """The key of the place that an announcement names."""
    if department_id:
        return f"department:{department_id}"
    if unit_id:
        return f"unit:{unit_id}"
    return f"university:{university_id}" if university_id else EVERYBODY


def place_choices(user: User) -> Choices:
    """What the user may announce for, grouped by unit. Two or three queries."""
    if user.is_operator:
        return [(EVERYBODY, _("Bütün program"))]
    university_id, unit_ids = university_scope(user, UniversityAction.ANNOUNCE)
    units = Unit.objects.filter(university=university_id).order_by("sort_key", "id")
    if unit_ids is not None:
        units = units.filter(pk__in=unit_ids)
    by_unit: dict[int, list[tuple[str, str]]] = {}
    for pk, unit_id, name in (
        Department.objects.filter(unit__in=units).order_by("sort_key", "id").values_list("pk", "unit", "name")
    ):
        by_unit.setdefault(unit_id, []).append((f"department:{pk}", name))
    grouped: Choices = [
        (
            unit.name,
            [(f"unit:{unit.pk}", _("%(unit)s: bütün bölümler") % {"unit": unit.name}), *by_unit.get(unit.pk, [])],
        )
        for unit in units
    ]
    if unit_ids is None and university_id is not None:
        name = University.objects.values_list("name", flat=True).get(pk=university_id)
        return [(f"university:{university_id}", _("%(university)s: bütün birimler") % {"university": name}), *grouped]
    return grouped


def place_for(user: User, key: str) -> Place | None:
    """The place of that key if the user may announce for it; None otherwise."""
    if user.is_operator:
        return Place(EVERYBODY) if key == EVERYBODY else None
    kind, _colon, number = key.partition(":")
    if not number.isdecimal():
        return None
    university_id, unit_ids = university_scope(user, UniversityAction.ANNOUNCE)
    pk = int(number)
    if kind == "university":
        return Place(key, university_id=pk) if unit_ids is None and pk == university_id else None
    units = Unit.objects.filter(university=university_id)
    if unit_ids is not None:
        units = units.filter(pk__in=unit_ids)
    if kind == "unit":
        return Place(key, unit_id=pk) if units.filter(pk=pk).exists() else None
    known = kind == "department" and Department.objects.filter(pk=pk, unit__in=units).exists()
    return Place(key, department_id=pk) if known else None
