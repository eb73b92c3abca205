"""Reads of a student's own offers; states are those of the moment of the page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject, Least

from offers.asks import asks_of
from offers.cards.after import after_steps
from offers.cards.pay import pay_of
from offers.cards.received import LinePlace, ReceivedCard
from offers.compulsory import compulsory_notes
from offers.evaluation_states import EvaluationState
from offers.models import (
    Evaluation,
    HandedInDocument,
    InterviewSlot,
    Offer,
    OfferTransition,
    PlacementReview,
    RequestedDocument,
)
from offers.papers_time import papers_due, papers_mark, start_of
from offers.progress import progress_of
from offers.selectors.moment import place_in_line, with_line_no, with_state_now
from offers.services.wages import wage_table
from offers.states import OfferRank, OfferState
from offers.told import LET_GO
from usp.accounts.models import User
from usp.core import clock

S = OfferState
_ORDER = (S.OPEN, S.CONFIRMED, S.ACCEPTED, S.EVALUATING, S.RESERVED)
# Whoever is in one of these still stands in the line.
_IN_LINE = (S.OPEN, S.RESERVED)
_UNDECIDED = (S.OPEN, S.RESERVED, S.ACCEPTED, S.EVALUATING)


@dataclass(frozen=True)
class LineMove:
    """The place in the line from a moment on."""

    at: dt.datetime
    place: int


def received_offers(user: User) -> list[ReceivedCard]:
    """«Aldığım Teklifler»: what waits for an answer first, the nearest deadline on top.

    One query for the offers, two for legal pay, one for what the app above knows of placements.
    """

    def turn(card: ReceivedCard) -> tuple[int, dt.datetime | int]:
        place = _ORDER.index(S(card.state)) if card.is_live else len(_ORDER)
        return (place, card.offer.reply_by) if card.state == S.OPEN else (place, -card.offer.pk)

    return sorted(_cards(_for_student(user).order_by("-pk")), key=turn)


def received_offer(user: User, offer_id: int) -> ReceivedCard | None:
    """One offer of the student's own; None for anybody else's."""
    return next(iter(_cards(_for_student(user).filter(pk=offer_id))), None)


def offers_at_a_glance(user: User, **more: Any) -> QuerySet[Any]:
    """Every offer of the student with its moves, its running evaluation and what its employer still waits for.

    One query, for the home page, which has few. ``more`` are annotations of apps above.
    """
    moves = OfferTransition.objects.filter(offer=OuterRef("pk")).order_by("pk")
    evaluations = Evaluation.objects.filter(
        offer=OuterRef("pk"), state__in=[EvaluationState.PROPOSED, EvaluationState.SCHEDULED]
    ).order_by("-pk")
    # SGK's entry document arrives by itself (A16).
    wanted = RequestedDocument.objects.filter(position=OuterRef("position")).exclude(
        kind=RequestedDocument.Kind.ENTRY_DOCUMENT
    )
    handed_in = HandedInDocument.objects.filter(placement__offer=OuterRef("pk"), handed_in_at__isnull=False).exclude(
        requested__kind=RequestedDocument.Kind.ENTRY_DOCUMENT
    )
    chosen = InterviewSlot.objects.filter(evaluation=OuterRef("pk"), round=OuterRef("round"), is_chosen=True)
    offered = InterviewSlot.objects.filter(evaluation=OuterRef("pk"), round=OuterRef("round")).order_by("-starts_at")
    reviews = PlacementReview.objects.filter(placement__offer=OuterRef("pk"), side=PlacementReview.Side.STUDENT)
    offers = _with_line_at_yes(with_line_no(with_state_now(Offer.objects.visible_to(user))))
    return (
        offers.select_related("placement", "position")
        .annotate(
            moves=ArraySubquery(moves.values(json=JSONObject(to="to_state", at="at"))),
            evaluation=ArraySubquery(
                evaluations.annotate(
                    starts_at=Subquery(chosen.values("starts_at")[:1]),
                    choose_by=Subquery(offered.values("starts_at")[:1]),
                ).values(
                    json=JSONObject(
                        kind="kind", state="state", due_at="due_at", starts_at="starts_at", choose_by="choose_by"
                    )
                )[:1]
            ),
            wanted=_number(wanted, "position"),
            handed_in=_number(handed_in, "placement"),
            is_reviewed=Exists(reviews),
            **more,
        )
        .order_by("-pk")
    )


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def line_moves(card: ReceivedCard) -> list[LineMove]:
    """A reserve's place since the yes, move by move; empty for whoever does not wait. Two queries."""
    offer = card.offer
    said_yes = offer.transitions.filter(to_state=S.RESERVED).order_by("pk").values_list("at", flat=True).first()
    if card.line is None or card.state != S.RESERVED or said_yes is None or card.line.at_yes is None:
        return []
    others = (
        Offer.objects.filter(position=offer.position_id, rank=OfferRank.YEDEK, reserve_no__lt=offer.reserve_no)
        .annotate(left_at=_left_at())
        .values_list("sent_at", "left_at")
    )
    events = sorted(
        [(left, -1) for sent, left in others if left is not None and left > said_yes and sent <= said_yes]
        # Somebody whom an operator brought back stands at the head of the line.
        + [(sent, 1) for sent, _left in others if sent > said_yes]
        + [(left, -1) for sent, left in others if left is not None and sent > said_yes]
    )
    moves = [LineMove(said_yes, card.line.at_yes)]
    for at, step in events:
        moves.append(LineMove(at, moves[-1].place + step))
    if moves[-1].place != card.line.now:  # a clock that ran out, and no worker has settled it yet
        moves.append(LineMove(card.now, card.line.now))
    return moves


