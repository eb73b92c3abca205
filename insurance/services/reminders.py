"""Reminders before papers are due and before a start: twenty, fifteen, seven, three days and one day ahead.

Each step is told once; a worker that stood still tells it late rather than twice. What was cancelled or moved is out:
only confirmed internships are read, and new dates begin their steps anew (the placement's version is in the key).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from insurance.deadlines import Deadlines, deadlines, last_moment
from insurance.models import InsuranceCase
from insurance.papers.wants import rules_at_hand
from insurance.selectors.checklist import RELATIONS, missing_by_placement
from insurance.selectors.late_papers import receivers_of, spoken
from insurance.states import CaseState
from offers.models import Placement
from offers.services.endings_news import officials_for
from offers.states import Kind, PlacementState
from usp.accounts.models import EmployerMembership, User
from usp.accounts.permissions import UniversityAction
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.notifications.kinds import Value
from usp.notifications.models import Notification
from usp.notifications.services.notify import Notice, notify_many
from usp.reference.models import Unit
from usp.reference.selectors import closed_days

STEPS = (1, 3, 7, 15, 20)
AHEAD = dt.timedelta(days=max(STEPS))
LATE_DAYS = dt.timedelta(days=3)  # in which a worker that stood still makes up for «your papers are late»
NAMES = 10  # how many people an official's daily notice names
BATCH = 500
_INSURED = (CaseState.ENTRY_SHARED, CaseState.EXIT_DECLARED)
_STOPPED = (CaseState.CANCELLED, CaseState.AWAITING_DECISION)


@dataclass(frozen=True)
class Due:
    """One internship that a step has come for. ``step`` is 0 once papers are late; ``what`` is papers or start."""

    placement: Placement
    what: str
    step: int
    left: int
    missing: tuple[str, ...]
    days: Deadlines

    @property
    def key(self) -> str:
        """The event's name: one internship with one set of dates, one step."""
        return f"placement:{self.placement.pk}:{self.placement.version}:{self.what}:{self.step}"


def remind(today: dt.date | None = None) -> int:
    """Tell students, employers and offices what is still missing; answers how many notices are new.

    Safe at any time and as often as wanted.
    """
    today = today or clock.today()
    told, after, office = 0, 0, Office()
    with override("tr"):  # what is stored is Turkish, whoever asks
        while rows := list(_candidates(today, after)[:BATCH]):
            after = rows[-1].pk
            told += _remind_batch(rows, today, office)
        return told + notify_many(office.notices(today))


@verb
def _remind_batch(rows: Sequence[Placement], today: dt.date, office: "Office") -> int:
    due = _due(rows, today)
    known = set(
        Notification.objects.filter(dedupe_key__in=[one.key for one in due]).values_list("dedupe_key", flat=True)
    )
    fresh = [one for one in due if one.key not in known]
    people = _people([one.placement for one in fresh])
    told = notify_many(notice for one in fresh for notice in _notices(one, people))
    office.add(fresh)
    return told


def step_of(due_on: dt.date, since: dt.date, today: dt.date) -> int | None:
    """The step that has come: the smallest one not smaller than the days left. None where there is none today.

    A step that lay before ``since``, when the case was opened, is not made up for: its own notice said it all.
    """
    left = (due_on - today).days
    step = next((one for one in STEPS if left <= one), None)
    return None if left < 1 or step is None or due_on - dt.timedelta(days=step) < since else step


def _candidates(today: dt.date, after: int) -> "QuerySet[Placement]":
    """Confirmed internships before their start, so near to it or to their papers' day that a step may have come."""
    return (
        Placement.objects.filter(
            kind=Kind.INTERNSHIP,
            state=PlacementState.CONFIRMED,
            dates__startswith__gt=today,
            insurance_case__papers_due_on__lte=today + AHEAD,
            pk__gt=after,
        )
        .exclude(insurance_case__state__in=_STOPPED)
        .select_related("insurance_case", "department__unit__university__paper_rules", *RELATIONS)
        .order_by("pk")
    )


def _due(rows: Sequence[Placement], today: dt.date) -> list[Due]:
    closed = closed_days()
    found: list[Due] = []
    missing = missing_by_placement(rows)
    for placement in rows:
        case = placement.insurance_case
        try:
            days = deadlines(rules_at_hand(placement), placement.first_day, placement.last_day, closed=closed)
        except RuleViolation:  # outside the known years
            continue
        found += _due_of(placement, case, tuple(missing[placement.pk]), days, today)
    return found


