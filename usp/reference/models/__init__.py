"""The tables nobody owns: provinces, districts, universities, units, departments, closed days.

All of them but `ClosedDay` are written by `manage.py load_reference` from the files in `usp/reference/data`.
"""

from usp.reference.models.base import Level, NamedModel, ascii_slug
from usp.reference.models.departments import Department, DepartmentGroup, department_code
from usp.reference.models.institutions import Institution, VerifyingInstitution
from usp.reference.models.places import District, Province
from usp.reference.models.records import ClosedDay, DataRelease
from usp.reference.models.universities import Unit, University

__all__ = [
    "ClosedDay",
    "DataRelease",
    "Department",
    "DepartmentGroup",
    "District",
    "Institution",
    "Level",
    "NamedModel",
    "Province",
    "Unit",
    "University",
    "VerifyingInstitution",
    "ascii_slug",
    "department_code",
]
