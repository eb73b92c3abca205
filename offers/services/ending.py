"""How a placement ends: cancelled, broken off, or completed. One function writes it all (docs/rules.md A2, A5).

Locks as the engine's: the student's applications, then every position where the student has a live offer.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.pool.build import refresh_availability
from offers import endings_rules as rules
from offers.models import CancellationRequest, CancellationState, Offer, Placement, Position
from offers.progress import refusal_to_complete
from offers.services import endings_news as news
from offers.services.engine import actor_name, lock_applications, lock_positions, move, settle
from offers.signals import placement_completed, placement_ended
from offers.states import LIVE_OFFER, PLACEMENT_MOVES, Ending, Kind, OfferState, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.calendars.working_days import count_working_days
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.services.issue import revoke_documents
from usp.reference.selectors import closed_days

P = PlacementState
SUBJECT = "placement"  # what papers of a placement are filed under


@dataclass(frozen=True)
class Held:
    """A placement whose locks are held, and the moment read after them."""

    placement: Placement
    positions: list[Position]
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day of that moment in Istanbul."""
        return self.now.date()

    @property
    def has_begun(self) -> bool:
        """Whether the start day has come."""
        return rules.has_begun(self.placement, self.today)


def held_placement(*, placement_id: int, actor: User) -> Held:
    """Lock what a placement's end touches, settle, and read the row and the clock after the wait.

    Raises Placement.DoesNotExist where the actor may not see it.
    """
    student_id = Placement.objects.visible_to(actor).values_list("student_id", flat=True).get(pk=placement_id)
    applications = [application.pk for application in lock_applications(student_id)]
    touched = Offer.objects.filter(
        Q(application__in=applications, state__in=LIVE_OFFER) | Q(placement=placement_id)
    ).values_list("position_id", flat=True)
    positions = lock_positions(touched)
    settle(positions)
    placement = Placement.objects.select_related(
        "offer__position__employer", "offer__sent_by__user", "application__season", "student__user",
        "application__department__unit__university", "department__unit__university",
    ).get(pk=placement_id)  # fmt: skip
    return Held(placement, positions, clock.now())


def require_side(is_theirs: bool) -> None:
    """Refuse a side's step to everybody else who may see the placement: for them it does not exist."""
    if not is_theirs:
        raise Placement.DoesNotExist


@verb
def cancel_placement(*, placement_id: int, ending: str, note: str = "", actor: User) -> Placement:
    """The employer cancels, for a listed reason: before the start the seat goes to the line, later it does not.

    «İlk gün gelmedi» exists from the start day on only. A student's open request is answered first.
    """
    require_side(actor.is_employer)
    held = held_placement(placement_id=placement_id, actor=actor)
    if held.placement.state == P.CANCELLED and held.placement.ending == ending:
        return held.placement
    refuse_over_open_request(held)
    _refuse_unlisted(ending, rules.employer_endings(held.placement, held.today))
    return stop(held, ending=ending, note=note, actor=actor, who="employer")


@verb
def abandon_placement(*, placement_id: int, ending: str, left_on: dt.date, note: str = "", actor: User) -> Placement:
    """From the start day on: «Yarıda Bıraktı/Tamamlamadı» with the real last day; the dates are cut, never extended."""
    require_side(actor.is_employer)
    held = held_placement(placement_id=placement_id, actor=actor)
    if held.placement.state == P.ABANDONED:
        return held.placement
    refuse_over_open_request(held)
    _refuse_unlisted(ending, rules.EMPLOYER_BREAKS_OFF)
    return stop(held, ending=ending, note=note, actor=actor, who="employer", left_on=left_on)


@verb
def stop_by_center(
    *, placement_id: int, ending: str, note: str, left_on: dt.date | None = None, actor: User
) -> Placement:
    """The university refuses the insurance or says that the person is no student any more: excused, never a note.

    ``left_on`` where the intern had begun to work. An open request of the student's is closed with it.
    """
    held = held_placement(placement_id=placement_id, actor=actor)
    require_center(actor, held.placement)
    _refuse_unlisted(ending, rules.CENTER_STOPS)
    return stop(held, ending=ending, note=note, actor=actor, who="career_center", left_on=left_on)


@verb
def stop_by_operator(*, placement_id: int, ending: str, note: str, actor: User) -> Placement:
    """The operator cancels, with a reason in words, where neither employer nor university can."""
    if not note.strip():
        raise RuleViolation(_("Gerekçeyi yazın."), code="note_needed")
    require_side(actor.is_operator)
    held = held_placement(placement_id=placement_id, actor=actor)
    _refuse_unlisted(ending, rules.OPERATOR_STOPS)
    return stop(held, ending=ending, note=note, actor=actor, who="operator")


@verb
def complete_placement(*, placement_id: int, days_attended: int, unexcused_days: int, actor: User) -> Placement:
    """The end has passed and somebody states attendance, in working days; the right stays used.

    By the employer, or by the career centre where the employer is silent. Never by itself.
    The app above may refuse it (``offers.progress.register_completion_rule``): an internship whose insurance entry was
    never shared cannot have begun (A1).
    """
    require_side(actor.is_employer or actor.is_career_center)
    held = held_placement(placement_id=placement_id, actor=actor)
    placement, who = held.placement, "employer"
    if actor.is_career_center:
        require_center(actor, placement)
        who = "career_center"
    if placement.state == P.COMPLETED:
        return placement
    if days_attended < 1 or days_attended + unexcused_days > placement.working_days:
        raise RuleViolation(
            _("Devam edilen gün en az 1, devamsızlıkla birlikte en çok %(days)d iş günü olabilir.")
            % {"days": placement.working_days},
            code="attendance",
        )
    _refuse_move("complete", placement, who)
    if not rules.is_over(placement, held.today):
        raise RuleViolation(_("Staj bitmeden tamamlandı olarak bildirilemez."), code="placement_not_over")
    refusal = refusal_to_complete(placement)
    if refusal:
        raise RuleViolation(refusal, code="placement_uninsured")
    close_requests(placement, CancellationState.REFUSED, actor, held.now, str(_("Staj tamamlandı.")))
    _write(
        held, P.COMPLETED, actor, str(_("tamamlandı")),
        days_attended=days_attended, unexcused_days=unexcused_days,
    )  # fmt: skip
    placement_completed.send(sender=Placement, placement=placement, actor=actor)
    news.tell_completed(placement)
    return placement


