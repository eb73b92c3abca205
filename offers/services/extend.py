"""Moving clocks on after the service was away, and after an employer rested (decision 0011)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from offers.deadlines import moved_on
from offers.models import Offer, OfferTransition, Outage, Position
from offers.services.engine import actor_name, free_seats, lock_positions, settle, share_applications
from offers.services.news import tell_offers, tell_senders
from offers.services.reinstate import bring_back
from offers.states import LIVE_OFFER, OfferRank, OfferState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation

# A clock that ended within an hour after the service came back is moved on as well (decision 0011).
GRACE = dt.timedelta(hours=1)
_ANSWERED = (OfferState.ACCEPTED, OfferState.EVALUATING)


@dataclass(frozen=True)
class Extended:
    """What an extension did, or with a dry run would do."""

    moved: int
    brought_back: int
    positions: int


def extend_clocks(
    *, since: dt.datetime, until: dt.datetime, reason: str, actor: User, dry_run: bool = False
) -> Extended:
    """Move every clock that ran out from ``since`` to an hour after ``until`` on by that length, and tell everybody.

    What had expired all the same gets a new row: into a free seat, else at the head of the line. One transaction a
    position, so it may be started again after a crash: what was moved is not moved twice. Ends by marking the outages
    of that time as handled, after which clocks run out again. Last calls stay: papers cannot be late.
    """
    if not actor.is_operator:
        raise RuleViolation(_("Bu işlemi yalnızca program yürütücüleri yapabilir."), code="operators_only")
    if not reason.strip():
        raise RuleViolation(_("Gerekçe yazın; haber verilen herkes okur."), code="reason_missing")
    if not since < until <= clock.now():
        raise RuleViolation(_("Kesintinin bitişi başlangıcından sonra ve geçmişte olmalıdır."), code="outage_order")
    gap = _Gap(since, until, reason.strip()[:150], actor, dry_run)
    positions = sorted(
        {*gap.live().values_list("position_id", flat=True), *gap.lost().values_list("position_id", flat=True)}
    )
    done = [_extend_position(position_id=pk, gap=gap) for pk in positions]
    if not dry_run:
        Outage.objects.filter(handled_at__isnull=True, since__lt=until, until__gt=since).update(
            handled_at=clock.now(), handled_by=actor_name(actor), reason=gap.reason
        )
    return Extended(sum(row[0] for row in done), sum(row[1] for row in done), sum(1 for row in done if any(row)))


@dataclass(frozen=True)
class _Gap:
    """One outage, and the offers it concerns."""

    since: dt.datetime
    until: dt.datetime
    reason: str
    actor: User
    dry_run: bool

    @property
    def length(self) -> dt.timedelta:
        return self.until - self.since

    @property
    def mark(self) -> str:
        """By which rows on record know this outage, whatever words the reason has."""
        return f"outage:{self.since.isoformat(timespec='minutes')}"

    @property
    def key(self) -> str:
        """What stands on record beside each moved clock."""
        return f"{self.mark}: {self.reason}"[:200]

    def live(self) -> QuerySet[Offer]:
        """Offers whose clock ended meanwhile and that still stand."""
        span = (self.since, self.until + GRACE)
        return Offer.objects.filter(
            Q(state=OfferState.OPEN, reply_by__range=span) | Q(state__in=_ANSWERED, confirm_by__range=span)
        ).exclude(extensions__reason__startswith=self.mark)

    def lost(self) -> QuerySet[Offer]:
        """Offers that ran out meanwhile, by the clock alone, and have no successor."""
        span = (self.since, self.until + GRACE)
        ran_out = OfferTransition.objects.filter(to_state__in=(OfferState.EXPIRED, OfferState.LAPSED), actor="clock")
        return Offer.objects.filter(
            Q(state=OfferState.EXPIRED, reply_by__range=span) | Q(state=OfferState.LAPSED, confirm_by__range=span),
            pk__in=ran_out.filter(at__gte=self.since).values("offer"),
            successor__isnull=True,
        )


@verb
def _extend_position(*, position_id: int, gap: _Gap) -> tuple[int, int]:
    """The clocks of one position. Nothing is settled first: that would let run out what is to be saved."""
    share_applications(gap.lost().filter(position=position_id).values_list("application_id", flat=True))
    position = lock_positions([position_id])[0]
    live = list(gap.live().filter(position=position))
    lost = list(gap.lost().filter(position=position).order_by(F("reserve_no").asc(nulls_first=True), "pk"))
    if gap.dry_run:
        return len(live), len(lost)
    moved = move_clocks(position, live, gap.length, actor=actor_name(gap.actor), reason=gap.key)
    tell_offers("offer_extended", gap.mark, moved, reason=gap.reason)
    tell_senders("offers_extended", gap.mark, moved, reason=gap.reason)
    settle([position])
    return len(moved), _bring_back(position, lost, gap)


def _bring_back(position: Position, lost: list[Offer], gap: _Gap) -> int:
    """Seats to the first of them; of the rest the first ends at the head of the line, so it comes last."""
    seats = len(free_seats(position))
    back = 0
    for offer in [*lost[:seats], *reversed(lost[seats:])]:
        try:
            bring_back(offer, actor=gap.actor, reason=gap.reason)
        except RuleViolation:
            continue  # the right is used, or the start is too near: there is nothing to come back to
        back += 1
    return back


def move_clocks(
    position: Position, offers: Iterable[Offer], length: dt.timedelta, *, actor: str, reason: str
) -> list[Offer]:
    """Move the running clock of each offer on by that length, in the season's hours and before its ends.

    Each moved clock leaves a ``ClockExtension`` row (the database writes it). Answers the moved offers.
    """
    season, now = position.season, clock.now()
    moved = []
    with acting(actor, reason), rule_from_constraint(Offer, "offer_clock_forward", "offer_reply_before_last_call"):
        for offer in offers:
            if offer.state == OfferState.OPEN:
                name, was, end = "reply_by", offer.reply_by, season.answers_close_at
                if offer.rank == OfferRank.YEDEK and offer.promoted_at is None and offer.last_call_at is not None:
                    end = min(end, offer.last_call_at)
            elif offer.state in _ANSWERED and offer.confirm_by is not None:
                name, was, end = "confirm_by", offer.confirm_by, season.confirm_close_at
            else:
                continue
            becomes = moved_on(season, was, length, now, end)
            if becomes > was:
                Offer.objects.filter(pk=offer.pk).update(**{name: becomes})
                moved.append(offer)
    return moved


def running_since(position: Position, moment: dt.datetime) -> list[Offer]:
    """The position's live offers whose clock was still running at that moment."""
    return list(
        Offer.objects.filter(position=position, state__in=LIVE_OFFER).filter(
            Q(state=OfferState.OPEN, reply_by__gt=moment) | Q(state__in=_ANSWERED, confirm_by__gt=moment)
        )
    )
