"""The insurance desk's reads: who may be declared today, who may not and why, who is due to leave.

Nobody whose start is today or past is ever ready (docs/rules.md B1), nobody whose first entry is still open (B8), and
the workplace is always the university's (B2).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.models import InsuranceCase, InsuranceEntry, InsuranceTask, SgkFile, SgkFileRow, SgkWorkplace
from insurance.selectors.sgk_settings import settings_of, workplaces_of
from insurance.services.record_checks import is_fresh
from insurance.sgk.people import Person, problem_of
from insurance.states import CaseState
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.calendars.working_days import previous_working_day
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.reference.selectors import closed_days

DAY = dt.timedelta(days=1)
AROUND = (
    "placement__student",
    "placement__application",
    "placement__offer__position__employer",
    "placement__department__unit",
    "placement__department__sgk_occupation",
)


@dataclass(frozen=True)
class DeskRow:
    """One intern as the desk sees it.

    ``by`` is the day until when the portal plans it (an entry: the last working day before the start; an exit: the
    last day of the university's term). ``problem`` keeps the person out of a file, ``waits_in`` is the number of a
    file that has no answer yet; ``needs_record`` where nothing but a look at the student's record is missing (B9),
    ``has_moved`` where an entry with the old start must be deleted at SGK first.
    """

    case: InsuranceCase
    person: Person
    ends_on: dt.date
    workplace: SgkWorkplace | None
    by: dt.date
    is_late: bool
    problem: str | Promise
    waits_in: int | None
    needs_record: bool = False
    has_moved: bool = False

    @property
    def placement(self) -> Placement:
        """The internship."""
        return self.case.placement

    @property
    def is_ready(self) -> bool:
        """Whether it may stand in a file now."""
        return not self.problem

    @property
    def key(self) -> str:
        """How the form names this person; one that waits in a file is named with the file that was seen."""
        return f"{self.case.pk}:{self.waits_in}" if self.waits_in else str(self.case.pk)


@dataclass(frozen=True)
class DeskGroup:
    """The people of one workplace, the most pressing first; without workplace nobody can be declared."""

    workplace: SgkWorkplace | None
    rows: tuple[DeskRow, ...]


def cases_in_scope(user: User) -> "QuerySet[InsuranceCase]":
    """The cases that the officer declares: of the university or units for which a role of theirs grants it."""
    scope = university_scope(user, UniversityAction.DECLARE_INSURANCE)
    return InsuranceCase.objects.filter(placement__in=Placement.objects.of_university(*scope)).order_by("pk")


def entry_rows(cases: "QuerySet[InsuranceCase]", university_id: int, encoding: str = "") -> list[DeskRow]:
    """Everybody whose papers are in, or whose start has moved since the entry, and whom the university declares.

    Five queries however many.
    """
    other_open = InsuranceEntry.objects.filter(
        open_entries(), student=OuterRef("placement__student")
    ).exclude(case=OuterRef("pk"))  # fmt: skip
    found = (
        cases.annotate(moved=moved_entries())
        .filter(
            Q(state=CaseState.PAPERS_RECEIVED) | Q(state=CaseState.ENTRY_DECLARED, moved=True),
            insured_by=InsuranceCase.InsuredBy.UNIVERSITY,
            placement__state=PlacementState.CONFIRMED,
        )
        .annotate(has_other=Exists(other_open), waits_in=_waiting_file(SgkFile.Kind.ENTRY))
        .select_related(*AROUND)
    )
    read = _Reading(university_id, encoding)
    rows = [read.entry(case) for case in found]
    return sorted(rows, key=lambda row: (row.by, row.person.day, row.case.pk))


def exit_rows(cases: "QuerySet[InsuranceCase]", university_id: int, encoding: str = "") -> list[DeskRow]:
    """Everybody insured whose internship is over, or who left: the university declares the exit (B3)."""
    left_on = InsuranceTask.objects.filter(
        case=OuterRef("case"), kind=InsuranceTask.Kind.DECLARE_EXIT, done_at__isnull=True
    )
    entries = (
        InsuranceEntry.objects.filter(open_entries(), case__in=cases)
        .filter(case__state__in=[CaseState.ENTRY_DECLARED, CaseState.ENTRY_SHARED])
        .annotate(left_on=Subquery(left_on.values("left_on")[:1]), waits_in=_waiting_file(SgkFile.Kind.EXIT, "case"))
        .select_related("case", *(f"case__{name}" for name in AROUND))
        .order_by("pk")
    )
    read = _Reading(university_id, encoding)
    rows = [read.exit(entry) for entry in entries]
    return sorted((row for row in rows if row is not None), key=lambda row: (row.by, row.case.pk))


def grouped(rows: Iterable[DeskRow]) -> list[DeskGroup]:
    """The rows by workplace, the general one first; order inside stays."""
    groups: dict[int, list[DeskRow]] = {}
    for row in rows:
        groups.setdefault(row.workplace.pk if row.workplace else 0, []).append(row)
    found = [DeskGroup(rows[0].workplace, tuple(rows)) for rows in groups.values()]
    return sorted(found, key=lambda one: (one.workplace is None, bool(one.workplace and one.workplace.unit_id)))


def open_entries() -> Q:
    """Entries that stand at SGK: neither left, deleted nor refused."""
    return Q(exit_declared_at__isnull=True, deleted_at__isnull=True, refused_at__isnull=True)


def moved_entries() -> Exists:
    """Cases whose declared entry must be deleted at SGK and declared anew with another start."""
    return Exists(
        InsuranceTask.objects.filter(case=OuterRef("pk"), kind=InsuranceTask.Kind.CHANGE_ENTRY, done_at__isnull=True)
    )


def files_in_scope(user: User) -> "QuerySet[SgkFile]":
    """Files that the officer may take: of the university; of units only when all of its people are theirs."""
    university_id, unit_ids = university_scope(user, UniversityAction.DECLARE_INSURANCE)
    files = SgkFile.objects.filter(university=university_id).select_related("workplace__unit", "made_by")
    if unit_ids is None:
        return files
    strangers = SgkFileRow.objects.filter(file=OuterRef("pk")).exclude(case__placement__department__unit__in=unit_ids)
    return files.filter(~Exists(strangers))


def _waiting_file(kind: str, case: str = "pk") -> Subquery:
    rows = SgkFileRow.objects.filter(case=OuterRef(case), file__kind=kind, outcome=SgkFileRow.Outcome.WAITING)
    return Subquery(rows.order_by("-file").values("file")[:1])


class _Reading:
    """What every row of one page is held against, read once."""

    def __init__(self, university_id: int, encoding: str) -> None:
        settings = settings_of(university_id)
        self.usual, self.exit_days = settings.occupation_code, settings.exit_days
        self.encoding = encoding or settings.encoding
        places = workplaces_of(university_id)
        self.by_unit = {place.unit_id: place for place in places}
        self.closed, self.now = closed_days(), clock.now()
        self.today = self.now.date()

    def entry(self, case: Any) -> DeskRow:
        """One case whose papers are in, with whatever keeps it out of a file."""
        placement: Placement = case.placement
        document_type = {True: "22", False: "43", None: ""}[case.has_health_cover]
        person = self._person(placement, placement.first_day, placement.first_day, document_type)
        by = self._plan(placement.first_day)
        problem = self._entry_problem(case, person)
        stale = not problem and not case.moved and not is_fresh(case, self.now)
        if stale:
            problem = _("Öğrencilik kaydına son üç gün içinde bakılmadı. «Öğrencilik kayıtlarına bak» ile bakın.")
        return DeskRow(case, person, placement.last_day, self._workplace(placement), by, by < self.today, problem,
                       case.waits_in, stale, case.moved)  # fmt: skip

    def exit(self, entry: Any) -> DeskRow | None:
        """One open entry, unless its internship still runs."""
        placement: Placement = entry.case.placement
        running = placement.state == PlacementState.CONFIRMED and placement.last_day >= self.today
        if running and entry.left_on is None:
            return None
        left = max(entry.left_on or placement.last_day, entry.starts_on)
        person = self._person(placement, left, entry.starts_on, entry.document_type)
        by = left + self.exit_days * DAY
        problem = self._exit_problem(entry.case) or self._common_problem(placement, person)
        return DeskRow(entry.case, person, left, self._workplace(placement), by, by < self.today, problem,
                       entry.waits_in)  # fmt: skip

    def _entry_problem(self, case: Any, person: Person) -> str | Promise:
        if person.day <= self.today:
            return _("Başlangıç günü geldi; aynı güne ya da geçmişe giriş bildirilmez. Önce tarih değişmelidir.")
        if case.has_health_cover is None:
            return _("Sağlık hizmetini ailesinden alıp almadığı bilinmiyor; belge türü (22 / 43) seçilemez.")
        if case.has_other:
            return _("Önceki stajının sigorta çıkışı bildirilmemiş. Önce onun çıkışını bildirin.")
        if case.record_stops:
            return _("Öğrencilik kaydı sigorta girişine engel. Stajyerin sayfasındaki kayda bakın.")
        return self._common_problem(case.placement, person)

    def _exit_problem(self, case: InsuranceCase) -> str | Promise:
        if case.state == CaseState.ENTRY_DECLARED and case.placement.state == PlacementState.CONFIRMED:
            return _("Giriş belgesi öğrenci ve işverenle paylaşılmadı. Önce belgeyi paylaşın.")
        return ""

    def _common_problem(self, placement: Placement, person: Person) -> str | Promise:
        if self._workplace(placement) is None:
            return _("Biriminin ya da üniversitenizin SGK işyeri tanımlı değil. «SGK ayarları»ndan ekleyin.")
        found = problem_of(person, self.encoding)
        return found.sentence if found else ""

    def _person(self, placement: Placement, day: dt.date, started_on: dt.date, document_type: str) -> Person:
        student, department = placement.student, placement.department
        own = getattr(department, "sgk_occupation", None)
        return Person(
            student.tckn, student.first_name, student.last_name, department.name, own.code if own else self.usual,
            day, started_on, document_type,
        )  # fmt: skip

    def _workplace(self, placement: Placement) -> SgkWorkplace | None:
        return self.by_unit.get(placement.department.unit_id) or self.by_unit.get(None)

    def _plan(self, first_day: dt.date) -> dt.date:
        try:
            return previous_working_day(first_day, closed=self.closed)
        except RuleViolation:  # outside the years whose holidays are known
            return first_day - DAY


@dataclass(frozen=True)
class FileLine:
    """A made file with what came back."""

    file: SgkFile
    people: int
    accepted: int
    refused: int

    @property
    def waiting(self) -> int:
        """Those whose answer is not there yet."""
        return self.people - self.accepted - self.refused


def files_with_counts(user: User, most: int) -> list[FileLine]:
    """The newest files with their answers counted. Two queries."""
    files = list(files_in_scope(user)[:most])
    counts = outcome_counts([file.pk for file in files])
    outcome = SgkFileRow.Outcome
    return [
        FileLine(
            file,
            sum(counts.get(file.pk, {}).values()),
            counts.get(file.pk, {}).get(outcome.ACCEPTED.value, 0),
            counts.get(file.pk, {}).get(outcome.REFUSED.value, 0),
        )
        for file in files
    ]


def outcome_counts(files: list[int]) -> dict[int, dict[str, int]]:
    """How many people of each file have which outcome. One query."""
    rows = SgkFileRow.objects.filter(file__in=files).order_by()
    found: dict[int, dict[str, int]] = {}
    for file, outcome, number in rows.values_list("file", "outcome").annotate(number=Count("pk")):
        found.setdefault(file, {})[outcome] = number
    return found
