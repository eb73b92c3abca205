"""The insurance case's states and who may move it (docs/states.md, docs/rules.md A1, A6, A8)."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """One placement's way through SGK."""

    AWAITING_DECISION = "awaiting_decision", _("Sigorta kararı bekleniyor")
    AWAITING_PAPERS = "awaiting_papers", _("Evrak bekleniyor")
    PAPERS_RECEIVED = "papers_received", _("Evrak teslim alındı")
    ENTRY_DECLARED = "entry_declared", _("Giriş bildirildi")
    ENTRY_SHARED = "entry_shared", _("Giriş belgesi paylaşıldı")
    ENTRY_REFUSED = "entry_refused", _("Giriş reddedildi")
    EXIT_DECLARED = "exit_declared", _("Çıkış bildirildi")
    CANCELLED = "cancelled", _("İptal edildi")


S = CaseState
_DESK = ("career_center", "operator")
"""Whoever takes papers in; the operator stands in for a university that cannot file with SGK (A8)."""
_DECLARES = ("career_center", "operator", "employer")
"""Whoever declares to SGK: the university; where it cannot, who was recorded as insuring the intern (A8)."""
_BEFORE_ENTRY = (S.AWAITING_PAPERS, S.PAPERS_RECEIVED)
AT_SGK = (S.ENTRY_DECLARED, S.ENTRY_SHARED)
"""While the case stands here, an entry is open at SGK."""
WITHOUT_ENTRY = (S.AWAITING_DECISION, S.AWAITING_PAPERS, S.PAPERS_RECEIVED, S.ENTRY_REFUSED)
"""While the case stands here, SGK knows of no entry and nobody may begin (A1)."""


class CaseMove(NamedTuple):
    """One arrow: the action, where from, where to, and who may do it."""

    action: str
    source: CaseState
    target: CaseState
    who: str


CASE_MOVES: tuple[CaseMove, ...] = (
    CaseMove("decide", S.AWAITING_DECISION, S.AWAITING_PAPERS, "operator"),
    *(CaseMove("receive_papers", S.AWAITING_PAPERS, S.PAPERS_RECEIVED, who) for who in _DESK),
    *(CaseMove("receive_papers", S.ENTRY_REFUSED, S.PAPERS_RECEIVED, who) for who in _DESK),
    *(CaseMove("reopen_papers", S.PAPERS_RECEIVED, S.AWAITING_PAPERS, who) for who in (*_DESK, "system")),
    *(CaseMove("declare_entry", S.PAPERS_RECEIVED, S.ENTRY_DECLARED, who) for who in _DECLARES),
    *(CaseMove("share_entry", S.ENTRY_DECLARED, S.ENTRY_SHARED, who) for who in (*_DECLARES, "system")),
    CaseMove("unshare_entry", S.ENTRY_SHARED, S.ENTRY_DECLARED, "system"),
    *(CaseMove("refuse_entry", state, S.ENTRY_REFUSED, who) for state in _BEFORE_ENTRY for who in _DESK),
    *(CaseMove("refuse_entry", S.ENTRY_DECLARED, S.ENTRY_REFUSED, who) for who in _DECLARES),
    *(CaseMove("declare_exit", state, S.EXIT_DECLARED, who) for state in AT_SGK for who in _DECLARES),
    CaseMove("cancel", S.AWAITING_DECISION, S.CANCELLED, "system"),
    CaseMove("cancel", S.AWAITING_PAPERS, S.CANCELLED, "system"),
    CaseMove("cancel", S.PAPERS_RECEIVED, S.CANCELLED, "system"),
    CaseMove("cancel", S.ENTRY_DECLARED, S.CANCELLED, "system"),
    CaseMove("cancel", S.ENTRY_SHARED, S.CANCELLED, "system"),
    CaseMove("cancel", S.ENTRY_REFUSED, S.CANCELLED, "system"),
)


def case_may(action: str, state: str, who: str) -> bool:
    """Whether somebody of this side may do the action to a case in this state."""
    return any(move.action == action and move.source == state and move.who == who for move in CASE_MOVES)
