"""What waits at a career centre of placements that end or should, and operators' queue of words."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from offers import endings_rules as rules
from offers.models import CancellationRequest, CancellationState, ConductNote, Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may, university_scope
from usp.core import clock

A = UniversityAction
LATEST = 100


@dataclass(frozen=True)
class CenterCounts:
    """How many there are in each tab; ``due`` of the open requests may be decided by the centre now."""

    open: int
    due: int
    silent: int
    appeals: int


def in_scope(user: User, action: UniversityAction) -> "QuerySet[Placement]":
    """Placements of the units for which the official has this right; an operator's all."""
    if user.is_operator:
        return Placement.objects.all()
    return Placement.objects.of_university(*university_scope(user, action))


def requests_of(user: User) -> "QuerySet[CancellationRequest]":
    """Requests of the official's units, with everything a row shows."""
    return CancellationRequest.objects.filter(placement__in=in_scope(user, A.DECIDE_CANCELLATIONS)).select_related(
        "placement__student__user", "placement__offer__position__employer", "placement__application__season",
        "placement__application", "placement__department__unit__university", "placement__ended_by", "proof",
        "decided_by",
    )  # fmt: skip


def open_requests(user: User) -> "QuerySet[CancellationRequest]":
    """Those that wait for an answer, what may be decided first on top."""
    return requests_of(user).filter(state=CancellationState.OPEN).order_by("center_from", "pk")


def decided_requests(user: User) -> "QuerySet[CancellationRequest]":
    """The latest that were answered."""
    return requests_of(user).exclude(state=CancellationState.OPEN).order_by("-decided_at")[:LATEST]


def silent_placements(user: User) -> "QuerySet[Placement]":
    """Ended two weeks ago, and nobody has stated attendance; the longest silence first."""
    return overdue(clock.page_now().date()) & in_scope(user, A.DECIDE_CANCELLATIONS)


def overdue(today: dt.date) -> "QuerySet[Placement]":
    """Confirmed placements whose last day is ``SILENT_DAYS`` or more behind."""
    before = today - dt.timedelta(days=rules.SILENT_DAYS)
    return (
        Placement.objects.filter(state=PlacementState.CONFIRMED, dates__endswith__lte=before)
        .select_related("student__user", "offer__position__employer", "application", "department__unit__university")
        .order_by("dates__endswith", "pk")
    )


def open_appeals(user: User) -> "QuerySet[ConductNote]":
    """Objections to notes that wait for a decision, the oldest first."""
    notes = ConductNote.objects.filter(appeal=ConductNote.Appeal.OPEN, placement__in=in_scope(user, A.DECIDE_CONDUCT))
    return notes.select_related("placement__student__user", "employer", "season").order_by("appealed_at")


def appeals_of(user: User) -> "QuerySet[ConductNote]":
    """Objections, decided or not."""
    notes = ConductNote.objects.filter(placement__in=in_scope(user, A.DECIDE_CONDUCT)).exclude(
        appeal=ConductNote.Appeal.NONE
    )
    return notes.select_related(
        "placement__student__user", "placement__offer__position", "employer", "season", "decided_by"
    )


def counts_for(user: User) -> CenterCounts:
    """The figures of the tabs. Four queries."""
    now = clock.page_now()
    waiting = open_requests(user)
    return CenterCounts(
        open=waiting.count(),
        due=waiting.filter(center_from__lte=now).count(),
        silent=silent_placements(user).count(),
        appeals=open_appeals(user).count(),
    )


def decides_endings(user: User) -> bool:
    """Whether the page exists for this official."""
    return university_may(user, A.DECIDE_CANCELLATIONS)


def words_waiting() -> "QuerySet[ConductNote]":
    """Words that employers added to notes and nobody has read yet, the oldest first."""
    waiting = ConductNote.objects.filter(words=ConductNote.Words.WAITING)
    return waiting.select_related("employer", "placement__student__user").order_by("pk")


@dataclass(frozen=True)
class EmployerRecord:
    """What an employer did with the placements it confirmed: the record that mirrors the students' notes."""

    confirmed: int
    completed: int
    cancelled_late: int


def employer_record(employer_id: int) -> EmployerRecord:
    """Internships an employer confirmed, how many were completed, how many it ended late for its own reasons."""
    placements = list(Placement.objects.filter(offer__position__employer=employer_id, kind=Kind.INTERNSHIP))
    return EmployerRecord(
        confirmed=len(placements),
        completed=sum(1 for one in placements if one.state == PlacementState.COMPLETED),
        cancelled_late=sum(1 for one in placements if rules.is_late_cancellation(one)),
    )
