"""A student of the sandbox, and what the season needs around an application."""

from dataclasses import dataclass

import pytest

from applications.models import Application, DepartmentRule, InternshipWindow, Season
from tests.edevlet.conftest import edevlet_sandbox  # noqa: F401 -- the real sandbox on a real port
from tests.factories import (
    ApplicationFactory,
    DepartmentFactory,
    DistrictFactory,
    OfficialFactory,
    ProvinceFactory,
    SeasonFactory,
    StudentFactory,
    WindowFactory,
    moment,
)
from usp.accounts.models import Student, User
from usp.edevlet.sandbox.people import person_by_key
from usp.reference.models import Department, Province

IN_SEASON = "2024-02-01 10:30"
LAST_SECOND = "2024-03-10 23:59:59"
TOO_LATE = "2024-03-11 00:00:00"


@dataclass
class Ground:
    """The season, one department of Bilecik, two provinces with districts, two windows its students may choose."""

    season: Season
    department: Department
    ankara: Province
    bilecik: Province
    windows: list[InternshipWindow]

    def application(self, **traits: object) -> Application:
        """An application of a new student of this department."""
        if "started" not in traits:
            traits.setdefault("department", self.department)
        return ApplicationFactory(season=self.season, **traits)


@pytest.fixture
def ground(db: None) -> Ground:
    return make_ground()


def make_ground() -> Ground:
    """The rows every application test needs."""
    ankara, bilecik = ProvinceFactory(id=6), ProvinceFactory(id=11)
    for number in range(6):
        DistrictFactory(id=600 + number, name=f"Ankara İlçesi {number}", province=ankara)
    DistrictFactory(id=1100, name="Bozüyük", province=bilecik)
    department = DepartmentFactory()
    season = SeasonFactory()
    windows = [
        WindowFactory(season=season, working_days=20),
        WindowFactory(season=season, working_days=30),
    ]
    DepartmentRule.objects.create(
        department=department,
        other_lengths=[30],
        confirmed_by=OfficialFactory(university=department.unit.university).user,
        confirmed_at=moment("2024-01-02 10:00"),
    )
    return Ground(season, department, ankara, bilecik, windows)


def sandbox_student(key: str) -> Student:
    """Somebody of the sandbox who has signed in before."""
    person = person_by_key(key)
    student = StudentFactory(
        first_name=person.first_name, last_name=person.last_name, contact_email="", contact_phone=""
    )
    student.set_tckn(person.tckn)
    student.save()
    return student


def user_of(application: Application) -> User:
    """The application's student as a user."""
    return application.student.user
