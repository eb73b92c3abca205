"""Entry documents as they were sent: what is read, whose each is, and who still waits for one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from insurance.models import EntryDocument, EntryDocumentBatch, InsuranceCase, InsuranceEntry
from insurance.selectors.sgk import cases_in_scope, open_entries
from insurance.sgk.matching import Wanted
from insurance.states import CaseState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import turkish

_MAY_COME = (CaseState.ENTRY_DECLARED, CaseState.ENTRY_SHARED)


@dataclass(frozen=True)
class BatchView:
    """One sending, its documents by what is to be done with them."""

    batch: EntryDocumentBatch
    unread: int
    matched: tuple[EntryDocument, ...]
    open: tuple[EntryDocument, ...]
    refused: tuple[EntryDocument, ...]
    shared: tuple[EntryDocument, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return self.unread + len(self.matched) + len(self.open) + len(self.refused) + len(self.shared)


def batches_in_scope(user: User) -> "QuerySet[EntryDocumentBatch]":
    """Sendings of the university; an officer of some units sees the own ones, others may hold other units' people."""
    university_id, unit_ids = university_scope(user, UniversityAction.DECLARE_INSURANCE)
    found = EntryDocumentBatch.objects.filter(university=university_id).select_related("sent_by")
    return found if unit_ids is None else found.filter(sent_by=user)


def view_of(batch: EntryDocumentBatch) -> BatchView:
    """The documents of one sending. One query."""
    rows = list(
        batch.documents.defer("raw").annotate(is_unread=Q(raw__isnull=False)).select_related(
            "upload", "case__placement__student", "case__placement__department"
        )
    )  # fmt: skip
    read = [row for row in rows if not row.is_unread]
    return BatchView(
        batch,
        len(rows) - len(read),
        tuple(row for row in read if row.case_id and not row.shared_at and not row.refusal),
        tuple(row for row in read if not row.case_id and not row.refusal),
        tuple(row for row in read if row.refusal),
        tuple(row for row in read if row.shared_at),
    )


def wanted_in(cases: "QuerySet[InsuranceCase]") -> list[Wanted]:
    """Everybody for whom a document may come, with the signs by which it is known. One query."""
    entries = InsuranceEntry.objects.filter(open_entries(), case__in=cases, case__state__in=_MAY_COME)
    rows = entries.order_by("case").values_list(
        "case", "student__tckn_hash", "student__first_name", "student__last_name", "reference"
    )
    return [Wanted(case, number, f"{first} {last}", reference) for case, number, first, last, reference in rows]


def choices_for(user: User, documents: Iterable[EntryDocument]) -> list[InsuranceCase]:
    """Whom a document may be given to by hand: those without a shared one first, by name; and named candidates."""
    named = {case for document in documents for case in document.candidates}
    found = cases_in_scope(user).filter(state__in=_MAY_COME).select_related("placement__student", "placement__offer")
    return sorted(
        found,
        key=lambda case: (
            case.pk not in named,
            case.state == CaseState.ENTRY_SHARED,
            turkish.sort_key(str(case.placement.student)),
        ),
    )


def batches_with_counts(user: User, most: int) -> "QuerySet[EntryDocumentBatch]":
    """The newest sendings with how many documents they hold and how many of them are shared. One query."""
    return (
        batches_in_scope(user)
        .annotate(
            number=Count("documents"),
            shared=Count("documents", filter=Q(documents__shared_at__isnull=False)),
        )
        .order_by("-pk")[:most]
    )
