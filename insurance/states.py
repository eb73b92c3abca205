"""The insurance case's states and who may move it (design.md §4, rules.md A1, A6, A8)."""

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
# (action, from, to, who). Only the first step is reachable yet; the others stand here so that nothing changes later.
CASE_MOVES: tuple[tuple[str, CaseState, CaseState, str], ...] = (
    ("decide", S.AWAITING_DECISION, S.AWAITING_PAPERS, "operator"),
    ("receive_papers", S.AWAITING_PAPERS, S.PAPERS_RECEIVED, "career_center"),
    ("declare_entry", S.PAPERS_RECEIVED, S.ENTRY_DECLARED, "career_center"),
    ("share_entry", S.ENTRY_DECLARED, S.ENTRY_SHARED, "career_center"),
    ("refuse_entry", S.PAPERS_RECEIVED, S.ENTRY_REFUSED, "career_center"),
    ("refuse_entry", S.ENTRY_DECLARED, S.ENTRY_REFUSED, "career_center"),
    ("receive_papers", S.ENTRY_REFUSED, S.PAPERS_RECEIVED, "career_center"),
    ("declare_exit", S.ENTRY_SHARED, S.EXIT_DECLARED, "career_center"),
    ("declare_exit", S.ENTRY_DECLARED, S.EXIT_DECLARED, "career_center"),
    ("cancel", S.AWAITING_DECISION, S.CANCELLED, "system"),
    ("cancel", S.AWAITING_PAPERS, S.CANCELLED, "system"),
    ("cancel", S.PAPERS_RECEIVED, S.CANCELLED, "system"),
    ("cancel", S.ENTRY_DECLARED, S.CANCELLED, "system"),
    ("cancel", S.ENTRY_SHARED, S.CANCELLED, "system"),
    ("cancel", S.ENTRY_REFUSED, S.CANCELLED, "system"),
)
