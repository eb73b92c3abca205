"""The placement's acceptance form (D1), made by itself after the final approval and on demand."""

from insurance.paper_kinds import Paper
from insurance.papers.issue import SUBJECT, issue_paper
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Document
from usp.documents.selectors import valid_document
from usp.notifications.services.notify import notify

__all__ = ["SUBJECT", "ensure_acceptance_form"]


def ensure_acceptance_form(*, placement_id: int, actor: User | None) -> Document:
    """The placement's valid acceptance form; made now where there is none, and the student is told once."""
    kind = Paper.ACCEPTANCE_FORM
    existing = valid_document(subject_type=SUBJECT, subject_id=placement_id, kind=kind)
    if existing is not None:
        return existing
    document = issue_paper(placement_id=placement_id, kind=kind, actor=actor)
    placement = Placement.objects.select_related("student__user", "offer", "insurance_case").get(pk=placement_id)
    notify(
        kind="papers_ready",
        recipient=placement.student.user,
        dedupe_key=f"placement:{placement.pk}:papers",
        context={
            "employer": placement.offer.terms["employer"],
            "papers_due_on": placement.insurance_case.papers_due_on,
        },
    )
    return document
