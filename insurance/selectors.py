"""Reads after acceptance: the intern list and its figures."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from insurance.deadlines import last_moment
from insurance.models import InsuranceCase, InsuranceTask, PaperRules
from insurance.states import CaseState
from offers import endings_rules
from offers.models import Placement, PlacementReview
from offers.selectors.endings import ended_by_words
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may, university_scope
from usp.core import clock, turkish
from usp.documents.documents import ACCEPTANCE_FORM
from usp.documents.models import Document, DocumentState
from usp.documents.selectors import documents_of
from usp.reference.models import Unit

_WAITING = (CaseState.AWAITING_PAPERS, CaseState.AWAITING_DECISION)


@dataclass(frozen=True)
class InternFigures:
    """The tiles above the list: whole university or the official's units, whatever is filtered."""

    accepted: int
    awaiting: int
    late: int
    this_week: int
    cancelled: int


def interns(user: User) -> "QuerySet[Placement]":
    """Expected interns of the official's units, cancelled ones included (A42); internships only."""
    return (
        Placement.objects.visible_to(user)
        .filter(kind=Kind.INTERNSHIP)
        .select_related(
            "student__user",
            "application__department__unit__university",
            "application__season",
            "offer__position__employer",
            "insurance_case",
            "ended_by",
        )
        .annotate(
            has_form=Exists(
                Document.objects.filter(
                    subject_type="placement",
                    subject_id=OuterRef("pk"),
                    kind=ACCEPTANCE_FORM,
                    state=DocumentState.VALID,
                )
            )
        )
        .order_by("insurance_case__papers_due_on", "pk")
    )


def filtered(
    rows: "QuerySet[Placement]", *, text: str = "", unit: int | None = None, tab: str = ""
) -> "QuerySet[Placement]":
    """The list narrowed: by name, number, department or employer in any spelling, by unit, by tab."""
    today = clock.page_now().date()
    for word in turkish.fold(text).split():
        rows = rows.filter(
            Q(student__search_name__contains=word)
            | Q(application__student_no__startswith=word)
            | Q(offer__position__employer__in=_employers_named(rows, word))
        )
    if unit is not None:
        rows = rows.filter(application__department__unit=unit)
    return rows.filter(_tab(tab, today))


def figures(user: User) -> InternFigures:
    """One query for all the tiles."""
    today = clock.page_now().date()
    counts = (
        Placement.objects.visible_to(user)
        .filter(kind=Kind.INTERNSHIP)
        .aggregate(
            accepted=Count("pk", filter=_tab("all", today) & ~Q(state=PlacementState.CANCELLED)),
            awaiting=Count("pk", filter=_tab("awaiting", today)),
            late=Count("pk", filter=_tab("late", today)),
            this_week=Count("pk", filter=_tab("week", today)),
            cancelled=Count("pk", filter=_tab("cancelled", today)),
        )
    )
    return InternFigures(**counts)


def units_of(user: User) -> "QuerySet[Unit]":
    """The units whose interns the official may see."""
    university_id, unit_ids = university_scope(user, UniversityAction.SEE_INTERNS)
    mine = Unit.objects.filter(university=university_id)
    return mine if unit_ids is None else mine.filter(pk__in=unit_ids)


def not_startable(employer_id: int) -> int:
    """How many internships at an employer ought to have begun and may not: no shared entry (A1). One query."""
    insured = InsuranceCase.objects.filter(
        placement=OuterRef("pk"), state__in=[CaseState.ENTRY_SHARED, CaseState.EXIT_DECLARED]
    )
    return Placement.objects.filter(
        ~Exists(insured),
        offer__position__employer=employer_id,
        kind=Kind.INTERNSHIP,
        state=PlacementState.CONFIRMED,
        dates__startswith__lte=clock.page_now().date(),
    ).count()


def case_of(placement: Placement) -> InsuranceCase | None:
    """The placement's case; None for shadowing and training."""
    return InsuranceCase.objects.filter(placement=placement).first()


@dataclass(frozen=True)
class Move:
    """One line of a placement's history: what happened, when, and which side did it."""

    label: str
    at: dt.datetime
    who: str


def moves_of(placement: Placement) -> list[Move]:
    """The placement's moves in words, oldest first. Two queries."""
    rows = list(placement.transitions.all())
    numbers = [int(row.actor.partition(":")[2]) for row in rows if row.actor.startswith("user:")]
    users = User.objects.in_bulk(numbers)

    def who(actor: str) -> str:
        kind, _colon, number = actor.partition(":")
        user = users.get(int(number)) if kind == "user" else None
        return str(ended_by_words(user)) if user else ""

    return [
        Move(
            str(_("İşveren son onayı verdi") if not row.from_state else PlacementState(row.to_state).label),
            timezone.localtime(row.at),
            who(row.actor),
        )
        for row in rows
    ]


