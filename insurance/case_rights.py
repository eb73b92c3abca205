"""Who stands where in an insurance case: the university's desk, or who insures in its place (docs/rules.md A8)."""

from insurance.models import InsuranceCase
from insurance.states import CaseState
from offers.models import Placement
from usp.accounts.models import User
from usp.accounts.permissions import EmployerAction, UniversityAction, employer_may, university_may
from usp.reference.models import Unit

PAPER_STEPS = ("receive_papers", "reopen_papers")
SGK_STEPS = ("declare_entry", "share_entry", "declare_exit", "delete_entry", "change_entry")


def takes_papers(actor: User, unit: Unit) -> bool:
    """Whether the actor takes papers in for the unit: its officials; the operator for universities elsewhere (A8)."""
    if actor.is_operator:
        return not unit.university.is_in_turkiye
    return university_may(actor, UniversityAction.TAKE_PAPERS, unit)


def side_of(actor: User, case: InsuranceCase, action: str) -> str:
    """For which side the actor may take this step in this case; empty when it is not theirs.

    ``case`` comes with its placement, employer, department and university. A university in Türkiye declares its own
    students, whatever their department. For the others the operator takes papers in beside them, and whoever was
    recorded as insuring the intern declares.
    """
    unit = case.placement.department.unit
    in_turkiye = unit.university.is_in_turkiye
    if action == "decide":
        return "operator" if actor.is_operator and not in_turkiye else ""
    if actor.is_operator:
        return "" if in_turkiye else "operator"
    if actor.is_career_center:
        return "career_center" if _center_may(actor, case, action) else ""
    mine = actor.is_employer and _is_host(actor, case.placement)
    insures = case.insured_by == InsuranceCase.InsuredBy.EMPLOYER and case.state != CaseState.AWAITING_DECISION
    return "employer" if mine and insures and action in (*SGK_STEPS, "refuse_entry") else ""


def _center_may(actor: User, case: InsuranceCase, action: str) -> bool:
    unit = case.placement.department.unit
    if action in PAPER_STEPS:
        return university_may(actor, UniversityAction.TAKE_PAPERS, unit)
    if case.insured_by != InsuranceCase.InsuredBy.UNIVERSITY and action in SGK_STEPS:
        return False
    return university_may(actor, UniversityAction.DECLARE_INSURANCE, unit)


def _is_host(actor: User, placement: Placement) -> bool:
    membership = getattr(actor, "employer_membership", None)
    return (
        membership is not None
        and membership.employer_id == placement.offer.position.employer_id
        and employer_may(actor, EmployerAction.END_PLACEMENTS)
    )
