"""What guidance asks of the apps above it, which it must not import: they register the answers at start."""

from collections.abc import Callable
from email.utils import parseaddr

from django.conf import settings

from usp.accounts.models import User
from usp.reference.models import Department

DepartmentOf = Callable[[User], Department | None]
SeasonCodes = Callable[[], list[tuple[str, str]]]
SupportAddress = Callable[[], str]

_department_of: list[DepartmentOf] = []
_seasons: list[SeasonCodes] = []
_support: list[SupportAddress] = []


def register_department_of(answer: DepartmentOf) -> None:
    """Say which department a student's application of this season names (with unit and university at hand)."""
    _department_of[:] = [answer]


def register_seasons(answer: SeasonCodes) -> None:
    """Say which seasons there are, as (code, name), the current one first."""
    _seasons[:] = [answer]


def register_support(answer: SupportAddress) -> None:
    """Say to which address of this season people write for help (A31); empty when there is no season."""
    _support[:] = [answer]


def department_of(user: User) -> Department | None:
    """The student's department; None for everybody else and before an enrolment is chosen."""
    return _department_of[0](user) if _department_of and user.is_student else None


def season_choices() -> list[tuple[str, str]]:
    """(code, name) of every season, the current one first."""
    return _seasons[0]() if _seasons else []


def support_address() -> str:
    """Where help is asked for: the season's address, without a season the portal's own."""
    season = _support[0]() if _support else ""
    return season or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
