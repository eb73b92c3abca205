"""How a completed placement went, told once by each side."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from offers import endings_rules as rules
from offers.models import Placement, PlacementReview
from offers.services import endings_news as news
from offers.services.ending import require_side
from offers.states import PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation

Side = PlacementReview.Side
REMIND_AFTER = dt.timedelta(days=7)
BATCH = 200


@verb
def review_intern(
    *, placement_id: int, marks: Mapping[str, int], would_hire: bool, text: str, actor: User
) -> PlacementReview:
    """The mentor's side: a mark from 1 to 5 for each criterion, and whether they would work together again."""
    require_side(actor.is_employer)
    checked = _checked(marks, rules.CRITERIA_OF_EMPLOYER)
    return _write(placement_id, Side.EMPLOYER, checked | {"again": int(would_hire)}, text, actor)


@verb
def review_workplace(*, placement_id: int, marks: Mapping[str, int], text: str, actor: User) -> PlacementReview:
    """The student's side; employers see it only as the mean of at least five."""
    require_side(actor.is_student)
    return _write(placement_id, Side.STUDENT, _checked(marks, rules.CRITERIA_OF_STUDENT), text, actor)


def remind_of_reviews() -> int:
    """Tell each side once, a week after completion, where its evaluation is missing; answers how many placements."""
    before = clock.now() - REMIND_AFTER
    since = before - REMIND_AFTER  # what a stopped worker missed is told late, but not months later
    found = (
        Placement.objects.filter(state=PlacementState.COMPLETED, ended_at__range=(since, before))
        .select_related("offer__position", "student__user")
        .prefetch_related("reviews")
        .order_by("pk")
    )
    told = 0
    for placement in found[:BATCH]:
        sides = {review.side for review in placement.reviews.all()}
        if len(sides) < len(Side):
            news.remind_of_review(
                placement, student=Side.STUDENT.value not in sides, employer=Side.EMPLOYER.value not in sides
            )
            told += 1
    return told


def _checked(marks: Mapping[str, int], criteria: Mapping[str, object]) -> dict[str, int]:
    if set(marks) != set(criteria) or not all(mark in rules.MARKS for mark in marks.values()):
        raise RuleViolation(_("Her ölçüt için 1 ile 5 arasında bir puan verin."), code="marks")
    return dict(marks)


def _write(placement_id: int, side: str, marks: dict[str, int], text: str, actor: User) -> PlacementReview:
    placement = Placement.objects.visible_to(actor).get(pk=placement_id)
    if placement.state != PlacementState.COMPLETED:
        raise RuleViolation(_("Yalnızca tamamlanan staj değerlendirilir."), code="review_after_completion")
    with rule_from_constraint(PlacementReview, "placement_review_once"):
        return PlacementReview.objects.create(
            placement=placement, side=side, author=actor, marks=marks, text=text.strip(), at=clock.now()
        )