def _for_student(user: User) -> QuerySet[Any]:
    moves = OfferTransition.objects.filter(offer=OuterRef("pk")).exclude(reason__startswith=LET_GO)
    reasons = moves.order_by("-pk").values("reason")
    offers = Offer.objects.visible_to(user).select_related(
        "position__employer",
        "position__supervisor__user",
        "position__supervisor__employer",
        "position__season",
        "application__department__unit",
        "placement",
        "successor",
    )
    return _with_line_at_yes(with_line_no(with_state_now(offers))).annotate(last_reason=Subquery(reasons[:1]))


def _left_at() -> Least:
    """When an offer left its line: called, or ended. Empty while it waits."""
    ended = OfferTransition.objects.filter(offer=OuterRef("pk")).exclude(to_state__in=_IN_LINE).order_by("pk")
    return Least("promoted_at", Subquery(ended.values("at")[:1]))


def _with_line_at_yes(offers: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate ``line_at_yes``: how many stood in the line up to and including this one when it said yes."""
    yes = OfferTransition.objects.filter(offer=OuterRef("pk"), to_state=S.RESERVED).order_by("pk").values("at")[:1]
    ahead = (
        Offer.objects.filter(
            position=OuterRef("position"),
            rank=OfferRank.YEDEK,
            reserve_no__lte=OuterRef("reserve_no"),
            sent_at__lte=OuterRef("yes_at"),
        )
        .annotate(left_at=_left_at())
        .filter(Q(left_at__isnull=True) | Q(left_at__gt=OuterRef("yes_at")))
        .order_by()
        .values("position")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return offers.annotate(yes_at=Subquery(yes)).annotate(
        line_at_yes=Case(
            When(state=S.RESERVED, then=Subquery(ahead, output_field=IntegerField())), output_field=IntegerField()
        )
    )


def _cards(offers: Iterable[Any]) -> list[ReceivedCard]:
    found, now = list(offers), clock.page_now()
    placements = {offer.pk: offer.placement for offer in found if hasattr(offer, "placement")}
    progress = progress_of([placement.pk for placement in placements.values()])
    asks = asks_of([placement.pk for placement in placements.values()])
    table = wage_table() if found else None
    undecided = [offer for offer in found if offer.state_now in _UNDECIDED]
    compulsory, due = compulsory_notes(undecided), papers_due(undecided)
    cards = []
    for offer in found:
        place, placement = place_in_line(offer), placements.get(offer.pk)
        cards.append(
            ReceivedCard(
                offer,
                offer.state_now,
                now,
                LinePlace(place, offer.line_at_yes) if place is not None else None,
                pay_of(offer, table) if table else None,
                after_steps(placement, progress.get(placement.pk), now.date()) if placement else (),
                offer.last_reason or "",
                asks.get(placement.pk, ()) if placement else (),
                compulsory.get(offer.pk),
                papers_mark(due.get(start), now.date()) if (start := start_of(offer)) else None,
            )
        )
    return cards
