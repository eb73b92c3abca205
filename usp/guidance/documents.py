"""Who, besides the sender, sees files that guidance keeps."""

from usp.accounts.models import User
from usp.documents.access import register_upload_access
from usp.documents.models import Upload

PROBLEM = "problem"


def _operators(user: User, _upload: Upload) -> bool:
    return user.is_operator


register_upload_access(PROBLEM, _operators)
