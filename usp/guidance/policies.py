"""Who may open the pages on which announcements are written."""

from django.http import HttpRequest

from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.accounts.policies import user_of
from usp.core.policies import policy


def may_announce(user: User) -> bool:
    """Operators for everybody, officials for their own university, unit or department (A30)."""
    return user.is_operator or (user.is_career_center and university_may(user, UniversityAction.ANNOUNCE))


def _announces(request: HttpRequest) -> bool:
    return may_announce(user_of(request))


announcer = policy("announcer", _announces)
