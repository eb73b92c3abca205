"""Employers and their people."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from usp.accounts.models.users import User, UserKind
from usp.core import turkish
from usp.reference.models import District, Institution, NamedModel, Province


class EmployerStatus(models.TextChoices):
    """Where an employer stands with the programme's operator."""

    PENDING = "pending", _("Onay bekliyor")
    APPROVED = "approved", _("Onaylı")
    SUSPENDED = "suspended", _("Askıda")
    REVOKED = "revoked", _("Kaydı kapatıldı")


@pghistory.track()
class Employer(NamedModel):
    """A company or public institution that offers internships. Only an approved one sends, calls or confirms."""

    vkn = models.CharField(_("vergi kimlik numarası"), max_length=10, unique=True)
    is_public = models.BooleanField(_("kamu kurumu"), default=False)
    personnel_count = models.PositiveIntegerField(_("personel sayısı"))
    activity = models.CharField(_("üretim/hizmet alanı"), max_length=120)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("İl"))
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("İlçe"))
    address = models.CharField(_("adres"), max_length=250)
    phone = PhoneNumberField(_("telefon"))
    email = models.EmailField(_("e-posta"))
    website = models.URLField(_("web sayfası"), blank=True)
    institution = models.OneToOneField(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employer",
        verbose_name=_("tercih listesindeki kurum"),
        help_text=_("Öğrencilerin «öncelikli tercih» olarak seçtiği kurum bu işverense bağlayın."),
    )
    status = models.CharField(_("durum"), max_length=12, choices=EmployerStatus.choices, default=EmployerStatus.PENDING)

    objects: ClassVar[models.Manager["Employer"]] = models.Manager()

    class Meta:
        verbose_name = _("İşveren")
        verbose_name_plural = _("İşverenler")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(vkn__regex=r"^[0-9]{10}$"),
                name="employer_vkn_ten_digits",
                violation_error_message=_("Vergi kimlik numarası 10 rakamdır."),
            ),
        ]

    @property
    def initials(self) -> str:
        """Two capitals for the card: «DS»."""
        return "".join(turkish.upper(word[0]) for word in self.name.split()[:2])


class EmployerRole(models.TextChoices):
    """What somebody does at an employer (design.md §5)."""

    MANAGER = "manager", _("Yönetici")
    RECRUITER = "recruiter", _("İnsan kaynakları sorumlusu")
    SUPERVISOR = "supervisor", _("Staj sorumlusu")


@pghistory.track()
class EmployerMembership(models.Model):
    """One person works for one employer, in one role."""

    user = models.OneToOneField(User, models.PROTECT, related_name="employer_membership", verbose_name=_("kullanıcı"))
    user_kind = models.CharField(max_length=16, default=UserKind.EMPLOYER, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="memberships", verbose_name=_("İşveren"))
    role = models.CharField(_("rol"), max_length=16, choices=EmployerRole.choices)
    job_title = models.CharField(_("görev"), max_length=80, blank=True)
    phone = PhoneNumberField(_("telefon"), blank=True)

    class Meta:
        verbose_name = _("İşveren yetkilisi")
        verbose_name_plural = _("İşveren yetkilileri")
        constraints = [
            models.CheckConstraint(condition=models.Q(user_kind="employer"), name="employer_membership_user_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.employer}"
