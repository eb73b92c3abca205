"""Who may see the proofs of declarations, besides the student who sent them."""

from applications.proofs import PROOF
from applications.verification import scope
from usp.accounts.models import User
from usp.documents.access import register_upload_access
from usp.documents.models import Upload


def may_see_proof(user: User, upload: Upload) -> bool:
    """Whether a declaration on the user's desk rests on this file."""
    return scope.has_desk(user) and scope.desk(user).filter(proof=upload).exists()


register_upload_access(PROOF, may_see_proof)
