"""Prints that no longer say what holds: revoked, and told to everybody who has one or makes the next.

Made again by itself is only the university's acceptance form (``tasks.make_acceptance_form``): everything else somebody
signs, words or asks for, so that it is for its maker to have it made again. Until then checklist, «Belgelerim» and the
employer's page say so beside the paper, and «Yapılacaklar» where only the university makes it.
"""

from collections.abc import Collection

from insurance.paper_kinds import Paper
from insurance.papers.catalogue import SPECS
from insurance.papers.issue import SUBJECT
from insurance.papers.subject import Subject
from insurance.papers.wants import unfit
from insurance.papers_news import tell_revoked
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Document, DocumentState
from usp.documents.services.issue import revoke_documents


def withdraw_papers(
    *, placement: Placement, reason: str, actor: User | None, only: Collection[Paper] = ()
) -> list[Paper]:
    """Revoke the internship's papers, or ``only`` these kinds, and tell whoever has or makes them; which were valid.

    Part of the caller's transaction, which holds the placement's lock. ``reason`` is one sentence in Turkish that
    everybody concerned reads.
    """
    gone = [one for one in _valid(placement) if not only or one.kind in only]
    revoke_documents(subject_type=SUBJECT, subject_id=placement.pk, actor=actor, reason=reason, only=only)
    tell_revoked(placement, [one for one in gone if one.kind != Paper.ACCEPTANCE_FORM], reason, actor)
    return [Paper(one.kind) for one in gone]


def outdated(subject: Subject) -> list[Paper]:
    """The valid papers that say something else than the unit has decided, or that nobody would make any more."""
    found = []
    for one in _valid(subject.placement):
        spec = SPECS[Paper(one.kind)]
        holds = spec.decided(subject)
        says = {name: one.snapshot.get(name) for name in holds}
        if says != holds or unfit(spec.kind, subject.basis):
            found.append(spec.kind)
    return found


def _valid(placement: Placement) -> list[Document]:
    valid = Document.objects.filter(subject_type=SUBJECT, subject_id=placement.pk, state=DocumentState.VALID)
    return list(valid.filter(kind__in=list(SPECS)).order_by("pk"))
