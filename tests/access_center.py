"""What belongs to the career centre of the estate (tests/access_world.py): its people, invitations and questions."""

import uuid
from dataclasses import dataclass
from typing import Any

from applications.models import Application
from tests.factories import OfficialFactory
from usp.accounts.models import DepartmentAdviser, Invitation, UniversityMembership, UniversityRole, User
from usp.accounts.services.advisers import name_adviser
from usp.accounts.services.invitations import invite
from usp.accounts.services.links import token_of
from usp.guidance.models import CannedAnswer, Question
from usp.guidance.services.canned_answers import save_canned_answer
from usp.guidance.services.questions import ask


@dataclass
class CenterEstate:
    """Of the student's unit: an adviser, named for the department; an invitation, a question, a ready answer."""

    membership: UniversityMembership
    adviser: DepartmentAdviser
    invitation: Invitation
    question: Question
    ready: CannedAnswer

    def arguments(self) -> dict[str, dict[str, Any]]:
        """The arguments that lead an address to one of these."""
        return {
            "people:person": {"pk": self.membership.user_id},
            "people:role": {"pk": self.membership.pk},
            "people:role-withdraw": {"pk": self.membership.pk},
            "people:department-advisers": {"pk": self.adviser.department_id},
            "people:adviser-remove": {"pk": self.adviser.pk},
            "people:invitation-resend": {"pk": self.invitation.pk},
            "people:invitation-withdraw": {"pk": self.invitation.pk},
            "people:invitation": {"token": token_of(self.invitation)},
            "guidance:my-question": {"pk": self.question.pk},
            "guidance:my-question-close": {"pk": self.question.pk},
            "guidance:question": {"pk": self.question.pk},
            "guidance:question-read": {"pk": self.question.pk},
            "guidance:question-forward": {"pk": self.question.pk},
            "guidance:question-close": {"pk": self.question.pk},
            "guidance:ready-answer-edit": {"pk": self.ready.pk},
            "guidance:ready-answer-delete": {"pk": self.ready.pk},
        }


def make_center_estate(manager: User, application: Application) -> CenterEstate:
    """Through the verbs; ``manager`` manages the whole university of the application's student."""
    department = application.enrolled_at
    unit = department.unit
    membership = OfficialFactory(university=unit.university, unit=unit, role=UniversityRole.ADVISER)
    words = {"subject": "Staj takvimi", "body": "Ne zaman?", "form_id": uuid.uuid4()}
    return CenterEstate(
        membership=membership,
        adviser=name_adviser(department_id=department.pk, user_id=membership.user_id, actor=manager),
        invitation=invite(
            university_id=unit.university_id, unit_id=unit.pk, email="yeni@bilecik.example", roles=["adviser"],
            actor=manager, outside_confirmed=True,
        ),
        question=ask(actor=application.student.user, department=department, **words),
        ready=save_canned_answer(actor=manager, unit_id=unit.pk, title="Takvim", body="Değişmez."),
    )  # fmt: skip
