"""The people of a university: who may do what, for which unit."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usp.accounts.models.users import User, UserKind
from usp.reference.models import Unit, University


class UniversityRole(models.TextChoices):
    """The university roles (docs/rules.md A15)."""

    MANAGER = "manager", _("Kariyer merkezi yöneticisi")
    VERIFIER = "verifier", _("Belge kontrol yetkilisi")
    ADVISER = "adviser", _("Bölüm kariyer danışmanı")
    INSURANCE = "insurance", _("Birim sigorta yetkilisi")
    COMMISSION = "commission", _("Staj komisyonu")
    SECOND_REVIEWER = "second_reviewer", _("İtiraz değerlendiricisi")


class UniversityMembershipQuerySet(models.QuerySet["UniversityMembership"]):
    """Memberships and the time they hold."""

    def running(self) -> "UniversityMembershipQuerySet":
        """Those that were not withdrawn and whose last day has not passed by the real calendar."""
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=timezone.localdate()), withdrawn_at__isnull=True
        )

    def covering(self, unit: Unit) -> "UniversityMembershipQuerySet":
        """Those held for this unit or for the whole of its university."""
        return self.filter(models.Q(unit=unit.pk) | models.Q(unit__isnull=True), university=unit.university_id)


@pghistory.track()
class UniversityMembership(models.Model):
    """One role of one person at one university, for one unit or (without unit) for all of them.

    Several rows may be held by one person, always at the same university. A role that is granted again after it
    ended is the same row, granted anew: what it was before stands in the history. ``ends_on`` is the last day it
    holds; ``withdrawn_at`` ends it at that very moment.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="university_memberships", verbose_name=_("kullanıcı"))
    user_kind = models.CharField(max_length=16, default=UserKind.CAREER_CENTER, editable=False)
    university = models.ForeignKey(University, models.PROTECT, related_name="memberships", verbose_name=_("üniversite"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("birim")
    )
    role = models.CharField(_("rol"), max_length=16, choices=UniversityRole.choices)
    granted_at = models.DateTimeField(_("veriliş"), db_default=Now(), editable=False)
    ends_on = models.DateField(_("bitiş tarihi"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("geri alınış"), null=True, blank=True, editable=False)

    objects: ClassVar[UniversityMembershipQuerySet] = UniversityMembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("üniversite yetkilisi")
        verbose_name_plural = _("üniversite yetkilileri")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                nulls_distinct=False,
                name="university_membership_once",
                violation_error_message=_("Bu kişi bu birimde bu role zaten sahip."),
            ),
            models.CheckConstraint(
                condition=models.Q(user_kind="career_center"), name="university_membership_user_kind"
            ),
            ExclusionConstraint(
                name="university_membership_one_university",
                expressions=[("user", "="), ("university", "<>")],
                violation_error_message=_("Bir kişi yalnızca bir üniversitede görev alabilir."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.university}"

    @property
    def is_running(self) -> bool:
        """Whether the role holds now, by the real calendar."""
        return self.withdrawn_at is None and (self.ends_on is None or self.ends_on >= timezone.localdate())
