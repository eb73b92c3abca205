"""When an internship may be: what an employer chooses from, and which date it means for a candidate (A13).

Exact windows name the university, so an employer chooses a month and a length; the system takes the
candidate's best-ranked window in it, and the dates are shown after a yes (docs/rules.md P2).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.models import InternshipWindow, WindowChoice, WindowState


@dataclass(frozen=True)
class Period:
    """A month in which an internship starts, and its length in working days."""

    year: int
    month: int
    working_days: int

    @property
    def key(self) -> str:
        """«2024-08-20», as forms send it."""
        return f"{self.year}-{self.month:02d}-{self.working_days}"

    @property
    def label(self) -> str:
        """«Ağustos 2024 başlangıçlı, 20 iş günü»."""
        month = date_format(dt.date(self.year, self.month, 1), "F Y")
        return _("%(month)s başlangıçlı, %(days)d iş günü") % {"month": month, "days": self.working_days}


def periods_of(application_id: int, today: dt.date) -> list[Period]:
    """The months and lengths of the candidate's windows that are still to come, in the candidate's order."""
    return list(dict.fromkeys(period_of(window) for window in _windows(application_id, today)))


def start_in(application_id: int, period: Period, today: dt.date, reply_by: dt.datetime) -> dt.date | None:
    """The start of the candidate's best-ranked window in the period; one after the deadline goes first.

    None when the candidate has none (any more). Never refuses for the deadline: that would tell the date.
    """
    starts = [window.starts_on for window in _windows(application_id, today) if period_of(window) == period]
    later = [start for start in starts if start > reply_by.date()]
    return next(iter(later or starts), None)


def last_start(university_id: int, season_id: int, today: dt.date) -> dt.date | None:
    """The last day on which the university's students may still start; None where it is unknown."""
    return (
        InternshipWindow.objects.choosable()
        .filter(university=university_id, season=season_id, starts_on__gt=today)
        .order_by("-starts_on")
        .values_list("starts_on", flat=True)
        .first()
    )


def windows_of(application_ids: Iterable[int], today: dt.date) -> dict[int, list[InternshipWindow]]:
    """The windows still to come of many candidates, each one's in its own order. One query. Never for a page."""
    choices = WindowChoice.objects.filter(
        application__in=list(application_ids), window__starts_on__gt=today, window__state=WindowState.OPEN
    )
    found: dict[int, list[InternshipWindow]] = {}
    for choice in choices.select_related("window").order_by("application", "rank"):
        found.setdefault(choice.application_id, []).append(choice.window)
    return found


def period_of(window: InternshipWindow) -> Period:
    """The month and length by which an employer may know a window."""
    return Period(window.starts_on.year, window.starts_on.month, window.working_days)


def _windows(application_id: int, today: dt.date) -> list[InternshipWindow]:
    return windows_of([application_id], today).get(application_id, [])
