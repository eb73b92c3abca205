"""The insurance case's verbs."""

import datetime as dt
import functools

from django.db import transaction
from django.urls import reverse

from insurance import tasks
from insurance.deadlines import papers_day
from insurance.models import InsuranceCase, InsuranceTask, PaperRules
from insurance.states import CaseState
from offers.models import Placement
from offers.services.endings_news import officials_for
from offers.states import PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.core import clock
from usp.core.db import verb
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import University
from usp.reference.selectors import closed_days


def rules_of(university: University) -> PaperRules:
    """The university's own paper rules, or the usual ones where it has set none."""
    return PaperRules.objects.filter(university=university).first() or PaperRules(university=university)


def papers_due(university: University, starts_on: dt.date) -> dt.date:
    """The last day on which the university takes the papers of an internship that begins that day."""
    return papers_day(rules_of(university), starts_on, closed_days())


@verb
def open_case(*, placement: Placement) -> InsuranceCase:
    """Open the case of a new internship, tell the unit's officials, and have the acceptance form made.

    For students of universities in KKTC or abroad, which cannot file with SGK, somebody must first decide who
    insures (A8).
    """
    unit = placement.application.enrolled_at.unit
    university = unit.university
    state = CaseState.AWAITING_PAPERS if university.is_in_turkiye else CaseState.AWAITING_DECISION
    case = InsuranceCase.objects.create(
        placement=placement,
        state=state,
        papers_due_on=papers_due(university, placement.dates.lower),
        opened_at=clock.now(),
    )
    notify_many(_notice(official, case) for official in officials_for(unit, UniversityAction.SEE_INTERNS))
    # robust: with the broker away the page makes the form on demand
    transaction.on_commit(functools.partial(tasks.make_acceptance_form.delay, placement.pk), robust=True)
    return case


DECLARED = (CaseState.ENTRY_DECLARED, CaseState.ENTRY_SHARED)
EXIT_DAYS = 10  # domain.md B3


def owed_to_sgk(case: InsuranceCase, placement: Placement, today: dt.date) -> InsuranceTask.Kind | None:
    """What a stopped internship leaves to be done at SGK; None where no entry was declared (engine.md §1).

    Somebody who never worked: the entry is deleted, as long as that is possible. Otherwise the exit is declared.
    """
    if case.state not in DECLARED:
        return None
    may_delete = today <= placement.first_day + dt.timedelta(days=1)
    if placement.state == PlacementState.CANCELLED and may_delete:
        return InsuranceTask.Kind.DELETE_ENTRY
    return InsuranceTask.Kind.DECLARE_EXIT


@verb
def stop_case(*, placement: Placement) -> InsuranceTask | None:
    """An internship was cancelled or broken off: close its case, or leave what SGK must still be told.

    A case whose exit is owed stays as it is until an officer has declared it; every other one is cancelled at once.
    Part of the verb that stopped the placement, which holds its locks.
    """
    case = InsuranceCase.objects.select_for_update(of=("self",), no_key=True).filter(placement=placement).first()
    if case is None or case.state in (CaseState.CANCELLED, CaseState.EXIT_DECLARED):
        return None
    now = clock.now()
    owed = owed_to_sgk(case, placement, now.date())
    if owed != InsuranceTask.Kind.DECLARE_EXIT:
        InsuranceCase.objects.filter(pk=case.pk, state=case.state).update(state=CaseState.CANCELLED)
    if owed is None:
        return None
    worked = placement.state == PlacementState.ABANDONED
    left_on = placement.last_day if worked else placement.first_day
    last = left_on + dt.timedelta(days=1 if owed == InsuranceTask.Kind.DELETE_ENTRY else EXIT_DAYS)
    task, _new = InsuranceTask.objects.get_or_create(
        case=case,
        kind=owed,
        defaults={
            "left_on": left_on,
            "due_at": dt.datetime.combine(last, dt.time(23, 59, 59), tzinfo=now.tzinfo),
            "made_at": now,
        },
    )
    unit = placement.application.enrolled_at.unit
    notify_many(
        _task_notice(officer, task, placement) for officer in officials_for(unit, UniversityAction.DECLARE_INSURANCE)
    )
    return task


@verb
def finish_task(*, task_id: int, actor: User) -> InsuranceTask:
    """An officer has done it at SGK; a declared exit moves the case as well. Twice is once."""
    task = (
        InsuranceTask.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case")
        .get(pk=task_id, case__in=InsuranceCase.objects.visible_to(actor))
    )
    unit = task.case.placement.application.enrolled_at.unit
    if not university_may(actor, UniversityAction.DECLARE_INSURANCE, unit):
        raise InsuranceTask.DoesNotExist
    if task.done_at is not None:
        return task
    task.done_at, task.done_by = clock.now(), actor
    task.save(update_fields=["done_at", "done_by"])
    if task.kind == InsuranceTask.Kind.DECLARE_EXIT:
        InsuranceCase.objects.filter(pk=task.case_id, state__in=DECLARED).update(state=CaseState.EXIT_DECLARED)
    return task


def _task_notice(officer: User, task: InsuranceTask, placement: Placement) -> Notice:
    context = {
        "student": placement.student.user.full_name,
        "employer": placement.offer.terms["employer"],
        "left_on": task.left_on,
        "due_at": task.due_at,
    }
    link = reverse("insurance:intern", args=[placement.pk])
    return Notice(f"insurance_{task.kind}", officer, f"task:{task.pk}", context, link)


def _notice(official: User, case: InsuranceCase) -> Notice:
    placement = case.placement
    context = {
        "student": placement.student.user.full_name,
        "employer": placement.offer.terms["employer"],
        "starts_on": placement.offer.starts_on,
        "ends_on": placement.offer.ends_on,
        "papers_due_on": case.papers_due_on,
    }
    return Notice("intern_new", official, f"placement:{placement.pk}:new", context)
