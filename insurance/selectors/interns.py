"""The intern list, narrowed and sorted, and its figures."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable

from insurance.models import ContactEntry, InsuranceCase
from insurance.states import CaseState
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import clock, turkish
from usp.core.ordering import turkish_order
from usp.documents.documents import ACCEPTANCE_FORM
from usp.documents.models import Document, DocumentState
from usp.reference.models import Department, Unit

_WAITING = (CaseState.AWAITING_PAPERS, CaseState.AWAITING_DECISION)
_OVER = (PlacementState.CANCELLED, PlacementState.ABANDONED)
_IN_HAND = (
    CaseState.PAPERS_RECEIVED,
    CaseState.ENTRY_DECLARED,
    CaseState.ENTRY_SHARED,
    CaseState.EXIT_DECLARED,
)
WEEK = dt.timedelta(days=7)

# What the list can be sorted by; the first is the usual: what waits first, the nearest last day on top.
ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "due": ("rests", "insurance_case__papers_due_on"),
    "name": (turkish_order("student__first_name", "student__last_name"),),
    "start": ("dates",),
    "employer": ("offer__position__employer__sort_key",),
    "new": ("-confirmed_at",),
}


@dataclass(frozen=True)
class InternFigures:
    """The tiles above the list: whole university or the official's units, whatever is filtered."""

    accepted: int
    awaiting: int
    late: int
    this_week: int
    cancelled: int
    others: int


