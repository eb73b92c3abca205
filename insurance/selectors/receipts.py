"""Reads for taking papers in: one intern's checklist, and the table for a whole pile."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from insurance.models import PaperReceipt, PaperScan
from insurance.selectors.checklist import RELATIONS, Line, checklists
from insurance.selectors.letters import searched, takeable
from insurance.states import CaseState
from offers.models import Placement
from offers.states import LIVE_PLACEMENT, PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.documents.selectors import by_code

PAGE = 25
_CODE_LENGTH = 16


@dataclass(frozen=True)
class PileRow:
    """One intern in the pile's table. ``ticked`` are papers already marked; ``error`` is why the last try failed."""

    placement: Placement
    lines: tuple[Line, ...]
    is_late: bool
    ticked: frozenset[str] = frozenset()
    error: str = ""

    @property
    def open_lines(self) -> list[Line]:
        """What may be ticked: wanted papers that are not there."""
        return [line for line in self.lines if line.is_missing]

    @property
    def taken_lines(self) -> list[Line]:
        """What is there already."""
        return [line for line in self.lines if line.is_there]

    def with_last_try(self, ticked: list[str], error: str) -> "PileRow":
        """The same row after a try that failed."""
        return PileRow(self.placement, self.lines, self.is_late, frozenset(ticked), error)


def pile(user: User, text: str, page: str | None) -> "Page[PileRow]":
    """Interns whose papers the user takes in: those who wait, or whom the words mean. A paper's code ticks the paper.

    A page of rows costs as many queries as one row.
    """
    rows = takeable(user).filter(state__in=LIVE_PLACEMENT).select_related(*RELATIONS, "application", "insurance_case")
    rows = rows.order_by("insurance_case__papers_due_on", "pk")
    if text.strip():
        rows = searched(rows, text.strip())
    else:
        rows = rows.filter(insurance_case__state=CaseState.AWAITING_PAPERS, state=PlacementState.CONFIRMED)
    paginator: Paginator[Placement] = Paginator(rows, PAGE)
    found = paginator.get_page(page)
    document = by_code(text.strip()) if len(text.strip()) >= _CODE_LENGTH else None
    read = pile_rows(list(found.object_list))
    if document is not None:
        read = [row.with_last_try([document.kind], "") for row in read]
    found.object_list = read  # type: ignore[assignment]
    return found  # type: ignore[return-value]


def pile_rows(placements: list[Placement]) -> list[PileRow]:
    """The table's rows for these internships."""
    lists, today = checklists(placements), clock.page_now().date()
    return [
        PileRow(
            one,
            tuple(line for line in lists[one.pk] if line.is_missing or line.is_there),
            today > one.insurance_case.papers_due_on,
        )
        for one in placements
    ]


def chosen_rows(user: User, pks: list[int]) -> list[PileRow]:
    """The rows of these internships, whom the user may not serve left out."""
    rows = takeable(user).filter(pk__in=pks).select_related(*RELATIONS, "application", "insurance_case").order_by("pk")
    return pile_rows(list(rows))


def receipt_of(user: User, pk: int) -> PaperReceipt | None:
    """A receipt of the user's units."""
    rows = PaperReceipt.objects.filter(placement__in=takeable(user).values("pk"))
    return rows.select_related("placement__student__user").filter(pk=pk).first()


def scan_of(user: User, pk: int) -> PaperScan | None:
    """A scan of a student of the user's units."""
    rows = PaperScan.objects.filter(placement__in=takeable(user).values("pk"))
    return rows.select_related("placement__student__user", "file").filter(pk=pk).first()


def waiting_scans(user: User) -> int:
    """How many scans wait for the user's units. One query."""
    waiting = PaperScan.objects.filter(answer=PaperScan.Answer.WAITING)
    return waiting.filter(placement__in=takeable(user).values("pk")).count()
