"""Reads of guidance: what is announced to whom."""

from usp.accounts.models import User
from usp.guidance.models import Announcement, Audience
from usp.reference.models import Department

_BESIDE_A_PAGE = 4


def announcements_for(
    user: User, *, department: Department | None = None, limit: int = _BESIDE_A_PAGE
) -> list[Announcement]:
    """What is announced to this reader now, pinned ones first. One query; the include shows it beside a page.

    ``department`` (with its unit at hand) is the student's, from the application.
    """
    rows = Announcement.objects.current().addressed_to(user, department)
    return list(rows.select_related("university", "unit", "department", "author")[:limit])


def public_announcements(*, limit: int = _BESIDE_A_PAGE) -> list[Announcement]:
    """What is announced to everybody now, signed in or not, pinned ones first. One query."""
    rows = Announcement.objects.current().filter(audience=Audience.PUBLIC)
    return list(rows.select_related("university", "unit", "department", "author")[:limit])
