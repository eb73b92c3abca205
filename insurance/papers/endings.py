"""How an internship ends on paper: completion certificate (D13), withdrawal petition (D15)."""

from dataclasses import dataclass

from insurance.paper_kinds import Paper
from insurance.papers.data import InternPaper
from insurance.papers.registry import CENTER, EMPLOYER, STUDENT, Spec, register
from insurance.papers.subject import Subject
from offers.states import PlacementState
from usp.accounts.permissions import EmployerAction
from usp.core import turkish


@dataclass(frozen=True, kw_only=True)
class Completion(InternPaper):
    """The workplace's certificate of a completed internship."""

    days_attended: int
    unexcused_days: int

    def public_lines(self) -> tuple[tuple[str, str], ...]:
        """The days that the workplace stated."""
        return (("Devam edilen gün", f"{self.days_attended} iş günü"),)


@dataclass(frozen=True, kw_only=True)
class Withdrawal(InternPaper):
    """The student's petition: before the start, or on the day of leaving."""

    @property
    def addressee(self) -> str:
        """To whom the petition goes."""
        return turkish.to_institution(f"{self.intern.university} {self.intern.unit}")


def attended(subject: Subject) -> dict[str, object]:
    """What was stated when the placement was completed."""
    placement = subject.placement
    return {"days_attended": placement.days_attended or 0, "unexcused_days": placement.unexcused_days or 0}


register(
    Spec(
        kind=Paper.COMPLETION,
        data=Completion,
        template="pdf/completion.html",
        makers=frozenset({EMPLOYER, CENTER}),
        fill=attended,
        sample={"days_attended": 20, "unexcused_days": 0},
        by_employer=True,
        states=frozenset({PlacementState.COMPLETED}),
        employer_action=EmployerAction.END_PLACEMENTS,
    )
)
register(
    Spec(
        kind=Paper.WITHDRAWAL,
        data=Withdrawal,
        template="pdf/withdrawal.html",
        makers=frozenset({STUDENT, CENTER}),
    )
)
