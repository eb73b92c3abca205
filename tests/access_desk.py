"""The insurance case in the estate (tests/access_world.py): its page and one step of it."""

from typing import Any

from offers.models import Placement

# Columns in the order of ROLES, as in tests/test_access.py.
DESK_ROWS = """
insurance:decisions                  GET  in  403 403 403 403 403 403 403 403 200 403
insurance:decisions                  POST in  405 405 405 405 405 405 405 405 405 405
insurance:case                       GET  in  =>  404 404 404 404 =>  404 404 404 404
insurance:case                       POST in  405 405 405 405 405 405 405 405 405 405
insurance:case-step                  GET  in  =>  404 404 404 404 200 404 404 404 404
insurance:case-step                  POST in  =>  404 404 404 404 422 404 404 404 404
"""


def make_desk_arguments(placement: Placement) -> dict[str, dict[str, Any]]:
    """The case of the estate's internship, and «Evrak tamam»."""
    case = placement.insurance_case.pk
    return {"insurance:case": {"pk": case}, "insurance:case-step": {"pk": case, "step": "evrak"}}
