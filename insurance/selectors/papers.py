"""A student's placements with their papers."""

import datetime as dt
from dataclasses import dataclass

from insurance.deadlines import last_moment
from insurance.models import InsuranceCase, PaperRules, SentMessage
from insurance.selectors.late_papers import Lateness, lateness_of
from insurance.selectors.messages import messages_to
from offers.asks import Ask, asks_of
from offers.models import Placement
from usp.accounts.models import User
from usp.core import clock
from usp.documents.documents import ACCEPTANCE_FORM
from usp.documents.models import Document, DocumentState
from usp.documents.selectors import documents_of


@dataclass(frozen=True)
class PaperRow:
    """One internship of a student with its papers."""

    placement: Placement
    case: InsuranceCase | None
    documents: tuple[Document, ...]
    rules: PaperRules
    asks: tuple[Ask, ...] = ()
    messages: tuple[tuple[SentMessage, str], ...] = ()
    late: Lateness | None = None

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
    """A student's placements, newest first, each with its case, papers, questions and messages.

    Five queries, and three more where papers are late.
    """
    placements = list(
        Placement.objects.visible_to(user).select_related(
            "student",
            "offer__position__employer",
            "insurance_case",
            "application__department",
            "department__unit__university__paper_rules",
        )
    )
    papers: dict[int, list[Document]] = {}
    for document in documents_of(subject_type="placement", subject_ids=[one.pk for one in placements]):
        papers.setdefault(document.subject_id, []).append(document)
    asks, messages = asks_of([one.pk for one in placements]), messages_to(placements)
    return [
        PaperRow(
            one,
            getattr(one, "insurance_case", None),
            tuple(papers.get(one.pk, ())),
            _rules(one),
            asks.get(one.pk, ()),
            tuple(messages.get(one.pk, ())),
            _late(one),
        )
        for one in placements
    ]


def _late(placement: Placement) -> Lateness | None:
    case = getattr(placement, "insurance_case", None)
    return lateness_of(placement, case, _rules(placement), clock.page_now()) if case else None


def _rules(placement: Placement) -> PaperRules:
    """The university's own rules for papers, which are at hand, or the usual ones."""
    university = placement.department.unit.university
    return getattr(university, "paper_rules", None) or PaperRules(university=university)