def stop(held: Held, *, ending: str, note: str, actor: User, who: str, left_on: dt.date | None = None) -> Placement:
    """Cancel, or with a real last day break off; what both give back, and who is told.

    The right and the pool entry come back either way; the seat only before the start, and is called at once (A5).
    """
    placement = held.placement
    target = P.CANCELLED if left_on is None else P.ABANDONED
    _refuse_move("cancel" if left_on is None else "abandon", placement, who)
    fields: dict[str, object] = {"ending": ending, "ending_note": note, "right_no": None}
    if left_on is not None:
        fields |= _cut(held, left_on)
    before_start = not held.has_begun
    _write(held, target, actor, ending, **fields)
    _give_back(placement)
    if before_start:
        move(placement.offer, "end", OfferState.ENDED, who="system", actor=actor, reason=ending, seat_no=None)
    state = CancellationState.APPROVED if who == "employer" else CancellationState.BY_CENTER
    close_requests(placement, state, actor, held.now, "")
    if target == P.CANCELLED:
        reason = str(_("Staj iptal edildi: %(ending)s")) % {"ending": placement.get_ending_display()}
        revoke_documents(subject_type=SUBJECT, subject_id=placement.pk, actor=actor, reason=reason)
    placement_ended.send(sender=Placement, placement=placement, actor=actor)
    news.tell_ended(placement, actor)
    settle(held.positions)
    return placement


def close_requests(placement: Placement, state: CancellationState, actor: User, now: dt.datetime, answer: str) -> None:
    """An open request ends with what it asked about."""
    CancellationRequest.objects.filter(placement=placement, state=CancellationState.OPEN).update(
        state=state, decided_at=now, decided_by=actor, answer=answer
    )


def require_center(actor: User, placement: Placement) -> None:
    """Only officials of the student's unit who decide on cancellations; for others it does not exist."""
    unit = placement.department.unit
    if not university_may(actor, UniversityAction.DECIDE_CANCELLATIONS, unit):
        raise Placement.DoesNotExist


def refuse_over_open_request(held: Held) -> None:
    """Whoever asked beforehand gets an answer; an employer does not pass over it with a reason of its own."""
    if held.placement.cancellation_requests.filter(state=CancellationState.OPEN).exists():
        raise RuleViolation(
            _("Öğrencinin cevap bekleyen bir iptal isteği var; önce onu cevaplayın."), code="request_open"
        )


def _cut(held: Held, left_on: dt.date) -> dict[str, object]:
    """The range up to the real last day, and the working days in it."""
    placement = held.placement
    if not held.has_begun:
        raise RuleViolation(
            _("Staj başlamadan yarıda bırakılmış sayılamaz; başlamamış staj iptal edilir."), code="placement_not_begun"
        )
    if not placement.first_day <= left_on <= min(placement.last_day, held.today):
        raise RuleViolation(
            _("Gerçek son gün, stajın tarihleri içinde ve en geç bugün olmalıdır."), code="placement_dates_only_cut"
        )
    days = count_working_days(placement.first_day, left_on, placement.weekly_days, closed_days())
    return {"dates": DateRange(placement.first_day, left_on + dt.timedelta(days=1)), "working_days": days}


def _write(held: Held, target: PlacementState, actor: User, reason: str, **fields: object) -> None:
    """The one place that writes Placement.state: by compare-and-set, with its transition row."""
    placement = held.placement
    with acting(actor_name(actor), reason), rule_from_constraint(Placement, *Placement.trigger_rules):
        changed = Placement.objects.filter(pk=placement.pk, state=P.CONFIRMED).update(
            state=target, ended_at=held.now, ended_by=actor, version=F("version") + 1, **fields
        )
    if changed != 1:
        raise RuleViolation(Placement.trigger_rules["placement_transition"], code="placement_transition")
    placement.refresh_from_db()


def _give_back(placement: Placement) -> None:
    """Return the season's right, and with it the place in searches for internships."""
    if placement.kind != Kind.INTERNSHIP:
        return
    Application.objects.filter(pk=placement.application_id, used__gt=0).update(used=F("used") - 1)
    refresh_availability(application_id=placement.application_id)


def _refuse_move(action: str, placement: Placement, who: str) -> None:
    known = any(one.action == action and one.source == placement.state and one.who == who for one in PLACEMENT_MOVES)
    if not known:
        raise RuleViolation(
            _("Bu staj artık «%(state)s» durumunda; bu işlem yapılamaz.") % {"state": placement.get_state_display()},
            code="placement_transition",
            keeps_work=True,
        )


def _refuse_unlisted(ending: str, listed: Collection[Ending]) -> None:
    if ending not in listed:
        raise RuleViolation(_("Bu neden şu anda seçilemez."), code="ending_not_listed")
