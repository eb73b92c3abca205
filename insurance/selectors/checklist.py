"""The checklist of an intern's papers: printed, handed in, scan sent, missing (docs/rules.md)."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model

from insurance.models import LetterMatch, PaperForm, PaperReceipt, PaperScan
from insurance.paper_kinds import NOT_PRINTED, Paper
from insurance.papers.forms import ALWAYS_BACK, BEFORE_START, USUAL_WANT, USUALLY_BACK, forms_of
from insurance.selectors.compulsory import compulsory_by_placement
from offers.models import Placement
from usp.core import clock
from usp.documents.models import Document, DocumentState

Row = TypeVar("Row", bound=Model)
RELATIONS = (
    "department__unit__university",
    "department__internship_rule",
    "offer__position__employer",
    "pay_terms",
    "student__user",
)
"""What a placement should bring along, so that many checklists cost as much as one."""


@dataclass(frozen=True)
class Line:
    """One paper of one internship. ``is_needed``: without it nothing is declared to SGK."""

    kind: Paper
    is_wanted: bool
    is_needed: bool
    comes_back: bool
    scan_suffices: bool
    is_time: bool  # its moment has come: papers of the end wait for the last day
    printed: Document | None = None
    receipt: PaperReceipt | None = None
    letter: LetterMatch | None = None
    scan: PaperScan | None = None
    voided: tuple[PaperReceipt, ...] = field(default=())

    @property
    def label(self) -> str:
        """The paper's name."""
        return str(self.kind.label)

    @property
    def is_there(self) -> bool:
        """Whether somebody took it in, or a letter stands for it."""
        return self.receipt is not None or self.letter is not None

    @property
    def is_missing(self) -> bool:
        """Whether it is wanted back by now and nobody has it."""
        return self.is_open and self.is_time

    @property
    def is_open(self) -> bool:
        """Whether it is wanted back, now or at the end, and nobody has it."""
        return self.is_wanted and self.comes_back and not self.is_there

    @property
    def is_before_start(self) -> bool:
        """Whether it belongs to the papers that have a last day before the internship."""
        return self.kind in BEFORE_START

    @property
    def is_printed_here(self) -> bool:
        """Whether the portal makes it."""
        return self.kind not in NOT_PRINTED

    @property
    def scan_waits(self) -> bool:
        """Whether the student's scan waits for an official."""
        return self.scan is not None and self.scan.answer == PaperScan.Answer.WAITING


def checklist(placement: Placement) -> list[Line]:
    """One internship's papers in the order in which they are needed."""
    return checklists([placement])[placement.pk]


def checklists(placements: Collection[Placement]) -> dict[int, list[Line]]:
    """The same for many, by placement: five queries, one for each university, and what ``RELATIONS`` did not bring."""
    pks = [placement.pk for placement in placements]
    today = clock.page_now().date()
    forms = {pk: forms_of(pk) for pk in {_university_id(placement) for placement in placements}}
    printed = _by_paper(
        (one.subject_id, one)
        for one in Document.objects.filter(subject_type="placement", subject_id__in=pks, state=DocumentState.VALID)
    )
    receipts = PaperReceipt.objects.filter(placement__in=pks).select_related("received_by", "scan", "voided_by")
    taken, voided = _receipts(receipts)
    letters = {
        match.placement_id: match
        for match in LetterMatch.objects.filter(placement__in=pks, undone_at__isnull=True).select_related("letter")
    }
    compulsory = compulsory_by_placement(placements)
    scans = _by_paper(
        (one.placement_id, one)
        for one in PaperScan.objects.filter(placement__in=pks)
        .exclude(answer=PaperScan.Answer.REPLACED)
        .select_related("file", "answered_by")
        .order_by("pk")
    )
    return {
        placement.pk: [
            _line(
                placement,
                kind,
                forms[_university_id(placement)].get(kind),
                today,
                compulsory[placement.pk],
                printed=printed.get((placement.pk, kind)),
                receipt=taken.get((placement.pk, kind)),
                letter=letters.get(placement.pk) if kind == Paper.EMPLOYER_ACCEPTANCE else None,
                scan=scans.get((placement.pk, kind)),
                voided=tuple(voided.get((placement.pk, kind), ())),
            )
            for kind in Paper
        ]
        for placement in placements
    }


def shown(lines: Iterable[Line]) -> list[Line]:
    """What a page shows: what is wanted, and whatever somebody printed, took in or sent."""
    return [line for line in lines if line.is_wanted or line.printed or line.is_there or line.scan or line.voided]


def is_wanted(kind: Paper, want: str, placement: Placement, compulsory: bool | None) -> bool:
    """Whether the university wants this paper of this internship; ``want`` is its answer, ``compulsory`` the unit's.

    The fund's form is for what the State adds to: a paid internship at a private workplace that may still count as
    the curriculum's, whatever the university ticked (law 3308, provisional article 12).
    """
    if kind == Paper.FUND_FORM and (compulsory is False or not _pays_privately(placement)):
        return False
    return applies(want, placement, compulsory)


def applies(want: str, placement: Placement, compulsory: bool | None) -> bool:
    """Whether the university's answer to «for which internships?» means this one.

    What is wanted for compulsory internships is wanted until the commission says that this one is none.
    """
    if want == PaperForm.Want.PAID_PRIVATE:
        return _pays_privately(placement)
    if want == PaperForm.Want.COMPULSORY:
        return compulsory is not False
    return want == PaperForm.Want.ALWAYS


def _pays_privately(placement: Placement) -> bool:
    """Until somebody writes the terms a private internship counts as paid: the law asks for it (3308, md. 25)."""
    terms = getattr(placement, "pay_terms", None)
    return not placement.offer.position.employer.is_public and (terms is None or terms.is_paid)


def _line(
    placement: Placement,
    kind: Paper,
    form: PaperForm | None,
    today: dt.date,
    compulsory: bool | None,
    **found: object,
) -> Line:
    want = form.want if form else USUAL_WANT[kind]
    back = form.comes_back_signed if form else kind in USUALLY_BACK
    wanted = kind in ALWAYS_BACK or is_wanted(kind, want, placement, compulsory)
    comes_back = kind in ALWAYS_BACK or back
    return Line(
        kind=kind,
        is_wanted=wanted,
        is_needed=wanted and comes_back and kind in BEFORE_START,
        comes_back=comes_back,
        scan_suffices=form.scan_suffices if form else False,
        is_time=kind in BEFORE_START or today >= placement.last_day,
        **found,  # type: ignore[arg-type]
    )


def _university_id(placement: Placement) -> int:
    return placement.department.unit.university_id


def _by_paper(rows: Iterable[tuple[int, Row]]) -> dict[tuple[int, str], Row]:
    return {(pk, str(getattr(row, "kind"))): row for pk, row in rows}  # noqa: B009 -- rows of several models


def _receipts(
    rows: Iterable[PaperReceipt],
) -> tuple[dict[tuple[int, str], PaperReceipt], dict[tuple[int, str], list[PaperReceipt]]]:
    taken: dict[tuple[int, str], PaperReceipt] = {}
    voided: dict[tuple[int, str], list[PaperReceipt]] = {}
    for row in rows:
        if row.voided_at is None:
            taken[(row.placement_id, row.kind)] = row
        else:
            voided.setdefault((row.placement_id, row.kind), []).append(row)
    return taken, voided
