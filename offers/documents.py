"""Who, besides the sender, sees files that belong to a placement."""

from offers.models import CancellationRequest, HandedInDocument, Placement
from offers.states import SEATED_YES
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.documents.access import register_upload_access
from usp.documents.models import Upload

CANCELLATION = "cancellation"
HANDED_IN = "handed_in"


def _deciders_of_the_request(user: User, upload: Upload) -> bool:
    """The university's officials who decide on cancellations in the student's unit; never the employer: what proves
    an excuse is often about somebody's health."""
    if user.is_operator:
        return CancellationRequest.objects.filter(proof=upload).exists()
    if not user.is_career_center:
        return False
    scope = university_scope(user, UniversityAction.DECIDE_CANCELLATIONS)
    return CancellationRequest.objects.filter(
        proof=upload, placement__in=Placement.objects.of_university(*scope)
    ).exists()


def _employer_that_asked(user: User, upload: Upload) -> bool:
    """The employer's people while they may know the person."""
    if not user.is_employer:
        return False
    mine = Placement.objects.visible_to(user).filter(offer__state__in=SEATED_YES)
    return HandedInDocument.objects.filter(file=upload, placement__in=mine).exists()


register_upload_access(CANCELLATION, _deciders_of_the_request)
register_upload_access(HANDED_IN, _employer_that_asked)
