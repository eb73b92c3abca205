"""The daily digest: one mail a day to each official in whose units the list changed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from insurance.models import InternEvent, InternListSettings
from insurance.states import CaseState
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import UniversityMembership, User
from usp.accounts.permissions import UniversityAction, role_holders
from usp.core import clock
from usp.core.db import verb
from usp.notifications.services.notify import Notice, notify_many

HOUR = dt.time(7, 30)
"""Beat calls shortly after; a day of the digest lasts from this hour to the next day's."""
LONGEST = dt.timedelta(days=7)  # somebody who had switched it off is not told of a whole season

K = InternEvent.Kind
# (university, unit) → what changed there, in counts by kind and «late»
Counts = dict[tuple[int, int], Counter[str]]


@verb
def send_digests() -> int:
    """Tell each official of the changes since the last digest that nobody took note of; answers how many were told.

    A day without a change brings nothing. Twice a day, or a worker that died halfway, tells nobody twice: the notice
    is keyed by its day.
    """
    today = clock.now().date()
    until = dt.datetime.combine(today, HOUR, tzinfo=timezone.get_default_timezone())
    late = _late(today)
    by_start: dict[dt.datetime, Counts] = {}
    told: list[Notice] = []
    for user, scopes, settings in _officials():
        if settings is not None and (not settings.wants_digest or settings.digest_on == today):
            continue
        start = _start(settings, until)
        if start not in by_start:
            by_start[start] = _changed(start, until)
        total = _within(by_start[start], scopes)
        if total:
            told.append(_notice(user, today, total, _within(late, scopes)["late"]))
    notify_many(told)
    for notice in told:
        InternListSettings.objects.update_or_create(user=notice.recipient, defaults={"digest_on": today})
    return len(told)


def _start(settings: InternListSettings | None, until: dt.datetime) -> dt.datetime:
    """Where the last digest ended; a day ago for whoever never had one."""
    if settings is None or settings.digest_on is None:
        return until - dt.timedelta(days=1)
    last = dt.datetime.combine(settings.digest_on, HOUR, tzinfo=until.tzinfo)
    return max(last, until - LONGEST)


Official = tuple[User, set[tuple[int, int | None]], InternListSettings | None]


def _officials() -> Iterable[Official]:
    """Everybody who may see interns, with the units of the roles that say so. Two queries."""
    held = (
        UniversityMembership.objects.running()
        .filter(role__in=role_holders(UniversityAction.SEE_INTERNS), user__is_active=True)
        .select_related("user")
        .order_by("user", "pk")
    )
    settings = {row.user_id: row for row in InternListSettings.objects.all()}
    people: dict[int, Official] = {}
    for row in held:
        found = people.setdefault(row.user_id, (row.user, set(), settings.get(row.user_id)))
        found[1].add((row.university_id, row.unit_id))
    return people.values()


def _changed(start: dt.datetime, until: dt.datetime) -> Counts:
    rows = InternEvent.objects.filter(seen_at__isnull=True, at__gte=start, at__lt=until)
    return _counted(rows, "placement__department__unit", "kind")


def _late(today: dt.date) -> Counts:
    rows = Placement.objects.filter(
        Q(insurance_case__state__in=[CaseState.AWAITING_PAPERS, CaseState.AWAITING_DECISION]),
        state=PlacementState.CONFIRMED,
        insurance_case__papers_due_on__lt=today,
    )
    return _counted(rows, "department__unit", None)


def _counted(rows: QuerySet[InternEvent] | QuerySet[Placement], unit: str, kind: str | None) -> Counts:
    found: Counts = {}
    columns = [f"{unit}__university", unit, *([kind] if kind else [])]
    for university_id, unit_id, *kinds, number in rows.order_by().values_list(*columns).annotate(number=Count("pk")):
        found.setdefault((university_id, unit_id), Counter())[kinds[0] if kinds else "late"] += number
    return found


def _within(counts: Counts, scopes: set[tuple[int, int | None]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for (university_id, unit_id), found in counts.items():
        if scopes & {(university_id, None), (university_id, unit_id)}:
            total += found
    return total


def _notice(user: User, day: dt.date, total: Counter[str], late: int) -> Notice:
    context = {
        "total": total.total(),
        "new": total[K.NEW],
        "ended": total[K.CANCELLED] + total[K.ABANDONED],
        "dates": total[K.DATES],
        "said_no": total[K.SAID_NO],
        "late": late,
    }
    return Notice("intern_digest", user, f"digest:{day.isoformat()}", context)
