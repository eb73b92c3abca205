"""Locks, settling and the only places that move an offer (docs/architecture.md).

Lock order, always: applications by id, then positions by id, then the membership of somebody who proposes interview
times; nothing else is waited for. Every verb settles its positions first thing after the locks and last thing before it
ends, so that no commit leaves a free seat while somebody callable waits, and no due clock goes unnoticed.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Season
from offers.deadlines import call_deadlines
from offers.models import EngineSwitch, Offer, Position, Seat
from offers.services.evaluation_news import tell_closed
from offers.services.news import tell_line, tell_settled
from offers.states import OfferState, offer_may
from usp.accounts.models import EmployerStatus, User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint
from usp.core.errors import RuleViolation

_AROUND = (
    "position__employer",
    "position__season",
    "application__student__user",
    "application__season",
    "sent_by__user",
)


@dataclass(frozen=True)
class Settled:
    """One move that settling made: an expiry, a lapse or a call."""

    offer_id: int
    source: str
    target: str
    waited: bool
    """Whether it stood in the line without a seat until then."""


def actor_name(actor: User) -> str:
    """How transition rows name a person."""
    return f"user:{actor.pk}"


def own_side(actor: User, side: str) -> None:
    """Refuse a side's step to everybody else, also to operators, who see all offers and answer for nobody."""
    if not (actor.is_student if side == "student" else actor.is_employer):
        raise Offer.DoesNotExist


def lock_applications(student_id: int) -> list[Application]:
    """Lock a student's applications of all seasons, in the order of their ids, against verbs that count rights."""
    return list(
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("season", "student__user")
        .filter(student=student_id)
        .order_by("pk")
    )


