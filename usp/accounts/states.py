"""Where an employer stands and who may move it where; a migration writes the same table to the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EmployerStatus(models.TextChoices):
    """Where an employer stands with the programme's operator."""

    PENDING = "pending", _("Onay bekliyor")
    APPROVED = "approved", _("Onaylı")
    SUSPENDED = "suspended", _("Askıda")
    REJECTED = "rejected", _("Başvurusu reddedildi")
    REVOKED = "revoked", _("Kaydı kapatıldı")


S = EmployerStatus

# (action, from, to, who): one row per arrow of the diagram.
EMPLOYER_MOVES: tuple[tuple[str, EmployerStatus, EmployerStatus, str], ...] = (
    ("approve", S.PENDING, S.APPROVED, "operator"),
    ("reject", S.PENDING, S.REJECTED, "operator"),
    ("resubmit", S.REJECTED, S.PENDING, "employer"),
    ("suspend", S.APPROVED, S.SUSPENDED, "operator"),
    ("lift", S.SUSPENDED, S.APPROVED, "operator"),
    ("revoke", S.APPROVED, S.REVOKED, "operator"),
    ("revoke", S.SUSPENDED, S.REVOKED, "operator"),
)


def employer_allowed(action: str, status: str) -> bool:
    """Whether the action is possible for an employer in this state."""
    return any(name == action and source == status for name, source, _target, _who in EMPLOYER_MOVES)


def employer_target(action: str) -> EmployerStatus:
    """The state the action leads to; KeyError for an unknown action."""
    return {name: target for name, _source, target, _who in EMPLOYER_MOVES}[action]
