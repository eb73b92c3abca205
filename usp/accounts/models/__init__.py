"""The tables of people and organisations."""

from usp.accounts.models.advisers import DepartmentAdviser
from usp.accounts.models.contact import CODE_LIFE, MAX_TRIES, CodeState, ContactChannel, ContactCode
from usp.accounts.models.employer_requests import (
    EmployerChange,
    EmployerChangeState,
    EmployerInvitation,
    EmployerRegistration,
)
from usp.accounts.models.employers import Employer, EmployerMembership, EmployerRole, EmployerTransition
from usp.accounts.models.exports import DataExport, DataExportDownload, ExportState
from usp.accounts.models.institutions import InstitutionMembership
from usp.accounts.models.invitations import Invitation
from usp.accounts.models.links import MailedLink
from usp.accounts.models.students import Student
from usp.accounts.models.universities import UniversityMembership, UniversityRole
from usp.accounts.models.users import User, UserKind
from usp.accounts.states import EmployerStatus

__all__ = [
    "CODE_LIFE",
    "MAX_TRIES",
    "CodeState",
    "ContactChannel",
    "ContactCode",
    "DataExport",
    "DataExportDownload",
    "DepartmentAdviser",
    "Employer",
    "EmployerChange",
    "EmployerChangeState",
    "EmployerInvitation",
    "EmployerMembership",
    "EmployerRegistration",
    "EmployerRole",
    "EmployerStatus",
    "EmployerTransition",
    "ExportState",
    "InstitutionMembership",
    "Invitation",
    "MailedLink",
    "Student",
    "UniversityMembership",
    "UniversityRole",
    "User",
    "UserKind",
]
