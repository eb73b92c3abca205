"""The end of an internship on an intern's page: days attended, report, certificate."""

from typing import Any

from insurance.intern_parts import register_part
from insurance.selectors.ending import attendance_of, certificate_of, report_due, reports_of
from insurance.services.reports import may_read, report_rules
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.core import clock


def of_the_end(user: User, placement: Placement) -> dict[str, Any] | None:
    """From the start day on; nothing for cancelled ones, shadowing and training."""
    has_begun = clock.page_now().date() >= placement.first_day
    if placement.kind != Kind.INTERNSHIP or placement.state == PlacementState.CANCELLED or not has_begun:
        return None
    rules, reports = report_rules(placement), reports_of(placement)
    return {
        "shown": attendance_of(placement),
        "reports": reports,
        "report": reports[0] if reports else None,
        "wants_report": rules.wants_report,
        "report_by": report_due(placement, rules),
        "may_read": may_read(user, placement),
        "certificate": certificate_of(placement),
    }


register_part(70, "insurance/intern_end.html", of_the_end)
