"""Reads of guidance: what is announced to whom."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from usp.accounts.models import User
from usp.guidance.models import Announcement, Audience
from usp.guidance.models.announcements import AnnouncementQuerySet
from usp.guidance.upward import department_of
from usp.notifications.models import usp_now
from usp.reference.models import Department

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

_BESIDE_A_PAGE = 3


def announcements_for(
    user: User, *, department: Department | None = None, limit: int = _BESIDE_A_PAGE
) -> list[Announcement]:
    """What is announced to this reader now, pinned ones first. One query; the include shows it beside a page.

    ``department`` (with its unit at hand) is the student's, from the application.
    """
    return list(_with_places(Announcement.objects.current().addressed_to(user, department))[:limit])


def public_announcements(*, limit: int = _BESIDE_A_PAGE) -> list[Announcement]:
    """What is announced to everybody now, signed in or not, pinned ones first. One query."""
    return list(_with_places(Announcement.objects.current().filter(audience=Audience.PUBLIC))[:limit])


def readable_announcements(user: "User | AnonymousUser", *, archive: bool) -> "QuerySet[Announcement]":
    """What this reader may read: what is shown now, or what ended. A visitor reads what is public."""
    rows = _addressed(user)
    if not archive:
        return _with_places(rows.current())
    ended = rows.filter(withdrawn_at__isnull=True, shows_until__lte=usp_now())
    return _with_places(ended).order_by("-shows_until", "-id")


def any_readable_announcement(user: "User | AnonymousUser") -> "QuerySet[Announcement]":
    """What this reader may open by its address: shown now or before, never a withdrawn one or a coming one.

    Who may change an announcement may open it in any case.
    """
    shown = _addressed(user).filter(withdrawn_at__isnull=True, shows_from__lte=usp_now())
    mine = Announcement.objects.editable_by(user) if user.is_authenticated else Announcement.objects.none()
    either = Announcement.objects.filter(pk__in=shown.values("pk")) | Announcement.objects.filter(
        pk__in=mine.values("pk")
    )
    return _with_places(either)


def editable_announcements(user: User) -> "QuerySet[Announcement]":
    """What the user may change or has withdrawn, by the last change."""
    return _with_places(Announcement.objects.editable_by(user)).order_by(
        Coalesce("withdrawn_at", "changed_at").desc(), "-id"
    )


def _addressed(user: "User | AnonymousUser") -> AnnouncementQuerySet:
    if not user.is_authenticated:
        return Announcement.objects.filter(audience=Audience.PUBLIC)
    return Announcement.objects.all().addressed_to(user, department_of(user))


def _with_places(rows: "QuerySet[Announcement]") -> "QuerySet[Announcement]":
    return rows.select_related("university", "unit", "department", "author")
