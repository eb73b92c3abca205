"""Locks, settling and the one place that moves an offer (engine.md §2–§3).

Lock order, always: applications by id, then positions by id; nothing else is waited for. Every verb settles its
positions first thing after the locks and last thing before it ends, so that no commit leaves a free seat while
somebody callable waits, and no due clock goes unnoticed.
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
from offers.models import Offer, Position
from offers.services.news import tell_settled
from offers.states import OfferState, offer_may
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint
from usp.core.errors import RuleViolation


@dataclass(frozen=True)
class Settled:
    """One move that settling made: an expiry, a lapse or a call."""

    offer_id: int
    source: str
    target: str


def actor_name(actor: User) -> str:
    """How transition rows name a person."""
    return f"user:{actor.pk}"


def lock_applications(student_id: int) -> list[Application]:
    """Lock a student's applications of all seasons, in the order of their ids, against verbs that count rights."""
    return list(
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("season", "student__user")
        .filter(student=student_id)
        .order_by("pk")
    )


def lock_positions(position_ids: Iterable[int]) -> list[Position]:
    """Lock positions in the order of their ids. Their rows are read anew after the wait."""
    return list(
        Position.objects.select_for_update(of=("self",), no_key=True)
        .select_related("season", "employer")
        .filter(pk__in=set(position_ids))
        .order_by("pk")
    )


def settle(positions: Iterable[Position]) -> list[Settled]:
    """Expire, lapse and call what is due at these locked positions now, and tell everybody concerned."""
    by_season: dict[int, tuple[Season, list[int]]] = {}
    ordered = sorted(positions, key=lambda position: (position.season_id, position.pk))
    for season_id, group in groupby(ordered, key=lambda position: position.season_id):
        members = list(group)
        by_season[season_id] = (members[0].season, [position.pk for position in members])
    moved: list[Settled] = []
    for season, ids in by_season.values():
        now = clock.now()
        due = call_deadlines(season, now)
        with connection.cursor() as cursor:
            cursor.execute(
                "select offer_id, frm, dst from offers_settle(%s, %s, %s, %s)",
                [ids, due.reply_by, due.confirm_from, due.confirm_by],
            )
            moved += [Settled(*row) for row in cursor.fetchall()]
    if moved:
        tell_settled(moved)
    return moved


def move(
    offer: Offer, action: str, target: OfferState, *, who: str, actor: User, reason: str = "", **fields: Any
) -> Offer:
    """The only place where a verb writes Offer.state: by the table, by compare-and-set, with its transition row.

    The caller holds the position's lock and has settled it. Clocks are judged by the trigger as well.
    """
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


def locked_offer(*, offer_id: int, actor: User) -> tuple[Offer, dt.datetime]:
    """Lock an offer's position, settle it, and read offer and clock after the wait.

    Raises Offer.DoesNotExist where the actor may not see the offer.
    """
    position_id = Offer.objects.visible_to(actor).values_list("position_id", flat=True).get(pk=offer_id)
    positions = lock_positions([position_id])
    settle(positions)
    offer = Offer.objects.select_related(
        "position__employer", "position__season", "application__student__user", "application__season", "sent_by__user"
    ).get(pk=offer_id)
    return offer, clock.now()
