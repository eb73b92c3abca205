"""The start morning without an insurance entry: everybody concerned hears that nobody may start (docs/rules.md A1)."""

from insurance.selectors.case_page import uninsured
from insurance.services.case_core import AROUND
from insurance.services.case_news import tell_cannot_start
from usp.core import clock
from usp.core.db import verb


@verb
def tell_uninsured() -> int:
    """Tell student, employer and office of internships that should have begun by today; once for each start day.

    Answers how many students were told now. Internships whose last day has passed are left to the worklist.
    """
    today = clock.today()
    cases = uninsured(today).filter(placement__dates__contains=today).select_related(*AROUND).order_by("pk")
    return tell_cannot_start(cases)
