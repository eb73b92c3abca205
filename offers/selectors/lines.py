"""A position's seats and its line: who holds which seat, who is called next, and whom a freed seat would reach.

Who can be called is asked of the engine's own view (``offers_line``). Why somebody is skipped is told in words that
name neither a date nor an employer.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from django.db import connection
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.cards.sent import SentRow
from offers.models import EngineSwitch, Offer, OfferTransition, Position, Seat
from offers.selectors.sent import rows_of
from offers.services.last_calls import surely_called_until
from offers.states import OfferState, PositionState
from offers.told import ended_untold
from usp.accounts.models import EmployerStatus, User
from usp.core import clock

S = OfferState

_WHY: dict[str, str | Promise] = {
    "not_visible": _("Aday teklifi henüz görmedi."),
    "candidate_out": _("Adayın başvurusu artık geçerli değil."),
    "right_used": _("Adayın bu dönemdeki staj hakkı kullanıldı."),
    "overlap": _("Adayın kesinleşen başka bir programıyla çakışıyor."),
    "last_call": _("Çağrı için yeterli zaman kalmadı."),
}


@dataclass(frozen=True)
class SeatRow:
    """One seat of the position; ``row`` is None while it is free."""

    no: int
    row: SentRow | None


@dataclass(frozen=True)
class WaitingRow:
    """One who waits in the line. ``why_not`` is empty for everybody who can be called now, as far as may be told.

    From the first day on which a candidate with a start in that month may be past the last call, ``is_unsure``.
    """

    row: SentRow
    number: int
    why_not: str | Promise
    is_unsure: bool

    @property
    def is_callable(self) -> bool:
        """Whether a seat freed now would reach this candidate, once it is their turn."""
        return not self.why_not


@dataclass(frozen=True)
class PositionLine:
    """The seats and the line of one position, with how many were called today."""

    position: Position
    seats: list[SeatRow]
    waiting: list[WaitingRow]
    called_today: int
    standstill: str | Promise

    @property
    def free(self) -> int:
        """Seats that nobody holds."""
        return sum(1 for seat in self.seats if seat.row is None)

    @property
    def next(self) -> WaitingRow | None:
        """Whom the next freed seat reaches; None also where that would tell whose last call has passed."""
        first = self._first
        return first if first and not first.is_unsure else None

    @property
    def is_unsure(self) -> bool:
        """Whether a freed seat is offered in the line, and to whom may not be said."""
        return self._first is not None and self.next is None

    @property
    def _first(self) -> WaitingRow | None:
        return next((one for one in self.waiting if one.is_callable), None) if not self.standstill else None


def position_line(user: User, position: Position) -> PositionLine:
    """The position as its engine sees it now. A fixed number of queries, whatever the number of seats."""
    now = clock.page_now()
    seated = rows_of(Offer.objects.visible_to(user).filter(position=position, seat_no__isnull=False), user)
    # A seat whose clock ran out is free, whether or not a worker has settled it.
    holders = {row.offer.seat_no: row for row in seated if row.state in (S.OPEN, S.ACCEPTED, S.EVALUATING, S.CONFIRMED)}
    numbers = Seat.objects.filter(position=position).order_by("no").values_list("no", flat=True)
    why = _why_not([position.pk], now)
    line = Offer.objects.visible_to(user).filter(Q(pk__in=why) | Q(position=position) & ended_untold(now))
    queue = [row for row in rows_of(line.order_by("reserve_no"), user) if row.state in (S.OPEN, S.RESERVED)]
    unsure = _unsure([row.offer for row in queue], now)
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    called = OfferTransition.objects.filter(offer__position=position, reason="called", at__gte=start)
    return PositionLine(
        position,
        [SeatRow(no, holders.get(no)) for no in numbers],
        [
            WaitingRow(row, number, _tellable(row.offer, why), row.offer.pk in unsure)
            for number, row in enumerate(queue, start=1)
        ],
        called.count(),
        standstill_of(position, now),
    )


def standstill_of(position: Position, now: dt.datetime) -> str | Promise:
    """Why nobody of this position's line is called at present; empty while calls go on."""
    if position.employer.status != EmployerStatus.APPROVED or position.rests_since is not None:
        return _("Kurumunuzun işlemleri askıda; sıradan kimse çağrılmaz.")
    if EngineSwitch.objects.filter(is_stopped=True).exists():
        return _("Program yürütücüsü süreleri durdurdu; sıradan kimse çağrılmaz.")
    if position.state != PositionState.PUBLISHED:
        return _("Pozisyon yayında değil; sıradan kimse çağrılmaz.")
    if now >= position.season.offers_close_at:
        return _("Teklif dönemi sona erdi; sıradan kimse çağrılmaz.")
    return ""


