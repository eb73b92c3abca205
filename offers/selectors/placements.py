"""Reads of the employer's placements."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from offers.cards.sent import Identity
from offers.cards.shared import day_range, duration
from offers.models import CancellationRequest, CancellationState, HandedInDocument, Placement, RequestedDocument
from offers.progress import Progress, Standing, progress_of, standing
from offers.selectors.employer import identities
from usp.accounts.models import User
from usp.core import clock


@dataclass(frozen=True)
class InternRow:
    """A placement at the employer: who, where, when, and how far papers and insurance are.

    ``identity`` is None once the offer ended without an internship, and when the employer's register was closed. It
    stays open while the employer is suspended: an internship that stands needs its contact (``offers.identity``).
    """

    placement: Placement
    identity: Identity | None
    standing: Standing
    progress: Progress | None
    documents_asked: int
    documents_in: int
    asks_to_cancel: bool

    @property
    def first_day(self) -> dt.date:
        """The day it begins."""
        return self.placement.first_day

    @property
    def period(self) -> str:
        """«5 Ağu – 2 Eyl 2024»."""
        return day_range(self.placement.first_day, self.placement.last_day)

    @property
    def length(self) -> str:
        """«20 iş günü, haftada 5»."""
        return duration(self.placement.working_days, self.placement.weekly_days)


@dataclass(frozen=True)
class Interns:
    """The employer's placements in three groups: who waits for an answer first, then the next to start or to end."""

    coming: list[InternRow]
    running: list[InternRow]
    ended: list[InternRow]

    @property
    def blocked(self) -> int:
        """How many ought to have begun and may not: no shared insurance entry (A1)."""
        return sum(1 for row in self.running if row.standing.tone == "danger")

    @property
    def asking(self) -> int:
        """How many wait for an answer to their request to cancel."""
        return sum(1 for row in (*self.coming, *self.running) if row.asks_to_cancel)

    @property
    def all(self) -> list[InternRow]:
        """Everybody."""
        return [*self.running, *self.coming, *self.ended]


def interns_of(user: User) -> Interns:
    """The employer's placements. Three queries, however many there are."""
    asked = RequestedDocument.objects.filter(position=OuterRef("offer__position")).order_by().values("position")
    handed_in = HandedInDocument.objects.filter(placement=OuterRef("pk"), handed_in_at__isnull=False).order_by()
    placements = list(
        Placement.objects.visible_to(user)
        .select_related("offer__position__province", "offer__position__district", "offer__position__employer")
        .annotate(
            asked=Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0),
            handed=Coalesce(Subquery(handed_in.values("placement").annotate(n=Count("pk")).values("n")), 0),
            wants_out=Count("cancellation_requests", filter=Q(cancellation_requests__state=CancellationState.OPEN)),
        )
        .order_by("dates", "pk")
    )
    people = identities([one.application_id for one in placements if one.offer.identity_is_open])
    progress = progress_of([one.pk for one in placements])
    today = clock.page_now().date()
    rows = [
        InternRow(
            one,
            people.get(one.application_id) if one.offer.identity_is_open else None,
            standing(one, progress.get(one.pk), today),
            progress.get(one.pk),
            one.asked,
            one.handed,
            bool(one.wants_out),
        )
        for one in placements
    ]
    return Interns(_group(rows, "coming"), _group(rows, "running"), _group(rows, "ended"))


def _group(rows: Iterable[InternRow], name: str) -> list[InternRow]:
    return sorted((row for row in rows if row.standing.group == name), key=lambda row: not row.asks_to_cancel)


def open_requests(user: User) -> int:
    """How many of the employer's interns wait for an answer to their request to cancel. One query."""
    return CancellationRequest.objects.filter(
        placement__in=Placement.objects.visible_to(user), state=CancellationState.OPEN
    ).count()
