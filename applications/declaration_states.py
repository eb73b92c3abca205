"""A declaration's states and who may move it where (docs/states.md); a migration writes the same to the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeclarationState(models.TextChoices):
    """Only approved declarations score."""

    PENDING = "pending", _("İncelemede")
    APPROVED = "approved", _("Onaylandı")
    REJECTED = "rejected", _("Reddedildi")
    APPEALED = "appealed", _("İtiraz edildi")


D = DeclarationState

# (action, from, to, who): one row per arrow of the diagram. An appeal is possible once.
DECLARATION_TRANSITIONS: tuple[tuple[str, DeclarationState, DeclarationState, str], ...] = (
    ("approve", D.PENDING, D.APPROVED, "verifier"),
    ("reject", D.PENDING, D.REJECTED, "verifier"),
    ("appeal", D.REJECTED, D.APPEALED, "student"),
    ("uphold", D.APPEALED, D.REJECTED, "second_reviewer"),
    ("overturn", D.APPEALED, D.APPROVED, "second_reviewer"),
)
