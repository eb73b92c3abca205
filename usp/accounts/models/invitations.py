"""Invitations: how somebody comes to a role of a university without an operator (A15)."""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models.universities import UniversityRole
from usp.accounts.models.users import User
from usp.reference.models import Unit, University

VALID_FOR = dt.timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations and what may still become of them."""

    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; they may have run out."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """Roles of one university, offered to one e-mail address.

    The link is made of the row's number, ``nonce`` and the server's secret, so neither the table nor a copy of it
    opens anything; ``token_hash`` only finds the row. Sending it again changes the nonce: of several e-mails the
    newest counts. All moments are of the real clock. A row is never deleted: it says who let whom in.
    """

    university = models.ForeignKey(University, models.PROTECT, related_name="invitations", verbose_name=_("üniversite"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("birim")
    )
    email = models.EmailField(_("e-posta"))
    roles = ArrayField(models.CharField(max_length=16, choices=UniversityRole.choices), verbose_name=_("roller"))
    ends_on = models.DateField(_("görevin bitiş tarihi"), null=True, blank=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("davet eden"))
    invited_at = models.DateTimeField(_("davet"), db_default=Now())
    expires_at = models.DateTimeField(_("bağlantının son anı"))
    accepted_at = models.DateTimeField(_("kabul"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabul eden")
    )
    withdrawn_at = models.DateTimeField(_("geri alınış"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("geri alan")
    )

    nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    next_send_at = models.DateTimeField(_("sonraki gönderim"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("gönderim"), null=True, blank=True, editable=False)
    send_tries = models.PositiveSmallIntegerField(_("gönderim denemesi"), default=0, editable=False)
    send_error = models.CharField(_("son gönderim hatası"), max_length=300, blank=True, editable=False)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("davet")
        verbose_name_plural = _("davetler")
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "unit", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="invitation_one_unanswered",
                violation_error_message=_(
                    "Bu adresin bu birim için cevaplanmamış bir daveti var. Listeden yeniden gönderebilir ya da "
                    "geri alabilirsiniz."
                ),
            ),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0) & Q(roles__contained_by=UniversityRole.values),
                name="invitation_roles_known",
                violation_error_message=_("En az bir rol seçin."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="invitation_answered_once",
            ),
        ]
        indexes = [
            models.Index(fields=["next_send_at"], name="invitation_to_send", condition=Q(next_send_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.university}"

    @property
    def role_labels(self) -> list[str]:
        """The roles' names in the order of the table of roles."""
        return [str(role.label) for role in UniversityRole if role.value in self.roles]

    @property
    def has_expired(self) -> bool:
        """Whether the link's time is over."""
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether the link can still be used."""
        return self.accepted_at is None and self.withdrawn_at is None and not self.has_expired
