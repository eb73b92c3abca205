"""What the employer of a waiting reserve is told of its end, and when (docs/rules.md P2, decision 21).

The last call comes so many days before the start as the candidate's university wants the papers, so the day on which a
reserve falls out of the line names the university. Its employer learns of that end at a moment which the month of the
start gives alone, and which lies behind every last call of the month; until then the offer goes on waiting on all the
employer's pages. The engine, the student and the operators know at once.
"""

import datetime as dt

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from offers.models import Offer, OfferTransition, PositionTransition
from offers.states import Kind, OfferRank, OfferState, PositionState
from usp.core import clock

S = OfferState
LET_GO = "let_go:"
"""Before the reason of an employer who took back an offer that had ended without its knowledge."""
REPLY_WANTED = "reply_wanted"
"""The key in an offer's terms of the deadline as the employer chose it, before a reserve's is cut at its last call."""


def ended_untold(now: dt.datetime) -> Q:
    """The condition for offers that have ended in the line while their employer may not know it yet.

    Read as ``reserved`` where the candidate had said yes, as ``open`` where the shortened deadline ran out.
    """
    waited = Q(
        kind=Kind.INTERNSHIP,
        rank=OfferRank.YEDEK,
        promoted_at__isnull=True,
        position__state=PositionState.PUBLISHED,
        successor__isnull=True,
    ) & Q(~Exists(_let_go()))
    return waited & (_line_over(now) | _cut_short(now))


def told_waiting(now: dt.datetime) -> Q:
    """The condition for offers which, as their employer knows it, wait in the line."""
    waits = Q(state=S.OPEN, reply_by__gt=now) | Q(state=S.RESERVED, last_call_at__gt=now)
    return Q(rank=OfferRank.YEDEK, seat_no__isnull=True) & (waits | ended_untold(now))


def let_go() -> Q:
    """The condition for offers that their employer took back after an end it did not know of."""
    return Q(state__in=(S.LAPSED, S.EXPIRED)) & Q(Exists(_let_go()))


def told_after(offer: Offer) -> dict[str, dt.datetime]:
    """The moments at which the employer learns of the ends of a waiting offer, by state; empty for every other offer.

    At most one query, for an offer that fell out of the line.
    """
    if offer.kind != Kind.INTERNSHIP or offer.rank != OfferRank.YEDEK or offer.promoted_at is not None:
        return {}
    told: dict[str, dt.datetime] = {}
    if wanted := offer.terms.get(REPLY_WANTED):
        told[S.EXPIRED] = dt.datetime.fromisoformat(wanted)
    if offer.state == S.LAPSED and offer.last_call_at is not None:
        closings = _closings().filter(position=offer.position_id, at__gte=offer.last_call_at)
        closed = closings.order_by("pk").values_list("at", flat=True).first()
        told[S.LAPSED] = min(filter(None, (line_end(offer), closed)))
    return told


def line_end(offer: Offer) -> dt.datetime:
    """When an employer reads of every reserve of the start's month that its wait is over."""
    after = (offer.starts_on.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    zone = clock.page_now().tzinfo
    return min(offer.position.season.offers_close_at, dt.datetime.combine(after, dt.time(0), tzinfo=zone))


def _line_over(now: dt.datetime) -> Q:
    """Fallen out at the last call, neither by a closed position nor by the season's end; the month still runs."""
    by_the_clock = Exists(
        OfferTransition.objects.filter(offer=OuterRef("pk"), to_state=S.LAPSED, at__gte=OuterRef("last_call_at"))
    )
    closed = Exists(_closings().filter(position=OuterRef("position"), at__gte=OuterRef("last_call_at")))
    return (
        Q(
            last_call_at__lte=now,
            starts_on__gte=now.date().replace(day=1),
            position__season__offers_close_at__gt=now,
        )
        & (Q(state=S.RESERVED) | Q(state=S.LAPSED) & Q(by_the_clock))
        & Q(~closed)
    )


def _cut_short(now: dt.datetime) -> Q:
    """Run out at a deadline cut at the last call, while the one that the employer chose still runs."""
    chosen = Offer.objects.annotate(chosen=Cast(KeyTextTransform(REPLY_WANTED, "terms"), DateTimeField())).filter(
        pk=OuterRef("pk"), chosen__gt=now
    )
    return (Q(state=S.EXPIRED) | Q(state=S.OPEN, reply_by__lte=now)) & Q(Exists(chosen))


def _let_go() -> QuerySet[OfferTransition]:
    return OfferTransition.objects.filter(offer=OuterRef("pk"), reason__startswith=LET_GO)


def _closings() -> QuerySet[PositionTransition]:
    return PositionTransition.objects.filter(to_state__in=(PositionState.CLOSED, PositionState.CANCELLED))
