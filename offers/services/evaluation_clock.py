"""Reminders of interviews and tasks: a day and two hours before, each once, never in the night (docs/rules.md A17)."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from offers.evaluation_states import EvaluationState
from offers.models import Evaluation, EvaluationTransition, InterviewSlot
from offers.services.evaluation_news import to_employer, to_student
from offers.states import OfferState
from usp.core import clock
from usp.notifications.services.notify import Notice, notify_many

STEPS = (24, 2)  # hours before
QUIET_UNTIL = dt.time(7)  # what falls due in the night is told in the morning, if it is still to come
S = EvaluationState


def remind_of_evaluations() -> int:
    """Tell both sides of interviews, and students of tasks, that are a day or two hours away; answers how many rows.

    A step counts only if what it reminds of was known before the step began: whoever picks a time for this afternoon
    has just read it. Safe as often as wanted: a notice is keyed by time and step.
    """
    now = clock.now()
    if now.time() < QUIET_UNTIL:
        return 0
    notices: list[Notice] = []
    for index, hours in enumerate(STEPS):
        until = now + dt.timedelta(hours=hours)
        later = now + dt.timedelta(hours=STEPS[index + 1]) if index + 1 < len(STEPS) else now
        notices += _of_interviews(later, until, hours)
        notices += _of_tasks(later, until, hours)
    return notify_many(notices)


def _of_interviews(after: dt.datetime, until: dt.datetime, hours: int) -> Iterable[Notice]:
    slots = InterviewSlot.objects.filter(
        is_chosen=True,
        starts_at__gt=after,
        starts_at__lte=until,
        round=F("evaluation__round"),
        evaluation__state=S.SCHEDULED,
        evaluation__offer__state=OfferState.EVALUATING,
    ).annotate(known_at=_moved_at(OuterRef("evaluation"), S.SCHEDULED))
    for slot in slots.select_related(
        "evaluation__offer__application__student__user", "evaluation__created_by__user"
    ).order_by("pk"):
        if timezone.localtime(slot.known_at) > slot.starts_at - dt.timedelta(hours=hours):
            continue
        key = f"slot:{slot.pk}:{hours}"
        yield to_student(slot.evaluation, "interview_reminder", key, slot)
        yield to_employer(slot.evaluation, "interview_reminder_employer", key, slot)


def _of_tasks(after: dt.datetime, until: dt.datetime, hours: int) -> Iterable[Notice]:
    tasks: QuerySet[Evaluation] = Evaluation.objects.filter(
        state=S.PROPOSED, due_at__gt=after, due_at__lte=until, offer__state=OfferState.EVALUATING
    )
    for evaluation in tasks.select_related("offer__application__student__user", "created_by__user").order_by("pk"):
        if evaluation.due_at is None or evaluation.created_at > evaluation.due_at - dt.timedelta(hours=hours):
            continue
        yield to_student(evaluation, "task_reminder", f"evaluation:{evaluation.pk}:due:{hours}")


def _moved_at(evaluation: OuterRef, state: str) -> Subquery:
    moves = EvaluationTransition.objects.filter(evaluation=evaluation, to_state=state).order_by("-pk")
    return Subquery(moves.values("at")[:1])
