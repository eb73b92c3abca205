"""Letters between workplace and university: the employer's Staja Kabul Belgesi, and the necessity letter (D2).

The employer issues the first (rules A6, B4); the second has two texts, and the one for departments without a
compulsory internship exists only where the season says that the programme's internships count as compulsory (A38).
"""

import datetime as dt
from dataclasses import dataclass

from insurance.paper_kinds import Paper
from insurance.papers.data import InternPaper
from insurance.papers.registry import CENTER, EMPLOYER, TO_THE_END, Spec, register
from insurance.papers.subject import Subject
from usp.accounts.permissions import EmployerAction
from usp.core import turkish
from usp.guidance.letter_selectors import season_letter


@dataclass(frozen=True, kw_only=True)
class EmployerAcceptance(InternPaper):
    """The employer's word that it takes this student on these days."""

    @property
    def addressee(self) -> str:
        """To whom the letter goes."""
        return turkish.head_office(self.intern.university)


@dataclass(frozen=True, kw_only=True)
class NecessityLetter(InternPaper):
    """The university's word to the workplace: why it is a compulsory internship, and who pays the premium."""

    status: str  # «compulsory»: the curriculum's; «usp»: by the programme's status
    cited_on: dt.date | None = None
    cited_number: str = ""

    @property
    def addressee(self) -> str:
        """To whom the letter goes."""
        return turkish.to_institution(self.workplace.name)

    @property
    def reason(self) -> str:
        """The text for this student's department."""
        return self.frame.texts[self.status]

    def public_lines(self) -> tuple[tuple[str, str], ...]:
        """On which of the two grounds."""
        ground = "Öğretim programındaki zorunlu staj" if self.status == "compulsory" else "Program kapsamında"
        return (("Dayanak", ground),)


def status(subject: Subject) -> dict[str, object]:
    """On which ground it is compulsory: the curriculum's, or the programme's."""
    return {"status": "usp" if subject.is_compulsory is False else "compulsory"}


def necessity(subject: Subject) -> dict[str, object]:
    """Which text, and the season's official letter that it cites."""
    letter = season_letter(subject.placement.application.season.code)
    return {
        **status(subject),
        "cited_on": letter.dated_on if letter else None,
        "cited_number": letter.number if letter else "",
    }


register(
    Spec(
        kind=Paper.EMPLOYER_ACCEPTANCE,
        data=EmployerAcceptance,
        template="pdf/employer_acceptance.html",
        makers=frozenset({EMPLOYER}),
        by_employer=True,
        employer_action=EmployerAction.CONFIRM,
    )
)
register(
    Spec(
        kind=Paper.NECESSITY_LETTER,
        data=NecessityLetter,
        template="pdf/necessity_letter.html",
        makers=frozenset({CENTER}),
        fill=necessity,
        decided=status,
        sample={"status": "compulsory", "cited_on": dt.date(2024, 1, 15), "cited_number": "E-12345678-100"},
        states=TO_THE_END,
    )
)
