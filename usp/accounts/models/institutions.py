"""The people of institutions that verify declarations (docs/rules.md A33)."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from usp.accounts.models.users import User, UserKind
from usp.reference.models import VerifyingInstitution


@pghistory.track()
class InstitutionMembership(models.Model):
    """One person at one verifying institution: decides on its kinds of declarations, nationwide, and nothing else."""

    user = models.OneToOneField(
        User, models.PROTECT, related_name="institution_membership", verbose_name=_("kullanıcı")
    )
    user_kind = models.CharField(max_length=16, default=UserKind.INSTITUTION, editable=False)
    institution = models.ForeignKey(
        VerifyingInstitution, models.PROTECT, related_name="memberships", verbose_name=_("kurum")
    )

    objects: ClassVar[models.Manager["InstitutionMembership"]] = models.Manager()

    class Meta:
        verbose_name = _("doğrulayan kurum yetkilisi")
        verbose_name_plural = _("doğrulayan kurum yetkilileri")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user_kind="institution"), name="institution_membership_user_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.institution}"