@dataclass(frozen=True)
class NextCalls:
    """Whom freed seats of a position reach; ``is_unsure`` where others may be called whom nobody may name."""

    rows: list[SentRow]
    is_unsure: bool = False


def next_calls(user: User, freed: dict[int, int], leaving: Sequence[int]) -> dict[int, NextCalls]:
    """Whom the line would call, position by position, if that many seats came free and these offers were gone.

    Names nobody from the first on whose last call may have passed.
    """
    now = clock.page_now()
    positions = Position.objects.filter(pk__in=freed).select_related("season", "employer")
    running = [position.pk for position in positions if not standstill_of(position, now)]
    why = _why_not(running, now)
    line = Offer.objects.visible_to(user).filter(Q(pk__in=why) | Q(position__in=running) & ended_untold(now))
    waiting = [
        row
        for row in rows_of(line.exclude(pk__in=leaving).order_by("position", "reserve_no"), user)
        if row.state in (S.OPEN, S.RESERVED) and not _tellable(row.offer, why)
    ]
    unsure = _unsure([row.offer for row in waiting], now)
    found: dict[int, NextCalls] = {}
    for position_id, group in groupby(waiting, key=lambda row: row.offer.position_id):
        first = list(group)[: freed[position_id]]
        sure = list(takewhile(lambda row: row.offer.pk not in unsure, first))
        found[position_id] = NextCalls(sure, len(sure) < len(first))
    return found


def _tellable(offer: Offer, why: dict[int, str | Promise]) -> str | Promise:
    """Why the engine would skip the offer, but for its own last call."""
    reason = why.get(offer.pk, "")
    return "" if offer.state == S.RESERVED and reason == _WHY["last_call"] else reason


def _unsure(offers: Sequence[Offer], now: dt.datetime) -> set[int]:
    """Those whose last call may have passed, as far as the season and the month of the start tell."""
    until: dict[tuple[int, str, dt.date], dt.datetime] = {}
    unsure = set()
    for offer in offers:
        key = (offer.position.season_id, offer.kind, offer.starts_on.replace(day=1))
        if key not in until:
            until[key] = surely_called_until(offer.position.season, offer.kind, offer.starts_on)
        if until[key] <= now:
            unsure.add(offer.pk)
    return unsure


def freed_seats(rows: Iterable[SentRow]) -> dict[int, int]:
    """How many seats come free at each position when these offers end; positions without one are left out."""
    freed: dict[int, int] = {}
    for row in rows:
        if row.offer.seat_no is not None:
            freed[row.offer.position_id] = freed.get(row.offer.position_id, 0) + 1
    return freed


def _why_not(position_ids: Sequence[int], now: dt.datetime) -> dict[int, str | Promise]:
    """Everybody who waits at these positions, in the order of the lines, and why not now. The engine's own view."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select offer_id, why from offers_line(%s, %s) order by position_id, reserve_no",
            [list(position_ids), now],
        )
        return {offer_id: _WHY.get(why, _("Şu anda çağrılamaz.")) if why else "" for offer_id, why in cursor}
