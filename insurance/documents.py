"""Who may fetch a placement's papers."""

from insurance.services.papers import SUBJECT
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.access import register_access


def may_see_papers(user: User, placement_id: int) -> bool:
    """Whoever may see the placement: the student, the employer, the university's officials, an operator."""
    return Placement.objects.visible_to(user).filter(pk=placement_id).exists()


register_access(SUBJECT, may_see_papers)
