"""An insurance case begins, and the rules its papers follow."""

import datetime as dt
import functools

from django.db import transaction

from insurance import tasks
from insurance.deadlines import papers_day
from insurance.models import InsuranceCase, PaperRules
from insurance.services.case_news import tell_decision_needed
from insurance.states import CaseState
from offers.models import Placement
from offers.services.endings_news import officials_for
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction
from usp.core import clock
from usp.core.db import acting, verb
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
    unit = placement.department.unit
    university = unit.university
    state = CaseState.AWAITING_PAPERS if university.is_in_turkiye else CaseState.AWAITING_DECISION
    with acting("system"):
        case = InsuranceCase.objects.create(
            placement=placement,
            state=state,
            papers_due_on=papers_due(university, placement.dates.lower),
            opened_at=clock.now(),
        )
    if state == CaseState.AWAITING_DECISION:
        tell_decision_needed(case)
    notify_many(_notice(official, case) for official in officials_for(unit, UniversityAction.SEE_INTERNS))
    # robust: with the broker away the page makes the form on demand
    transaction.on_commit(functools.partial(tasks.make_acceptance_form.delay, placement.pk), robust=True)
    return case


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
