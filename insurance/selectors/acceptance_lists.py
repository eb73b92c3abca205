"""Reads of an employer's list letters."""

from dataclasses import dataclass

from insurance.models import AcceptanceList
from insurance.papers.acceptance_list import SUBJECT
from insurance.services.acceptance_lists import listable
from offers.cards.shared import day_range
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Document
from usp.documents.selectors import documents_of


@dataclass(frozen=True)
class Listable:
    """An intern whom a letter may name; ``listed`` when a letter that counts does so already."""

    placement: Placement
    listed: bool

    @property
    def label(self) -> str:
        """Name, unit, department, dates in one line."""
        department = self.placement.department
        days = day_range(self.placement.first_day, self.placement.last_day)
        return f"{self.placement.student} · {department.unit.name}, {department.name} · {days}"


@dataclass(frozen=True)
class UniversityGroup:
    """A university with the employer's interns from it."""

    pk: int
    name: str
    interns: tuple[Listable, ...]

    @property
    def waiting(self) -> int:
        """How many no letter names yet."""
        return sum(1 for one in self.interns if not one.listed)


@dataclass(frozen=True)
class LetterRow:
    """A letter with its paper."""

    letter: AcceptanceList
    document: Document
    number: int


def universities_of(user: User) -> list[UniversityGroup]:
    """The universities of the employer's confirmed interns, by name. Three queries."""
    rows = listable(user)
    valid = {row.letter.pk for row in letters_of(user) if row.document.state == "valid"}
    listed = set(AcceptanceList.objects.visible_to(user).filter(pk__in=valid).values_list("rows__placement", flat=True))
    found: dict[int, list[Listable]] = {}
    names: dict[int, str] = {}
    for one in rows:
        university = one.department.unit.university
        names[university.pk] = university.name
        found.setdefault(university.pk, []).append(Listable(one, one.pk in listed))
    return [UniversityGroup(pk, names[pk], tuple(interns)) for pk, interns in found.items()]


def letters_of(user: User) -> list[LetterRow]:
    """The letters this person may see, newest first, each with its paper. Two queries."""
    letters = {one.pk: one for one in AcceptanceList.objects.visible_to(user).select_related("university", "made_by")}
    papers = documents_of(subject_type=SUBJECT, subject_ids=list(letters))
    return [
        LetterRow(letters[paper.subject_id], paper, len(paper.snapshot.get("rows", ())))
        for paper in papers
        if paper.subject_id in letters
    ]
