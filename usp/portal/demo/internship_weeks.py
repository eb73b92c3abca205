"""What becomes of the demo's internships: programmes end with both evaluations, one intern leaves, one never comes."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import QuerySet

from offers import endings_rules as rules
from offers.attendance import attended_of
from offers.models import CancellationState, Placement
from offers.services.conduct import reply_to_note, write_note
from offers.services.ending import abandon_placement, complete_placement
from offers.services.reviewing import review_intern, review_workplace
from offers.states import Ending, Kind, PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.portal.demo.dates import change_dates
from usp.portal.demo.endings import finish, mark_until_today
from usp.portal.demo.insurance_cases import after_starts

_MANAGER = "elif.sahin@dsi.example"
_LEFT_AFTER = 20  # days: SGK still waits for the exit when the internships' weeks are shown


def end_programmes() -> None:
    """The shadowing of May is over when the papers' weeks begin: one of the two is completed and evaluated."""
    manager = User.objects.get(email=_MANAGER)
    over = _own(manager).filter(kind=Kind.SHADOWING, dates__endswith__lte=clock.now().date()).order_by("pk").first()
    if over is not None:
        _complete(over, manager, "Sorularıyla işi canlandırdı; mesleği yakından gördü.")
    change_dates()


def end_internships() -> None:
    """Of the interns who could begin in July one is completed, one left after three weeks, the others go on."""
    today = clock.today()
    begun = list(
        Placement.objects.filter(
            kind=Kind.INTERNSHIP,
            state=PlacementState.CONFIRMED,
            dates__startswith__lt=today,
            insurance_case__shared_at__isnull=False,  # nobody else may begin
        )
        .exclude(cancellation_requests__state=CancellationState.OPEN)
        .select_related("offer__sent_by__user", "student__user", "department__unit__university")
        .order_by("dates", "pk")
    )
    for placement in begun:
        mark_until_today(placement, _employer_of(placement))
    over = next((one for one in begun if one.last_day < today), None)
    if over is not None:
        _complete(over, _employer_of(over), "Üç ekranı tek başına bitirdi; işi müşteride kullanıma girdi.")
    left_after = dt.timedelta(days=_LEFT_AFTER)
    going_on = (one for one in begun if one != over)
    leaver = next((one for one in going_on if one.first_day + left_after < min(one.last_day, today)), None)
    if leaver is not None:
        _leave(leaver, _employer_of(leaver))
    after_starts()


def _employer_of(placement: Placement) -> User:
    """Who sent the offer looks after the intern."""
    return placement.offer.sent_by.user


def _own(manager: User) -> QuerySet[Placement]:
    return Placement.objects.visible_to(manager).filter(state=PlacementState.CONFIRMED)


def _complete(placement: Placement, manager: User, words: str) -> None:
    marked = attended_of(placement)
    days = marked.attended if marked else placement.working_days
    complete_placement(placement_id=placement.pk, days_attended=days, unexcused_days=0, actor=manager)
    if placement.kind == Kind.INTERNSHIP:
        finish(placement)
    review_intern(
        placement_id=placement.pk, marks=_marks(rules.CRITERIA_OF_EMPLOYER), would_hire=True, text=words, actor=manager
    )
    review_workplace(
        placement_id=placement.pk, marks=_marks(rules.CRITERIA_OF_STUDENT),
        text="Öğrendiklerim derslerde görmediğim şeylerdi; herkes soru sormaya teşvik etti.",
        actor=placement.student.user,
    )  # fmt: skip


def _leave(placement: Placement, manager: User) -> None:
    left_on = placement.first_day + dt.timedelta(days=_LEFT_AFTER)
    abandon_placement(placement_id=placement.pk, ending=Ending.LEFT, left_on=left_on, actor=manager)
    note = write_note(placement_id=placement.pk, said=["no_news", "unreachable"], actor=manager)
    reply_to_note(
        note_id=note.pk, reply="Ailevi bir nedenle memlekete dönmek zorunda kaldım; haber veremediğim için üzgünüm.",
        actor=placement.student.user,
    )  # fmt: skip


def _marks(criteria: Mapping[str, object]) -> dict[str, int]:
    """Fours and fives in turn."""
    return {name: 5 - number % 2 for number, name in enumerate(criteria)}
