"""What may end a placement, when, and what the records allow to be said of it (docs/rules.md A2, A5, A9, A24).

Pure questions: rows and moments in, answers out; nothing here asks the database.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence, Set
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models.seasons import CancelGround
from offers.models import CancellationRequest, CancellationState, ConductNote, Placement
from offers.states import Ending, PlacementState
from usp.calendars.working_days import add_working_days, previous_working_day
from usp.core import turkish

G, E = CancellationRequest.Ground, Ending
# What counts as force majeure where the season asks for it; an excuse may be any of the list.
FORCE_MAJEURE = (G.HEALTH, G.FAMILY, G.DISASTER, G.MILITARY, G.OTHER)

# The employer's listed reasons. A no-show exists from the start day on; what an intern has begun is broken off.
EMPLOYER_CANCELS_BEFORE = (E.LEFT, E.AGREED, E.CONDITION, E.EMPLOYER)
EMPLOYER_CANCELS_FROM_START = (E.NO_SHOW, E.INSURANCE_REFUSED, E.CONDITION)
EMPLOYER_BREAKS_OFF = (E.LEFT, E.AGREED, E.CONDITION, E.EMPLOYER)
# The university stops an internship that it cannot insure; always excused, never a note (A2).
CENTER_STOPS = (E.NOT_STUDENT, E.NO_PAPERS, E.INSURANCE_REFUSED, E.CONDITION)
OPERATOR_STOPS = (
    *(E.NOT_STUDENT, E.NO_PAPERS, E.CONDITION, E.INSURANCE_REFUSED),
    *(E.EMPLOYER, E.AGREED, E.EXCUSE, E.FORCE_MAJEURE),
)

ANSWER_WORKING_DAYS = 2
SILENT_DAYS = 14  # after the end; then it stands on the career centre's worklist
NOTE_DAYS = 30  # after the ending; later nobody remembers what happened
LATE_DAYS = 14  # an employer that cancels later than this before the start counts as late

CRITERIA_OF_EMPLOYER: dict[str, str | Promise] = {
    "attendance": _("Devam ve zamana uyma"),
    "diligence": _("İşe ilgi ve çaba"),
    "skill": _("Mesleki bilgi ve beceri"),
    "teamwork": _("Takım çalışması ve iletişim"),
    "result": _("Ortaya çıkan işin niteliği"),
}
CRITERIA_OF_STUDENT: dict[str, str | Promise] = {
    "learning": _("Öğrendiklerim"),
    "guidance": _("Staj sorumlusunun ilgisi"),
    "tasks": _("İşlerin bölümüme uygunluğu"),
    "climate": _("İş yeri ortamı"),
    "kept": _("Teklifte yazanlara uyulması"),
}
MARKS = (1, 2, 3, 4, 5)


def grounds_for(asked: str) -> list[tuple[str, str | Promise]]:
    """The reasons a student may name in a season that asks for an excuse or for force majeure."""
    wanted: Collection[str] = FORCE_MAJEURE if asked == CancelGround.FORCE_MAJEURE else tuple(G)
    return [(ground.value, ground.label) for ground in G if ground in wanted]


def is_force_majeure(asked: str, ground: str) -> bool:
    """Whether a request counts as force majeure: where the season asks for it, and a disaster anywhere."""
    return asked == CancelGround.FORCE_MAJEURE or ground == G.DISASTER


def center_may_from(asked_at: dt.datetime, first_day: dt.date, closed: Set[dt.date]) -> dt.datetime:
    """From when the career centre may cancel without the employer's answer (A24).

    Two working days later at the same hour, or the beginning of the last working day before the start, whichever
    comes first: on a Sunday nobody at the university could act. Never before the request itself.
    """
    day = add_working_days(asked_at.date(), ANSWER_WORKING_DAYS, closed=closed)
    answered_by = asked_at.replace(year=day.year, month=day.month, day=day.day)
    if first_day <= asked_at.date():
        return answered_by
    last = previous_working_day(first_day, closed=closed)
    eve = dt.datetime.combine(last, dt.time(0), tzinfo=asked_at.tzinfo)
    return max(asked_at, min(answered_by, eve))


def has_begun(placement: Placement, today: dt.date) -> bool:
    """Whether the start day has come."""
    return today >= placement.first_day


def is_over(placement: Placement, today: dt.date) -> bool:
    """Whether the last day has passed."""
    return today > placement.last_day


def employer_endings(placement: Placement, today: dt.date) -> tuple[Ending, ...]:
    """Why the employer may cancel on this day."""
    return EMPLOYER_CANCELS_FROM_START if has_begun(placement, today) else EMPLOYER_CANCELS_BEFORE


def note_ground(
    placement: Placement, requests: Iterable[CancellationRequest], *, could_begin: bool
) -> ConductNote.Ground | None:
    """What the records let an employer note, None for nothing: they decide, not the employer (A9).

    Somebody who did not come on the first day, or left, without having named an excuse beforehand. An excuse that
    the employer had refused does not cover a no-show; one that was taken back covers nothing. Endings by the
    university, the operator, agreement or the employer's own reasons never allow a note. Nobody is blamed for staying
    away from an internship that must not begin, because its insurance entry was never shared (A1).
    """
    if placement.ended_at is None or placement.state not in (PlacementState.CANCELLED, PlacementState.ABANDONED):
        return None
    ended_at = placement.ended_at
    named = {one.state for one in requests if one.requested_at <= ended_at} - {CancellationState.TAKEN_BACK.value}
    if not could_begin and timezone.localtime(ended_at).date() >= placement.first_day:
        return None
    if placement.ending == E.NO_SHOW:
        return None if named - {CancellationState.REFUSED.value} else ConductNote.Ground.NO_SHOW
    if placement.ending == E.LEFT and not named:
        return ConductNote.Ground.UNEXCUSED
    return None


def is_late_cancellation(placement: Placement) -> bool:
    """Whether the employer ended it for reasons of its own, late: the record that mirrors the students' notes."""
    if placement.ending != E.EMPLOYER or placement.ended_at is None:
        return False
    return timezone.localtime(placement.ended_at).date() > placement.first_day - dt.timedelta(days=LATE_DAYS)


