"""What guidance asks of applications, which it must not import: help's address, a student's department, seasons."""

from applications.models import Season
from applications.selectors import current_season, live_application
from usp.accounts.models import User
from usp.guidance.upward import register_department_of, register_seasons, register_support
from usp.reference.models import Department


def _support_address() -> str:
    season = current_season()
    return season.support_email if season else ""


def _department_of(user: User) -> Department | None:
    """The department that the student's live application of the current season names."""
    application = live_application(user, current_season())
    return application.department if application else None


def _season_choices() -> list[tuple[str, str]]:
    return list(Season.objects.order_by("-is_current", "-applications_open_at").values_list("code", "title"))


register_support(_support_address)
register_department_of(_department_of)
register_seasons(_season_choices)
