"""Reads of the reference tables, in Turkish alphabetical order."""

from datetime import date

from django.db.models import QuerySet

from usp.reference.models import (
    ClosedDay,
    Department,
    DepartmentGroup,
    District,
    Level,
    Province,
    Unit,
    University,
)


def provinces() -> QuerySet[Province]:
    """All provinces."""
    return Province.objects.order_by("sort_key")


def districts_of(province: Province | int) -> QuerySet[District]:
    """The districts of one province (or of its plate number)."""
    return District.objects.filter(province=province).order_by("sort_key", "id")


def universities(*, in_turkiye: bool | None = None) -> QuerySet[University]:
    """Universities; with `in_turkiye` only those inside (or only those outside) Türkiye."""
    found = University.objects.select_related("province").order_by("sort_key")
    if in_turkiye is None:
        return found
    outside = {"kind__in": University.OUTSIDE_TURKIYE}
    return found.exclude(**outside) if in_turkiye else found.filter(**outside)


def units_of(university: University | int) -> QuerySet[Unit]:
    """The units of one university."""
    return Unit.objects.filter(university=university).order_by("sort_key", "id")


def departments(
    *, university: University | int | None = None, unit: Unit | int | None = None, level: Level | str = ""
) -> QuerySet[Department]:
    """Departments of a university, of a unit, of a level, with unit and group at hand."""
    found = Department.objects.select_related("unit__university", "group").order_by("sort_key", "id")
    if university is not None:
        found = found.filter(unit__university=university)
    if unit is not None:
        found = found.filter(unit=unit)
    if level:
        found = found.filter(level=level)
    return found


def department_groups(*, level: Level | str = "") -> QuerySet[DepartmentGroup]:
    """Department groups, of one level or of all."""
    found = DepartmentGroup.objects.order_by("sort_key", "level")
    return found.filter(level=level) if level else found


def department_by_codes(*, university: str, unit: str, department: str) -> Department | None:
    """The department that another system's record names by three codes; None when it is unknown here."""
    return departments().filter(unit__university__code=university, unit__code=unit, code=department).first()


def closed_days() -> frozenset[date]:
    """The extra closed days that operators entered, for the functions of `usp.calendars`."""
    return frozenset(ClosedDay.objects.values_list("date", flat=True))
