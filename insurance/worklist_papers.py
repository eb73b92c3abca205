"""What waits of the university's own letters: one that counts no more and that nobody else can make again."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from insurance import worklist_words as words
from insurance.models import UnitDecision
from insurance.papers.catalogue import SPECS
from insurance.papers.registry import CENTER
from insurance.worklist import Source, register_source
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.permissions import UniversityAction
from usp.documents.models import Document, DocumentState

ONLY_OURS = tuple(kind.value for kind, spec in SPECS.items() if spec.makers == {CENTER})


def _revoked(placements: "QuerySet[Placement]", today: dt.date) -> "QuerySet[Placement]":
    """Before the start, where the letter still has a ground: the curriculum (or nobody's no) or the season's."""
    letters = Document.objects.filter(subject_type="placement", subject_id=OuterRef("pk"), kind__in=ONLY_OURS)
    decisions = UnitDecision.objects.filter(placement=OuterRef("pk"), subject=UnitDecision.Subject.COMPULSORY)
    asked = Q(department__internship_rule__isnull=True, department__compulsory_days__isnull=False) | Q(
        department__internship_rule__compulsory_days__isnull=False
    )
    found = placements.annotate(counts=Subquery(decisions.order_by("-pk").values("granted")[:1])).filter(
        Q(offer__position__season__status_is_compulsory=True) | Q(counts=True) | (Q(counts=None) & asked),
        Exists(letters.filter(state=DocumentState.REVOKED)),
        ~Exists(letters.filter(state=DocumentState.VALID)),
        state=PlacementState.CONFIRMED,
        dates__startswith__gt=today,
    )
    return found.annotate(due_on=F("dates__startswith"))


register_source(
    Source(
        "revoked_letter",
        _("Zorunluluk yazısını yeniden düzenleyin"),
        UniversityAction.PRINT_PAPERS,
        _revoked,
        _("Evrakı aç"),
        anchor="evrak",
        details=words.of_starts,
    )
)
