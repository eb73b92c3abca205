"""Who, besides the sender, sees files that belong to an offer or a placement."""

from offers.identity import identity_open
from offers.models import CancellationRequest, Evaluation, HandedInDocument, Offer, Placement
from offers.selectors.moment import with_state_now
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, UniversityAction, employer_may, university_scope
from usp.documents.access import register_upload_access
from usp.documents.models import Upload

CANCELLATION = "cancellation"
HANDED_IN = "handed_in"
EVALUATION_ANSWER = "evaluation_answer"


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
    mine = Placement.objects.visible_to(user).filter(identity_open(state="offer__state", position="offer__position"))
    return HandedInDocument.objects.filter(file=upload, placement__in=mine).exists()


def _employer_that_evaluates(user: User, upload: Upload) -> bool:
    """The employer's people while the offer opens who the candidate is, at this moment."""
    if not user.is_employer or not employer_may(user, EmployerAction.SEE_OFFERS):
        return False
    known = with_state_now(Offer.objects.visible_to(user)).filter(identity_open())
    return Evaluation.objects.filter(answer_file=upload, offer__in=known.values("pk")).exists()


register_upload_access(CANCELLATION, _deciders_of_the_request)
register_upload_access(HANDED_IN, _employer_that_asked)
register_upload_access(EVALUATION_ANSWER, _employer_that_evaluates)
