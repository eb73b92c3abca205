"""The demo's insurance cases beyond the usual: decided by the operator, refused by a unit, exits, who cannot start."""

from insurance.models import InsuranceCase
from insurance.selectors.case_page import exits_due, foreign_cases
from insurance.services.case_exits import declare_exit
from insurance.services.case_moves import decide_insurer
from insurance.services.case_refusals import refuse_entry
from insurance.services.uninsured import tell_uninsured
from insurance.states import CaseState
from offers.models import CancellationState
from offers.states import PlacementState
from usp.accounts.models import User
from usp.core import clock

_FEWEST = 3  # with fewer interns waiting, none is refused: the list would be empty


def refuse_one() -> None:
    """When the papers' weeks begin: somebody has graduated, so the unit refuses and the internship is cancelled."""
    manager = _manager()
    waiting = (
        InsuranceCase.objects.visible_to(manager)
        .filter(state=CaseState.AWAITING_PAPERS)
        .exclude(placement__cancellation_requests__state=CancellationState.OPEN)
    )
    first = waiting.order_by("placement__dates", "pk").first()
    if first is not None and waiting.count() >= _FEWEST:
        refuse_entry(
            case_id=first.pk, ground=InsuranceCase.Ground.STUDENTSHIP,
            note="Haziranda mezun oldu; öğrenci işleri kaydına göre öğrenciliği sona erdi.", actor=manager,
        )  # fmt: skip


def decide_one() -> None:
    """Of the interns whose university cannot insure them one is decided: the employer does; the other waits."""
    operator = User.objects.get(email="deniz.gunes@usp.example")
    first = foreign_cases(operator).filter(state=CaseState.AWAITING_DECISION).order_by("pk").first()
    if first is not None:
        decide_insurer(
            case_id=first.pk, insured_by=InsuranceCase.InsuredBy.EMPLOYER, actor=operator,
            ground="Kurumun 10.06.2024 tarihli ve E-4471 sayılı yazısı: girişi kendi iş yerinden bildirecek.",
        )  # fmt: skip


def after_starts() -> None:
    """In the internships' weeks: the exit of whoever completed is declared; who has no entry at the start is told."""
    manager = _manager()
    today = clock.today()
    over = exits_due(InsuranceCase.objects.visible_to(manager), today).filter(placement__state=PlacementState.COMPLETED)
    first = over.select_related("placement").order_by("pk").first()
    if first is not None:
        declare_exit(case_id=first.pk, exit_on=first.placement.last_day, actor=manager)
    tell_uninsured()


def _manager() -> User:
    return User.objects.get(email="zeynep.igdir@bseu.example")
