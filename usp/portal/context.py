"""What every page's frame shows: menu, season, unread notices, and in the demo the season clock."""

from typing import Any

from django.conf import settings
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.http import HttpRequest

from applications.selectors import current_season
from insurance.selectors.letters import unread_forwards
from insurance.selectors.worklist import pressing
from offers.selectors.evaluations import waiting_interviews
from usp.accounts.models import User
from usp.accounts.permissions import sees_interns
from usp.core import clock
from usp.notifications.models import Notification
from usp.portal.demo.accounts import demo_code
from usp.portal.navigation import menu_for
from usp.portal.phases import season_now
from usp.portal.season_clock import stages


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's variables. All of them are always there; the admin has a frame of its own and gets none."""
    if request.path.startswith("/yonetim/"):
        return {}
    user = getattr(request, "user", None)
    season = current_season()
    context: dict[str, Any] = {
        "navigation": [],
        "season": season_now(season, clock.page_now()) if season else None,
        "unread_count": 0,
        "demo": settings.USP_DEMO,
        "demo_stages": stages(season, clock.page_now()) if settings.USP_DEMO and season else [],
        "demo_code": demo_code(request) if settings.USP_DEMO else "",
    }
    if isinstance(user, User) and user.is_authenticated:
        badges = _badges(user)
        context |= {
            "unread_count": badges["notifications:inbox"],
            "navigation": menu_for(user, request, badges),
        }
    return context


def _badges(user: User) -> dict[str, int]:
    """What waits at which place of the menu. One query, because every page shows it; an official's work is counted
    once a minute and after the official's own acts (``OwnWorkMiddleware``)."""
    waiting: dict[str, QuerySet[Any]] = {"notifications:inbox": Notification.objects.visible_to(user).unread()}
    if user.is_student:
        waiting["offers:interviews"] = waiting_interviews(user)
    if user.is_career_center:
        waiting["insurance:incoming-letters"] = unread_forwards(user)
    counts = User.objects.filter(pk=user.pk).values_list(*(_number(rows) for rows in waiting.values())).get()
    badges = dict(zip(waiting, counts, strict=True))
    if user.is_career_center and sees_interns(user):
        badges["insurance:worklist"] = pressing(user)
    return badges


def _number(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().annotate(number=Func(F("pk"), function="count")).values("number")
    return Subquery(counted, output_field=IntegerField())
