"""What the records gateway says about a student: typed, frozen, readable again from a stored snapshot.

The JSON behind these classes is written down in docs/edevlet.md.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from usp.edevlet.reading import MalformedRecords, Reader
from usp.reference.models import Level

SNAPSHOT_VERSION = 1


class StudyMode(models.TextChoices):
    """How a programme is taught. A season's örgün includes ikinci öğretim (A21)."""

    ORGUN = "orgun", _("Örgün öğretim")
    IKINCI = "ikinci", _("İkinci öğretim")
    ACIK = "acik", _("Açıköğretim")
    UZAKTAN = "uzaktan", _("Uzaktan öğretim")


class EnrolmentStatus(models.TextChoices):
    """Where an enrolment stands."""

    ACTIVE = "active", _("Aktif öğrenci")
    GRADUATED = "graduated", _("Mezun")
    SUSPENDED = "suspended", _("Kayıt dondurmuş")
    LEFT = "left", _("Ayrılmış")


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True)
class Person:
    """Who the student is. ``tckn`` is empty when read from a snapshot: it is stored only encrypted."""

    tckn: str = field(repr=False)
    first_name: str
    last_name: str
    birth_date: dt.date
    citizenship: str
    is_foreign: bool
    has_mavi_kart: bool

    def to_json(self) -> dict[str, Any]:
        """Without the identity number."""
        return {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "birth_date": _iso(self.birth_date),
            "citizenship": self.citizenship,
            "is_foreign": self.is_foreign,
            "has_mavi_kart": self.has_mavi_kart,
        }

    @classmethod
    def from_json(cls, data: Any, *, tckn: str) -> "Person":
        """Raises MalformedRecords."""
        read = Reader(data, "person")
        return cls(
            tckn=tckn,
            first_name=read.text("first_name"),
            last_name=read.text("last_name", empty=True),
            birth_date=read.date("birth_date"),
            citizenship=read.text("citizenship"),
            is_foreign=read.flag("is_foreign"),
            has_mavi_kart=read.flag("has_mavi_kart"),
        )


@dataclass(frozen=True)
class Contact:
    """The contact data of e-Devlet; either may be empty. ``phone`` is E.164 («+905551000101»)."""

    email: str
    phone: str

    def to_json(self) -> dict[str, Any]:
        """As in docs/edevlet.md."""
        return {"email": self.email, "phone": self.phone}

    @classmethod
    def from_json(cls, data: Any) -> "Contact":
        """Raises MalformedRecords."""
        read = Reader(data, "contact")
        return cls(email=read.text("email", empty=True), phone=read.text("phone", empty=True))


@dataclass(frozen=True)
class Enrolment:
    """One programme the student is or was enrolled in.

    ``university_code`` is ``reference.University.code``; ``class_year`` 0 is hazırlık; ``gno`` is a decimal
    text with a dot, or None while the university has given none; ``gno_scale`` is the highest grade, «4» or
    «100» (a university may say another, which an operator then decides on); ``updated_on`` is the day on
    which the university last sent this record.
    """

    id: str
    university_code: str
    unit_name: str
    department_name: str
    level: str
    class_year: int
    programme_years: int
    study_mode: str
    status: str
    is_second_major: bool
    gno: str | None
    gno_scale: str
    expected_graduation: dt.date | None
    started_on: dt.date
    graduated_on: dt.date | None
    student_no: str
    updated_on: dt.date

    @property
    def is_active(self) -> bool:
        """Whether the studentship runs; hazırlık counts, a suspended enrolment does not."""
        return self.status == EnrolmentStatus.ACTIVE

    def to_json(self) -> dict[str, Any]:
        """As in docs/edevlet.md."""
        dates = ("expected_graduation", "started_on", "graduated_on", "updated_on")
        return {name: _iso(value) if name in dates else value for name, value in vars(self).items()}

    @classmethod
    def from_json(cls, data: Any) -> "Enrolment":
        """Raises MalformedRecords."""
        read = Reader(data, "enrolments[]")
        return cls(
            id=read.text("id"),
            university_code=read.text("university_code"),
            unit_name=read.text("unit_name"),
            department_name=read.text("department_name"),
            level=read.choice("level", Level),
            class_year=read.number("class_year"),
            programme_years=read.number("programme_years"),
            study_mode=read.choice("study_mode", StudyMode),
            status=read.choice("status", EnrolmentStatus),
            is_second_major=read.flag("is_second_major"),
            gno=read.grade("gno"),
            gno_scale=read.text("gno_scale"),
            expected_graduation=read.optional_date("expected_graduation"),
            started_on=read.date("started_on"),
            graduated_on=read.optional_date("graduated_on"),
            student_no=read.text("student_no"),
            updated_on=read.date("updated_on"),
        )


