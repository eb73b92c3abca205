"""Who may open the pages of announcements' authors and of official letters."""

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


def _reads_letters(request: HttpRequest) -> bool:
    return user_of(request).is_operator or user_of(request).is_career_center


announcer = policy("announcer", _announces)
letter_reader = policy(
    "letter_reader", lambda request: user_of(request).is_operator or user_of(request).is_career_center
)
letter_reader = policy("letter_reader", _reads_letters)
