"""Who is told what about new dates. Rows only, in the verb's transaction."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from insurance.models import DateChange, Guidelines, InsuranceCase, UnitDecision
from insurance.selectors.dates import missing_agreements, span_of_change
from offers.cards.shared import day_range
from offers.models import Placement
from offers.services.endings_news import officials_for, people_of
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction
from usp.notifications.kinds import Value
from usp.notifications.services.notify import Notice, notify_many

Side = DateChange.Side


def tell_proposed(change: DateChange) -> None:
    """Whoever must still agree; the unit's other officials only read it in their list."""
    _tell(change, "dates_proposed", missing_agreements(change))


def tell_agreed(change: DateChange, side: str) -> None:
    """Who proposed, and whom it still waits for: one more side has said yes."""
    sides = [change.side, *missing_agreements(change)]
    _tell(change, "dates_agreed", sides, f":{side}", {"who": _side_name(side)})


def tell_applied(change: DateChange) -> None:
    """Everybody: the internship has new dates, the papers are printed anew."""
    due = InsuranceCase.objects.filter(placement=change.placement_id).values_list("papers_due_on", flat=True).first()
    _tell(change, "dates_applied", list(Side), "", {"papers_due_on": due or change.placement.first_day})


def tell_refused(change: DateChange, side: str) -> None:
    """The other sides: the dates stay."""
    reason = change.unit_reason if side == Side.CENTER else ""
    extra: dict[str, Value] = {"who": _side_name(side), "reason": f"«{reason}»" if reason else ""}
    _tell(change, "dates_refused", [one for one in Side if one != side], "", extra)


def tell_taken_back(change: DateChange) -> None:
    """Whoever was asked."""
    _tell(change, "dates_taken_back", [one for one in Side if one != change.side])


def tell_lapsed(change: DateChange) -> None:
    """Everybody: nobody answered in time."""
    _tell(change, "dates_lapsed", list(Side))


def tell_term_decided(decision: UnitDecision) -> None:
    """The student and the employer: whether the internship may run during lectures, and why."""
    placement = decision.placement
    kind = "term_granted" if decision.granted else "term_refused"
    extra: dict[str, Value] = {"reason": decision.reason}
    key = f"decision:{decision.pk}"
    notify_many([_to_student(placement, kind, key, extra), *_to_employer(placement, kind, key, extra)])


def tell_compulsory_decided(decision: UnitDecision) -> None:
    """The student: whether it counts, how many days, why."""
    kind = "compulsory_granted" if decision.granted else "compulsory_refused"
    extra: dict[str, Value] = {"reason": decision.reason, "days": decision.days or 0}
    notify_many([_to_student(decision.placement, kind, f"decision:{decision.pk}", extra)])


def tell_guidelines(version: Guidelines, students: Iterable[User]) -> None:
    """Students with an internship under way: the university's principles have a new version."""
    link = reverse("insurance:guidelines")
    context: dict[str, Value] = {"title": version.title, "decided_on": version.decided_on}
    notify_many(Notice("guidelines_published", one, f"guidelines:{version.pk}", context, link) for one in students)


def _tell(
    change: DateChange, kind: str, sides: Iterable[str], suffix: str = "", extra: dict[str, Value] | None = None
) -> None:
    """One notice for each side's people; ``sides`` may repeat."""
    placement, wanted = change.placement, set(sides)
    key = f"dates:{change.pk}{suffix}"
    with override("tr"):
        span = span_of_change(change)
        context: dict[str, Value] = {
            "was": day_range(change.was.lower, change.was.upper - dt.timedelta(days=1)),
            "dates": day_range(span.starts_on, span.ends_on),
            "days": span.working_days,
            "side": _side_name(change.side),
            "why": str(change.get_why_display()),
            **(extra or {}),
        }
    notices: list[Notice] = []
    if Side.STUDENT in wanted:
        notices.append(_to_student(placement, kind, key, context, "insurance:my-dates"))
    if Side.EMPLOYER in wanted:
        notices += _to_employer(placement, kind, key, context, "insurance:employer-dates")
    if Side.CENTER in wanted and (change.needs_unit or change.side == Side.CENTER or kind == "dates_applied"):
        notices += _to_center(placement, kind, key, context)
    notify_many(notices)


def _side_name(side: str) -> str:
    with override("tr"):
        return str(Side(side).label)


def _context(placement: Placement, extra: dict[str, Value]) -> dict[str, Value]:
    return {"employer": placement.offer.terms["employer"], "title": placement.offer.terms["title"], **extra}


def _to_student(
    placement: Placement, kind: str, key: str, extra: dict[str, Value], page: str = "offers:my-placement"
) -> Notice:
    context = _context(placement, extra) | {"student": str(_("Stajınız"))}
    return Notice(kind, placement.student.user, key, context, reverse(page, args=[placement.pk]))


def _to_employer(
    placement: Placement, kind: str, key: str, extra: dict[str, Value], page: str = "offers:intern"
) -> list[Notice]:
    """The person's name only while the offer keeps it open."""
    name = placement.student.user.full_name if placement.offer.identity_is_open else str(_("Stajyeriniz"))
    context = _context(placement, extra) | {"student": name}
    link = reverse(page, args=[placement.pk])
    return [Notice(kind, user, key, context, link) for user in people_of(placement)]


def _to_center(placement: Placement, kind: str, key: str, extra: dict[str, Value]) -> list[Notice]:
    context = _context(placement, extra) | {"student": placement.student.user.full_name}
    action = UniversityAction.SEE_INTERNS if kind == "dates_applied" else UniversityAction.DECIDE_COMPULSORY
    link = reverse("insurance:center-dates", args=[placement.pk])
    return [Notice(kind, user, key, context, link) for user in officials_for(placement.department.unit, action)]
