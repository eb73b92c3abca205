"""The intern list and its figures."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from insurance.models import InsuranceCase
from insurance.states import CaseState
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import clock, turkish
from usp.documents.documents import ACCEPTANCE_FORM
from usp.documents.models import Document, DocumentState
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
