"""What employers ask for: to be registered, to let somebody in, to change what an operator has checked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from usp.accounts.models.employers import Employer, EmployerFacts, EmployerRole, number_rules
from usp.accounts.models.links import MailedLink
from usp.accounts.models.users import User

_UNANSWERED = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)


class EmployerRegistration(EmployerFacts, MailedLink):
    """What somebody typed to register an employer, until the link in the e-mail proves the address.

    It stands outside ``Employer`` on purpose: whoever cannot read that mail neither takes a number away from its owner
    nor comes before an operator. Typing it again withdraws the row and makes a new one, so that attempts are counted.
    """

    contact_name = models.CharField(_("yetkilinin adı soyadı"), max_length=150)
    contact_title = models.CharField(_("yetkilinin görevi"), max_length=80)
    contact_phone = PhoneNumberField(_("yetkilinin telefonu"))
    asked_at = models.DateTimeField(_("İstenme"), db_default=Now(), editable=False)
    employer = models.OneToOneField(
        Employer, models.PROTECT, null=True, blank=True, related_name="registration", verbose_name=_("İşveren")
    )

    class Meta:
        verbose_name = _("İşveren kaydı")
        verbose_name_plural = _("İşveren kayıtları")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=_UNANSWERED, name="employer_registration_one_unanswered"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, employer__isnull=True)
                | Q(accepted_at__isnull=False, employer__isnull=False, withdrawn_at__isnull=True),
                name="employer_registration_answered_once",
            ),
            *number_rules("employer_registration"),
        ]
        indexes = [
            models.Index(
                fields=["next_send_at"],
                name="employer_registration_to_send",
                condition=Q(next_send_at__isnull=False),
            ),
            models.Index(fields=["asked_at"], name="employer_registration_asked"),
        ]


class EmployerInvitation(MailedLink):
    """One role at one employer, offered to one e-mail address. A row is never deleted: it says who let whom in."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="invitations", verbose_name=_("İşveren"))
    role = models.CharField(_("rol"), max_length=16, choices=EmployerRole.choices)
    job_title = models.CharField(_("görev"), max_length=80, blank=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("davet eden"))
    invited_at = models.DateTimeField(_("davet"), db_default=Now(), editable=False)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabul eden")
    )
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("geri alan")
    )

    class Meta:
        verbose_name = _("İşveren daveti")
        verbose_name_plural = _("İşveren davetleri")
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "email"],
                condition=_UNANSWERED,
                name="employer_invitation_one_unanswered",
                violation_error_message=_(
                    "Bu adresin cevaplanmamış bir daveti var. Listeden yeniden gönderebilir ya da geri alabilirsiniz."
                ),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="employer_invitation_answered_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_send_at"], name="employer_invitation_to_send", condition=Q(next_send_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.employer}"


class EmployerChangeState(models.TextChoices):
    """What became of a request for a change: ``open → approved | refused | withdrawn``."""

    OPEN = "open", _("Karar bekliyor")
    APPROVED = "approved", _("Onaylandı")
    REFUSED = "refused", _("Kabul edilmedi")
    WITHDRAWN = "withdrawn", _("Geri çekildi")


class EmployerChange(models.Model):
    """A manager asks for another name, number or sector: what an operator has checked, an operator changes."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="changes", verbose_name=_("İşveren"))
    name = models.CharField(_("ad"), max_length=200)
    vkn = models.CharField(_("vergi kimlik numarası"), max_length=10, null=True, blank=True)
    public_code = models.CharField(_("kamu kurum kodu"), max_length=8, null=True, blank=True)
    is_public = models.BooleanField(_("kamu kurumu"), default=False)
    note = models.CharField(_("açıklama"), max_length=500)
    state = models.CharField(
        _("durum"), max_length=10, choices=EmployerChangeState.choices, default=EmployerChangeState.OPEN
    )
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("İsteyen"))
    requested_at = models.DateTimeField(_("İstenme"), db_default=Now(), editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("karar veren")
    )
    decided_at = models.DateTimeField(_("karar"), null=True, blank=True)
    answer = models.CharField(_("gerekçe"), max_length=500, blank=True)

    objects: ClassVar[models.Manager["EmployerChange"]] = models.Manager()

    class Meta:
        verbose_name = _("İşveren değişiklik isteği")
        verbose_name_plural = _("İşveren değişiklik istekleri")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer"],
                condition=Q(state="open"),
                name="employer_change_one_open",
                violation_error_message=_("Karar bekleyen bir değişiklik isteğiniz var; önce onu geri çekin."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | Q(~Q(state="open"), decided_at__isnull=False, decided_by__isnull=False),
                name="employer_change_decided_once",
            ),
            *number_rules("employer_change"),
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.get_state_display()}"
