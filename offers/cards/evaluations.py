"""What pages say about an additional evaluation, for each side. Rows in, words out; nothing here asks the database."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offers.cards.sent import SentRow
from offers.cards.shared import Fact
from offers.evaluation_states import RUNNING, EvaluationKind, EvaluationState, evaluation_may
from offers.models import Evaluation, InterviewSlot
from usp.core.templatetags.usp import tr_datetime

S = EvaluationState

# By state and by whether it is an interview: the label and its colour.
_STUDENT_WORDS: dict[tuple[str, bool], tuple[str | Promise, str]] = {
    (S.PROPOSED, True): (gettext_lazy("Saat seçmeniz bekleniyor"), "clock"),
    (S.PROPOSED, False): (gettext_lazy("Cevabınız bekleniyor"), "clock"),
    (S.UNSUITABLE, True): (gettext_lazy("Yeni saat bekleniyor"), "brand"),
    (S.SCHEDULED, True): (gettext_lazy("Saat belli"), "brand"),
    (S.ANSWERED, False): (gettext_lazy("Cevabınız gönderildi"), "brand"),
    (S.PASSED, True): (gettext_lazy("Olumlu"), "done"),
    (S.FAILED, True): (gettext_lazy("Olumsuz"), "plain"),
    (S.CANCELLED, True): (gettext_lazy("Yapılmayacak"), "plain"),
}
_EMPLOYER_WORDS: dict[tuple[str, bool], tuple[str | Promise, str]] = _STUDENT_WORDS | {
    (S.PROPOSED, True): (gettext_lazy("Aday saat seçecek"), "plain"),
    (S.PROPOSED, False): (gettext_lazy("Adayın cevabı bekleniyor"), "plain"),
    (S.UNSUITABLE, True): (gettext_lazy("Yeni saat önermeniz bekleniyor"), "clock"),
    (S.SCHEDULED, True): (gettext_lazy("Saat belli"), "brand"),
    (S.ANSWERED, False): (gettext_lazy("Sonuç bekliyor"), "clock"),
}
_TO_DECIDE = (gettext_lazy("Sonuç bekliyor"), "clock")
_HELD = (gettext_lazy("Sonucu bekleniyor"), "brand")


def time_range(slot: InterviewSlot) -> str:
    """«10.00 – 10.30», held together: after a dash even a no-break space lets a line end, a word joiner does not."""
    start, end = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    return f"{date_format(start, 'H.i')}\u00a0–\u2060\u00a0{date_format(end, 'H.i')}"


def slot_text(slot: InterviewSlot) -> str:
    """«16 Mayıs 2024 Perşembe, 10.00 – 10.30»."""
    return f"{date_format(timezone.localtime(slot.starts_at), 'j F Y l')}, {time_range(slot)}"


@dataclass(frozen=True)
class Slot:
    """A time as a page shows it; ``near`` when it leaves little time for the final approval."""

    slot: InterviewSlot
    is_past: bool
    near: bool = False

    @property
    def text(self) -> str:
        """Day and hours."""
        return slot_text(self.slot)


@dataclass(frozen=True)
class _Card:
    """What both sides' cards know: the row with its times of this round, and the moment of the page."""

    evaluation: Evaluation
    state: str
    slots: tuple[InterviewSlot, ...]
    now: dt.datetime
    near_from: dt.datetime | None = None

    @property
    def is_interview(self) -> bool:
        """Whether people meet."""
        return self.evaluation.is_interview

    @property
    def title(self) -> str:
        """«Çevrim içi mülakat»."""
        return str(self.evaluation.get_kind_display())

    @property
    def is_running(self) -> bool:
        """Whether it is not decided."""
        return self.state in RUNNING

    @property
    def chosen(self) -> InterviewSlot | None:
        """The time on which both agree; what was agreed before another proposal no longer counts."""
        agreed = self.state in (S.SCHEDULED, S.PASSED, S.FAILED)
        return next((slot for slot in self.slots if slot.is_chosen), None) if agreed else None

    @property
    def has_begun(self) -> bool:
        """Whether the agreed time has come."""
        return self.chosen is not None and self.chosen.starts_at <= self.now

    @property
    def is_due_over(self) -> bool:
        """Whether a task's time is over."""
        return self.evaluation.due_at is not None and self.evaluation.due_at <= self.now

    @property
    def offered(self) -> list[Slot]:
        """The times of this round while the student has not picked one."""
        if self.state != S.PROPOSED:
            return []
        near = self.near_from
        return [
            Slot(slot, slot.starts_at <= self.now, near is not None and slot.starts_at >= near) for slot in self.slots
        ]

    @property
    def moment(self) -> dt.datetime | None:
        """The moment that counts now: the agreed time, or until when to hand in; none when it is over."""
        if self.chosen is not None and not self.has_begun and self.state == S.SCHEDULED:
            return self.chosen.starts_at
        waits = self.state == S.PROPOSED and not self.is_interview and not self.is_due_over
        return self.evaluation.due_at if waits else None

    @property
    def way_facts(self) -> list[Fact]:
        """When, how long, until when; the link stands beside, as a link."""
        facts: list[Fact] = []
        if self.chosen is not None:
            facts.append((_("Zaman"), slot_text(self.chosen)))
        if self.evaluation.kind == EvaluationKind.ON_SITE:
            facts.append((_("Yer"), self.evaluation.place))
        if self.evaluation.due_at is not None:
            facts.append((_("Son teslim"), tr_datetime(self.evaluation.due_at)))
        return facts

    @property
    def link(self) -> str:
        """The way into an online meeting, while there is one to come."""
        return self.evaluation.link if self.is_running else ""

    @property
    def has_calendar(self) -> bool:
        """Whether there is something to put into a calendar now."""
        return self.chosen is not None and self.state == S.SCHEDULED

    def _words(self, words: dict[tuple[str, bool], tuple[str | Promise, str]]) -> tuple[str | Promise, str]:
        return words.get((self.state, self.is_interview)) or words[(self.state, True)]


