"""One intern: case, history, tasks, evaluations."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from insurance.models import InsuranceCase, InsuranceTask
from offers import endings_rules
from offers.models import Placement, PlacementReview
from offers.selectors.endings import ended_by_words
from offers.states import PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may, university_scope


def case_of(placement: Placement) -> InsuranceCase | None:
    """The placement's case; None for shadowing and training."""
    return InsuranceCase.objects.filter(placement=placement).first()


@dataclass(frozen=True)
class Move:
    """One line of a placement's history: what happened, when, and which side did it."""

    label: str
    at: dt.datetime
    who: str


def moves_of(placement: Placement) -> list[Move]:
    """The placement's moves in words, oldest first. Two queries."""
    rows = list(placement.transitions.all())
    numbers = [int(row.actor.partition(":")[2]) for row in rows if row.actor.startswith("user:")]
    users = User.objects.in_bulk(numbers)

    def who(actor: str) -> str:
        kind, _colon, number = actor.partition(":")
        user = users.get(int(number)) if kind == "user" else None
        return str(ended_by_words(user)) if user else ""

    return [
        Move(
            str(_("İşveren son onayı verdi") if not row.from_state else PlacementState(row.to_state).label),
            timezone.localtime(row.at),
            who(row.actor),
        )
        for row in rows
    ]


def tasks_in_scope(user: User) -> "QuerySet[InsuranceTask]":
    """What the officer may mark as done."""
    scope = university_scope(user, UniversityAction.DECLARE_INSURANCE)
    return InsuranceTask.objects.filter(case__placement__in=Placement.objects.of_university(*scope)).select_related(
        "case"
    )


@dataclass(frozen=True)
class TaskRow:
    """What SGK must still be told, and whether this official may say that it was done."""

    task: InsuranceTask
    may_finish: bool


def tasks_of(user: User, placement: Placement) -> list[TaskRow]:
    """The tasks of a stopped internship."""
    mine = set(tasks_in_scope(user).filter(case__placement=placement).values_list("pk", flat=True))
    tasks = InsuranceTask.objects.filter(case__placement=placement).select_related("done_by")
    return [TaskRow(task, task.done_at is None and task.pk in mine) for task in tasks]


def may_end(user: User, placement: Placement) -> bool:
    """Whether the official may stop this internship."""
    unit = placement.department.unit
    return placement.state == PlacementState.CONFIRMED and university_may(
        user, UniversityAction.DECIDE_CANCELLATIONS, unit
    )


@dataclass(frozen=True)
class ReviewCard:
    """One side's evaluation: whose it is, the marks by criterion, the words."""

    title: str
    marks: list[tuple[str, int]]
    text: str


def reviews_of(placement: Placement) -> list[ReviewCard]:
    """Both sides' evaluations, as far as they are written. One query."""
    criteria = {
        PlacementReview.Side.EMPLOYER.value: endings_rules.CRITERIA_OF_EMPLOYER,
        PlacementReview.Side.STUDENT.value: endings_rules.CRITERIA_OF_STUDENT,
    }
    return [
        ReviewCard(
            one.get_side_display(),
            [(str(label), one.marks[key]) for key, label in criteria[one.side].items()],
            one.text,
        )
        for one in placement.reviews.all()
    ]
