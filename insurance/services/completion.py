"""The completion certificate comes by itself: a task after completion, and a sweep for what that left behind."""

import logging

from django.db.models import Exists, OuterRef

from insurance import ending_notifications as news
from insurance.paper_kinds import Paper
from insurance.papers.issue import SUBJECT, issue_paper
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.core.errors import RuleViolation
from usp.documents.models import Document

logger = logging.getLogger(__name__)
MOST = 200  # in one sweep


def issue_certificate(*, placement_id: int) -> Document:
    """The valid certificate of a completed internship, made now where there is none; the student is told once."""
    document = issue_paper(placement_id=placement_id, kind=Paper.COMPLETION, actor=None)
    placement = Placement.objects.select_related("student__user", "offer").get(pk=placement_id)
    news.tell_certificate(placement, document.code)
    return document


def issue_missing_certificates() -> int:
    """Certificates of completed internships that have never had one, newest first; answers how many were made."""
    had = Document.objects.filter(subject_type=SUBJECT, subject_id=OuterRef("pk"), kind=Paper.COMPLETION.value)
    waiting = Placement.objects.filter(~Exists(had), kind=Kind.INTERNSHIP, state=PlacementState.COMPLETED)
    made = 0
    for placement_id in list(waiting.order_by("-ended_at").values_list("pk", flat=True)[:MOST]):
        try:
            issue_certificate(placement_id=placement_id)
        except RuleViolation as rule:
            logger.warning("insurance: no certificate for placement %s: %s", placement_id, rule.code)
        else:
            made += 1
    return made
