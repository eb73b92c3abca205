"""A position's seats and its line: who holds which seat, who is called next, and whom a freed seat would reach.

Who can be called is asked of the engine's own view (``offers_line``). Why somebody is skipped is told in words that
name neither a date nor an employer.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.cards.sent import SentRow
from offers.models import EngineSwitch, Offer, OfferTransition, Position, Seat
from offers.selectors.sent import rows_of
from offers.states import OfferState, PositionState
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
    """One who waits in the line. ``why_not`` is empty for everybody who can be called now."""

    row: SentRow
    number: int
    why_not: str | Promise

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
        """Whom the next freed seat reaches."""
        return next((one for one in self.waiting if one.is_callable), None) if not self.standstill else None


def position_line(user: User, position: Position) -> PositionLine:
    """The position as its engine sees it now. A fixed number of queries, whatever the number of seats."""
    now = clock.page_now()
    seated = rows_of(Offer.objects.visible_to(user).filter(position=position, seat_no__isnull=False), user)
    # A seat whose clock ran out is free, whether or not a worker has settled it.
    holders = {row.offer.seat_no: row for row in seated if row.state in (S.OPEN, S.ACCEPTED, S.EVALUATING, S.CONFIRMED)}
    numbers = Seat.objects.filter(position=position).order_by("no").values_list("no", flat=True)
    why = _why_not([position.pk], now)
    queue = rows_of(Offer.objects.visible_to(user).filter(pk__in=why).order_by("reserve_no"), user)
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    called = OfferTransition.objects.filter(offer__position=position, reason="called", at__gte=start)
    return PositionLine(
        position,
        [SeatRow(no, holders.get(no)) for no in numbers],
        [
            WaitingRow(row, number, why[row.offer.pk])
            for number, row in enumerate((row for row in queue if row.state in (S.OPEN, S.RESERVED)), start=1)
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


def next_calls(user: User, freed: dict[int, int], leaving: Sequence[int]) -> dict[int, list[SentRow]]:
    """Whom the line would call, position by position, if that many seats came free and these offers were gone."""
    now = clock.page_now()
    positions = Position.objects.filter(pk__in=freed).select_related("season", "employer")
    running = [position.pk for position in positions if not standstill_of(position, now)]
    why = _why_not(running, now)
    ready = [pk for pk, reason in why.items() if not reason and pk not in set(leaving)]
    found: dict[int, list[SentRow]] = {}
    waiting = Offer.objects.visible_to(user).filter(pk__in=ready).order_by("position", "reserve_no")
    for row in rows_of(waiting, user):
        line = found.setdefault(row.offer.position_id, [])
        if len(line) < freed[row.offer.position_id] and row.state in (S.OPEN, S.RESERVED):
            line.append(row)
    return found


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
