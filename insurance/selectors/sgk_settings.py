"""Reads of a university's settings at SGK."""

import datetime as dt
from dataclasses import dataclass

from insurance.models import DepartmentOccupation, SgkSettings, SgkWorkplace
from insurance.sgk.people import Codes, Person, Workplace
from insurance.sgk.writing import entry_xml
from usp.accounts.history import Entry, history_of
from usp.core.errors import RuleViolation
from usp.reference.models import Department, University

_SAMPLE_NUMBER = "10000099942"  # of the sandbox's range, which nobody has
_SAMPLE_REGISTRY = "2" + "0" * 20


def settings_of(university: University | int) -> SgkSettings:
    """The university's own codes, or the usual ones where it has set none."""
    pk = university if isinstance(university, int) else university.pk
    return SgkSettings.objects.filter(university=pk).first() or SgkSettings(university_id=pk)


def codes_of(settings: SgkSettings) -> Codes:
    """The same as the writers of files take them."""
    return Codes(
        settings.insurance_branch, settings.education_code, settings.work_branch, settings.duty_code,
        settings.exit_reason, settings.title_chars, settings.address_chars,
    )  # fmt: skip


def workplaces_of(university: University | int) -> list[SgkWorkplace]:
    """The university's workplaces, the general one first."""
    pk = university if isinstance(university, int) else university.pk
    rows = SgkWorkplace.objects.filter(university=pk).select_related("unit")
    return sorted(rows, key=lambda row: (row.unit is not None, row.unit.sort_key if row.unit else ""))


def as_written(workplace: SgkWorkplace) -> Workplace:
    """The same as the writers of files take it."""
    return Workplace(workplace.registry_number, workplace.agent_number, workplace.title, workplace.address)


@dataclass(frozen=True)
class OccupationLine:
    """A department with its own code, or an empty one."""

    department: Department
    code: str


def occupations_of(university: University) -> list[OccupationLine]:
    """Every department of the university by unit. One query."""
    rows = Department.objects.filter(unit__university=university).select_related("unit", "sgk_occupation")
    return [
        OccupationLine(one, getattr(getattr(one, "sgk_occupation", None), "code", ""))
        for one in rows.order_by("unit__sort_key", "unit", "sort_key", "id")
    ]


def example_of(settings: SgkSettings, workplace: SgkWorkplace | None) -> str:
    """A file of one invented person by these settings, as text; empty where they make no file."""
    place = as_written(workplace) if workplace else Workplace(_SAMPLE_REGISTRY, "000", "Üniversite", "Adres")
    person = Person(
        _SAMPLE_NUMBER, "İrem Işıl", "Çağlayan", "Bilgisayar Mühendisliği", settings.occupation_code,
        dt.date(2024, 7, 16), dt.date(2024, 7, 16), "22",
    )  # fmt: skip
    try:
        return entry_xml(place, [person], codes_of(settings), settings.encoding).decode(settings.encoding)
    except (RuleViolation, UnicodeEncodeError):
        return ""


def history_of_settings(university: University) -> list[Entry]:
    """Who changed codes, workplaces and occupations, newest first."""
    entries = [
        *history_of(SgkSettings, subject=lambda _event: str(SgkSettings._meta.verbose_name), university=university.pk),
        *history_of(SgkWorkplace, subject=lambda event: event.title, university=university.pk),
    ]
    departments = dict(Department.objects.filter(unit__university=university).values_list("pk", "name"))
    entries += history_of(
        DepartmentOccupation,
        subject=lambda event: departments.get(event.department_id, ""),
        department__in=list(departments),
    )
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:60]
