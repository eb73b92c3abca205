"""Who may fetch a placement's papers."""

from insurance.services.papers import SUBJECT
from offers.models import Placement
from offers.states import SEATED_YES
from usp.accounts.models import User
from usp.documents.access import register_access


def may_see_papers(user: User, placement_id: int) -> bool:
    """Whoever may see the placement: the student, the university's officials, an operator; the employer only while
    it may know who the person is, because papers say it."""
    found = Placement.objects.visible_to(user).filter(pk=placement_id)
    return (found.filter(offer__state__in=SEATED_YES) if user.is_employer else found).exists()


register_access(SUBJECT, may_see_papers)
