"""What changed on the intern list, for whom, since when (docs/rules.md A42)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from insurance.models import InternEvent, InternListSettings
from insurance.services.list_events import VISIT
from offers.models import Placement
from usp.accounts.models import User
from usp.core import clock


@dataclass(frozen=True)
class ChangeFigures:
    """How many changes nobody has taken note of, by kind; how many came since the official's last visit."""

    by_kind: tuple[tuple[str, str, int], ...]
    total: int
    since_visit: int
    newest: int | None
    since: dt.datetime | None


def list_settings(user: User) -> InternListSettings:
    """How the official looks at the list; one that was never saved is the usual."""
    return InternListSettings.objects.filter(user=user).first() or InternListSettings(user=user)


def last_visit(settings: InternListSettings) -> dt.datetime | None:
    """When the visit before this one ended; None on the first visit.

    While a visit lasts, what came before it began stays «since the last visit», however often the page is opened.
    """
    visited = settings.visited_at
    if visited is None or clock.page_now() - visited > VISIT:
        return visited
    return settings.before_at


def changes(user: User) -> "QuerySet[InternEvent]":
    """The changes in the official's units with what a line shows, newest first."""
    return (
        InternEvent.objects.filter(placement__in=Placement.objects.visible_to(user))
        .select_related(
            "placement__student__user",
            "placement__offer__position__employer",
            "placement__application",
            "placement__department",
            "placement__ended_by",
            "seen_by",
        )
        .order_by("-pk")
    )


def change_figures(user: User, settings: InternListSettings) -> ChangeFigures:
    """What waits to be taken note of. Two queries."""
    rows = InternEvent.objects.filter(seen_at__isnull=True, placement__in=Placement.objects.visible_to(user))
    counts = {
        kind: (number, newest)
        for kind, number, newest in rows.order_by().values_list("kind").annotate(number=Count("pk"), newest=Max("pk"))
    }
    since = last_visit(settings)
    return ChangeFigures(
        tuple((kind.value, str(kind.label), counts[kind][0]) for kind in InternEvent.Kind if kind in counts),
        sum(number for number, _newest in counts.values()),
        rows.filter(at__gt=since).count() if since else 0,
        max((newest for _number, newest in counts.values()), default=None),
        since,
    )


def unseen_labels(placement_ids: Sequence[int]) -> dict[int, list[str]]:
    """What nobody has taken note of yet, in words, for each of these internships. One query."""
    rows = InternEvent.objects.filter(placement__in=placement_ids, seen_at__isnull=True).order_by("pk")
    found: dict[int, list[str]] = {}
    for placement, kind in rows.values_list("placement", "kind"):
        label = str(InternEvent.Kind(kind).label)
        if label not in found.setdefault(placement, []):
            found[placement].append(label)
    return found
