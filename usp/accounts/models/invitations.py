"""Invitations: how somebody comes to a role of a university without an operator (A15)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from usp.accounts.models.links import MailedLink
from usp.accounts.models.universities import UniversityRole
from usp.accounts.models.users import User
from usp.reference.models import Unit, University


class Invitation(MailedLink):
    """Roles of one university, offered to one e-mail address.

    A row is never deleted: it says who let whom in.
    """

    university = models.ForeignKey(University, models.PROTECT, related_name="invitations", verbose_name=_("üniversite"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("birim")
    )
    roles = ArrayField(models.CharField(max_length=16, choices=UniversityRole.choices), verbose_name=_("roller"))
    ends_on = models.DateField(_("görevin bitiş tarihi"), null=True, blank=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("davet eden"))
    invited_at = models.DateTimeField(_("davet"), db_default=Now())
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabul eden")
    )
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("geri alan")
    )

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
