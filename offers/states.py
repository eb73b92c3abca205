"""The states of positions, offers and placements, and who may move them (docs/states.md).

The tables here are the only place that says what is possible. Migrations copy them into the database, where a
trigger refuses everything else; a test holds the copy against this page.
"""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Right, release, windows, insurance, papers and wage concern internships only (A3)."""

    INTERNSHIP = "internship", _("Staj")
    SHADOWING = "shadowing", _("İş gölgeleme")
    TRAINING = "training", _("Eğitim")


class PositionState(models.TextChoices):
    """A closed position sends and calls no more; a cancelled one has withdrawn its offers."""

    DRAFT = "draft", _("Taslak")
    PUBLISHED = "published", _("Yayında")
    CLOSED = "closed", _("Kapalı")
    CANCELLED = "cancelled", _("İptal edildi")


class OfferRank(models.TextChoices):
    """Fixed when the offer is sent. The two words have no good English pair, so they stay."""

    ASIL = "asil", _("Asil")
    YEDEK = "yedek", _("Yedek")


class OfferState(models.TextChoices):
    """Where an offer stands."""

    OPEN = "open", _("Cevabınız bekleniyor")
    RESERVED = "reserved", _("Yedek sırada")
    ACCEPTED = "accepted", _("Kabul edildi")
    EVALUATING = "evaluating", _("Ek değerlemede")
    CONFIRMED = "confirmed", _("İşveren son onayı verdi")
    UNDONE = "undone", _("Gönderim geri alındı")
    DECLINED = "declined", _("Reddedildi")
    EXPIRED = "expired", _("Zaman aşımına uğradı")
    WITHDRAWN = "withdrawn", _("İşveren geri çekti")
    REJECTED = "rejected", _("Ek değerleme olumsuz")
    LAPSED = "lapsed", _("Süresi içinde onaylanmadı")
    RELEASED = "released", _("Serbest bırakıldı")
    SUPERSEDED = "superseded", _("Yerine yenisi geçti")
    ENDED = "ended", _("Staj sona erdi")


class PlacementState(models.TextChoices):
    """Live means confirmed or completed."""

    CONFIRMED = "confirmed", _("Onaylandı")
    COMPLETED = "completed", _("Tamamlandı")
    CANCELLED = "cancelled", _("Stajı İptal Edilmiştir")
    ABANDONED = "abandoned", _("Stajını Yarıda Bıraktı/Tamamlamadı")


class Ending(models.TextChoices):
    """Why a placement ended; the first two are the student's, said beforehand (docs/rules.md A2, A9)."""

    EXCUSE = "excuse", _("Öğrencinin bildirdiği mazeret")
    FORCE_MAJEURE = "force_majeure", _("Öğrencinin bildirdiği mücbir sebep")
    NO_SHOW = "no_show", _("Öğrenci ilk gün gelmedi")
    LEFT = "left", _("Öğrenci stajı bıraktı")
    EMPLOYER = "employer", _("İşverenin nedeni")
    NOT_STUDENT = "not_student", _("Öğrencilik sona erdi")
    CONDITION = "condition", _("Staj tarihindeki koşul sağlanmadı")
    NO_PAPERS = "no_papers", _("Evrak tamamlanmadı")
    INSURANCE_REFUSED = "insurance_refused", _("Sigorta girişi yapılamadı")
    AGREED = "agreed", _("İki tarafın anlaşması")


class Move(NamedTuple):
    """One arrow: the action, where from, where to, and who may do it."""

    action: str
    source: str
    target: str
    who: str


S = OfferState
_LIVE_BEFORE_CONFIRMATION = (S.OPEN, S.RESERVED, S.ACCEPTED, S.EVALUATING)

OFFER_MOVES: tuple[Move, ...] = (
    Move("undo", S.OPEN, S.UNDONE, "employer"),
    Move("accept", S.OPEN, S.ACCEPTED, "student"),
    Move("accept", S.OPEN, S.RESERVED, "student"),
    Move("expire", S.OPEN, S.EXPIRED, "clock"),
    *(Move("decline", state, S.DECLINED, "student") for state in _LIVE_BEFORE_CONFIRMATION),
    *(Move("withdraw", state, S.WITHDRAWN, "employer") for state in _LIVE_BEFORE_CONFIRMATION),
    *(Move("withdraw", state, S.WITHDRAWN, "system") for state in _LIVE_BEFORE_CONFIRMATION),
    *(Move("release", state, S.RELEASED, "system") for state in _LIVE_BEFORE_CONFIRMATION),
    Move("call", S.RESERVED, S.ACCEPTED, "system"),
    Move("lapse", S.RESERVED, S.LAPSED, "clock"),
    Move("lapse", S.ACCEPTED, S.LAPSED, "clock"),
    Move("lapse", S.EVALUATING, S.LAPSED, "clock"),
    Move("evaluate", S.ACCEPTED, S.EVALUATING, "employer"),
    Move("evaluation_passed", S.EVALUATING, S.ACCEPTED, "employer"),
    Move("evaluation_failed", S.EVALUATING, S.REJECTED, "employer"),
    Move("confirm", S.ACCEPTED, S.CONFIRMED, "employer"),
    Move("supersede", S.OPEN, S.SUPERSEDED, "employer"),
    Move("end", S.CONFIRMED, S.ENDED, "system"),
)
P = PlacementState
PLACEMENT_MOVES: tuple[Move, ...] = (
    Move("complete", P.CONFIRMED, P.COMPLETED, "employer"),
    Move("complete", P.CONFIRMED, P.COMPLETED, "career_center"),
    Move("cancel", P.CONFIRMED, P.CANCELLED, "employer"),
    Move("cancel", P.CONFIRMED, P.CANCELLED, "career_center"),
    Move("cancel", P.CONFIRMED, P.CANCELLED, "operator"),
    Move("abandon", P.CONFIRMED, P.ABANDONED, "employer"),
    Move("abandon", P.CONFIRMED, P.ABANDONED, "career_center"),
)
POSITION_MOVES: tuple[Move, ...] = (
    Move("publish", PositionState.DRAFT, PositionState.PUBLISHED, "employer"),
    Move("close", PositionState.PUBLISHED, PositionState.CLOSED, "employer"),
    Move("reopen", PositionState.CLOSED, PositionState.PUBLISHED, "employer"),
    *(
        Move("cancel", state, PositionState.CANCELLED, who)
        for state in (PositionState.DRAFT, PositionState.PUBLISHED, PositionState.CLOSED)
        for who in ("employer", "system")
    ),
)

LIVE_OFFER = (*_LIVE_BEFORE_CONFIRMATION, S.CONFIRMED)
SEATED_YES = (S.ACCEPTED, S.EVALUATING, S.CONFIRMED)
LIVE_PLACEMENT = (PlacementState.CONFIRMED, PlacementState.COMPLETED)


def offer_may(action: str, state: str, who: str) -> bool:
    """Whether somebody of this side may do the action to an offer in this state."""
    return any(move.action == action and move.source == state and move.who == who for move in OFFER_MOVES)