def tasks_in_scope(user: User) -> "QuerySet[InsuranceTask]":
    """What the officer may mark as done."""
    scope = university_scope(user, UniversityAction.DECLARE_INSURANCE)
    return InsuranceTask.objects.filter(case__placement__in=Placement.objects.of_university(*scope)).select_related(
        "case"
    )


@dataclass(frozen=True)
class TaskRow:
    """What SGK must still be told, and whether this official may say that it was done."""

    task: InsuranceTask
    may_finish: bool


def tasks_of(user: User, placement: Placement) -> list[TaskRow]:
    """The tasks of a stopped internship."""
    mine = set(tasks_in_scope(user).filter(case__placement=placement).values_list("pk", flat=True))
    tasks = InsuranceTask.objects.filter(case__placement=placement).select_related("done_by")
    return [TaskRow(task, task.done_at is None and task.pk in mine) for task in tasks]


def may_end(user: User, placement: Placement) -> bool:
    """Whether the official may stop this internship."""
    unit = placement.application.enrolled_at.unit
    return placement.state == PlacementState.CONFIRMED and university_may(
        user, UniversityAction.DECIDE_CANCELLATIONS, unit
    )


@dataclass(frozen=True)
class ReviewCard:
    """One side's evaluation: whose it is, the marks by criterion, the words."""

    title: str
    marks: list[tuple[str, int]]
    text: str


def reviews_of(placement: Placement) -> list[ReviewCard]:
    """Both sides' evaluations, as far as they are written. One query."""
    criteria = {
        PlacementReview.Side.EMPLOYER.value: endings_rules.CRITERIA_OF_EMPLOYER,
        PlacementReview.Side.STUDENT.value: endings_rules.CRITERIA_OF_STUDENT,
    }
    return [
        ReviewCard(
            one.get_side_display(),
            [(str(label), one.marks[key]) for key, label in criteria[one.side].items()],
            one.text,
        )
        for one in placement.reviews.all()
    ]


def _tab(tab: str, today: dt.date) -> Q:
    """What belongs to a tab of the list; an unknown one is the whole list."""
    waiting = Q(state=PlacementState.CONFIRMED, insurance_case__state__in=_WAITING)
    match tab:
        case "awaiting":
            return waiting
        case "late":
            return waiting & Q(insurance_case__papers_due_on__lt=today)
        case "week":
            return waiting & Q(insurance_case__papers_due_on__range=(today, today + dt.timedelta(days=7)))
        case "cancelled":
            return Q(state__in=[PlacementState.CANCELLED, PlacementState.ABANDONED])
    return Q()


def _employers_named(rows: "QuerySet[Placement]", word: str) -> list[int]:
    """The employers in these rows whose name holds the word; their names are few enough to fold here."""
    named = rows.order_by().values_list("offer__position__employer", "offer__position__employer__name").distinct()
    return [pk for pk, name in named if word in turkish.fold(name)]


@dataclass(frozen=True)
class PaperRow:
    """One internship of a student with its papers."""

    placement: Placement
    case: InsuranceCase | None
    documents: tuple[Document, ...]
    rules: PaperRules

    @property
    def due_at(self) -> dt.datetime | None:
        """Until when the papers are taken in; an early end on a half day is seen to."""
        return last_moment(self.rules, self.case.papers_due_on) if self.case else None

    @property
    def form(self) -> Document | None:
        """The acceptance form that counts today."""
        return next(
            (one for one in self.documents if one.kind == ACCEPTANCE_FORM and one.state == DocumentState.VALID), None
        )


def placements_with_papers(user: User) -> list[PaperRow]:
    """A student's placements, newest first, each with its case and papers. Two queries."""
    placements = list(
        Placement.objects.visible_to(user).select_related(
            "offer__position__employer", "insurance_case", "application__department__unit__university__paper_rules"
        )
    )
    papers: dict[int, list[Document]] = {}
    for document in documents_of(subject_type="placement", subject_ids=[one.pk for one in placements]):
        papers.setdefault(document.subject_id, []).append(document)
    return [
        PaperRow(one, getattr(one, "insurance_case", None), tuple(papers.get(one.pk, ())), _rules(one))
        for one in placements
    ]


def _rules(placement: Placement) -> PaperRules:
    """The university's own rules for papers, which are at hand, or the usual ones."""
    university = placement.application.enrolled_at.unit.university
    return getattr(university, "paper_rules", None) or PaperRules(university=university)
