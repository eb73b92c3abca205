"""Papers that people print, pay terms and list letters in the estate (tests/access_world.py)."""

from typing import Any

from insurance.paper_kinds import Paper
from insurance.services.acceptance_lists import issue_list
from offers.models import Placement
from usp.accounts.models import User

# Columns in the order of ROLES, as in tests/test_access.py.
FORMS_ROWS = """
insurance:my-paper                   GET  in  405 405 405 405 405 405 405 405 405 405
insurance:my-paper                   POST in  =>  404 403 403 403 403 403 403 403 403
insurance:center-paper               GET  in  405 405 405 405 405 405 405 405 405 405
insurance:center-paper               POST in  403 403 403 403 403 =>  404 404 403 403
insurance:employer-paper             GET  in  405 405 405 405 405 405 405 405 405 405
insurance:employer-paper             POST in  403 403 =>  404 =>  403 403 403 403 403
insurance:pay-terms                  GET  in  403 403 200 404 403 403 403 403 403 403
insurance:pay-terms                  POST in  403 403 422 404 403 403 403 403 403 403
insurance:acceptance-lists           GET  in  403 403 200 200 403 403 403 403 403 403
insurance:acceptance-lists           POST in  403 403 422 422 403 403 403 403 403 403
insurance:acceptance-list-file       GET  in  403 403 200 404 200 403 403 403 403 403
insurance:acceptance-list-file       POST in  405 405 405 405 405 405 405 405 405 405
"""


def make_forms_arguments(employer: User, placement: Placement) -> dict[str, dict[str, Any]]:
    """The arguments of the addresses; the paper asked for is the one that is there already, so that none is made."""
    university = placement.department.unit.university
    letter = issue_list(university_id=university.pk, placement_ids=[placement.pk], actor=employer)
    form = {"pk": placement.pk, "kind": Paper.ACCEPTANCE_FORM.value}
    return {
        "insurance:my-paper": form,
        "insurance:center-paper": form,
        "insurance:employer-paper": form,
        "insurance:pay-terms": {"pk": placement.pk},
        "insurance:acceptance-list-file": {"pk": letter.subject_id},
    }
