"""Students of one department and everybody who may answer them."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.factories import DepartmentFactory, OfficialFactory, StudentFactory, UnitFactory, UserFactory
from usp.accounts.models import UniversityMembership, UniversityRole, User
from usp.accounts.services.advisers import name_adviser
from usp.guidance.models import Question, QuestionMessage
from usp.guidance.services import questions as verbs
from usp.reference.models import Department

R = UniversityRole


@dataclass
class World:
    """One department; officials come as a test asks for them."""

    department: Department = field(default_factory=lambda: DepartmentFactory(unit=UnitFactory()))
    student: User = field(default_factory=lambda: StudentFactory().user)

    def official(self, role: str, *, whole: bool = False, **changes: Any) -> UniversityMembership:
        unit = None if whole else self.department.unit
        return OfficialFactory(university=self.department.unit.university, unit=unit, role=role, **changes)

    def adviser(self) -> User:
        """Somebody named for the department."""
        held = self.official(R.ADVISER, user__full_name="Ömer Çelik")
        name_adviser(department_id=self.department.pk, user_id=held.user_id, actor=UserFactory())
        return held.user

    def ask(self, **changes: Any) -> Question:
        values = {
            "actor": self.student, "department": self.department, "subject": "Staj takvimi", "body": "Ne zaman?",
            "form_id": uuid.uuid4(),
        }  # fmt: skip
        return verbs.ask(**(values | changes))


def write(actor: User, question: Question, body: str = "Cevap.", **changes: Any) -> QuestionMessage:
    """One more message."""
    return verbs.write(
        **({"actor": actor, "question_id": question.pk, "body": body, "form_id": uuid.uuid4()} | changes)
    )
