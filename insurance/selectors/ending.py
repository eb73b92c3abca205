"""Reads of an internship's end: days attended, the report, the certificate; and a student's record of them all."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from insurance.attendance_rules import Count, Warned, count_days, warnings_of, working_days_of
from insurance.deadlines import deadlines
from insurance.models import AttendanceDay, InternshipReport, PaperRules
from insurance.paper_kinds import Paper
from insurance.services.cases import rules_of
from insurance.services.papers import SUBJECT
from offers.attendance import Attended
from offers.models import Placement, PlacementReview
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.documents.models import Document, DocumentState
from usp.documents.selectors import documents_of
from usp.reference.selectors import closed_days


@dataclass(frozen=True)
class DayCell:
    """One day of the month view. ``why`` says why it cannot be marked; empty where it can."""

    day: dt.date
    status: str
    why: str

    @property
    def label(self) -> str:
        """What the day was, in words."""
        return str(AttendanceDay.Status(self.status).label) if self.status else ""

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"gun-{self.day.isoformat()}"


@dataclass(frozen=True)
class Week:
    """The internship's working days of one calendar week. ``is_open``: some have come and say nothing."""

    monday: dt.date
    days: tuple[DayCell, ...]
    is_open: bool


@dataclass(frozen=True)
class Month:
    """One month of an internship, its weeks in order."""

    first: dt.date
    weeks: tuple[Week, ...]

    @property
    def key(self) -> str:
        """As the address names it: «2024-07»."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Attendance:
    """An internship's days as they stand today."""

    count: Count
    warnings: tuple[Warned, ...]
    months: tuple[Month, ...]

    def month(self, key: str, today: dt.date) -> Month:
        """The month of the address; otherwise the running one, or the nearest to it."""
        chosen = next((one for one in self.months if one.key == key), None)
        past = [one for one in self.months if one.first <= today]
        return chosen or (past[-1] if past else self.months[0])


def attendance_of(placement: Placement) -> Attendance:
    """Days, limits passed, and the calendar. Three queries."""
    today, closed = clock.page_now().date(), closed_days()
    marks = dict(AttendanceDay.objects.filter(placement=placement).values_list("day", "status"))
    expected = working_days_of(placement.first_day, placement.last_day, placement.weekly_days, closed)
    count = count_days(expected, marks, today)
    rules = rules_of(placement.department.unit.university)
    weeks = list(_weeks(expected, marks, today))
    months = [
        Month(first, tuple(week for week in weeks if _month_of(week) == first))
        for first in sorted({_month_of(week) for week in weeks})
    ]
    return Attendance(count, tuple(warnings_of(rules, count)), tuple(months))


def attended(placement: Placement) -> Attended | None:
    """For the employer's statement at completion; None where nobody marked a day."""
    if placement.kind != Kind.INTERNSHIP:
        return None
    count = attendance_of(placement).count
    return Attended(count.present, count.unexcused, count.unmarked) if count.marked else None


def _weeks(expected: list[dt.date], marks: Mapping[dt.date, str], today: dt.date) -> Iterator[Week]:
    for monday in sorted({day - dt.timedelta(days=day.weekday()) for day in expected}):
        days = [day for day in expected if monday <= day < monday + dt.timedelta(days=7)]
        cells = tuple(DayCell(day, marks.get(day, ""), "future" if day > today else "") for day in days)
        yield Week(monday, cells, any(not cell.status and not cell.why for cell in cells))


def _month_of(week: Week) -> dt.date:
    """A week belongs to the month of its first working day."""
    return week.days[0].day.replace(day=1)


def reports_of(placement: Placement) -> list[InternshipReport]:
    """The reports of a placement, newest first."""
    return list(InternshipReport.objects.filter(placement=placement).select_related("file", "read_by"))


def report_due(placement: Placement, rules: PaperRules) -> dt.date:
    """The last day on which the university wants the report: never a day on which its offices are closed."""
    return deadlines(rules, placement.first_day, placement.last_day, closed=closed_days()).report_by


def certificate_of(placement: Placement) -> Document | None:
    """The completion certificate that counts today."""
    papers = documents_of(subject_type=SUBJECT, subject_ids=[placement.pk])
    return papers.filter(kind=Paper.COMPLETION.value, state=DocumentState.VALID).first()


@dataclass(frozen=True)
class RecordRow:
    """One line of a student's record."""

    placement: Placement
    certificate: Document | None
    report: InternshipReport | None
    review: PlacementReview | None


def record_of(user: User) -> list[RecordRow]:
    """Every internship, shadowing and training of the student, newest first. Four queries."""
    placements = list(
        Placement.objects.visible_to(user)
        .select_related("offer__position__employer", "application__season", "department__unit__university")
        .order_by("-dates")
    )
    ids = [placement.pk for placement in placements]
    papers = documents_of(subject_type=SUBJECT, subject_ids=ids).filter(kind=Paper.COMPLETION.value)
    certificates = {paper.subject_id: paper for paper in papers.filter(state=DocumentState.VALID)}
    reports = {one.placement_id: one for one in InternshipReport.objects.filter(placement__in=ids).order_by("id")}
    reviews = {
        one.placement_id: one
        for one in PlacementReview.objects.filter(placement__in=ids, side=PlacementReview.Side.EMPLOYER)
    }
    return [
        RecordRow(one, certificates.get(one.pk), reports.get(one.pk), reviews.get(one.pk)) for one in placements
    ]  # fmt: skip


def days_done(rows: list[RecordRow]) -> int:
    """Working days of the completed internships together."""
    done = PlacementState.COMPLETED
    return sum(row.placement.days_attended or 0 for row in rows if row.placement.state == done)
