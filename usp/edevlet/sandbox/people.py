"""The sandbox's ready-made people: one per case (docs/rules.md A41), for the sandbox, the demo and the tests.

``people.toml`` is written for the season of 2024. A season's cast lives from 1 December to 30 November, and
every date moves along by whole years: in February 2027 «graduating in June» means June 2027.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from stdnum.tr import tckimlik

from usp.core import turkish

WRITTEN_FOR = 2024
_FILE = Path(__file__).with_name("people.toml")
# When universities send their records if nothing else happens: after registration, after the autumn term.
_ROUTINE_UPDATES = (dt.date(2023, 10, 9), dt.date(2024, 2, 12))
_DEFAULTS: dict[str, Any] = {
    "study_mode": "orgun",
    "status": "active",
    "is_second_major": False,
    "gno": None,
    "gno_scale": "4",
    "expected_graduation": None,
    "graduated_on": None,
}


def season_year(today: dt.date) -> int:
    """The year of the season whose cast is on stage: December already belongs to the next year's."""
    return today.year + (today.month == 12)


@dataclass(frozen=True)
class SandboxPerson:
    """One fictitious person. ``expect``: what the portal does; ``way_out``: what to do without a password."""

    key: str
    group: str
    title: str
    expect: str
    number: int
    first_name: str
    last_name: str
    birth_date: dt.date
    citizenship: str = "TR"
    is_foreign: bool = False
    has_mavi_kart: bool = False
    way_out: str = ""
    known_to_records: bool = True
    insured_days: int = 0
    enrolments: tuple[dict[str, Any], ...] = ()
    school: dict[str, Any] | None = field(default=None)
    exams: tuple[dict[str, Any], ...] = ()
    placement: dict[str, Any] | None = field(default=None)

    @property
    def tckn(self) -> str:
        """A number with valid check digits that nobody has: 100000… for citizens, 990000… for foreigners."""
        body = f"{990000 if self.is_foreign else 100000}{self.number:03}"
        return body + tckimlik.calc_check_digits(body)

    @property
    def full_name(self) -> str:
        """As people write it."""
        return f"{self.first_name} {self.last_name}"

    @property
    def programmes(self) -> str:
        """What the person studies: «Endüstri Mühendisliği, İşletme»."""
        return ", ".join(one["department_name"] for one in self.enrolments)

    @property
    def can_sign_in(self) -> bool:
        """False for somebody without an e-Devlet password."""
        return not self.way_out

    @property
    def email(self) -> str:
        """An address in a domain that cannot exist."""
        return turkish.fold(f"{self.first_name}.{self.last_name}").replace(" ", "") + "@ogrenci.example"

    @property
    def phone(self) -> str:
        """E.164."""
        return f"+905550001{self.number:03}"

    def records_at(self, today: dt.date) -> dict[str, Any] | None:
        """The records gateway's answer about this person on a day; None when there is nothing on record."""
        if not self.known_to_records:
            return None
        years = season_year(today) - WRITTEN_FOR
        school = None
        if self.school is not None:
            school = {**self.school, "graduated_year": self.school["graduated_year"] + years}
        placement = None
        if self.placement is not None:
            placement = {**self.placement, "year": self.placement["year"] + years}
        return {
            "version": 1,
            "tckn": self.tckn,
            "person": {
                "first_name": self.first_name,
                "last_name": self.last_name,
                "birth_date": _moved(self.birth_date, years).isoformat(),
                "citizenship": self.citizenship,
                "is_foreign": self.is_foreign,
                "has_mavi_kart": self.has_mavi_kart,
            },
            "contact": {"email": self.email, "phone": self.phone},
            "enrolments": [self._enrolment_at(index, one, today) for index, one in enumerate(self.enrolments, start=1)],
            "school": school,
            "exams": [_at_years(exam, years) for exam in self.exams],
            "insured_days": self.insured_days,
            "placement": placement,
        }

    def _enrolment_at(self, index: int, written: dict[str, Any], today: dt.date) -> dict[str, Any]:
        years = season_year(today) - WRITTEN_FOR
        now: dict[str, Any] = {
            "id": f"7{self.number:03}{index}",
            "student_no": f"{written['started_on'].year + years}{self.number:03}{index:02}",
            **_DEFAULTS,
            **{name: value for name, value in written.items() if name != "changes"},
        }
        updates = [day for day in _ROUTINE_UPDATES if _moved(day, years) <= today]
        for change in written.get("changes", ()):
            if _moved(change["on"], years) <= today:
                now.update({name: value for name, value in change.items() if name != "on"})
                updates.append(change["on"])
        if "updated_on" not in now:
            now["updated_on"] = max(updates, default=_ROUTINE_UPDATES[0])
        return _at_years(now, years)


def _moved(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years)


def _at_years(values: dict[str, Any], years: int) -> dict[str, Any]:
    return {
        name: _moved(value, years).isoformat() if isinstance(value, dt.date) else value
        for name, value in values.items()
    }


@cache
def _load() -> tuple[SandboxPerson, ...]:
    with _FILE.open("rb") as file:
        entries = tomllib.load(file)["person"]
    return tuple(
        SandboxPerson(
            **{
                **entry,
                "enrolments": tuple(entry.get("enrolments", ())),
                "exams": tuple(entry.get("exams", ())),
            }
        )
        for entry in entries
    )


PEOPLE: tuple[SandboxPerson, ...] = _load()
GROUPS: dict[str, str] = {
    "eligible": "Başvurabilenler",
    "change": "Dönem içinde durumu değişenler",
    "special": "Özel durumlar",
    "refused": "Başvuramayanlar",
    "more": "Başvurabilecek başka öğrenciler",
}


def person_by_key(key: str) -> SandboxPerson:
    """The person of a case. Raises KeyError."""
    for person in PEOPLE:
        if person.key == key:
            return person
    raise KeyError(key)


def person_by_tckn(tckn: str) -> SandboxPerson | None:
    """The person behind an identity number, if it is one of ours."""
    return next((person for person in PEOPLE if person.tckn == tckn), None)


def found(search: str) -> list[SandboxPerson]:
    """The people whose name, case or programme contains each word looked for."""
    words = turkish.fold(search).split()
    return [person for person in PEOPLE if all(word in turkish.fold(_words_of(person)) for word in words)]


def _words_of(person: SandboxPerson) -> str:
    return f"{person.full_name} {person.title} {person.programmes} {person.expect}"
