"""Employers whose clocks stand still, go on, or whose register is closed: their positions one by one, in id order.

The flag is the employer's status, committed first; verbs and settling read it after the position's lock. What is left
to do here is walked one transaction a position, by a task at once and by the sweep if the task was lost.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from offers.models import Offer, Position
from offers.reasons import SystemReason
from offers.services.closing import cancel_locked
from offers.services.engine import lock_positions, settle
from offers.services.extend import move_clocks, running_since
from offers.services.news import tell_offers
from offers.states import LIVE_OFFER, OfferState, PositionState
from usp.accounts.models import EmployerStatus, EmployerTransition
from usp.core import clock
from usp.core.db import verb

S = EmployerStatus


def walk_employers(employer_id: int | None = None, *, most: int | None = None) -> int:
    """Bring the positions of employers in line with their status; answers how many were walked.

    Safe at any time and as often as wanted. ``most`` ends the work early.
    """
    ids = list(_to_walk(employer_id).order_by("pk").values_list("pk", flat=True)[:most])
    for pk in ids:
        _walk(position_id=pk)
    return len(ids)


def _to_walk(employer_id: int | None) -> QuerySet[Position]:
    live = Exists(Offer.objects.filter(position=OuterRef("pk"), state__in=LIVE_OFFER).exclude(state="confirmed"))
    wanted = (
        Q(employer__status=S.SUSPENDED, rests_since__isnull=True) & live
        | Q(employer__status=S.APPROVED, rests_since__isnull=False)
        | Q(employer__status=S.REVOKED) & ~Q(state=PositionState.CANCELLED)
    )
    positions = Position.objects.filter(wanted)
    return positions if employer_id is None else positions.filter(employer=employer_id)


@verb
def _walk(*, position_id: int) -> None:
    position = lock_positions([position_id])[0]
    if position.employer.status == S.REVOKED and position.state != PositionState.CANCELLED:
        cancel_locked(position, actor="system", why=SystemReason.EMPLOYER_REVOKED)
    elif position.employer.status == S.SUSPENDED and position.rests_since is None:
        _rest(position)
    elif position.employer.status == S.APPROVED and position.rests_since is not None:
        _go_on(position)


def _rest(position: Position) -> None:
    since = _suspended_at(position)
    Position.objects.filter(pk=position.pk).update(rests_since=since)
    tell_offers("offer_rests", f"rests:{since.isoformat(timespec='minutes')}", _waiting(position))


def _go_on(position: Position) -> None:
    since, now = position.rests_since, clock.now()
    if since is None:
        return
    running = running_since(position, since)
    move_clocks(position, running, now - since, actor="system", reason="employer_rested")
    Position.objects.filter(pk=position.pk).update(rests_since=None)
    position.refresh_from_db(fields=["rests_since"])
    tell_offers("offer_goes_on", f"goes_on:{since.isoformat(timespec='minutes')}", _waiting(position))
    settle([position])


def _waiting(position: Position) -> list[Offer]:
    live = Offer.objects.filter(position=position, state__in=LIVE_OFFER, visible_from__lte=clock.now())
    return list(live.exclude(state=OfferState.CONFIRMED))


def _suspended_at(position: Position) -> dt.datetime:
    last = (
        EmployerTransition.objects.filter(employer=position.employer_id, to_state=S.SUSPENDED).order_by("-id").first()
    )
    return last.at if last is not None else clock.now()
