"""The insurance case's verbs."""

import datetime as dt
import functools

from django.db import transaction

from insurance import tasks
from insurance.models import InsuranceCase, PaperRules
from insurance.states import CaseState
from offers.models import Placement
from usp.accounts.models import UniversityMembership, User
from usp.accounts.permissions import UNIVERSITY_GRANTS, UniversityAction
from usp.calendars.deadlines import latest_paper_day
from usp.core import clock
from usp.core.db import verb
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import Unit, University
from usp.reference.selectors import closed_days


def rules_of(university: University) -> PaperRules:
    """The university's own paper rules, or the usual ones where it has set none (domain.md §2.3)."""
    return PaperRules.objects.filter(university=university).first() or PaperRules(university=university)


def papers_due(university: University, starts_on: dt.date) -> dt.date:
    """The last day on which the university takes the papers of an internship that begins that day."""
    return last_day(rules_of(university), starts_on, closed_days())


def last_day(rules: PaperRules, starts_on: dt.date, closed: frozenset[dt.date]) -> dt.date:
    """The same by rules at hand; ``closed`` are the extra closed days."""
    if rules.lead_unit == PaperRules.LeadUnit.WORKING:
        return latest_paper_day(starts_on, rules.lead_days, "working", closed=closed)
    return latest_paper_day(starts_on, rules.lead_days, "calendar", closed=closed)


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
    notify_many(_notice(official, case) for official in _officials(unit))
    # robust: with the broker away the page makes the form on demand
    transaction.on_commit(functools.partial(tasks.make_acceptance_form.delay, placement.pk), robust=True)
    return case


def _officials(unit: Unit) -> list[User]:
    roles = [role for role, action in UNIVERSITY_GRANTS if action == UniversityAction.SEE_INTERNS]
    rows = UniversityMembership.objects.running().filter(university=unit.university_id, role__in=roles)
    concerned = (rows.filter(unit=unit) | rows.filter(unit__isnull=True)).select_related("user")
    return list({row.user_id: row.user for row in concerned}.values())


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