# --- words that others will read

_EMAIL = re.compile(r"\S+@\S+|\S+\s*\[(at|et)\]\s*\S+", re.I)
_LINK = re.compile(r"https?://|www\.", re.I)
_NUMBER = re.compile(r"\d(?:[\s().\-/+]*\d){5,}")
_WORD = re.compile(r"[^\W\d_]+")


class Names(NamedTuple):
    """Names that must not stand in words others read."""

    words: frozenset[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Names":
        """Every word of three letters or more in these names, folded."""
        found = {word for text in texts for word in _WORD.findall(turkish.fold(text)) if len(word) > 2}
        return cls(frozenset(found - _EVERYDAY))


# Words in names of institutions that any sentence may hold.
_EVERYDAY = frozenset({
    "genel", "mudurlugu", "mudurluk", "baskanligi", "dairesi", "universitesi", "universite", "fakultesi", "kurumu",
    "kurum", "bakanligi", "anonim", "sirketi", "limited", "sanayi", "ticaret", "yazilim", "bilgi", "islem", "teknoloji",
    "hizmetleri", "merkezi", "turkiye", "devlet", "ltd", "sti",
})  # fmt: skip


def refused_words(text: str, names: Names) -> str | Promise:
    """Why these words cannot be kept, as a sentence; empty when they can. An operator still reads them."""
    if _EMAIL.search(text) or _LINK.search(text):
        return _("E-posta ya da internet adresi yazmayın.")
    if _NUMBER.search(text):
        return _("Telefon, kimlik ya da başka bir numara yazmayın.")
    for word in _WORD.findall(turkish.fold(text)):
        for name in names.words:
            if word == name or (len(name) > 3 and word.startswith(name) and len(word) - len(name) <= 4):
                return _("Kişi ya da kurum adı yazmayın; ne olduğunu adsız anlatın.")
    return ""