@dataclass(frozen=True)
class InternQuery:
    """What the list is narrowed to. ``contact`` and ``papers`` are keys of the form's choices."""

    text: str = ""
    unit: int | None = None
    department: int | None = None
    employer: str = ""
    papers: str = ""
    case: str = ""
    starts_from: dt.date | None = None
    starts_to: dt.date | None = None
    contact: str = ""
    tab: str = "all"
    order: str = "due"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab leaves people out."""
        return any((self.text, self.unit, self.department, self.employer, self.papers, self.case, self.starts_from,
                    self.starts_to, self.contact))  # fmt: skip


def placements(user: User) -> "QuerySet[Placement]":
    """Everything of the official's units with what a page shows: of all kinds, ended ones too."""
    return (
        Placement.objects.visible_to(user)
        .select_related(
            "student__user",
            "application",
            "department__unit__university",
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
    )


def interns(user: User) -> "QuerySet[Placement]":
    """Expected interns of the official's units, cancelled ones included (A42); internships only."""
    return placements(user).filter(kind=Kind.INTERNSHIP).order_by("insurance_case__papers_due_on", "pk")


def found(user: User, query: InternQuery) -> "QuerySet[Placement]":
    """The official's placements that the query leaves, sorted; bare rows, so that counting and paging stay cheap."""
    live = Placement.objects.visible_to(user).filter(_tab(query.tab, clock.page_now().date()))
    rows: QuerySet[Placement] = _searched(live, query)
    if query.unit is not None:
        rows = rows.filter(department__unit=query.unit)
    if query.department is not None:
        rows = rows.filter(department=query.department)
    if query.starts_from is not None:
        rows = rows.filter(dates__startswith__gte=query.starts_from)
    if query.starts_to is not None:
        rows = rows.filter(dates__startswith__lte=query.starts_to)
    if query.case:
        rows = rows.filter(insurance_case__state=query.case)
    if query.papers:
        rows = rows.filter(_papers(query.papers, clock.page_now().date()))
    if query.contact:
        rows = _answered(rows, query.contact)
    return _ordered(rows, query.order)


def rows_of(user: User, ids: Sequence[int]) -> list[Placement]:
    """These placements with everything a row shows, in the order given. One query."""
    by_id = {one.pk: one for one in placements(user).filter(pk__in=ids)}
    return [by_id[pk] for pk in ids if pk in by_id]


def figures(user: User) -> InternFigures:
    """One query for all the tiles."""
    today = clock.page_now().date()
    counts = Placement.objects.visible_to(user).aggregate(
        accepted=Count("pk", filter=_tab("all", today) & ~Q(state__in=_OVER)),
        awaiting=Count("pk", filter=_tab("awaiting", today)),
        late=Count("pk", filter=_tab("late", today)),
        this_week=Count("pk", filter=_tab("week", today)),
        cancelled=Count("pk", filter=_tab("cancelled", today)),
        others=Count("pk", filter=_tab("others", today)),
    )
    return InternFigures(**counts)


def units_of(user: User) -> "QuerySet[Unit]":
    """The units whose interns the official may see."""
    university_id, unit_ids = university_scope(user, UniversityAction.SEE_INTERNS)
    mine = Unit.objects.filter(university=university_id)
    return mine if unit_ids is None else mine.filter(pk__in=unit_ids)


def departments_of(user: User) -> "QuerySet[Department]":
    """The departments of those units that have had a placement, by name."""
    held = Placement.objects.filter(department=OuterRef("pk"))
    return Department.objects.filter(Exists(held), unit__in=units_of(user)).select_related("unit")


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
    match tab:
        case "awaiting":
            return _papers("waiting", today)
        case "late":
            return _papers("late", today)
        case "week":
            return _papers("week", today)
        case "cancelled":
            return Q(kind=Kind.INTERNSHIP, state__in=_OVER)
        case "others":
            return ~Q(kind=Kind.INTERNSHIP)
    return Q(kind=Kind.INTERNSHIP)


def _papers(wanted: str, today: dt.date) -> Q:
    """How it stands with the papers of an internship that stands."""
    stands = Q(kind=Kind.INTERNSHIP, state=PlacementState.CONFIRMED)
    waiting = stands & Q(insurance_case__state__in=_WAITING)
    match wanted:
        case "late":
            return waiting & Q(insurance_case__papers_due_on__lt=today)
        case "week":
            return waiting & Q(insurance_case__papers_due_on__range=(today, today + WEEK))
        case "received":
            return Q(kind=Kind.INTERNSHIP, insurance_case__state__in=_IN_HAND)
    return waiting


def _searched(rows: "QuerySet[Placement]", query: InternQuery) -> "QuerySet[Placement]":
    for word in turkish.fold(query.text).split():
        rows = rows.filter(
            Q(student__search_name__contains=word)
            | Q(application__student_no__startswith=word)
            | Q(offer__position__employer__in=_employers_named(rows, word))
        )
    for word in turkish.fold(query.employer).split():
        rows = rows.filter(offer__position__employer__in=_employers_named(rows, word))
    return rows


def _employers_named(rows: "QuerySet[Placement]", word: str) -> list[int]:
    """The employers in these rows whose name holds the word; their names are few enough to fold here."""
    named = rows.order_by().values_list("offer__position__employer", "offer__position__employer__name").distinct()
    return [pk for pk, name in named if word in turkish.fold(name)]


def _answered(rows: "QuerySet[Placement]", wanted: str) -> "QuerySet[Placement]":
    """By the newest answer of each kind; «none» are those whom nobody has asked yet."""
    said = ContactEntry.objects.filter(placement=OuterRef("pk"))
    if wanted == "none":
        return rows.filter(~Exists(said))
    field, _colon, answer = wanted.partition(":")
    newest = said.exclude(**{field: ""}).order_by("-pk").values(field)[:1]
    return rows.annotate(newest=Subquery(newest)).filter(newest=answer)


def _ordered(rows: "QuerySet[Placement]", order: str) -> "QuerySet[Placement]":
    """Sorted; a minus before the key turns it round. Unknown keys count as the usual order."""
    key, back = order.removeprefix("-"), order.startswith("-")
    columns = ORDERS.get(key, ORDERS["due"])
    if "rests" in columns:
        waits = When(state=PlacementState.CONFIRMED, insurance_case__state__in=_WAITING, then=Value(0))
        rows = rows.annotate(rests=Case(waits, default=Value(1), output_field=IntegerField()))
    ordered = rows.order_by(*columns, "pk")
    return ordered.reverse() if back else ordered