def _due_of(
    placement: Placement, case: InsuranceCase, papers: tuple[str, ...], days: Deadlines, today: dt.date
) -> Iterator[Due]:
    since = case.opened_at.date()
    waits = case.state == CaseState.AWAITING_PAPERS
    if waits and today <= case.papers_due_on:
        step = step_of(case.papers_due_on, since, today)
        if step is not None and papers:
            yield Due(placement, "papers", step, (case.papers_due_on - today).days, papers, days)
        return
    if waits and today <= min(case.papers_due_on + LATE_DAYS, days.late_until):
        yield Due(placement, "papers", 0, 0, papers or (_("teslim kaydı"),), days)
        return
    step = step_of(placement.first_day, since, today)
    if step is None:
        return
    missing = (*(papers if waits else ()), *_insurance_words(case))
    if missing or step == 1:
        yield Due(placement, "start", step, (placement.first_day - today).days, missing, days)


def _insurance_words(case: InsuranceCase) -> tuple[str, ...]:
    """What SGK's side still lacks, in words."""
    if case.state in _INSURED:
        return ()
    if case.state == CaseState.ENTRY_DECLARED:
        return (_("sigorta giriş belgesinin paylaşılması"),)
    return (_("sigorta girişi"),)


def _people(placements: Sequence[Placement]) -> dict[int, User]:
    """Whom the employers have for these interns, by membership. One query."""
    ids = {one for p in placements for one in (p.offer.sent_by_id, p.offer.position.supervisor_id)}
    rows = EmployerMembership.objects.running().filter(pk__in=ids - {None}).select_related("user")
    return {row.pk: row.user for row in rows}


def _notices(due: Due, people: dict[int, User]) -> Iterator[Notice]:
    placement = due.placement
    offer, rules = placement.offer, rules_at_hand(placement)
    context: dict[str, Value] = {
        "student": placement.student.user.full_name,
        "employer": offer.terms["employer"],
        "days": due.left,
        "missing": ", ".join(due.missing),
        "starts_on": placement.first_day,
        "due_at": last_moment(rules, placement.insurance_case.papers_due_on),
        "late_until": due.days.late_until,
        "papers_to": rules.papers_to or placement.department.unit.name,
    }
    if due.what == "papers" and not due.step:
        context["contact"] = spoken(receivers_of(placement, rules)) or placement.department.unit.name
    yield Notice(_student_kind(due), placement.student.user, due.key, context)
    if due.step and due.missing:
        kind = "papers_reminder_employer" if due.what == "papers" else "start_reminder_employer"
        mine = {people[pk].pk: people[pk] for pk in (offer.sent_by_id, offer.position.supervisor_id) if pk in people}
        for user in mine.values():
            yield Notice(kind, user, due.key, context)


def _student_kind(due: Due) -> str:
    if due.what == "papers":
        return {0: "papers_overdue", 1: "papers_reminder_last"}.get(due.step, "papers_reminder")
    return "start_reminder" if due.missing else "start_tomorrow"


class Office:
    """What the offices are told once a day: whose interns were reminded of what."""

    def __init__(self) -> None:
        self._units: dict[int, Unit] = {}
        self._due: dict[int, list[Due]] = {}

    def add(self, due: Iterable[Due]) -> None:
        """Those whom somebody was reminded of and who still lack something."""
        for one in due:
            if one.missing:
                unit = one.placement.department.unit
                self._units[unit.pk] = unit
                self._due.setdefault(unit.pk, []).append(one)

    def notices(self, today: dt.date) -> Iterator[Notice]:
        """One notice for each official who takes papers, about all of the official's units."""
        mine: dict[User, list[Due]] = {}
        for pk, unit in self._units.items():
            for official in officials_for(unit, UniversityAction.TAKE_PAPERS):
                mine.setdefault(official, []).extend(self._due[pk])
        for official, due in mine.items():
            context: dict[str, Value] = {"number": len(due), "people": _named(due)}
            yield Notice("reminder_office", official, f"reminders:{today}", context, reverse("insurance:worklist"))


def _named(due: Sequence[Due]) -> str:
    """The nearest ones by name with what they lack, and how many more there are."""
    near = sorted(due, key=lambda one: (one.left, one.placement.pk))
    names = "; ".join(f"{one.placement.student} ({', '.join(one.missing)})" for one in near[:NAMES])
    more = len(near) - NAMES
    return _("%(names)s ve %(more)d kişi daha") % {"names": names, "more": more} if more > 0 else names
