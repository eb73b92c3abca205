"""Reads of the career centre's windows: both ends, overlap with term dates, and who has chosen what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from applications.lengths import Lengths, lengths_for, lengths_of
from applications.models import (
    Application,
    DepartmentRule,
    InternshipWindow,
    Season,
    Term,
    TermOverlap,
    WindowRules,
)
from applications.selectors import WindowRow, with_ends
from applications.signals import window_uses
from applications.states import ApplicationState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.reference.models import Department, Unit, University

_COUNTING = Q(choices__application__state__in=[ApplicationState.REGISTERED, ApplicationState.COMPLETED])


@dataclass(frozen=True)
class UniversityWindow:
    """A window as its university sees it."""

    row: WindowRow
    ranked: int
    offered: int

    @property
    def window(self) -> InternshipWindow:
        """The window itself."""
        return self.row.window

    @property
    def in_use(self) -> bool:
        """Whether somebody has chosen it or was offered it: its dates stand."""
        return bool(self.ranked or self.offered)


@dataclass(frozen=True)
class StudentWindows:
    """What a student may choose from, with why these: the windows chosen before stay in the list."""

    rows: list[WindowRow]
    lengths: Lengths
    published: bool


def managed_university(user: User) -> University | None:
    """The university whose windows the user sets: only somebody who manages the whole of it."""
    university_id, unit_ids = university_scope(user, UniversityAction.MANAGE)
    return University.objects.filter(pk=university_id).first() if university_id and unit_ids is None else None


def rules_of(university: University | int) -> WindowRules:
    """The university's rules about windows, or the usual ones where it has set none."""
    pk = university if isinstance(university, int) else university.pk
    return WindowRules.objects.filter(university=pk).first() or WindowRules(university_id=pk)


def terms_of(university: University | int) -> list[Term]:
    """The university's term dates in order of time."""
    return list(Term.objects.filter(university=university).order_by("starts_on", "id"))


def university_windows(user: User, university: University, season: Season) -> list[UniversityWindow]:
    """Every window of the university in the season, drafts for those who set them. Five queries."""
    seen = InternshipWindow.objects.visible_to(user).filter(university=university, season=season)
    if managed_university(user) is None:
        seen = seen.published()
    counted = seen.annotate(ranked=Count("choices", filter=_COUNTING)).order_by("working_days", "starts_on")
    ranked = {window.pk: window.ranked for window in counted}
    windows: list[InternshipWindow] = list(counted)
    offered = offers_in(windows)
    rows = with_overlaps(with_ends(windows), terms_of(university))
    return [UniversityWindow(row, ranked[row.window.pk], offered.get(row.window.pk, 0)) for row in rows]


def offers_in(windows: Sequence[InternshipWindow]) -> dict[int, int]:
    """How many offers stand in each window, by its key; answered by the app that knows offers."""
    counts: dict[int, int] = {}
    answers: list[Any] = window_uses.send(sender=InternshipWindow, windows=windows) if windows else []
    for _receiver, found in answers:
        for pk, number in found.items():
            counts[pk] = counts.get(pk, 0) + number
    return counts


def with_overlaps(rows: Iterable[WindowRow], terms: Sequence[Term]) -> list[WindowRow]:
    """The rows with the terms that each runs into, judged by the later end."""
    return [replace(row, overlaps=_overlapping(row, terms)) for row in rows]


def _overlapping(row: WindowRow, terms: Iterable[Term]) -> tuple[Term, ...]:
    ends = [end for end in (row.ends_on_5, row.ends_on_6) if end is not None]
    last = max(ends, default=row.window.starts_on)
    return tuple(term for term in terms if term.starts_on <= last and row.window.starts_on <= term.ends_on)


def student_windows(application: Application) -> StudentWindows:
    """What this student may choose: published, of a length that fits; and what was chosen before. Seven queries."""
    department, season = application.enrolled_at, application.season
    lengths = lengths_for(department, season)
    chosen = set(application.window_choices.values_list("window_id", flat=True))
    published = list(
        InternshipWindow.objects.published()
        .filter(university=department.unit.university_id, season=season)
        .order_by("working_days", "starts_on")
    )
    fitting = [one for one in published if one.pk in chosen or (one.is_open and lengths.allows(one.working_days))]
    rows = with_overlaps(with_ends(fitting), terms_of(department.unit.university_id) if fitting else [])
    return StudentWindows(rows, lengths, any(one.is_open for one in published))


def earlier_season(university: University, season: Season) -> Season | None:
    """The latest season before this one in which the university published windows."""
    return (
        Season.objects.filter(
            windows__university=university,
            windows__in=InternshipWindow.objects.published(),
            applications_open_at__lt=season.applications_open_at,
        )
        .order_by("-applications_open_at")
        .first()
    )


@dataclass(frozen=True)
class DepartmentLine:
    """A department with its rule, what it means, and whether anybody of the university has confirmed it."""

    department: Department
    rule: DepartmentRule | None
    lengths: Lengths


def overlap_is_refused(university: University | int) -> bool:
    """Whether the university admits no window that runs into a term (A10)."""
    return rules_of(university).term_overlap == TermOverlap.REFUSED


def department_lines(unit: Unit, season: Season) -> list[DepartmentLine]:
    """The unit's departments, each with its rule and what it means. Five queries however many."""
    departments = list(
        Department.objects.filter(unit=unit)
        .select_related("unit", "internship_rule__confirmed_by")
        .order_by("sort_key", "id")
    )
    lengths = lengths_of(departments, season)
    return [DepartmentLine(one, getattr(one, "internship_rule", None), lengths[one.pk]) for one in departments]


@dataclass(frozen=True)
class UnitProgress:
    """A unit and how many of its departments still wait for the university's word."""

    unit: Unit
    departments: int
    unconfirmed: int


def units_with_progress(units: QuerySet[Unit]) -> list[UnitProgress]:
    """Each unit with its departments counted. One query."""
    rows = units.annotate(
        departments_in=Count("departments"),
        waiting=Count("departments", filter=Q(departments__internship_rule__isnull=True)),
    )
    return [UnitProgress(one, one.departments_in, one.waiting) for one in rows if one.departments_in]
