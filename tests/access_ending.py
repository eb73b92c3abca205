"""The end of an internship in the estate (tests/access_world.py): a report that waits, a batch that was asked for."""

from typing import Any

from insurance.models import InternshipReport
from insurance.paper_kinds import Paper
from insurance.services.batches import ask_batch
from insurance.services.reports import REPORT
from offers.models import Placement
from tests.factories import UploadFactory
from usp.accounts.models import User
from usp.core import clock

# Columns in the order of ROLES, as in tests/test_access.py.
ENDING_ROWS = """
insurance:attendance                 GET  in  403 403 200 404 200 403 403 403 403 403
insurance:attendance                 POST in  403 403 422 404 422 403 403 403 403 403
insurance:my-record                  GET  in  200 200 403 403 403 403 403 403 403 403
insurance:my-record                  POST in  405 405 405 405 405 405 405 405 405 405
insurance:my-end                     GET  in  200 404 403 403 403 403 403 403 403 403
insurance:my-end                     POST in  422 404 403 403 403 403 403 403 403 403
insurance:make-certificate           GET  in  405 405 405 405 405 405 405 405 405 405
insurance:make-certificate           POST in  =>  404 403 403 403 403 403 403 403 403
insurance:report                     GET  in  403 403 403 403 403 200 404 403 403 403
insurance:report                     POST in  403 403 403 403 403 422 404 403 403 403
insurance:batches                    GET  in  403 403 403 403 403 200 200 200 403 403
insurance:batches                    POST in  405 405 405 405 405 405 405 405 405 405
insurance:batch-new                  GET  in  403 403 403 403 403 200 200 200 403 403
insurance:batch-new                  POST in  403 403 403 403 403 422 422 422 403 403
insurance:batch                      GET  in  403 403 403 403 403 200 404 404 403 403
insurance:batch                      POST in  405 405 405 405 405 405 405 405 405 405
insurance:batch-file                 GET  in  403 403 403 403 403 404 404 404 403 403
insurance:batch-file                 POST in  405 405 405 405 405 405 405 405 405 405
"""


def make_ending_arguments(manager: User, placement: Placement) -> dict[str, dict[str, Any]]:
    """The arguments of the addresses; the rows belong to «student», «employer» and «center»."""
    report = InternshipReport.objects.create(
        placement=placement,
        file=UploadFactory(owner=placement.student.user, purpose=REPORT),
        handed_in_at=clock.now(),
    )
    batch = ask_batch(
        placement_ids=[placement.pk], kinds=[Paper.ACCEPTANCE_FORM.value], shape="pdf", actor=manager
    )  # fmt: skip
    one = {"pk": placement.pk}
    return {f"insurance:{name}": one for name in ("attendance", "my-end", "make-certificate")} | {
        "insurance:report": {"pk": report.pk},
        "insurance:batch": {"pk": batch.pk},
        "insurance:batch-file": {"pk": batch.pk},
    }
