"""Other dates for a confirmed internship: proposed by one side, agreed by the others, applied at once (rules A10).

Student and employer always agree; the unit where ``date_rules.judge`` says why. Each answer judges anew: what was
possible when it was proposed may have come too late meanwhile.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from insurance.date_rules import Judgement, lapses_on, new_span
from insurance.models import DateChange, DateChangeState
from insurance.selectors import dates as reads
from insurance.services import dates_news as news
from insurance.services.decisions import note_unit_on_lectures
from offers.models import Placement
from offers.services.dates import move_placement
from offers.services.ending import Held, held_placement
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.selectors import closed_days

S, Side = DateChangeState, DateChange.Side
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Proposal:
    """What somebody asks for; the last day follows from it."""

    starts_on: dt.date
    working_days: int
    weekly_days: int
    why: str


@verb
def propose_dates(*, placement_id: int, proposal: Proposal, actor: User) -> DateChange:
    """Propose new dates; who proposes has agreed. The same proposal twice is one.

    An official who decides for the unit has agreed for it with the proposal. Raises Placement.DoesNotExist for
    whoever may not, RuleViolation (date_change_stops, date_change_one_open, date_change_closed) else.
    """
    held = held_placement(placement_id=placement_id, actor=actor)
    placement, side = held.placement, reads.side_of(actor, held.placement)
    if not side:
        raise Placement.DoesNotExist
    if not reads.may_change(placement, held.now):
        raise RuleViolation(_("Bu stajın tarihleri artık değiştirilemez."), code="date_change_closed")
    close_overdue_of(placement, held.now)
    span = new_span(proposal.starts_on, proposal.working_days, proposal.weekly_days, closed_days())
    pending = reads.open_change(placement)
    if pending is not None and pending.side == side and reads.span_of_change(pending) == span:
        return pending
    judgement = _judged(reads.judgement_of(placement, span, held.now))
    with rule_from_constraint(DateChange, "date_change_one_open"):
        change = DateChange.objects.create(
            placement=placement,
            side=side,
            why=proposal.why,
            was=placement.dates,
            dates=DateRange(span.starts_on, span.ends_on + DAY),
            working_days=span.working_days,
            weekly_days=span.weekly_days,
            needs_unit=judgement.needs_unit,
            proposed_by=actor,
            proposed_at=held.now,
            **_yes_of(side, held, actor),
        )
    news.tell_proposed(change)
    return change


@verb
def agree_dates(*, change_id: int, actor: User, reason: str = "") -> DateChange:
    """Say yes for one's own side; the last yes moves the internship. Twice is once.

    ``reason`` is the unit's, and asked of it where it had to agree.
    """
    held, change = _held(change_id, actor)
    side = reads.side_of(actor, held.placement)
    if change.state == S.APPLIED and getattr(change, _STAMPS[side]) is not None:
        return change
    _refuse_closed(held, change)
    span = reads.span_of_change(change)
    judgement = _judged(reads.judgement_of(held.placement, span, held.now))
    change.needs_unit = change.needs_unit or judgement.needs_unit
    if getattr(change, _STAMPS[side]) is None:
        _require_decider(actor, held.placement, side)
        if side == Side.CENTER and change.needs_unit and not reason.strip():
            raise RuleViolation(_("Birimin neden uygun bulduğunu yazın."), code="reason_needed")
        for name, value in _yes_of(side, held, actor).items():
            setattr(change, name, value)
        if side == Side.CENTER:
            change.unit_reason = reason.strip()
    change.save()
    if reads.missing_agreements(change):
        news.tell_agreed(change, side)
        return change
    return _apply(held, change, actor)


@verb
def refuse_dates(*, change_id: int, actor: User, reason: str = "") -> DateChange:
    """One side stays with the dates as they are; the unit says why. The internship goes on unchanged."""
    held, change = _held(change_id, actor)
    side = reads.side_of(actor, held.placement)
    if change.state == S.REFUSED and change.closed_by_id == actor.pk:
        return change
    _refuse_closed(held, change)
    if side == change.side:
        raise RuleViolation(_("Kendi önerinizi reddedemezsiniz; geri alabilirsiniz."), code="own_proposal")
    _require_decider(actor, held.placement, side)
    if side == Side.CENTER:
        _refuse_for_unit(held, change, reason.strip())
    _close(change, S.REFUSED, held.now, actor)
    news.tell_refused(change, side)
    return change


@verb
def take_back_dates(*, change_id: int, actor: User) -> DateChange:
    """Whoever proposed asks no longer."""
    held, change = _held(change_id, actor)
    if change.state == S.TAKEN_BACK:
        return change
    _refuse_closed(held, change)
    if reads.side_of(actor, held.placement) != change.side:
        raise DateChange.DoesNotExist
    _close(change, S.TAKEN_BACK, held.now, actor)
    news.tell_taken_back(change)
    return change


@verb
def close_overdue_of(placement: Placement, now: dt.datetime) -> int:
    """Close the proposal of a locked placement that nobody answered before the start; answers how many."""
    change = reads.open_change(placement)
    if change is None or now.date() < _last_chance(change, placement):
        return 0
    _close(change, S.LAPSED, now, None)
    news.tell_lapsed(change)
    return 1


def close_overdue(now: dt.datetime | None = None) -> int:
    """Close every proposal that nobody answered in time, one transaction each; answers how many."""
    today = (now or clock.now()).date()
    candidates = DateChange.objects.filter(state=S.OPEN, was__startswith__lte=today).order_by("placement")
    return sum(_close_one(pk) for pk in candidates.values_list("placement", flat=True))


@verb
def close_moot(*, placement: Placement, now: dt.datetime) -> int:
    """The internship has ended: its open proposal says so. Part of the verb that ended it."""
    return DateChange.objects.filter(placement=placement, state=S.OPEN).update(state=S.MOOT, closed_at=now)


@verb
def _close_one(placement_id: int) -> int:
    placement = Placement.objects.select_for_update(of=("self",), no_key=True).get(pk=placement_id)
    return close_overdue_of(placement, clock.now())


def _apply(held: Held, change: DateChange, actor: User) -> DateChange:
    """Everybody has agreed: the internship moves, in this transaction, and everybody hears of it."""
    _close(change, S.APPLIED, held.now, actor)
    moved = move_placement(
        placement=held.placement,
        dates=change.dates,
        working_days=change.working_days,
        weekly_days=change.weekly_days,
        actor=actor,
    )
    change.placement = moved
    note_unit_on_lectures(change)
    news.tell_applied(change)
    return change


def _refuse_for_unit(held: Held, change: DateChange, reason: str) -> None:
    """The unit refuses where it is asked, and says why."""
    judgement = reads.judgement_of(held.placement, reads.span_of_change(change), held.now)
    if not change.needs_unit and not judgement.needs_unit:
        raise RuleViolation(_("Bu değişiklik birimin onayını gerektirmiyor."), code="not_asked")
    if not reason:
        raise RuleViolation(_("Birimin neden uygun bulmadığını yazın."), code="reason_needed")
    change.unit_reason, change.needs_unit = reason, True


def _held(change_id: int, actor: User) -> tuple[Held, DateChange]:
    """The proposal, read after the locks of its placement. DoesNotExist for whoever may not act on it."""
    placement_id = DateChange.objects.values_list("placement_id", flat=True).get(pk=change_id)
    held = held_placement(placement_id=placement_id, actor=actor)
    if not reads.side_of(actor, held.placement):
        raise DateChange.DoesNotExist
    change = DateChange.objects.select_for_update(of=("self",), no_key=True).get(pk=change_id)
    change.placement = held.placement
    return held, change


def _refuse_closed(held: Held, change: DateChange) -> None:
    """An answered proposal takes no other answer; one whose time is over is closed now, and that stays."""
    if change.state == S.OPEN and held.now.date() >= _last_chance(change, held.placement):
        _close(change, S.LAPSED, held.now, None)
        news.tell_lapsed(change)
    if change.state != S.OPEN:
        raise RuleViolation(
            _("Bu öneri artık «%(state)s»; cevaplanamaz.") % {"state": change.get_state_display()},
            code="date_change_closed",
            keeps_work=True,
        )


def _last_chance(change: DateChange, placement: Placement) -> dt.date:
    return lapses_on(placement.first_day, reads.span_of_change(change).ends_on, change.proposed_at)


def _judged(judgement: Judgement) -> Judgement:
    if judgement.stops:
        raise RuleViolation(" ".join(judgement.stops), code="date_change_stops")
    return judgement


def _require_decider(actor: User, placement: Placement, side: str) -> None:
    if side == Side.CENTER and not reads.decides_for_unit(actor, placement):
        raise RuleViolation(_("Birim adına komisyon ya da kariyer merkezi yöneticisi karar verir."), code="not_yours")


_STAMPS: dict[str, str] = {
    Side.STUDENT: "student_agreed_at",
    Side.EMPLOYER: "employer_agreed_at",
    Side.CENTER: "unit_agreed_at",
}


def _yes_of(side: str, held: Held, actor: User) -> dict[str, object]:
    """The fields that one side's yes writes; an official who decides nothing for the unit only proposes."""
    if side != Side.CENTER:
        return {_STAMPS[side]: held.now}
    if not reads.decides_for_unit(actor, held.placement):
        return {}
    return {"unit_agreed_at": held.now, "unit_agreed_by": actor}


def _close(change: DateChange, state: DateChangeState, now: dt.datetime, actor: User | None) -> None:
    change.state, change.closed_at, change.closed_by = state, now, actor
    change.save()
