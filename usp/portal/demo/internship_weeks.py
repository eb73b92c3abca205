"""What becomes of the demo's internships: programmes end with both evaluations, one intern leaves, one never comes."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import QuerySet

from offers import endings_rules as rules
from offers.attendance import attended_of
from offers.models import Placement
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


def end_programmes() -> None:
    """The shadowing of May is over when the papers' weeks begin: one of the two is completed and evaluated."""
    manager = User.objects.get(email=_MANAGER)
    over = _own(manager).filter(kind=Kind.SHADOWING, dates__endswith__lte=clock.now().date()).order_by("pk").first()
    if over is not None:
        _complete(over, manager, "Sorularıyla işi canlandırdı; mesleği yakından gördü.")
    change_dates()


def end_internships() -> None:
    """One of the interns of July is completed; the other left after two weeks without a word."""
    manager = User.objects.get(email=_MANAGER)
    ended = _own(manager).filter(kind=Kind.INTERNSHIP, dates__endswith__lte=clock.now().date())
    over = list(ended.filter(insurance_case__shared_at__isnull=False).order_by("pk")[:2])  # others could not begin
    for placement in over:
        mark_until_today(placement, manager)
    if over:
        _complete(over[0], manager, "Üç veri kaynağını tek başına temizledi; raporu kullanıma girdi.")
    if len(over) > 1:
        _leave(over[1], manager)
    after_starts()


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
    left_on = placement.first_day + dt.timedelta(days=11)
    abandon_placement(placement_id=placement.pk, ending=Ending.LEFT, left_on=left_on, actor=manager)
    note = write_note(placement_id=placement.pk, said=["no_news", "unreachable"], actor=manager)
    reply_to_note(
        note_id=note.pk, reply="Ailevi bir nedenle memlekete dönmek zorunda kaldım; haber veremediğim için üzgünüm.",
        actor=placement.student.user,
    )  # fmt: skip


def _marks(criteria: Mapping[str, object]) -> dict[str, int]:
    """Fours and fives in turn."""
    return {name: 5 - number % 2 for number, name in enumerate(criteria)}
