"""The demo's insurance cases beyond the usual: one refused by its unit, exits after the last day, who cannot start."""

import logging

from insurance.models import InsuranceCase
from insurance.selectors.case_page import exits_due
from insurance.services.case_moves import declare_exit, refuse_entry
from insurance.services.uninsured import tell_uninsured
from insurance.states import CaseState
from usp.accounts.models import User
from usp.core import clock
from usp.core.errors import RuleViolation

logger = logging.getLogger(__name__)
_FEWEST = 3  # with fewer interns waiting, none is refused: the list would be empty


def refuse_one() -> None:
    """When the papers' weeks begin: somebody has graduated, so the unit refuses and the internship is cancelled."""
    manager = _manager()
    waiting = InsuranceCase.objects.visible_to(manager).filter(state=CaseState.AWAITING_PAPERS)
    first = waiting.order_by("placement__dates", "pk").first()
    if first is not None and waiting.count() > _FEWEST:
        refuse_entry(
            case_id=first.pk, ground=InsuranceCase.Ground.STUDENTSHIP,
            note="Haziranda mezun oldu; öğrenci işleri kaydına göre öğrenciliği sona erdi.", actor=manager,
        )  # fmt: skip


def after_starts() -> None:
    """In the internships' weeks: the first exits are declared; who has no entry on the start day is told."""
    manager = _manager()
    today = clock.today()
    for case in exits_due(InsuranceCase.objects.visible_to(manager), today).select_related("placement")[:2]:
        try:
            declare_exit(case_id=case.pk, exit_on=min(case.placement.last_day, today), actor=manager)
        except RuleViolation as rule:
            logger.info("demo: case %d keeps its entry: %s", case.pk, rule.code)
    tell_uninsured()


def _manager() -> User:
    return User.objects.get(email="zeynep.igdir@bseu.example")
