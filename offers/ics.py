"""An interview as a calendar file (RFC 5545): published, never an invitation that answers by itself.

The same UID stays with an evaluation for ever and SEQUENCE grows with each change, so a calendar replaces the entry.
An employer's file names the candidate by pseudonym only: calendars are shared, and outlive an offer.
"""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from offers.evaluation_states import EvaluationKind, EvaluationState
from offers.models import Evaluation, InterviewSlot

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


@dataclass(frozen=True)
class CalendarEntry:
    """What one side's calendar shows of an interview."""

    evaluation: Evaluation
    slot: InterviewSlot
    state: str
    title: str
    url: str
    file_name: str

    @property
    def is_cancelled(self) -> bool:
        """Whether the meeting at this time no longer takes place."""
        held = self.state in (EvaluationState.SCHEDULED, EvaluationState.PASSED, EvaluationState.FAILED)
        return not held or self.slot.round != self.evaluation.round

    def render(self, now: dt.datetime) -> bytes:
        """The file."""
        event = Event()
        host = urlsplit(settings.USP_PUBLIC_URL).hostname or "usp"
        event.add("uid", f"mulakat-{self.evaluation.pk}@{host}")
        event.add("sequence", self.evaluation.sequence)
        event.add("dtstamp", now.astimezone(dt.UTC))
        event.add("dtstart", self.slot.starts_at.astimezone(dt.UTC))
        event.add("dtend", self.slot.ends_at.astimezone(dt.UTC))
        event.add("summary", self.title)
        event.add("status", "CANCELLED" if self.is_cancelled else "CONFIRMED")
        event.add("url", self.url)
        if self.evaluation.kind == EvaluationKind.ONLINE:
            event.add("location", self.evaluation.link)
        elif self.evaluation.kind == EvaluationKind.ON_SITE:
            event.add("location", self.evaluation.place)
        else:
            event.add("location", _("Telefon"))
        calendar = Calendar()
        calendar.add("prodid", "-//USP//Interviews//TR")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add_component(event)
        return calendar.to_ical()


def last_agreed(evaluation: Evaluation) -> InterviewSlot | None:
    """The time that stands or last stood in calendars; None when none was ever agreed."""
    return evaluation.slots.filter(is_chosen=True).order_by("-round").first()
