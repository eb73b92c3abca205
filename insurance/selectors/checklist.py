"""The checklist of an intern's papers: printed, handed in, scan sent, missing (docs/rules.md)."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model

from insurance.models import LetterMatch, PaperReceipt, PaperScan
from insurance.paper_kinds import NOT_PRINTED, Paper
from insurance.papers.forms import BEFORE_START, OF_THE_END, forms_of
from insurance.papers.wants import Basis, Wish, missed_from, rules_at_hand, unfit, wish
from insurance.selectors.compulsory import compulsory_by_placement
from offers.models import Placement
from offers.states import PlacementState
from usp.core import clock
from usp.documents.models import Document, DocumentState

Row = TypeVar("Row", bound=Model)
RELATIONS = (
    "department__unit__university__paper_rules",
    "department__internship_rule",
    "offer__position__employer",
    "offer__position__season",
    "pay_terms",
    "student__user",
)
"""What a placement should bring along, so that many checklists cost as much as one."""


@dataclass(frozen=True)
class Line:
    """One paper of one internship: what is wanted of it, and what became of it.

    ``revoked`` is the print that counts no more where none was made in its place.
    """

    wish: Wish
    is_time: bool  # its moment has come: papers of the end wait for the last day
    printed: Document | None = None
    revoked: Document | None = None
    receipt: PaperReceipt | None = None
    letter: LetterMatch | None = None
    scan: PaperScan | None = None
    voided: tuple[PaperReceipt, ...] = field(default=())

    @property
    def kind(self) -> Paper:
        """Which paper."""
        return self.wish.kind

    @property
    def label(self) -> str:
        """The paper's name."""
        return str(self.kind.label)

    @property
    def is_wanted(self) -> bool:
        """Whether the university wants it of this internship."""
        return self.wish.is_wanted

    @property
    def is_needed(self) -> bool:
        """Whether nothing is declared to SGK without it."""
        return self.wish.is_needed

    @property
    def comes_back(self) -> bool:
        """Whether its signed original is taken in."""
        return self.wish.comes_back

    @property
    def scan_suffices(self) -> bool:
        """Whether the student's scan stands for the original."""
        return self.wish.scan_suffices

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
        """Whether it is wanted back, now or later, and nobody has it."""
        return self.is_wanted and self.comes_back and not self.is_there

    @property
    def is_lost(self) -> bool:
        """Whether what was printed counts no more and nothing took its place.

        A signed original that the entry was declared with has done its work and needs none.
        """
        done = self.is_there and self.is_before_start and self.kind not in OF_THE_END
        return self.revoked is not None and self.printed is None and not done

    @property
    def is_before_start(self) -> bool:
        """Whether it belongs to the papers that have a last day before the internship."""
        return self.kind in BEFORE_START

    @property
    def is_of_start(self) -> bool:
        """Whether it is wanted when the internship has begun."""
        return self.kind == Paper.START_FORM

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
    return lines_of(_bases(placements))


def lines_of(bases: Mapping[int, Basis]) -> dict[int, list[Line]]:
    """The same for whoever has read forms and rules already. At most five queries."""
    pks, today = list(bases), clock.page_now().date()
    valid, revoked = _prints(pks)
    receipts = PaperReceipt.objects.filter(placement__in=pks).select_related("received_by", "scan", "voided_by")
    taken, voided = _receipts(receipts)
    letters = {
        match.placement_id: match
        for match in LetterMatch.objects.filter(placement__in=pks, undone_at__isnull=True).select_related("letter")
    }
    scans = _by_paper(
        (one.placement_id, one)
        for one in PaperScan.objects.filter(placement__in=pks)
        .exclude(answer=PaperScan.Answer.REPLACED)
        .select_related("file", "answered_by")
        .order_by("pk")
    )
    return {
        pk: [
            Line(
                wish(kind, basis),
                today >= (missed_from(kind, basis.placement) or today),
                printed=valid.get((pk, kind)),
                revoked=_made_again(revoked.get((pk, kind)), kind, basis),
                receipt=taken.get((pk, kind)),
                letter=letters.get(pk) if kind == Paper.EMPLOYER_ACCEPTANCE else None,
                scan=scans.get((pk, kind)),
                voided=tuple(voided.get((pk, kind), ())),
            )
            for kind in Paper
        ]
        for pk, basis in bases.items()
    }


def missing_by_placement(placements: Collection[Placement]) -> dict[int, list[str]]:
    """What is needed before anything may be declared to SGK and nobody has, by name (docs/rules.md A6).

    Two queries, one for each university, one for the units' decisions where an answer hangs on them, and what
    ``RELATIONS`` did not bring.
    """
    bases = _bases(placements)
    there = set(
        PaperReceipt.objects.filter(placement__in=list(bases), voided_at__isnull=True).values_list("placement", "kind")
    )
    named = LetterMatch.objects.filter(placement__in=list(bases), undone_at__isnull=True)
    there |= {(pk, Paper.EMPLOYER_ACCEPTANCE.value) for pk in named.values_list("placement", flat=True)}
    return {
        pk: [
            str(kind.label)
            for kind in Paper
            if kind in BEFORE_START and (pk, kind.value) not in there and wish(kind, basis).is_needed
        ]
        for pk, basis in bases.items()
    }


def shown(lines: Iterable[Line]) -> list[Line]:
    """What a page shows: what is wanted, and whatever somebody printed, took in or sent, or must make again."""
    return [
        line
        for line in lines
        if line.is_wanted or line.printed or line.is_lost or line.is_there or line.scan or line.voided
    ]


def _bases(placements: Collection[Placement]) -> dict[int, Basis]:
    """What the answers rest on; the units' decisions are read for all at once, and only when one is asked for."""
    forms = {pk: forms_of(pk) for pk in {_university_id(placement) for placement in placements}}
    decided = functools.cache(lambda: compulsory_by_placement(placements))
    return {
        one.pk: Basis(
            one, forms[_university_id(one)], rules_at_hand(one), functools.partial(_decided_of, decided, one.pk)
        )
        for one in placements
    }


def _decided_of(decided: Callable[[], Mapping[int, bool | None]], placement_id: int) -> bool | None:
    return decided()[placement_id]


def _university_id(placement: Placement) -> int:
    return placement.department.unit.university_id


def _prints(pks: Collection[int]) -> tuple[dict[tuple[int, str], Document], dict[tuple[int, str], Document]]:
    """The valid print of each paper, and the newest revoked one where none is valid. One query."""
    rows = Document.objects.filter(subject_type="placement", subject_id__in=pks).order_by("version")
    valid = _by_paper((one.subject_id, one) for one in rows if one.state == DocumentState.VALID)
    revoked = _by_paper((one.subject_id, one) for one in rows if one.state == DocumentState.REVOKED)
    return valid, {place: one for place, one in revoked.items() if place not in valid}


def _made_again(document: Document | None, kind: Paper, basis: Basis) -> Document | None:
    """A revoked print, while another one may still take its place: not after the end, not where none fits any more."""
    if document is None or kind in (Paper.COMPLETION, Paper.WITHDRAWAL) or unfit(kind, basis):
        return None
    state = basis.placement.state
    stands = state == PlacementState.CONFIRMED or (state == PlacementState.COMPLETED and kind in OF_THE_END)
    return document if stands else None


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
