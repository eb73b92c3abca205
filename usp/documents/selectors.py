"""Reads of papers."""

from django.db.models import QuerySet

from usp.documents.codes import normalise
from usp.documents.models import Document, DocumentState


def by_code(entered: str) -> Document | None:
    """The paper of a code in any spelling, or None. What cannot be a code costs the same single query."""
    return Document.objects.filter(code=normalise(entered)).first()


def valid_document(*, subject_type: str, subject_id: int, kind: str) -> Document | None:
    """The paper of that kind that counts today."""
    return Document.objects.filter(
        subject_type=subject_type, subject_id=subject_id, kind=kind, state=DocumentState.VALID
    ).first()


def documents_of(*, subject_type: str, subject_ids: list[int]) -> QuerySet[Document]:
    """All papers of those subjects, newest first; for lists, with one query."""
    return Document.objects.filter(subject_type=subject_type, subject_id__in=subject_ids)
