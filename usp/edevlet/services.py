"""What a successful answer of e-Devlet does here."""

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError

from usp.accounts import crypto
from usp.accounts.models import User
from usp.accounts.services.students import sign_in_student
from usp.core.db import verb
from usp.edevlet.client import Identity
from usp.edevlet.provider import PROVIDER_ID


def sign_in(*, identity: Identity) -> tuple[User, str]:
    """The student behind an identity, and the uid of the account that allauth will find.

    Two first sign-ins of one person at the same time end in one account: the loser finds the winner's.
    """
    try:
        return _sign_in(identity)
    except IntegrityError:
        return _sign_in(identity)


@verb
def _sign_in(identity: Identity) -> tuple[User, str]:
    user = sign_in_student(tckn=identity.tckn, first_name=identity.first_name, last_name=identity.last_name)
    uid = crypto.blind_index(identity.tckn)
    SocialAccount.objects.update_or_create(provider=PROVIDER_ID, uid=uid, defaults={"user": user, "extra_data": {}})
    return user, uid
