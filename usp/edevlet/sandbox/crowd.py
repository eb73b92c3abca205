"""The records of the demo's crowd: nobody signs in as one of them, but employers have their records fetched anew.

Everything follows from the number inside the identity number, so that the sandbox, which knows no database, and the
demo's applications tell the same of each of them.
"""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from stdnum.tr import tckimlik

PREFIX = "8"
# When a class is passed: universities send their records after the finals.
_FINALS = (7, 1)


@dataclass(frozen=True)
class CrowdStudent:
    """Class and average at application. One in eleven does not pass the class."""

    number: int
    class_year: int
    gno: float

    @property
    def enrolment_id(self) -> str:
        """The number of the one enrolment."""
        return f"demo-{self.number}"

    @property
    def passes(self) -> bool:
        """Whether the class is passed in summer."""
        return self.number % 11 != 7


def crowd_student(number: int) -> CrowdStudent:
    """The student with this number."""
    chance = random.Random(number)  # noqa: S311 -- a demo, not a secret
    return CrowdStudent(number, chance.choice((2, 3, 3, 4)), round(min(4.0, max(2.0, chance.gauss(2.9, 0.45))), 2))


def tckn_of(number: int) -> str:
    """A fictitious identity number with right check digits, from a range of its own (8…)."""
    body = f"{PREFIX}{number:08d}"
    return body + str(tckimlik.calc_check_digits(body))


def number_of(tckn: str) -> int | None:
    """The number inside an identity number of the crowd; None for everybody else's."""
    if not tckn.startswith(PREFIX) or not tckimlik.is_valid(tckn):
        return None
    return int(tckn[1:9])


def records_of_crowd(tckn: str, today: dt.date) -> dict[str, Any] | None:
    """The records gateway's answer on a day; None for somebody who is not of the crowd."""
    number = number_of(tckn)
    if number is None:
        return None
    one = crowd_student(number)
    return {
        "version": 1,
        "tckn": tckn,
        "person": {
            "first_name": "Deneme", "last_name": "Öğrencisi", "birth_date": "2002-01-01", "citizenship": "TR",
            "is_foreign": False, "has_mavi_kart": False,
        },
        "contact": {"email": f"aday{number}@ogrenci.example", "phone": "+905550002000"},
        "enrolments": [enrolment_of(one, today)],
        "school": None,
        "exams": [],
        "insured_days": 0,
        "placement": None,
    }  # fmt: skip


def enrolment_of(one: CrowdStudent, today: dt.date) -> dict[str, Any]:
    """The enrolment on a day: a class further after the finals, but never past the fourth."""
    finals = dt.date(today.year, *_FINALS)
    passed = one.passes and finals <= today
    started = today.year - (today.month < 9) - one.class_year + 1
    return {
        "id": one.enrolment_id,
        "university_code": "deneme",
        "unit_name": "Mühendislik Fakültesi",
        "department_name": "Deneme Bölümü",
        "level": "bachelor",
        "class_year": min(4, one.class_year + passed),
        "programme_years": 4,
        "study_mode": "orgun",
        "status": "active",
        "is_second_major": False,
        "gno": f"{one.gno:.2f}",
        "gno_scale": "4",
        "expected_graduation": None,
        "started_on": dt.date(started, 9, 18).isoformat(),
        "graduated_on": None,
        "student_no": f"{started}{one.number:05d}",
        "updated_on": (finals if passed else dt.date(today.year, 2, 12)).isoformat(),
    }
