"""Attendance by the university's rules: pure. Limits warn; what follows from them the unit decides (docs/rules.md)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from insurance.models import AttendanceDay, PaperRules
from usp.calendars.days import working_days_from

S = AttendanceDay.Status


@dataclass(frozen=True)
class Count:
    """An internship's working days by what they were. ``unmarked`` are those that have come and say nothing yet."""

    total: int
    present: int
    sick: int
    leave: int
    unexcused: int
    unmarked: int

    @property
    def absent(self) -> int:
        """Every day missed, for whatever reason."""
        return self.sick + self.leave + self.unexcused

    @property
    def marked(self) -> int:
        """Days that say something."""
        return self.present + self.absent

    @property
    def percent(self) -> float:
        """Missed days in a hundred of all working days."""
        return 100 * self.absent / self.total if self.total else 0.0


@dataclass(frozen=True)
class Warned:
    """One limit that was passed: a sentence, and how grave it is («clock» is for the unit to look at)."""

    key: str
    text: str | Promise
    tone: str = "clock"


def working_days_of(first: dt.date, last: dt.date, week: int, closed: AbstractSet[dt.date]) -> list[dt.date]:
    """The days on which the intern is expected, holidays left out."""
    return list(takewhile(lambda day: day <= last, working_days_from(first, 1, week, closed)))


def count_days(expected: Iterable[dt.date], marks: Mapping[dt.date, str], today: dt.date) -> Count:
    """What became of the expected days; marks of other days (from before a change of dates) do not count."""
    days = list(expected)
    by = Counter(marks.get(day, "") for day in days)
    return Count(
        total=len(days),
        present=by[S.PRESENT.value],
        sick=by[S.SICK.value],
        leave=by[S.LEAVE.value],
        unexcused=by[S.UNEXCUSED.value],
        unmarked=sum(1 for day in days if day <= today and day not in marks),
    )


def warnings_of(rules: PaperRules, count: Count) -> list[Warned]:
    """The limits of the university that these days pass; an empty limit asks nothing.

    NKÜ's rule is the model: so many days with a report, so many with leave, and up to a share of all days together;
    what lies above it the unit decides.
    """
    found = []
    if rules.sick_days is not None and count.sick > rules.sick_days:
        found.append(Warned("sick", _("Raporlu gün %(days)d; üniversite en çok %(limit)d gün kabul ediyor.")
                            % {"days": count.sick, "limit": rules.sick_days}))  # fmt: skip
    if rules.leave_days is not None and count.leave > rules.leave_days:
        found.append(Warned("leave", _("İzinli gün %(days)d; üniversite en çok %(limit)d gün kabul ediyor.")
                            % {"days": count.leave, "limit": rules.leave_days}))  # fmt: skip
    if count.percent > rules.absence_percent:
        said = _("Devamsızlık %%%(percent)s (%(days)d gün); sınır %%%(limit)d. Geçerli sayılmasına birim karar verir.")
        words = {"percent": f"{count.percent:.1f}".replace(".", ","), "days": count.absent}
        found.append(Warned("share", said % {**words, "limit": rules.absence_percent}, "danger"))
    return found
