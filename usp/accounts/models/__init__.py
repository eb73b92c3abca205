"""The tables of people and organisations."""

from usp.accounts.models.employers import Employer, EmployerMembership, EmployerRole, EmployerStatus
from usp.accounts.models.students import Student
from usp.accounts.models.universities import UniversityMembership, UniversityRole
from usp.accounts.models.users import User, UserKind

__all__ = [
    "Employer",
    "EmployerMembership",
    "EmployerRole",
    "EmployerStatus",
    "Student",
    "UniversityMembership",
    "UniversityRole",
    "User",
    "UserKind",
]
