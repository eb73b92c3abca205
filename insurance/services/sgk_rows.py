"""The rows of SGK's files follow the case: whoever writes an answer down, the file shows it."""

from insurance.models import InsuranceCase, InsuranceEntry, SgkFile, SgkFileRow
from offers.models import Placement, RequestedDocument
from offers.services.handing_in import hand_in
from usp.core import clock
from usp.documents.models import Upload

ENTRY, EXIT = SgkFile.Kind.ENTRY, SgkFile.Kind.EXIT
ACCEPTED, REFUSED = SgkFileRow.Outcome.ACCEPTED, SgkFileRow.Outcome.REFUSED


def answer_rows(
    *, case: InsuranceCase, kind: str, outcome: str, message: str = "", entry: InsuranceEntry | None = None
) -> None:
    """Every row of the case that waits has its answer now; part of the verb that writes it down. An answered row
    stays as it is."""
    SgkFileRow.objects.filter(case=case, file__kind=kind, outcome=SgkFileRow.Outcome.WAITING).update(
        outcome=outcome, message=message[:300], answered_at=clock.now(), entry=entry
    )


def hand_entry_document_in(*, placement: Placement, document: Upload) -> None:
    """Put the entry document where the position asks for it (docs/rules.md A16); what the employer has ticked stays."""
    hand_in(placement=placement, kind=RequestedDocument.Kind.ENTRY_DOCUMENT, file=document)
