"""Which career adviser a department's students turn to (A15)."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from usp.accounts.models.universities import UniversityMembership, UniversityRole
from usp.accounts.models.users import User, UserKind
from usp.reference.models import Department


class DepartmentAdviserQuerySet(models.QuerySet["DepartmentAdviser"]):
    """Advisers and the time they answer."""

    def running(self) -> "DepartmentAdviserQuerySet":
        """Those who answer today: named, still in the adviser's role for that unit, and able to sign in."""
        today = timezone.localdate()
        role = UniversityMembership.objects.running().filter(
            Q(unit__isnull=True) | Q(unit=OuterRef("department__unit")),
            user=OuterRef("user"),
            university=OuterRef("department__unit__university"),
            role=UniversityRole.ADVISER,
        )
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            Exists(role),
            starts_on__lte=today,
            removed_at__isnull=True,
            user__is_active=True,
        )


class DepartmentAdviser(models.Model):
    """One adviser of one department, with what its students need to find them.

    The name is worth nothing without the adviser's role for the department's unit: when the role ends, the naming
    ends with it, and nobody has to remember that. Naming the same person again is the same row.
    """

    department = models.ForeignKey(Department, models.PROTECT, related_name="advisers", verbose_name=_("bölüm"))
    user = models.ForeignKey(User, models.PROTECT, related_name="advised_departments", verbose_name=_("danışman"))
    user_kind = models.CharField(max_length=16, default=UserKind.CAREER_CENTER, editable=False)
    room = models.CharField(_("oda"), max_length=80, blank=True)
    phone = PhoneNumberField(_("telefon"), blank=True)
    hours = models.CharField(_("görüşme saatleri"), max_length=120, blank=True)
    starts_on = models.DateField(_("başlangıç"))
    ends_on = models.DateField(_("bitiş tarihi"), null=True, blank=True)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("belirleyen"))
    named_at = models.DateTimeField(_("belirlenme"), db_default=Now(), editable=False)
    removed_at = models.DateTimeField(_("kaldırılma"), null=True, blank=True, editable=False)

    objects: ClassVar[DepartmentAdviserQuerySet] = DepartmentAdviserQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("bölüm danışmanı")
        verbose_name_plural = _("bölüm danışmanları")
        ordering = ["department", "named_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "user"],
                name="department_adviser_once",
                violation_error_message=_("Bu kişi bu bölümün danışmanı olarak zaten yazılı."),
            ),
            models.CheckConstraint(
                condition=Q(user_kind="career_center"),
                name="department_adviser_user_kind",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="department_adviser_dates",
                violation_error_message=_("Bitiş tarihi başlangıçtan önce olamaz."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department}"