@dataclass(frozen=True)
class School:
    """The upper secondary school (lise) the student finished."""

    name: str
    kind: str
    graduated_year: int
    diploma_grade: str
    grade_scale: str

    def to_json(self) -> dict[str, Any]:
        """As in docs/edevlet.md."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, data: Any) -> "School":
        """Raises MalformedRecords."""
        read = Reader(data, "school")
        grade = read.grade("diploma_grade")
        if grade is None:
            raise MalformedRecords("school.diploma_grade")
        return cls(
            name=read.text("name"),
            kind=read.text("kind"),
            graduated_year=read.number("graduated_year"),
            diploma_grade=grade,
            grade_scale=read.text("grade_scale"),
        )


@dataclass(frozen=True)
class Exam:
    """One result of ÖSYM. ``kind`` is its short name («YDS», «ALES»); ``language`` where one was tested."""

    kind: str
    language: str | None
    score: str
    taken_on: dt.date

    def to_json(self) -> dict[str, Any]:
        """As in docs/edevlet.md."""
        return {**vars(self), "taken_on": _iso(self.taken_on)}

    @classmethod
    def from_json(cls, data: Any) -> "Exam":
        """Raises MalformedRecords."""
        read = Reader(data, "exams[]")
        score = read.grade("score")
        if score is None:
            raise MalformedRecords("exams[].score")
        return cls(
            kind=read.text("kind"),
            language=read.optional_text("language"),
            score=score,
            taken_on=read.date("taken_on"),
        )


@dataclass(frozen=True)
class Placement:
    """How the student stood in the year of being placed (YKS): the percentile of the rank, «3.20» for the top 3,2 %."""

    year: int
    percentile: str

    def to_json(self) -> dict[str, Any]:
        """As in docs/edevlet.md."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, data: Any) -> "Placement":
        """Raises MalformedRecords."""
        read = Reader(data, "placement")
        percentile = read.grade("percentile")
        if percentile is None or not 0 <= Decimal(percentile) <= 100:
            raise MalformedRecords("placement.percentile")
        return cls(year=read.number("year"), percentile=percentile)


@dataclass(frozen=True)
class Records:
    """Everything e-Devlet's record services say about one student at one moment."""

    person: Person
    contact: Contact
    enrolments: tuple[Enrolment, ...]
    school: School | None
    exams: tuple[Exam, ...]
    insured_days: int
    fetched_at: dt.datetime
    placement: Placement | None = None

    @property
    def updated_on(self) -> dt.date | None:
        """How old the oldest running enrolment's record is (any enrolment's, when none runs)."""
        days = [one.updated_on for one in self.enrolments if one.is_active] or [
            one.updated_on for one in self.enrolments
        ]
        return min(days, default=None)

    def to_snapshot(self) -> dict[str, Any]:
        """JSON to store, without the identity number: at rest that exists only encrypted (docs/rules.md S2)."""
        return {
            "version": SNAPSHOT_VERSION,
            "person": self.person.to_json(),
            "contact": self.contact.to_json(),
            "enrolments": [one.to_json() for one in self.enrolments],
            "school": self.school.to_json() if self.school else None,
            "exams": [one.to_json() for one in self.exams],
            "insured_days": self.insured_days,
            "placement": self.placement.to_json() if self.placement else None,
            "fetched_at": self.fetched_at.isoformat(),
        }

    @classmethod
    def from_snapshot(cls, data: Any, *, tckn: str = "") -> "Records":
        """The records a snapshot was made of. Raises MalformedRecords on other JSON or another version."""
        read = Reader(data, "records")
        if read.number("version") != SNAPSHOT_VERSION:
            raise MalformedRecords("records.version")
        school, placement = read.value("school"), read.value("placement")
        return cls(
            person=Person.from_json(read.value("person"), tckn=tckn),
            contact=Contact.from_json(read.value("contact")),
            enrolments=tuple(Enrolment.from_json(one) for one in read.objects("enrolments")),
            school=None if school is None else School.from_json(school),
            exams=tuple(Exam.from_json(one) for one in read.objects("exams")),
            insured_days=read.number("insured_days"),
            fetched_at=read.moment("fetched_at"),
            placement=None if placement is None else Placement.from_json(placement),
        )
