"""Additional evaluation: an employer asks somebody who said yes for an interview or a task (docs/rules.md A17).

``confirm_by`` stays the clock: an evaluation that is not decided by then is closed with its offer. Every verb locks
the offer's position, settles it, and reads the evaluation after the wait; the database refuses what the table of
``offers.evaluation_states`` does not have.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from offers.evaluation_states import INTERVIEWS, EvaluationKind, EvaluationState, evaluation_may
from offers.evaluation_times import check_free_of_other_interviews, check_inviter_is_free, check_times
from offers.models import Evaluation, InterviewSlot, Offer
from offers.services import evaluation_news as news
from offers.services.engine import actor_name, lock_positions, locked_offer, move, settle
from offers.states import OfferState
from usp.accounts.models import EmployerMembership, EmployerStatus, User
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.models import Upload

S = EvaluationState


@dataclass(frozen=True)
class Meeting:
    """When and how people meet: one to five times, all equally long, and the way in."""

    times: tuple[dt.datetime, ...]
    minutes: int
    link: str = ""
    place: str = ""


@dataclass(frozen=True)
class Task:
    """What is to be handed in, by when."""

    due_at: dt.datetime


@verb
def request_evaluation(*, offer_id: int, kind: str, instructions: str, what: Meeting | Task, actor: User) -> Evaluation:
    """Ask the candidate of an accepted offer for an interview or a task; the offer is ``evaluating`` from now on.

    Asking twice while one runs is refused. Raises RuleViolation with the sentence of the first rule that refuses.
    """
    offer, now = locked_offer(offer_id=offer_id, actor=actor)
    _check_employer(offer)
    if offer.state == OfferState.EVALUATING:
        raise RuleViolation(_("Bu aday için süren bir ek değerleme var."), code="evaluation_one_running")
    if (kind in INTERVIEWS) != isinstance(what, Meeting):
        raise RuleViolation(_("Bu tür için saat değil, son teslim anı yazılır."), code="evaluation_kind")
    member = actor.employer_membership
    if isinstance(what, Meeting):
        _check_meeting(EvaluationKind(kind), what, offer, now, member)
    elif not now < what.due_at < _confirm_by(offer):
        raise RuleViolation(_("Son teslim anı ileride ve son onay anından önce olmalıdır."), code="evaluation_due")
    move(offer, "evaluate", OfferState.EVALUATING, who="employer", actor=actor)
    with (
        acting(actor_name(actor)),
        rule_from_constraint(Evaluation, "evaluation_one_running", "evaluation_task_has_due"),
    ):
        evaluation = Evaluation.objects.create(
            offer=offer,
            kind=kind,
            instructions=instructions,
            link=what.link if isinstance(what, Meeting) else "",
            place=what.place if isinstance(what, Meeting) else "",
            due_at=None if isinstance(what, Meeting) else what.due_at,
            created_by=member,
            created_at=now,
        )
    if isinstance(what, Meeting):
        _write_times(evaluation, what)
    news.tell_requested(evaluation)
    return evaluation


@verb
def propose_times(*, evaluation_id: int, meeting: Meeting, actor: User) -> Evaluation:
    """Propose other times, whatever was chosen before; the student picks anew and calendars lose the old time."""
    offer, evaluation, now = _locked(evaluation_id, actor)
    _check_employer(offer)
    _check_may(evaluation, "propose", "employer")
    _check_meeting(EvaluationKind(evaluation.kind), meeting, offer, now, evaluation.created_by, besides=evaluation)
    _move(
        evaluation,
        "propose",
        S.PROPOSED,
        "employer",
        actor,
        round=evaluation.round + 1,
        sequence=evaluation.sequence + 1,
        link=meeting.link,
        place=meeting.place,
    )
    _write_times(evaluation, meeting)
    news.tell_new_times(evaluation)
    return evaluation


@verb
def choose_time(*, evaluation_id: int, slot_id: int, actor: User) -> Evaluation:
    """The student picks one of the times proposed last. Picking the chosen one again is no error."""
    _offer, evaluation, now = _locked(evaluation_id, actor)
    slot = InterviewSlot.objects.filter(pk=slot_id, evaluation=evaluation, round=evaluation.round).first()
    if slot is not None and slot.is_chosen and evaluation.state == S.SCHEDULED:
        return evaluation
    if slot is None:
        raise RuleViolation(
            _("İşveren az önce başka saatler önerdi; yeni saatlerden birini seçin."), code="slot_gone", keeps_work=True
        )
    if slot.starts_at <= now:
        raise RuleViolation(_("Bu saat geçti; başka bir saat seçin."), code="slot_past", keeps_work=True)
    check_free_of_other_interviews(slot, evaluation)
    _check_may(evaluation, "choose", "student")
    InterviewSlot.objects.filter(pk=slot.pk).update(is_chosen=True)
    _move(evaluation, "choose", S.SCHEDULED, "student", actor, sequence=evaluation.sequence + 1)
    news.tell_chosen(evaluation, slot)
    return evaluation


@verb
def say_none_suits(*, evaluation_id: int, actor: User) -> Evaluation:
    """«Bu saatlerin hiçbiri uymuyor»: the employer proposes anew, or goes on without."""
    _offer, evaluation, _now = _locked(evaluation_id, actor)
    if evaluation.state == S.UNSUITABLE:
        return evaluation
    _move(evaluation, "none_suits", S.UNSUITABLE, "student", actor)
    news.tell_employer(evaluation, "interview_none_suits")
    return evaluation


@verb
def ask_move(*, evaluation_id: int, actor: User) -> Evaluation:
    """Ask once for another time than the one picked, as long as the interview has not begun."""
    _offer, evaluation, now = _locked(evaluation_id, actor)
    if evaluation.has_moved and evaluation.state == S.UNSUITABLE:
        return evaluation
    if evaluation.has_moved:
        raise RuleViolation(
            _("Saat değişikliğini bir kez isteyebilirsiniz. İşvereni arayabilir ya da e-posta yazabilirsiniz."),
            code="moved_once",
            keeps_work=True,
        )
    slot = chosen_slot(evaluation)
    if slot is not None and slot.starts_at <= now:
        raise RuleViolation(_("Görüşme saati geldi; artık değiştirilemez."), code="slot_past", keeps_work=True)
    _move(evaluation, "ask_move", S.UNSUITABLE, "student", actor, has_moved=True, sequence=evaluation.sequence + 1)
    news.tell_employer(evaluation, "interview_move_asked")
    return evaluation


@verb
def answer_task(*, evaluation_id: int, text: str, file: Upload | None, actor: User) -> Evaluation:
    """Hand in words, a file or both, once and before the due moment."""
    _offer, evaluation, now = _locked(evaluation_id, actor)
    if evaluation.state == S.ANSWERED:
        raise RuleViolation(_("Cevabınızı daha önce gönderdiniz."), code="answered", keeps_work=True)
    _check_may(evaluation, "answer", "student")
    if evaluation.due_at is None or now >= evaluation.due_at:
        raise RuleViolation(Evaluation.trigger_rules["evaluation_in_time"], code="evaluation_in_time", keeps_work=True)
    if not text and file is None:
        raise RuleViolation(_("Bir cevap yazın ya da dosya ekleyin."), code="answer_empty", keeps_work=True)
    _move(evaluation, "answer", S.ANSWERED, "student", actor, answer=text, answer_file=file, answered_at=now)
    news.tell_employer(evaluation, "evaluation_answered")
    return evaluation


@verb
def decide_evaluation(*, evaluation_id: int, passed: bool, note: str, actor: User) -> Evaluation:
    """The result, with a note the student reads: the offer goes on as accepted, or ends as rejected.

    An interview is decided from its beginning on; a task when it was answered or its due moment has passed.
    """
    offer, evaluation, now = _locked(evaluation_id, actor)
    _check_employer(offer)
    action = "pass" if passed else "fail"
    _check_may(evaluation, action, "employer")
    if not may_decide(evaluation, now):
        raise RuleViolation(
            _("Görüşme henüz yapılmadı ya da cevap süresi dolmadı; sonuç bundan sonra yazılır."),
            code="too_early",
            keeps_work=True,
        )
    _move(evaluation, action, S.PASSED if passed else S.FAILED, "employer", actor, result_note=note, decided_at=now)
    if passed:
        move(offer, "evaluation_passed", OfferState.ACCEPTED, who="employer", actor=actor)
    else:
        move(offer, "evaluation_failed", OfferState.REJECTED, who="employer", actor=actor, seat_no=None)
        settle(lock_positions([offer.position_id]))
    news.tell_decided(evaluation)
    return evaluation


@verb
def cancel_evaluation(*, evaluation_id: int, actor: User) -> Evaluation:
    """Go on without it: the offer is accepted as before. Cancelling twice is no error."""
    offer, evaluation, now = _locked(evaluation_id, actor)
    if evaluation.state == S.CANCELLED:
        return evaluation
    _move(evaluation, "cancel", S.CANCELLED, "employer", actor, decided_at=now, sequence=evaluation.sequence + 1)
    move(offer, "evaluation_passed", OfferState.ACCEPTED, who="employer", actor=actor, reason="evaluation_cancelled")
    news.tell_cancelled(evaluation)
    return evaluation


def chosen_slot(evaluation: Evaluation) -> InterviewSlot | None:
    """The time on which both sides agree now."""
    return evaluation.slots.filter(round=evaluation.round, is_chosen=True).first()


def may_decide(evaluation: Evaluation, now: dt.datetime) -> bool:
    """Whether there is something to judge: a meeting that has begun, an answer, or silence until the due moment."""
    if evaluation.state == S.SCHEDULED:
        slot = chosen_slot(evaluation)
        return slot is not None and slot.starts_at <= now
    if evaluation.state == S.ANSWERED:
        return True
    return evaluation.state == S.PROPOSED and evaluation.due_at is not None and evaluation.due_at <= now


def _locked(evaluation_id: int, actor: User) -> tuple[Offer, Evaluation, dt.datetime]:
    offer_id = Evaluation.objects.visible_to(actor).values_list("offer_id", flat=True).get(pk=evaluation_id)
    offer, now = locked_offer(offer_id=offer_id, actor=actor)
    evaluation = Evaluation.objects.select_related("created_by__user").get(pk=evaluation_id)
    evaluation.offer = offer
    return offer, evaluation, now


def _check_employer(offer: Offer) -> None:
    if offer.position.employer.status != EmployerStatus.APPROVED:
        raise RuleViolation(
            _("Kurumunuzun işlemleri askıda; ek değerleme yapamazsınız."), code="employer_suspended", keeps_work=True
        )


def _check_may(evaluation: Evaluation, action: str, who: str) -> None:
    if not evaluation_may(action, evaluation.state, who):
        raise RuleViolation(
            _("Bu ek değerleme artık «%(state)s» durumunda; bu işlem yapılamaz.")
            % {"state": evaluation.get_state_display()},
            code="evaluation_transition",
            keeps_work=True,
        )


def _check_meeting(
    kind: EvaluationKind,
    meeting: Meeting,
    offer: Offer,
    now: dt.datetime,
    inviter: EmployerMembership,
    besides: Evaluation | None = None,
) -> None:
    if kind == EvaluationKind.ONLINE and not meeting.link:
        raise RuleViolation(_("Çevrim içi mülakat için görüşme bağlantısını yazın."), code="meeting_link")
    if kind == EvaluationKind.ON_SITE and not meeting.place:
        raise RuleViolation(_("Yüz yüze mülakat için yeri yazın."), code="meeting_place")
    check_times(meeting.times, meeting.minutes, now, _confirm_by(offer))
    check_inviter_is_free(inviter, meeting.times, meeting.minutes, besides)


def _confirm_by(offer: Offer) -> dt.datetime:
    if offer.confirm_by is None:
        raise RuleViolation(
            _("Bu teklif artık «%(state)s» durumunda; bu işlem yapılamaz.") % {"state": offer.get_state_display()},
            code="offer_transition",
            keeps_work=True,
        )
    return offer.confirm_by


def _write_times(evaluation: Evaluation, meeting: Meeting) -> None:
    with rule_from_constraint(InterviewSlot, "interview_slot_once"):
        InterviewSlot.objects.bulk_create(
            InterviewSlot(evaluation=evaluation, round=evaluation.round, starts_at=moment, minutes=meeting.minutes)
            for moment in sorted(meeting.times)
        )


def _move(evaluation: Evaluation, action: str, target: EvaluationState, who: str, actor: User, **fields: Any) -> None:
    """The only place where a verb writes Evaluation.state: by the table, by compare-and-set, on record."""
    _check_may(evaluation, action, who)
    names = ("evaluation_transition", "evaluation_frozen", "evaluation_in_time")
    with acting(actor_name(actor)), rule_from_constraint(Evaluation, *names):
        changed = Evaluation.objects.filter(pk=evaluation.pk, state=evaluation.state).update(state=target, **fields)
    if changed != 1:
        raise RuleViolation(Evaluation.trigger_rules["evaluation_transition"], code="evaluation_transition")
    offer = evaluation.offer
    evaluation.refresh_from_db()
    evaluation.offer = offer
