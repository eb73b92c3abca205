"""Papers of the internship itself: start form (D9), attendance sheet (D10), report cover (D11), evaluation (D12)."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import override

from insurance.paper_kinds import Paper
from insurance.papers.data import InternPaper
from insurance.papers.registry import ALL_SIDES, CENTER, EMPLOYER, STUDENT, TO_THE_END, Spec, register
from insurance.papers.subject import Subject
from usp.calendars.days import holidays_of, why_closed

SATURDAY = 6
DAY = dt.timedelta(days=1)

CRITERIA = (
    "Devam durumu",
    "Sorumluluk duygusu",
    "İşi vaktinde ve tam yapma",
    "Grup çalışmasına yatkınlık",
    "Kendini geliştirme isteği",
)
MARKS = (("A", "Pekiyi"), ("B", "İyi"), ("C", "Orta"), ("D", "Başarısız"))


@dataclass(frozen=True)
class SheetDay:
    """One line of the sheet: a working day with its number, or a holiday (number 0) with its name."""

    day: dt.date
    number: int
    note: str = ""


@dataclass(frozen=True)
class SheetWeek:
    """A calendar week."""

    number: int
    days: tuple[SheetDay, ...]

    @property
    def working(self) -> int:
        """How many days are worked."""
        return sum(1 for one in self.days if one.number)


@dataclass(frozen=True, kw_only=True)
class AttendanceSheet(InternPaper):
    """Every working day of the internship by the university's calendar, holidays between them marked."""

    weeks: tuple[SheetWeek, ...]

    @property
    def total(self) -> int:
        """All working days."""
        return sum(week.working for week in self.weeks)

    @property
    def differs(self) -> bool:
        """Whether the calendar has another number of days than was agreed."""
        return self.total != self.intern.working_days


@dataclass(frozen=True, kw_only=True)
class StartForm(InternPaper):
    """The workplace's word that the student began."""


@dataclass(frozen=True, kw_only=True)
class ReportCover(InternPaper):
    """The first page of the student's report."""


@dataclass(frozen=True, kw_only=True)
class EvaluationForm(InternPaper):
    """Five criteria from A to D, confidential."""

    @property
    def criteria(self) -> tuple[str, ...]:
        """In order."""
        return CRITERIA

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """From best to worst."""
        return MARKS


def sheet(first: dt.date, last: dt.date, week: int, closed: frozenset[dt.date]) -> tuple[SheetWeek, ...]:
    """The days from ``first`` to ``last``: working days numbered, public and extra holidays named, weekends left out.

    RuleViolation outside the known years.
    """
    weeks: list[SheetWeek] = []
    days: list[SheetDay] = []
    number, day = 0, first
    with override("tr"):
        while day <= last:
            line = _line(day, number + 1, week, closed)
            if line is not None:
                number = line.number or number
                days.append(line)
            day += DAY
            if days and (day.isoweekday() == 1 or day > last):
                weeks.append(SheetWeek(len(weeks) + 1, tuple(days)))
                days = []
    return tuple(weeks)


def _line(day: dt.date, number: int, week: int, closed: frozenset[dt.date]) -> SheetDay | None:
    holiday = holidays_of(day.year).get(day)
    if not why_closed(day, week, closed):
        return SheetDay(day, number, f"Yarım gün: {holiday.name}" if holiday else "")
    if day.isoweekday() > SATURDAY or (day.isoweekday() == SATURDAY and week < SATURDAY):
        return None
    return SheetDay(day, 0, f"Resmî tatil: {holiday.name}" if holiday else "Ek tatil günü")


def attendance(subject: Subject) -> dict[str, object]:
    """The days of this internship."""
    placement = subject.placement
    return {"weeks": sheet(placement.first_day, placement.last_day, placement.weekly_days, subject.closed)}


register(
    Spec(
        kind=Paper.START_FORM,
        data=StartForm,
        template="pdf/start_form.html",
        makers=ALL_SIDES,
    )
)
register(
    Spec(
        kind=Paper.ATTENDANCE_SHEET,
        data=AttendanceSheet,
        template="pdf/attendance_sheet.html",
        makers=ALL_SIDES,
        fill=attendance,
        sample={"weeks": sheet(dt.date(2024, 8, 5), dt.date(2024, 9, 2), 5, frozenset())},
        states=TO_THE_END,
    )
)
register(
    Spec(
        kind=Paper.REPORT_COVER,
        data=ReportCover,
        template="pdf/report_cover.html",
        makers=frozenset({STUDENT, CENTER}),
        states=TO_THE_END,
    )
)
register(
    Spec(
        kind=Paper.EVALUATION_FORM,
        data=EvaluationForm,
        template="pdf/evaluation_form.html",
        makers=frozenset({EMPLOYER, CENTER}),
        states=TO_THE_END,
    )
)
