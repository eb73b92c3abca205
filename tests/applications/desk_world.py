"""A desk with work on it: a university with two units, its people, an institution, and completed applications."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from applications.models import Application, Declaration, ItemKind, RejectionReason, Season
from applications.proofs import PROOF
from applications.services.verifying import Verdict
from tests.applications.catalogue import make_catalogue
from tests.conftest import set_clock
from tests.factories import (
    ApplicationFactory,
    DepartmentFactory,
    OfficialFactory,
    SeasonFactory,
    StudentFactory,
    UnitFactory,
    UniversityFactory,
    UploadFactory,
    UserFactory,
    moment,
)
from usp.accounts.models import InstitutionMembership, UniversityRole, User, UserKind
from usp.core import clock
from usp.core.db import acting
from usp.reference.models import Department, VerifyingInstitution

IN_EVALUATION = "2024-03-12 10:00"


@dataclass
class Desk:
    """Who works here, and the departments whose students apply."""

    season: Season
    kinds: dict[str, ItemKind]
    engineering: Department
    sports: Department
    abroad: Department
    verifier: User
    other_verifier: User
    sports_verifier: User
    second: User
    manager: User
    operator: User
    institution: VerifyingInstitution
    federation: User

    def application(self, department: Department | None = None, **more: Any) -> Application:
        """A student's application whose form is still open."""
        return ApplicationFactory(
            season=self.season,
            department=department or self.engineering,
            student=StudentFactory(),
            registered=True,
            **more,
        )

    def completed(self, application: Application, at: str = "2024-03-01 12:00") -> Application:
        """The same, completed at that moment."""
        with transaction.atomic(), _clock(at), acting("test"):
            Application.objects.filter(pk=application.pk).update(state="completed", completed_at=moment(at), allowed=1)
        application.refresh_from_db()
        return application

    def declare(self, application: Application, number: str = "A7", **more: Any) -> Declaration:
        """A declaration with its proof; the first option of the kind where it has any."""
        kind = self.kinds[number]
        values: dict[str, Any] = {
            "title": "Sertifika",
            "issuer": "Robotik Topluluğu",
            "option": kind.options.first(),
            "proof": UploadFactory(owner=application.student.user, purpose=PROOF),
            "created_at": moment("2024-03-01 11:00"),
            "changed_at": moment("2024-03-01 11:00"),
        }
        with _clock("2024-03-01 11:00"):
            return Declaration.objects.create(application=application, kind=kind, **{**values, **more})

    def waiting(self, number: str = "B2", department: Department | None = None, **more: Any) -> Declaration:
        """One declaration of a new student's completed application."""
        application = self.application(department)
        declaration = self.declare(application, number, **more)
        self.completed(application)
        return declaration


@contextmanager
def _clock(moment: str) -> Iterator[None]:
    """Another time for a moment: the database takes no declaration and no completion after the season's close."""
    now = clock.now()
    set_clock(moment)
    yield
    set_clock(now)  # not after an error, which leaves no connection to set it on


APPROVED = Verdict(approved=True)


def rejected(words: str = "") -> Verdict:
    """Refused for the first listed reason that needs no words."""
    return Verdict(approved=False, reason=RejectionReason.objects.filter(needs_words=False).first(), words=words)


def make_desk() -> Desk:
    """Everything above, with the real catalogue."""
    university = UniversityFactory(has_career_center=True)
    abroad = UniversityFactory(code="lefke", has_career_center=False, kind="kktc", country="KKTC", province=None)
    faculty, school = UnitFactory(university=university), UnitFactory(university=university, code="spor-bilimleri")

    def official(role: UniversityRole, name: str, **more: Any) -> User:
        user = UserFactory(kind=UserKind.CAREER_CENTER, full_name=name)
        return OfficialFactory(user=user, university=university, role=role, **more).user

    kinds = make_catalogue()
    institution = VerifyingInstitution.objects.filter(kinds__isnull=False).order_by("pk").first()
    assert institution is not None
    VerifyingInstitution.objects.filter(pk=institution.pk).update(has_desk=True)
    federation = UserFactory(kind=UserKind.INSTITUTION, full_name="Federasyon Görevlisi")
    InstitutionMembership.objects.create(user=federation, institution=institution)
    return Desk(
        season=SeasonFactory(is_current=True),
        kinds=kinds,
        engineering=DepartmentFactory(unit=faculty),
        sports=DepartmentFactory(unit=school),
        abroad=DepartmentFactory(unit=UnitFactory(university=abroad)),
        verifier=official(UniversityRole.VERIFIER, "Ayşe Doğrulayan"),
        other_verifier=official(UniversityRole.VERIFIER, "Mehmet Denetleyen"),
        sports_verifier=official(UniversityRole.VERIFIER, "Spor Yetkilisi", unit=school),
        second=official(UniversityRole.SECOND_REVIEWER, "İkinci Göz"),
        manager=official(UniversityRole.MANAGER, "Zeynep Iğdır"),
        operator=UserFactory(kind=UserKind.OPERATOR, full_name="Deniz Güneş"),
        institution=institution,
        federation=federation,
    )
