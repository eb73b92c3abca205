"""What waits at a desk, in which order, and whether it will be done in time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from applications.declaration_states import DeclarationState
from applications.models import Declaration, DeclarationClaim, ItemKind, Season
from applications.models.declarations import DeclarationQuerySet
from applications.verification import scope
from usp.accounts.models import User
from usp.core import clock
from usp.core.ordering import turkish_order
from usp.core.turkish import fold, sort_key
from usp.reference.models import Unit

OLD, VERY_OLD = dt.timedelta(days=3), dt.timedelta(days=7)
# How long an open page keeps others away; every decision and every page load begins it anew. By the real clock.
CLAIM_HOLDS = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Wanted:
    """How the official narrowed the queue."""

    appeals: bool = False
    kind: int | None = None
    unit: int | None = None
    text: str = ""

    @cached_property
    def query(self) -> str:
        """The same as a query string, empty for the whole queue."""
        pairs = {"sekme": "itiraz" if self.appeals else "", "tur": self.kind, "birim": self.unit, "q": self.text}
        return urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True)
class UnitProgress:
    """How far one unit is. Ages count from the application's completion."""

    name: str
    university: str
    total: int
    decided: int
    waiting: int
    old: int
    very_old: int
    appeals: int

    @property
    def percent(self) -> int:
        """Whole percent decided, 100 only when nothing waits."""
        return 100 if not self.waiting else min(99, 100 * self.decided // self.total)


@dataclass(frozen=True)
class Pace:
    """The whole desk against the evaluation weeks, which end when the pool opens."""

    total: int
    waiting: int
    appeals: int
    old: int
    very_old: int
    days_left: int
    ends_at: dt.datetime

    @property
    def decided(self) -> int:
        """How many are done."""
        return self.total - self.waiting

    @property
    def percent(self) -> int:
        """Whole percent decided, 100 only when nothing waits."""
        if not self.total:
            return 100
        return 100 if not self.waiting else min(99, 100 * self.decided // self.total)

    @property
    def a_day(self) -> int:
        """How many a day it takes to be done in time, rounded up; all of them on the last day."""
        return -(-self.waiting // max(self.days_left, 1))


def queue(user: User, wanted: Wanted) -> DeclarationQuerySet:
    """What waits for this user, the longest waiting application first and its declarations together."""
    rows = scope.appeals(user) if wanted.appeals else scope.first_round(user)
    rows = rows.filter(state=DeclarationState.APPEALED if wanted.appeals else DeclarationState.PENDING)
    if wanted.appeals:
        rows = rows.exclude(decisions__by=user)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unit:
        rows = rows.filter(application__department__unit=wanted.unit)
    for word in fold(wanted.text).split():
        rows = rows.filter(
            Q(application__student__search_name__contains=word) | Q(application__student_no__startswith=word)
        )
    return with_facts(rows).order_by("application__completed_at", "application_id", "pk")


def with_facts(rows: DeclarationQuerySet) -> DeclarationQuerySet:
    """Everything a row or an item page shows, without a query for each."""
    return rows.select_related(
        "kind__institution",
        "option",
        "language",
        "exam",
        "proof",
        "claim__user",
        "exam_check",
        "appeal",
        "application__season",
        "application__student__user",
        "application__department__unit__university",
    )


def following(user: User, wanted: Wanted, after: Declaration) -> Declaration | None:
    """The next one in the queue that nobody else has open; from the top again when the end is reached."""
    fresh = timezone.now() - CLAIM_HOLDS
    free = queue(user, wanted).exclude(Q(claim__claimed_at__gt=fresh) & ~Q(claim__user=user)).exclude(pk=after.pk)
    application = after.application
    later = Q(application__completed_at__gt=application.completed_at) | Q(
        application__completed_at=application.completed_at
    ) & (Q(application_id__gt=application.pk) | Q(application_id=application.pk, pk__gt=after.pk))
    return free.filter(later).first() or free.first()


def holder(claim: DeclarationClaim | None, user: User) -> DeclarationClaim | None:
    """The claim of somebody else that still keeps this user away, if there is one."""
    if claim is None or claim.user_id == user.pk or claim.claimed_at <= timezone.now() - CLAIM_HOLDS:
        return None
    return claim


@dataclass(frozen=True)
class Group:
    """Declarations that say the same thing of many students, so that one record proves them all."""

    kind: ItemKind
    issuer: str
    title: str
    count: int


def groups(user: User, wanted: Wanted) -> list[Group]:
    """Waiting declarations that share kind, issuer and title, the largest group first; at least two each."""
    rows = list(
        queue(user, wanted)
        .order_by()
        .exclude(issuer="")
        .values("kind", "issuer", "title")
        .annotate(count=Count("pk"))
        .filter(count__gte=2)
        .order_by("-count", "issuer", "title")[:50]
    )
    kinds = ItemKind.objects.in_bulk({row["kind"] for row in rows})
    return [Group(kinds[row["kind"]], row["issuer"], row["title"], row["count"]) for row in rows]


def group_members(user: User, *, kind: int, issuer: str, title: str, limit: int) -> list[Declaration]:
    """The group's declarations still waiting, by the student's name."""
    rows = queue(user, Wanted(kind=kind)).filter(issuer=issuer, title=title)
    return list(
        rows.order_by(turkish_order("application__student__first_name", "application__student__last_name"), "pk")[
            :limit
        ]
    )


def pace(user: User, season: Season) -> Pace:
    """The desk's figures in two queries."""
    now = clock.page_now()
    counts = scope.first_round(user).aggregate(total=Count("pk"), **_ages(now))
    waiting = scope.appeals(user).filter(state=DeclarationState.APPEALED).exclude(decisions__by=user).count()
    left = max((season.pool_opens_at.date() - now.date()).days, 0)
    return Pace(appeals=waiting, days_left=left, ends_at=season.pool_opens_at, **counts)


def progress(user: User) -> list[UnitProgress]:
    """The same by unit, most waiting first."""
    rows = (
        scope.first_round(user)
        .order_by()
        .values_list("application__department__unit__name", "application__department__unit__university__name")
        .annotate(total=Count("pk"), appeals=Count("pk", filter=Q(state=DeclarationState.APPEALED)))
        .annotate(**_ages(clock.page_now()))
        .values_list(
            "application__department__unit__name",
            "application__department__unit__university__name",
            *("total", "waiting", "old", "very_old", "appeals"),
        )
    )
    found = [
        UnitProgress(name, university, total, total - waiting, waiting, old, very_old, appeals)
        for name, university, total, waiting, old, very_old, appeals in rows
    ]
    return sorted(found, key=lambda unit: (-unit.waiting, sort_key(unit.university), sort_key(unit.name)))


def kinds_waiting(user: User) -> "QuerySet[ItemKind]":
    """The kinds of which something waits, for the filter."""
    return ItemKind.objects.filter(pk__in=_waiting(user).values("kind"))


def units_waiting(user: User) -> "QuerySet[Unit]":
    """The units of whose students something waits, for the filter."""
    return Unit.objects.filter(pk__in=_waiting(user).values("application__department__unit"))


def beside(declaration: Declaration) -> Iterable[Declaration]:
    """The application's other declarations, for comparison."""
    return (
        Declaration.objects.filter(application=declaration.application_id)
        .exclude(pk=declaration.pk)
        .select_related("kind", "option", "language", "exam")
    )


def _waiting(user: User) -> DeclarationQuerySet:
    return scope.first_round(user).filter(state=DeclarationState.PENDING).order_by()


def _ages(now: dt.datetime) -> dict[str, Count]:
    waits = Q(state=DeclarationState.PENDING)
    return {
        "waiting": Count("pk", filter=waits),
        "old": Count("pk", filter=waits & Q(application__completed_at__lt=now - OLD)),
        "very_old": Count("pk", filter=waits & Q(application__completed_at__lt=now - VERY_OLD)),
    }