def share_applications(application_ids: Iterable[int]) -> set[int]:
    """Lock applications for share, in the order of their ids: whoever counts rights waits. Answers those that exist.

    Django knows no FOR SHARE; the lock needs its own statement before anything is judged.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from applications_application where id = any(%s) order by id for share",
            [sorted(set(application_ids))],
        )
        return {row[0] for row in cursor.fetchall()}


def lock_positions(position_ids: Iterable[int]) -> list[Position]:
    """Lock positions in the order of their ids. Their rows are read anew after the wait."""
    return list(
        Position.objects.select_for_update(of=("self",), no_key=True)
        .select_related("season", "employer")
        .filter(pk__in=set(position_ids))
        .order_by("pk")
    )


def free_seats(position: Position) -> list[int]:
    """The numbers of the seats that no offer holds, in order."""
    taken = Offer.objects.filter(position=position, seat_no__isnull=False).values("seat_no")
    return list(
        Seat.objects.filter(position=position).exclude(no__in=taken).order_by("no").values_list("no", flat=True)
    )


def settle(positions: Iterable[Position], *, left: Iterable[int] = ()) -> list[Settled]:
    """Expire, lapse and call what is due at these locked positions now, and tell everybody concerned.

    ``left`` names offers that the verb has just taken out of a line, so that those behind hear that they moved up.
    """
    by_season: dict[int, tuple[Season, list[int]]] = {}
    ordered = sorted(positions, key=lambda position: (position.season_id, position.pk))
    for season_id, group in groupby(ordered, key=lambda position: position.season_id):
        members = list(group)
        by_season[season_id] = (members[0].season, [position.pk for position in members])
    moved: list[Settled] = []
    for season, ids in by_season.values():
        due = call_deadlines(season, clock.now())
        with connection.cursor() as cursor:
            cursor.execute(
                "select offer_id, frm, dst, waited from offers_settle(%s, %s, %s, %s)",
                [ids, due.reply_by, due.confirm_from, due.confirm_by],
            )
            moved += [Settled(*row) for row in cursor.fetchall()]
    tell_settled(moved)
    tell_line([*left, *(row.offer_id for row in moved if row.waited)])
    tell_closed(position.pk for position in ordered)
    return moved


def move(
    offer: Offer, action: str, target: OfferState, *, who: str, actor: User, reason: str = "", **fields: Any
) -> Offer:
    """The only place where a verb writes Offer.state: by the table, by compare-and-set, with its transition row.

    The caller holds the position's lock and has settled it. Clocks are judged by the trigger as well.
    """
    if who in ("student", "employer"):
        own_side(actor, who)
    if not offer_may(action, offer.state, who):
        raise RuleViolation(
            _("Bu teklif artık «%(state)s» durumunda; bu işlem yapılamaz.") % {"state": offer.get_state_display()},
            code="offer_transition",
            keeps_work=True,
        )
    with (
        acting(actor_name(actor), reason),
        rule_from_constraint(Offer, "offer_transition", "offer_in_time", "offer_confirm_in_time", "offer_seat_once"),
    ):
        changed = Offer.objects.filter(pk=offer.pk, state=offer.state).update(state=target, **fields)
    if changed != 1:
        raise RuleViolation(
            _("Bu teklif az önce değişti. Sayfayı yenileyip son durumuna bakın."), code="offer_transition"
        )
    offer.refresh_from_db()
    return offer


def move_many(
    offers: Iterable[Offer], action: str, target: OfferState, *, who: str, actor: str, reason: str, **fields: Any
) -> list[Offer]:
    """Move offers together, as ``move`` does one: those whose state the table allows. Answers the moved ones anew.

    ``actor`` is the name for the record («system» or ``actor_name(user)``). The caller holds the positions' locks.
    """
    ids = [offer.pk for offer in offers if offer_may(action, offer.state, who)]
    with acting(actor, reason), rule_from_constraint(Offer, "offer_transition", "offer_not_due"):
        Offer.objects.filter(pk__in=ids).update(state=target, **fields)
    return list(Offer.objects.filter(pk__in=ids).select_related(*_AROUND).order_by("pk"))


def supersede(offer: Offer, *, actor: User, reason: str, **changes: Any) -> Offer:
    """Put a new row in an open offer's place, with changed terms, dates or deadline; it takes seat or number.

    For a change of place or window that both sides agreed on. The old row moves first and lets go of the seat, then
    the new one takes it; number and attempt stay. The caller holds the position's lock, has settled it, and settles it
    again afterwards.
    """
    seat_no = offer.seat_no
    move(offer, "supersede", OfferState.SUPERSEDED, who="employer", actor=actor, reason=reason, seat_no=None)
    taken = {"seat_no": seat_no, "state": OfferState.OPEN, "supersedes": offer, **changes}
    return successor_of(offer, actor=actor, reason=reason, **taken)


def successor_of(offer: Offer, *, actor: User, reason: str, **changes: Any) -> Offer:
    """Insert the row that comes after another one: everything as it was but ``changes``."""
    values = {
        field.attname: getattr(offer, field.attname)
        for field in Offer._meta.concrete_fields
        if field.attname not in ("id", "supersedes_id")
    }
    row = Offer(**values)
    for name, value in changes.items():
        setattr(row, name, value)
    with (
        acting(actor_name(actor), reason),
        rule_from_constraint(Offer, "offer_one_live", "offer_seat_once", "offer_reserve_no"),
    ):
        row.save(force_insert=True)
    return row


def locked_offer(*, offer_id: int, actor: User) -> tuple[Offer, dt.datetime]:
    """Lock an offer's position, settle it, and read offer and clock after the wait.

    Raises Offer.DoesNotExist where the actor may not see the offer.
    """
    position_id = Offer.objects.visible_to(actor).values_list("position_id", flat=True).get(pk=offer_id)
    positions = lock_positions([position_id])
    settle(positions)
    offer = Offer.objects.select_related(*_AROUND).get(pk=offer_id)
    return offer, clock.now()


def check_running(offer: Offer) -> None:
    """Refuse a step of an offer whose clocks stand still: the kill switch, a resting employer, an outage.

    While they stand still nothing is lost: the clocks are moved on before they run again, and people are told.
    """
    if EngineSwitch.objects.filter(is_stopped=True).exists():
        raise RuleViolation(
            _("Teklif işlemleri program yürütücüsü tarafından kısa bir süre için durduruldu; süreler işlemiyor. Daha "
              "sonra yeniden deneyin."),
            code="engine_stopped",
        )  # fmt: skip
    if _rests(offer.position):
        raise RuleViolation(
            _("İşverenin işlemleri şu anda durduruldu; bu teklifin süreleri işlemiyor. Yeniden başlayınca haber "
              "verilir."),
            code="employer_suspended",
        )  # fmt: skip


def check_running_position(position: Position) -> None:
    """Refuse an employer's step at a position whose clocks stand still."""
    if EngineSwitch.objects.filter(is_stopped=True).exists():
        raise RuleViolation(
            _("Teklif işlemleri program yürütücüsü tarafından kısa bir süre için durduruldu. Daha sonra yeniden "
              "deneyin."),
            code="engine_stopped",
        )  # fmt: skip
    if _rests(position):
        raise RuleViolation(
            _("Kurumunuzun işlemleri askıda; teklif gönderemez, son onay veremezsiniz."), code="employer_suspended"
        )


def _rests(position: Position) -> bool:
    return position.employer.status != EmployerStatus.APPROVED or position.rests_since is not None
