"""Reads about a season as operators see it: what is missing, who is to be told of a moved deadline."""

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from applications.eligibility import season_rules
from applications.models import (
    Application,
    ConsentText,
    InternshipWindow,
    MethodState,
    Season,
    SeasonDate,
)
from applications.models.windows import WindowState
from applications.season_check import DATES, Facts, Gap, gaps_of
from applications.states import UNFINISHED, ApplicationState
from usp.accounts.models import EmployerStatus, User, UserKind
from usp.core import clock
from usp.notifications.models import Notification
from usp.reference.models import University
from usp.reference.selectors import closed_days

# Every university in Türkiye grades on one of these; what else is in use is read from the applications.
_FOUR, _HUNDRED = 4, 100


def season_gaps(season: Season) -> list[Gap]:
    """What is missing before the season may open, errors first. About a dozen queries, none of which grows."""
    return gaps_of(season_facts(season))


def season_facts(season: Season) -> Facts:
    """Everything the check looks at, by the clock of this moment."""
    now = clock.now()
    published = InternshipWindow.objects.filter(season=season, state=WindowState.OPEN)
    without = University.objects.filter(has_career_center=True).exclude(kind__in=University.OUTSIDE_TURKIYE)
    running = Season.objects.filter(is_current=True, confirm_close_at__gt=now).exclude(pk=season.pk).first()
    return Facts(
        season=season,
        rules=season_rules(season),
        now=now,
        closed_days=closed_days(),
        scales_in_use=_scales_in_use(season),
        first_window=published.aggregate(first=Min("starts_on"))["first"],
        universities_without_windows=without.exclude(Exists(published.filter(university=OuterRef("pk")))).count(),
        has_windows=published.exists(),
        has_method=season.methods.filter(state=MethodState.PUBLISHED).exists(),
        consents=set(ConsentText.objects.filter(is_current=True).values_list("kind", flat=True)),
        running=running.name if running else "",
        labels={name: str(Season._meta.get_field(name).verbose_name) for name in DATES},  # type: ignore[union-attr]
    )


def _scales_in_use(season: Season) -> set[int]:
    """4 and 100, what the students of the season before had, and what operators were told of for this one."""
    before = Season.objects.exclude(pk=season.pk).filter(applications_open_at__lt=season.applications_open_at).first()
    known = Application.objects.filter(season__in=[one for one in (before, season) if one], gno_scale__isnull=False)
    told = Notification.objects.filter(kind="gno_scale_unknown", dedupe_key__startswith=f"season:{season.pk}:")
    named = {str(context.get("scale", "")) for context in told.values_list("context", flat=True)}
    registered = known.order_by().values_list("gno_scale", flat=True).distinct()
    return {_FOUR, _HUNDRED, *(scale for scale in registered if scale), *(int(one) for one in named if one.isdecimal())}


def concerned_by(season: Season, field: str) -> QuerySet[User]:
    """Whom a moved deadline concerns, in the order of their ids.

    More time to apply: whoever has an unfinished application, whoever has completed one (for the preferences), and
    the career centres. The other dates: who has completed an application, approved employers, and the career centres.
    """
    states = [ApplicationState.COMPLETED]
    people = Q(kind=UserKind.CAREER_CENTER)
    if field == SeasonDate.APPLICATIONS_CLOSE:
        states += UNFINISHED
    else:
        people |= Q(kind=UserKind.EMPLOYER, employer_membership__employer__status=EmployerStatus.APPROVED)
    applied = Application.objects.filter(season=season, state__in=states, student__user=OuterRef("pk"))
    return User.objects.filter(people | Q(Exists(applied), kind=UserKind.STUDENT), is_active=True).order_by("pk")
