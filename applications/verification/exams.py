"""Result codes are asked of the register of exams; only an answer that confirms every word decides."""

import datetime as dt
import logging

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from applications.declaration_states import DeclarationState
from applications.models import Application, Declaration, ExamCheck
from applications.services.verifying import Verdict, record_decision
from usp.core import clock
from usp.core.db import verb
from usp.core.templatetags.usp import tr_day, tr_decimal
from usp.edevlet.exam_results import RegisterAway, RegisteredResult, find_result

logger = logging.getLogger(__name__)

# A register that is away is asked again, ever more rarely; then a person decides without it.
MOST_ATTEMPTS = 12
BATCH = 50
PAUSE = dt.timedelta(minutes=5)


def await_exam_checks(application: Application) -> None:
    """Note the application's result codes as to be asked. Part of the verb that completes it."""
    waiting = application.declarations.filter(
        state=DeclarationState.PENDING, exam__has_result_code=True, source=Declaration.Source.STUDENT
    ).exclude(code="")
    ExamCheck.objects.bulk_create([ExamCheck(declaration=one) for one in waiting], ignore_conflicts=True)


def check_due_exams() -> int:
    """Ask the register about what waits, the longest waiting first; answers how many got an answer.

    One question at a time, outside any transaction; the first failure ends the round, for the register is away.
    """
    now, answered = clock.now(), 0
    pause = ExpressionWrapper(F("attempts") * Value(PAUSE), models.DurationField())
    due = (
        ExamCheck.objects.filter(
            Q(asked_at__isnull=True) | Q(asked_at__lte=ExpressionWrapper(Value(now) - pause, models.DateTimeField())),
            outcome=ExamCheck.Outcome.WAITING,
            attempts__lt=MOST_ATTEMPTS,
            declaration__state=DeclarationState.PENDING,
        )
        .select_related("declaration__exam", "declaration__application__student")
        .order_by(F("asked_at").asc(nulls_first=True), "pk")[:BATCH]
    )
    for check in due:
        declaration = check.declaration
        try:
            result = find_result(
                tckn=declaration.application.student.tckn, exam=str(declaration.exam), code=declaration.code
            )
        except RegisterAway:
            ExamCheck.objects.filter(pk=check.pk).update(asked_at=now, attempts=F("attempts") + 1)
            break
        take_answer(declaration_id=declaration.pk, result=result)
        answered += 1
    return answered


@verb
def take_answer(*, declaration_id: int, result: RegisteredResult | None) -> ExamCheck.Outcome:
    """Keep what the register said, and approve what it confirms: same exam, same score, same day where one was given.

    Anything else leaves the declaration to a person, with the register's answer beside it. A declaration that
    somebody has decided meanwhile only keeps the answer.
    """
    declaration: Declaration = (
        Declaration.objects.select_related("exam", "kind", "application__season", "application__student__user")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=declaration_id)
    )
    now = clock.now()
    outcome = _compare(declaration, result)
    ExamCheck.objects.filter(declaration=declaration).update(
        outcome=outcome, recorded=_recorded(result), asked_at=now, attempts=F("attempts") + 1
    )
    if outcome == ExamCheck.Outcome.CONFIRMED and declaration.state == DeclarationState.PENDING:
        record_decision(declaration, action="approve", verdict=Verdict(approved=True), by=None, at=now)
        logger.info("declaration %s approved by the register of exams", declaration.pk)
    return outcome


def _compare(declaration: Declaration, result: RegisteredResult | None) -> ExamCheck.Outcome:
    if result is None:
        return ExamCheck.Outcome.UNKNOWN
    same = (
        result.exam == str(declaration.exam)
        and result.score == declaration.amount
        and declaration.dated_on in (None, result.taken_on)
    )
    return ExamCheck.Outcome.CONFIRMED if same else ExamCheck.Outcome.DIFFERENT


def _recorded(result: RegisteredResult | None) -> str:
    return f"{result.exam} {tr_decimal(result.score)} · {tr_day(result.taken_on)}" if result else ""
