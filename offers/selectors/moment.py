"""What an offer is at this very moment, whether or not a worker has settled it; every read starts here."""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from offers.models import Offer
from offers.states import OfferRank, OfferState
from offers.told import ended_untold, let_go, told_waiting
from usp.core import clock

S = OfferState


def with_state_now(offers: QuerySet[Offer]) -> QuerySet[Any]:
    """Annotate ``state_now``: what the state is at this moment, whether or not a worker has settled it."""
    return offers.annotate(state_now=Case(*_by_the_clock(), default=F("state"), output_field=CharField()))


def with_state_told(offers: QuerySet[Offer]) -> QuerySet[Any]:
    """Annotate ``state_now`` as the offer's employer may know it: ends that would tell a lead time come later."""
    untold = ended_untold(clock.page_now())
    return offers.annotate(
        state_now=Case(
            When(let_go(), then=Value(S.WITHDRAWN.value)),
            When(untold & Q(state__in=[S.OPEN, S.EXPIRED]), then=Value(S.OPEN.value)),
            When(untold, then=Value(S.RESERVED.value)),
            *_by_the_clock(),
            default=F("state"),
            output_field=CharField(),
        )
    )


def _by_the_clock() -> list[When]:
    now = clock.page_now()
    return [
        # Clocks that rest do not run out; they are moved on before they go on (offers.services.resting).
        When(position__rests_since__isnull=False, then=F("state")),
        When(state=S.OPEN, reply_by__lte=now, then=Value(S.EXPIRED.value)),
        When(state__in=[S.ACCEPTED, S.EVALUATING], confirm_by__lte=now, then=Value(S.LAPSED.value)),
        When(state=S.RESERVED, last_call_at__lte=now, then=Value(S.LAPSED.value)),
    ]


def with_line_no(offers: QuerySet[Any], *, told: bool = False) -> QuerySet[Any]:
    """Annotate ``line_no``: how many wait in the position's line up to and including this one.

    ``told`` counts as the employer knows the line (``offers.told``).
    """
    now = clock.page_now()
    waits = Q(state=S.OPEN, reply_by__gt=now) | Q(state=S.RESERVED, last_call_at__gt=now)
    waiting = (
        Offer.objects.filter(
            position=OuterRef("position"),
            rank=OfferRank.YEDEK,
            seat_no__isnull=True,
            reserve_no__lte=OuterRef("reserve_no"),
        )
        .filter(told_waiting(now) if told else waits)
        .order_by()
        .values("position")
        .annotate(number=Count("pk"))
    )
    return offers.annotate(line_no=Subquery(waiting.values("number"), output_field=IntegerField()))


def place_in_line(offer: Any) -> int | None:
    """The place in the line of an offer that waits there; None for every other."""
    waits = offer.rank == OfferRank.YEDEK and offer.seat_no is None and offer.state_now in (S.OPEN, S.RESERVED)
    return offer.line_no if waits else None
