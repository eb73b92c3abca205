"""New dates, decisions and principles in the estate (tests/access_world.py): a published version of the principles."""

import datetime as dt
from typing import Any

from insurance.services.guidelines import Principles, publish_guidelines
from offers.models import Placement
from usp.accounts.models import User

# Columns in the order of ROLES, as in tests/test_access.py.
DATES_ROWS = """
insurance:my-dates                   GET  in  200 404 403 403 403 403 403 403 403 403
insurance:my-dates                   POST in  422 404 403 403 403 403 403 403 403 403
insurance:employer-dates             GET  in  403 403 200 404 403 403 403 403 403 403
insurance:employer-dates             POST in  403 403 422 404 403 403 403 403 403 403
insurance:center-dates               GET  in  403 403 403 403 403 200 404 404 403 403
insurance:center-dates               POST in  403 403 403 403 403 422 404 404 403 403
insurance:date-changes               GET  in  403 403 403 403 403 200 200 200 403 403
insurance:date-changes               POST in  405 405 405 405 405 405 405 405 405 405
insurance:decide-term                GET  in  403 403 403 403 403 =>  404 403 403 403
insurance:decide-term                POST in  403 403 403 403 403 422 404 403 403 403
insurance:decide-compulsory          GET  in  403 403 403 403 403 =>  404 403 403 403
insurance:decide-compulsory          POST in  403 403 403 403 403 422 404 403 403 403
insurance:criteria                   GET  in  403 403 403 403 403 200 404 403 403 403
insurance:criteria                   POST in  403 403 403 403 403 422 404 403 403 403
insurance:guidelines                 GET  in  200 200 200 200 200 200 200 200 200 200
insurance:guidelines                 POST in  405 405 405 405 405 405 405 405 405 405
insurance:guidelines-version         GET  in  200 200 200 200 200 200 200 200 200 200
insurance:guidelines-version         POST in  405 405 405 405 405 405 405 405 405 405
insurance:guidelines-new             GET  in  403 403 403 403 403 200 200 403 403 403
insurance:guidelines-new             POST in  403 403 403 403 403 422 422 403 403 403
"""


def make_dates_arguments(manager: User, placement: Placement) -> dict[str, dict[str, Any]]:
    """The arguments of the addresses; the rows belong to «student», «employer» and «center»."""
    words = Principles("USP Uygulama İlkeleri", dt.date(2024, 5, 2), "Zorunlu staj yerine sayılma.", "2024/7")
    published = publish_guidelines(principles=words, file=None, actor=manager)
    names = ("my-dates", "employer-dates", "center-dates", "decide-term", "decide-compulsory")
    return {
        **{f"insurance:{name}": {"pk": placement.pk} for name in names},
        "insurance:criteria": {"pk": placement.department_id},
        "insurance:guidelines-version": {"pk": published.pk},
    }
