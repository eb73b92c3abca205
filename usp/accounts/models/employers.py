"""Employers and their people."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from usp.accounts.models.users import User, UserKind
from usp.accounts.states import EmployerStatus
from usp.core import turkish
from usp.reference.models import District, Institution, NamedModel, Province


class EmployerFacts(NamedModel):
    """What an employer says of itself when it registers, and as long as it is here."""

    vkn = models.CharField(_("vergi kimlik numarası"), max_length=10, null=True, blank=True)
    public_code = models.CharField(
        _("kamu kurum kodu"),
        max_length=8,
        null=True,
        blank=True,
        help_text=_("Devlet Teşkilatı Merkezî Kayıt Sistemi’ndeki (DETSİS) 8 haneli numara."),
    )
    is_public = models.BooleanField(_("kamu kurumu"), default=False)
    personnel_count = models.PositiveIntegerField(_("personel sayısı"))
    activity = models.CharField(_("üretim/hizmet alanı"), max_length=120)
    about = models.TextField(_("tanıtım"), max_length=1500, blank=True)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("İl"))
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("İlçe"))
    address = models.CharField(_("adres"), max_length=250)
    phone = PhoneNumberField(_("telefon"))
    website = models.URLField(_("web sayfası"), blank=True)

    class Meta:
        abstract = True


def number_rules(prefix: str) -> list[models.BaseConstraint]:
    """By what an employer is known: the tax number; for a public institution its code may stand instead."""
    return [
        models.CheckConstraint(
            condition=Q(vkn__isnull=True) | Q(vkn__regex=r"^[0-9]{10}$"),
            name=f"{prefix}_vkn_ten_digits",
            violation_error_message=_("Vergi kimlik numarası 10 rakamdır."),
        ),
        models.CheckConstraint(
            condition=Q(public_code__isnull=True) | Q(public_code__regex=r"^[0-9]{8}$"),
            name=f"{prefix}_public_code_eight_digits",
            violation_error_message=_("Kamu kurum kodu 8 rakamdır."),
        ),
        models.CheckConstraint(
            condition=Q(vkn__isnull=False) | Q(public_code__isnull=False),
            name=f"{prefix}_has_a_number",
            violation_error_message=_("Vergi kimlik numarası ya da kamu kurum kodu gereklidir."),
        ),
        models.CheckConstraint(
            condition=Q(public_code__isnull=True) | Q(is_public=True),
            name=f"{prefix}_code_only_public",
            violation_error_message=_("Kamu kurum kodu yalnızca kamu kurumlarında olur."),
        ),
    ]


@pghistory.track()
class Employer(EmployerFacts):
    """A company or public institution that offers internships. Only an approved one sends, calls or confirms.

    Its status moves by the table of ``usp.accounts.states`` alone; the database writes each move down
    (``EmployerTransition``), and the history of fields who changed what.
    """

    trigger_rules: ClassVar[dict[str, object]] = {
        "employer_transition": _("Kurumun durumu az önce değişti. Sayfayı yenileyip yeniden deneyin."),
    }

    email = models.EmailField(_("e-posta"))
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
            models.UniqueConstraint(
                fields=["vkn"],
                name="employer_vkn_once",
                violation_error_message=_("Bu vergi kimlik numarasıyla kayıtlı bir kurum var."),
            ),
            models.UniqueConstraint(
                fields=["public_code"],
                name="employer_public_code_once",
                violation_error_message=_("Bu kamu kurum koduyla kayıtlı bir kurum var."),
            ),
            *number_rules("employer"),
        ]

    @property
    def initials(self) -> str:
        """Two capitals for the card: «DS»."""
        return "".join(turkish.upper(word[0]) for word in self.name.split()[:2])

    @property
    def registry_number(self) -> str:
        """The number that papers name: the tax number, or the public institution's code."""
        return self.vkn or self.public_code or ""


class EmployerTransition(models.Model):
    """One move of an employer's status, written by the database whoever moves it."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="transitions", verbose_name=_("İşveren"))
    from_state = models.CharField(_("önceki durum"), max_length=12, blank=True)
    to_state = models.CharField(_("yeni durum"), max_length=12)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    reason = models.CharField(_("gerekçe"), max_length=500, blank=True)
    at = models.DateTimeField(_("an"))

    class Meta:
        verbose_name = _("İşveren hareketi")
        verbose_name_plural = _("İşveren hareketleri")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(actor=""), name="employer_transition_names_actor")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class EmployerRole(models.TextChoices):
    """What somebody does at an employer (docs/rules.md A15)."""

    MANAGER = "manager", _("Yönetici")
    RECRUITER = "recruiter", _("İnsan kaynakları sorumlusu")
    SUPERVISOR = "supervisor", _("Staj sorumlusu")


class EmployerMembershipQuerySet(models.QuerySet["EmployerMembership"]):
    """People of employers and whether they still work there."""

    def running(self) -> "EmployerMembershipQuerySet":
        """Those that have not ended and whose account is open."""
        return self.filter(ended_at__isnull=True, user__is_active=True)


@pghistory.track()
class EmployerMembership(models.Model):
    """One person works for one employer, in one role.

    Ending it closes the account as well: the person has nothing else to do here. Whoever is invited again by the same
    employer gets the same row back; what it was before stands in the history.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="employer_membership", verbose_name=_("kullanıcı"))
    user_kind = models.CharField(max_length=16, default=UserKind.EMPLOYER, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="memberships", verbose_name=_("İşveren"))
    role = models.CharField(_("rol"), max_length=16, choices=EmployerRole.choices)
    job_title = models.CharField(_("görev"), max_length=80, blank=True)
    phone = PhoneNumberField(_("telefon"), blank=True)
    ended_at = models.DateTimeField(_("bitiş"), null=True, blank=True, editable=False)

    objects: ClassVar[EmployerMembershipQuerySet] = EmployerMembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("İşveren yetkilisi")
        verbose_name_plural = _("İşveren yetkilileri")
        constraints = [
            models.CheckConstraint(condition=models.Q(user_kind="employer"), name="employer_membership_user_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.employer}"

    @property
    def is_running(self) -> bool:
        """Whether the person works here now."""
        return self.ended_at is None and self.user.is_active
