"""The papers of a placement, and who may fetch them."""

from insurance.papers import catalogue  # noqa: F401 -- makes every kind known
from insurance.papers.issue import SUBJECT
from offers.identity import identity_open
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.access import register_access


def may_see_papers(user: User, placement_id: int) -> bool:
    """Whoever may see the placement: the student, the university's officials, an operator; the employer only while
    it may know who the person is, because papers say it."""
    found = Placement.objects.visible_to(user).filter(pk=placement_id)
    if user.is_employer:
        found = found.filter(identity_open(state="offer__state", position="offer__position"))
    return found.exists()


register_access(SUBJECT, may_see_papers)
