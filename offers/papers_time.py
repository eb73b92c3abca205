"""«Will the papers be in time?» for an offer, in words; the app above knows each university's days (rules A37)."""

import datetime as dt
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from offers.models import Offer
from offers.signals import papers_wanted
from offers.states import Kind
from usp.core.templatetags.usp import tr_date
from usp.reference.models import University

# A university's number and the first day of an internship.
Start = tuple[int, dt.date]


@dataclass(frozen=True)
class Mark:
    """A judgement in words; ``tone`` is done (good), clock (look twice) or plain."""

    text: str
    tone: str = "plain"


def papers_mark(due: dt.date | None, today: dt.date) -> Mark | None:
    """Whether the papers can be in time, with the last safe day."""
    if due is None:
        return None
    if due < today:
        return Mark(_("Hayır; son gün %(day)s idi") % {"day": tr_date(due)}, "clock")
    if due == today:
        return Mark(_("Bugün son gün"), "clock")
    return Mark(_("Evet; son gün %(day)s") % {"day": tr_date(due)}, "done")


def papers_due(offers: Iterable[Offer]) -> dict[Start, dt.date]:
    """The last day for papers of each start, asked of the app above. Nothing is asked where there is no internship."""
    return papers_days({start for offer in offers if (start := start_of(offer))})


def papers_days(starts: Set[Start]) -> dict[Start, dt.date]:
    """The last day for papers of each of these starts."""
    due: dict[Start, dt.date] = {}
    answers: list[Any] = papers_wanted.send(sender=Offer, starts=starts) if starts else []
    for _receiver, answer in answers:
        due |= answer
    return due


def earliest_papers(days: Set[dt.date]) -> dict[dt.date, dt.date]:
    """For a start on each of these days, the last day for papers at the university that wants them first.

    What an employer may be told before a yes, when no university may show (docs/rules.md P2).
    """
    universities = list(University.objects.values_list("pk", flat=True)) if days else []
    found: dict[dt.date, dt.date] = {}
    for (_university, day), due in papers_days({(pk, day) for pk in universities for day in days}).items():
        found[day] = min(due, found.get(day, due))
    return found


def start_of(offer: Offer) -> Start | None:
    """Whose papers and for which start; None for shadowing and training, and without a department."""
    department = offer.application.department if offer.kind == Kind.INTERNSHIP else None
    return (department.unit.university_id, offer.starts_on) if department else None
