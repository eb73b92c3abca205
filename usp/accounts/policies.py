"""The policies that views state: who may call them at all. Objects are scoped by ``visible_to`` besides."""

from collections.abc import Callable
from typing import TypeAlias, cast

from django.http import HttpRequest

from usp.accounts.models import User, UserKind
from usp.accounts.permissions import EmployerAction, UniversityAction, employer_may, university_may
from usp.core.http import View
from usp.core.policies import policy

Decorator: TypeAlias = Callable[[View], View]


def user_of(request: HttpRequest) -> User:
    """The signed-in user, typed. Only behind a policy, where there is one."""
    return cast(User, request.user)


signed_in: Decorator = policy("signed_in", lambda request: request.user.is_authenticated)
student_only: Decorator = policy("student", lambda request: user_of(request).kind == UserKind.STUDENT)
operator_only: Decorator = policy("operator", lambda request: user_of(request).kind == UserKind.OPERATOR)


def employer_only(action: EmployerAction) -> Decorator:
    """People of an employer whose role grants the action."""
    return policy(
        f"employer:{action}",
        lambda request: user_of(request).kind == UserKind.EMPLOYER and employer_may(user_of(request), action),
    )


def career_center_or_operator(action: UniversityAction) -> Decorator:
    """Officials as in ``career_center_only``, and operators where they stand in for a university (docs/rules.md A8).

    For whom an operator may act, the objects' own scope says.
    """
    return policy(
        f"career_center_or_operator:{action}",
        lambda request: (
            user_of(request).is_operator
            or (user_of(request).kind == UserKind.CAREER_CENTER and university_may(user_of(request), action))
        ),
    )


def career_center_only(action: UniversityAction) -> Decorator:
    """Officials of a university, one of whose roles grants the action."""
    return policy(
        f"career_center:{action}",
        lambda request: user_of(request).kind == UserKind.CAREER_CENTER and university_may(user_of(request), action),
    )
