"""The facts that papers share: who, where, when. Frozen when a paper is issued, kept as JSON in its snapshot."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from usp.documents.forms_data import PublicFacts, initials_of
from usp.documents.frames import SECRET, Frame, from_json, to_json


@dataclass(frozen=True)
class Intern:
    """The student and the internship's dates. Empty texts print as empty lines to fill in by hand."""

    name: str
    student_no: str
    tckn: str = field(metadata=SECRET)
    university: str
    unit: str
    department: str
    class_year: str  # «3. sınıf»
    academic_year: str  # «2023-2024»
    email: str
    phone: str
    starts_on: dt.date
    ends_on: dt.date
    working_days: int
    weekly_days: str  # «Haftada 5 gün (Pazartesi–Cuma)»
    birth_date: dt.date | None = None


@dataclass(frozen=True)
class Workplace:
    """The host: who it is, where the student works, who looks after the student."""

    name: str
    number: str
    is_public: bool
    activity: str
    personnel: int | None
    address: str
    phone: str
    email: str
    website: str = ""
    unit: str = ""
    tasks: str = ""
    supervisor_name: str = ""
    supervisor_title: str = ""
    supervisor_phone: str = ""
    supervisor_email: str = ""

    @property
    def kind(self) -> str:
        """«Kamu» / «Özel»."""
        return "Kamu" if self.is_public else "Özel"


@dataclass(frozen=True, kw_only=True)
class InternPaper:
    """A paper about one internship. Each kind adds its own fields."""

    frame: Frame
    intern: Intern
    workplace: Workplace

    def to_snapshot(self) -> dict[str, Any]:
        """The same as JSON; the identity number encrypted."""
        snapshot: dict[str, Any] = to_json(self)
        return snapshot

    @classmethod
    def from_snapshot(cls, snapshot: Mapping[str, Any]) -> Self:
        """Back from ``to_snapshot``."""
        return from_json(cls, snapshot)

    def public_facts(self) -> PublicFacts:
        """What the verification page says: in initials."""
        intern = self.intern
        return PublicFacts(
            initials=initials_of(intern.name),
            university=intern.university,
            employer=self.workplace.name,
            starts_on=intern.starts_on,
            ends_on=intern.ends_on,
            working_days=intern.working_days,
            lines=self.public_lines(),
        )

    def public_lines(self) -> tuple[tuple[str, str], ...]:
        """What the paper says besides, as (label, value) for the verification page."""
        return ()
