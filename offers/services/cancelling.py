"""A student asks to cancel a placement; employer or, after its silence, the career centre answers (A9, A24)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from offers import endings_rules as rules
from offers.models import CancellationRequest, CancellationState, Placement
from offers.services import endings_news as news
from offers.services.ending import Held, held_placement, require_center, require_side, stop
from offers.states import Ending, PlacementState
from usp.accounts.models import User
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.models import Upload
from usp.reference.selectors import closed_days

C = CancellationState
MOST_REQUESTS = 3  # for one placement: an answer that was given stays an answer


@verb
def request_cancellation(
    *, placement_id: int, ground: str, text: str, proof: Upload | None, actor: User
) -> CancellationRequest:
    """Ask, with a reason that the season accepts; employer, career centre and insurance officer learn it at once."""
    require_side(actor.is_student)
    held = held_placement(placement_id=placement_id, actor=actor)
    placement = held.placement
    if placement.state != PlacementState.CONFIRMED or rules.is_over(placement, held.today):
        raise RuleViolation(_("Bu staj sürmüyor; iptali istenemez."), code="placement_transition", keeps_work=True)
    asked = placement.application.season.cancel_ground
    if ground not in dict(rules.grounds_for(asked)):
        raise RuleViolation(_("Bu dönemde bu neden kabul edilmiyor."), code="ground_not_listed")
    if placement.cancellation_requests.exclude(state=C.TAKEN_BACK).count() >= MOST_REQUESTS:
        raise RuleViolation(
            _("Bu staj için en çok üç kez iptal isteyebilirsiniz. Kariyer merkezinizle görüşün."), code="too_many"
        )
    with rule_from_constraint(CancellationRequest, "cancellation_one_open"):
        made = CancellationRequest.objects.create(
            placement=placement,
            ground=ground,
            is_force_majeure=rules.is_force_majeure(asked, ground),
            text=text,
            proof=proof,
            requested_at=held.now,
            center_from=rules.center_may_from(held.now, placement.first_day, closed_days()),
        )
    news.tell_asked(made)
    return made


@verb
def take_back_cancellation(*, request_id: int, actor: User) -> CancellationRequest:
    """The student goes on with the internship after all; nothing was cancelled."""
    require_side(actor.is_student)
    held, found = _held_request(request_id, actor)
    if found.state == C.TAKEN_BACK:
        return found
    _refuse_decided(found)
    _decide(held, found, C.TAKEN_BACK, actor, "")
    news.tell_taken_back(found)
    return found


@verb
def approve_cancellation(
    *, request_id: int, answer: str = "", left_on: dt.date | None = None, actor: User
) -> CancellationRequest:
    """The employer agrees. ``left_on``: the real last day, where the student had begun."""
    require_side(actor.is_employer)
    held, found = _held_request(request_id, actor)
    if found.state == C.APPROVED:
        return found
    _refuse_decided(found)
    _decide(held, found, C.APPROVED, actor, answer)
    stop(held, ending=_ending(found), note=answer, actor=actor, who="employer", left_on=left_on)
    return found


@verb
def refuse_cancellation(*, request_id: int, answer: str, actor: User) -> CancellationRequest:
    """The employer does not agree and says why; the internship goes on."""
    require_side(actor.is_employer)
    if not answer.strip():
        raise RuleViolation(_("Neden onaylamadığınızı yazın."), code="answer_needed")
    held, found = _held_request(request_id, actor)
    if found.state == C.REFUSED:
        return found
    _refuse_decided(found)
    _decide(held, found, C.REFUSED, actor, answer)
    news.tell_refused(found)
    return found


@verb
def cancel_for_student(
    *, request_id: int, answer: str, left_on: dt.date | None = None, actor: User
) -> CancellationRequest:
    """The career centre cancels for the student, from ``center_from`` on, where the employer has not answered."""
    held, found = _held_request(request_id, actor)
    require_center(actor, held.placement)
    if found.state == C.BY_CENTER:
        return found
    _refuse_decided(found)
    if held.now < found.center_from:
        raise RuleViolation(
            _("İşverenin cevap süresi dolmadı; bu tarihten önce kariyer merkezi iptal edemez."), code="too_early"
        )
    _decide(held, found, C.BY_CENTER, actor, answer)
    stop(held, ending=_ending(found), note=answer, actor=actor, who="career_center", left_on=left_on)
    return found


def _ending(found: CancellationRequest) -> Ending:
    return Ending.FORCE_MAJEURE if found.is_force_majeure else Ending.EXCUSE


def _held_request(request_id: int, actor: User) -> tuple[Held, CancellationRequest]:
    """The request, read after the locks of its placement."""
    placement_id = (
        CancellationRequest.objects.filter(placement__in=Placement.objects.visible_to(actor))
        .values_list("placement_id", flat=True)
        .get(pk=request_id)
    )
    held = held_placement(placement_id=placement_id, actor=actor)
    found = CancellationRequest.objects.get(pk=request_id)
    found.placement = held.placement
    return held, found


def _refuse_decided(found: CancellationRequest) -> None:
    if found.state != C.OPEN:
        raise RuleViolation(
            _("Bu istek az önce sonuçlandı: %(state)s.") % {"state": found.get_state_display()},
            code="request_decided",
            keeps_work=True,
        )


def _decide(held: Held, found: CancellationRequest, state: CancellationState, actor: User, answer: str) -> None:
    found.state, found.decided_at, found.decided_by, found.answer = state, held.now, actor, answer
    found.save(update_fields=["state", "decided_at", "decided_by", "answer"])