@dataclass(frozen=True)
class StudentEvaluation(_Card):
    """An evaluation as its student sees it."""

    @property
    def employer(self) -> str:
        """Who asks."""
        return str(self.evaluation.offer.terms["employer"])

    @property
    def link(self) -> str:
        """The way in, once a time is agreed on."""
        return super().link if self.chosen is not None else ""

    @property
    def label(self) -> str:
        """The state in words."""
        return str((_HELD if self._awaits_result else self._words(_STUDENT_WORDS))[0])

    @property
    def tone(self) -> str:
        """The state's colour."""
        return (_HELD if self._awaits_result else self._words(_STUDENT_WORDS))[1]

    @property
    def _awaits_result(self) -> bool:
        return (self.state == S.SCHEDULED and self.has_begun) or (
            self.state == S.PROPOSED and not self.is_interview and self.is_due_over
        )

    @property
    def may_choose(self) -> bool:
        """Whether one of the times may be picked now."""
        return any(not slot.is_past for slot in self.offered)

    @property
    def may_say_none(self) -> bool:
        """Whether the student may say that no time suits."""
        return self.is_interview and evaluation_may("none_suits", self.state, "student")

    @property
    def may_ask_move(self) -> bool:
        """Whether another time may be asked for, which is once and before it begins."""
        return self.state == S.SCHEDULED and not self.has_begun and not self.evaluation.has_moved

    @property
    def may_answer(self) -> bool:
        """Whether the task may be handed in now."""
        return self.state == S.PROPOSED and not self.is_interview and not self.is_due_over

    @property
    def next_moment(self) -> dt.datetime:
        """What the list is ordered by: the agreed time, else the first one proposed, else when it was asked for."""
        if self.chosen is not None:
            return self.chosen.starts_at
        return self.slots[0].starts_at if self.slots else self.evaluation.created_at


@dataclass(frozen=True)
class EmployerEvaluation(_Card):
    """An evaluation as the offer's employer sees it; who it is with stands in the row, by name or pseudonym."""

    row: SentRow | None = None
    may_act: bool = False

    @property
    def label(self) -> str:
        """The state in words."""
        return str((_TO_DECIDE if self.is_to_decide else self._words(_EMPLOYER_WORDS))[0])

    @property
    def tone(self) -> str:
        """The state's colour."""
        return (_TO_DECIDE if self.is_to_decide else self._words(_EMPLOYER_WORDS))[1]

    @property
    def is_to_decide(self) -> bool:
        """Whether the result may be written: a meeting that has begun, an answer, or silence until the due moment."""
        return (
            (self.state == S.SCHEDULED and self.has_begun)
            or self.state == S.ANSWERED
            or (self.state == S.PROPOSED and not self.is_interview and self.is_due_over)
        )

    @property
    def waits_for_us(self) -> bool:
        """Whether the employer is to do something: a result, or other times."""
        stale = self.state == S.PROPOSED and self.is_interview and all(slot.is_past for slot in self.offered)
        return self.is_to_decide or self.state == S.UNSUITABLE or stale

    @property
    def may_decide(self) -> bool:
        """Whether this person may write the result now."""
        return self.may_act and self.is_to_decide

    @property
    def may_propose(self) -> bool:
        """Whether this person may propose other times now."""
        return (
            self.may_act
            and self.is_interview
            and not self.has_begun
            and evaluation_may("propose", self.state, "employer")
        )

    @property
    def may_cancel(self) -> bool:
        """Whether this person may go on without the evaluation."""
        return self.may_act and evaluation_may("cancel", self.state, "employer")

    @property
    def shows_answer(self) -> bool:
        """The answer is the candidate's: it is open as long as the identity is."""
        return self.row is not None and self.row.identity is not None and self.evaluation.answered_at is not None

    @property
    def is_near(self) -> bool:
        """Whether a time of this round leaves less than two working days for the final approval."""
        shown: list[Any] = [self.chosen] if self.chosen else [one.slot for one in self.offered]
        return self.near_from is not None and self.is_running and any(s.starts_at >= self.near_from for s in shown)
