"""The employer's list letter to one university: who comes, from which unit and department, when (rules A6).

Not a paper of one internship: its subject is an ``AcceptanceList``, and it stands in for the single papers of all the
interns it names. A ministry's electronic document system takes it as PDF and XLSX.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usp.core import turkish
from usp.documents import kinds
from usp.documents.forms_data import PublicFacts, initials_of
from usp.documents.frames import Frame, frame_context, from_json, to_json

KIND = "acceptance_list"
SUBJECT = "acceptance_list"
TITLE = "Staja Kabul Listesi"
MOST = 500
"""More interns of one employer at one university do not fit one letter that anybody reads."""


@dataclass(frozen=True)
class ListLine:
    """One intern."""

    name: str
    unit: str
    department: str
    starts_on: dt.date
    ends_on: dt.date
    working_days: int


@dataclass(frozen=True)
class AcceptanceListData:
    """Everything the letter says, frozen when it is issued."""

    frame: Frame
    employer: str
    university: str
    season: str
    rows: tuple[ListLine, ...]

    @property
    def addressee(self) -> str:
        """To whom the letter goes."""
        return turkish.head_office(self.university)

    @property
    def text(self) -> str:
        """The letter's sentence."""
        return (
            f"{self.season} kapsamında kurumumuzda staj yapmak üzere kabul edilen {len(self.rows)} öğrencinizin "
            "birimi, bölümü ve staj tarihleri aşağıdadır. Listenin ilgili birimlere iletilmesi ve sigorta girişlerinin "
            "staj başlamadan yapılması hususunda bilgilerinizi ve gereğini rica ederiz."
        )

    def to_snapshot(self) -> dict[str, Any]:
        """The same as JSON."""
        snapshot: dict[str, Any] = to_json(self)
        return snapshot

    @classmethod
    def from_snapshot(cls, snapshot: Mapping[str, Any]) -> "AcceptanceListData":
        """Back from ``to_snapshot``."""
        return from_json(cls, snapshot)

    def public_facts(self) -> PublicFacts:
        """How many, and each in initials with the dates."""
        people = tuple(
            (initials_of(one.name), f"{one.starts_on:%d.%m.%Y} – {one.ends_on:%d.%m.%Y}") for one in self.rows
        )
        return PublicFacts(
            university=self.university,
            employer=self.employer,
            lines=(("Stajyer sayısı", str(len(self.rows))), *people),
        )


def context(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The template's variables."""
    paper = AcceptanceListData.from_snapshot(snapshot)
    return {"paper": paper, **frame_context(paper.frame)}


kinds.register(kinds.DocumentKind(KIND, TITLE, "pdf/acceptance_list.html", context))
