"""An offer's moves in words, for each side."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offers.cards.received_words import IN_PROGRAMME, STUDENT_WORDS
from offers.cards.sent import EMPLOYER_WORDS
from offers.cards.shared import DECLINE_REASONS
from offers.models import Offer, OfferTransition
from offers.reasons import reason_label
from offers.states import Kind, OfferState
from offers.told import LET_GO

S = OfferState


_REASONS: dict[str, str | Promise] = dict(DECLINE_REASONS) | {
    "overlap": gettext_lazy("Tarihleri onaylanan başka bir programla çakışıyor"),
    "right_used": gettext_lazy("Dönemdeki staj hakkı başka bir işverende kullanıldı"),
    "disqualified": gettext_lazy("Adayın başvurusu artık geçerli değil"),
    "change_agreed": gettext_lazy("Değişiklik isteği kabul edildi"),
}


@dataclass(frozen=True)
class Moment:
    """One line of an offer's history."""

    label: str
    at: dt.datetime
    who: str
    reason: str
    state: str = "done"


def history(offer: Offer, *, for_student: bool, colleagues: dict[int, str] | None = None) -> list[Moment]:
    """The offer's moves in words, oldest first. Employers read colleagues' names, never the candidate's."""
    names = colleagues or {}
    moments = []
    for row in offer.transitions.all():
        if for_student and row.reason.startswith(LET_GO):
            continue
        label, reason = _move_text(row, offer, for_student=for_student), _reason_text(row.reason)
        who = _actor_text(row, names, for_student=for_student)
        moments.append(Moment(label, timezone.localtime(row.at), who, reason if reason != label else ""))
    return moments


def employer_history(
    offer: Offer, state: str, told_after: Mapping[str, dt.datetime], colleagues: dict[int, str]
) -> list[Moment]:
    """The offer's moves as its employer may know them: in ``state`` now, ends in the line not before they are told.

    ``told_after`` are the moments of ``offers.told``; a move that one of them covers carries that moment as its own.
    """
    moments = []
    rows = list(offer.transitions.all())
    for row, moment in zip(rows, history(offer, for_student=False, colleagues=colleagues), strict=True):
        told = told_after.get(row.to_state) if row.from_state != row.to_state else None
        if row.to_state == S.LAPSED and offer.last_call_at is not None and row.at < offer.last_call_at:
            told = None  # a closed position or the season ended the whole line
        if told is None:
            moments.append(moment)
        elif state == row.to_state:
            moments.append(replace(moment, at=timezone.localtime(max(told, row.at))))
    return moments


def _reason_text(reason: str) -> str:
    """The reason in words; a code that nobody has words for stays unsaid."""
    reason = reason.removeprefix(LET_GO)
    said = str(_REASONS.get(reason) or reason_label(reason))
    return "" if said == reason and reason.isidentifier() else said


def _move_text(row: OfferTransition, offer: Offer, *, for_student: bool) -> str:
    if not row.from_state:
        return _("Teklif gönderildi")
    if row.from_state == row.to_state == S.OPEN:
        return _("Boşalan yere çağrıldı")
    if row.reason.startswith(LET_GO):
        return str(EMPLOYER_WORDS[S.WITHDRAWN][0])
    if row.from_state == row.to_state:
        return _("Sıra geldi, çağrılamadı")
    if (row.from_state, row.to_state) == (S.RESERVED, S.ACCEPTED):
        return _("Yedek sıradan asil sıraya geçti")
    if row.reason == "evaluation_cancelled":
        return _("Ek değerlemeden vazgeçildi")
    if (row.from_state, row.to_state) == (S.EVALUATING, S.ACCEPTED):
        return _("Ek değerleme olumlu")
    if for_student and row.to_state == S.CONFIRMED and offer.kind != Kind.INTERNSHIP:
        return str(IN_PROGRAMME)
    return str((STUDENT_WORDS if for_student else EMPLOYER_WORDS)[row.to_state][0])


def _actor_text(row: OfferTransition, colleagues: dict[int, str], *, for_student: bool) -> str:
    kind, _colon, number = row.actor.partition(":")
    if kind != "user":
        return _("Portal")
    by_candidate = row.to_state in (S.DECLINED, S.RESERVED) or (row.from_state, row.to_state) == (
        S.OPEN,
        S.ACCEPTED,
    )
    if for_student:
        return _("Siz") if by_candidate else _("İşveren")
    return _("Aday") if by_candidate else colleagues.get(int(number), _("Kurumunuz"))
