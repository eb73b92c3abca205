"""The application's states and who may move it where (docs/states.md); a migration writes the same to the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationState(models.TextChoices):
    """The first two read «Yarım Kalan Başvuru» on the screen (seed: «Başvuru Durumum»)."""

    STARTED = "started", _("Yarım Kalan Başvuru")
    REGISTERED = "registered", _("Yarım Kalan Başvuru")
    COMPLETED = "completed", _("Tamamlanan Başvuru")
    CANCELLED = "cancelled", _("İptal Edilen Başvuru")
    DISQUALIFIED = "disqualified", _("Geçersiz Sayılan Başvuru")


S = ApplicationState

# (action, from, to, who): one row per arrow of the diagram.
TRANSITIONS: tuple[tuple[str, ApplicationState, ApplicationState, str], ...] = (
    ("register", S.STARTED, S.REGISTERED, "student"),
    ("reopen", S.REGISTERED, S.STARTED, "student"),
    ("complete", S.REGISTERED, S.COMPLETED, "student"),
    ("cancel", S.STARTED, S.CANCELLED, "student"),
    ("cancel", S.REGISTERED, S.CANCELLED, "student"),
    ("disqualify", S.COMPLETED, S.DISQUALIFIED, "operator"),
)
UNFINISHED = (S.STARTED, S.REGISTERED)


def allowed_from(action: str) -> list[ApplicationState]:
    """The states from which the action is possible."""
    return [source for name, source, _target, _who in TRANSITIONS if name == action]


def target_of(action: str) -> ApplicationState:
    """The state the action leads to; KeyError for an unknown action."""
    return {name: target for name, _source, target, _who in TRANSITIONS}[action]
