"""Closing, reopening and cancelling a position: the employer's verbs, and the system's when an employer is revoked."""

from django.utils.translation import gettext_lazy as _

from offers.models import Offer, Position
from offers.reasons import SystemReason, reason_label
from offers.services.engine import actor_name, lock_positions, settle
from offers.services.news import tell_senders
from offers.services.withdraw import take_back
from offers.states import LIVE_OFFER, POSITION_MOVES, OfferRank, OfferState, PositionState
from usp.accounts.models import EmployerStatus, User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation


@verb
def close_position(*, position_id: int, actor: User, reason: str = "") -> Position:
    """End sending and calling. Whoever waits in the line is released from it; offers with a seat go on.

    Closing twice is no error.
    """
    position = _locked(position_id, actor)
    if position.state == PositionState.CLOSED:
        return position
    _write(position, "close", PositionState.CLOSED, actor_name(actor), reason)
    unanswered = Offer.objects.filter(
        position=position, rank=OfferRank.YEDEK, state=OfferState.OPEN, seat_no__isnull=True
    )
    take_back(unanswered, who="system", actor="system", reason=SystemReason.POSITION_CLOSED)
    settle([position])
    return position


@verb
def reopen_position(*, position_id: int, actor: User) -> Position:
    """Let a closed position send and call again. Its former line does not come back; reopening twice is no error."""
    position = _locked(position_id, actor)
    if position.state == PositionState.PUBLISHED:
        return position
    season = position.season
    if not clock.now() < season.offers_close_at:
        raise RuleViolation(_("Teklif dönemi bitti; pozisyon yeniden açılamaz."), code="offers_closed")
    if position.employer.status != EmployerStatus.APPROVED:
        raise RuleViolation(_("Kurumunuzun işlemleri askıda; pozisyon yeniden açılamaz."), code="employer_suspended")
    _write(position, "reopen", PositionState.PUBLISHED, actor_name(actor), "")
    settle([position])
    return position


@verb
def cancel_position(*, position_id: int, actor: User, reason: str = "") -> Position:
    """End a position for good: every offer before the final approval is withdrawn and its student told.

    Placements that came out of it stand; they are cancelled one by one. Cancelling twice is no error.
    """
    position = _locked(position_id, actor)
    if position.state == PositionState.CANCELLED:
        return position
    cancel_locked(position, actor=actor_name(actor), why=SystemReason.POSITION_CANCELLED, reason=reason)
    return position


def cancel_locked(position: Position, *, actor: str, why: SystemReason, reason: str = "") -> None:
    """Cancel a position whose lock the caller holds."""
    live = Offer.objects.filter(position=position, state__in=LIVE_OFFER).exclude(state=OfferState.CONFIRMED)
    withdrawn = take_back(list(live), who="system", actor=actor, reason=why)
    tell_senders("offers_withdrawn_with_position", f"position:{position.pk}:cancelled", withdrawn,
                 reason=reason_label(why))  # fmt: skip
    _write(position, "cancel", PositionState.CANCELLED, actor, reason or why)


def _locked(position_id: int, actor: User) -> Position:
    Position.objects.visible_to(actor).get(pk=position_id)
    position = lock_positions([position_id])[0]
    settle([position])
    return position


def _write(position: Position, action: str, target: PositionState, actor: str, reason: str) -> None:
    if not any(move.action == action and move.source == position.state for move in POSITION_MOVES):
        raise RuleViolation(
            _("Bu pozisyon artık «%(state)s» durumunda; bu işlem yapılamaz.") % {"state": position.get_state_display()},
            code="position_transition",
        )
    with acting(actor, reason[:200]), rule_from_constraint(Position, "position_transition"):
        Position.objects.filter(pk=position.pk, state=position.state).update(state=target)
    position.refresh_from_db(fields=["state"])
