"""What new dates do to papers and insurance, inside the transaction that moved the internship (rules A10, B1)."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import override

from insurance.deadlines import papers_day
from insurance.models import InsuranceCase
from insurance.services.case_core import HeldCase, locked_case, rules_of
from insurance.services.case_exits import follow_dates
from insurance.services.receipts import reopen_case, void_papers
from insurance.services.withdrawn_papers import withdraw_papers
from insurance.states import WITHOUT_ENTRY
from offers.cards.shared import day_range
from offers.models import Placement
from usp.accounts.models import User
from usp.core import clock
from usp.reference.selectors import closed_days

DAY = dt.timedelta(days=1)


def follow_new_dates(*, placement: Placement, was: DateRange, actor: User) -> None:
    """A new last day for papers; old papers and signatures count no more; SGK's entry is corrected where one stands.

    Papers taken in under the old dates send the case back to waiting. What an entry at SGK needs says
    ``case_exits.follow_dates``.
    """
    case_id = InsuranceCase.objects.filter(placement=placement).values_list("pk", flat=True).first()
    if case_id is None:
        return
    held = HeldCase(locked_case(case_id), clock.now())
    with override("tr"):
        reason = _("Staj tarihi değişti: %(was)s yerine %(now)s") % {
            "was": day_range(was.lower, was.upper - DAY),
            "now": day_range(placement.first_day, placement.last_day),
        }
    due = papers_day(rules_of(placement.department.unit.university), placement.first_day, closed_days())
    InsuranceCase.objects.filter(pk=case_id).update(papers_due_on=due)
    withdraw_papers(placement=placement, reason=reason, actor=actor)
    # What was signed for a start that has come did its work, unless nobody could begin without an entry.
    if was.lower > held.today or held.case.state in WITHOUT_ENTRY:
        void_papers(placement=placement, reason=reason, actor=actor)
        reopen_case(placement, None, reason)
    follow_dates(placement=placement, actor=actor)
