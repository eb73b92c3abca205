"""The codes that prove a new e-mail address or phone number (docs/rules.md A45, S3)."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from usp.accounts.models.students import Student
from usp.accounts.models.users import User

CODE_LIFE = dt.timedelta(seconds=90)
MAX_TRIES = 5


class ContactChannel(models.TextChoices):
    """Where somebody is reached."""

    EMAIL = "email", _("E-posta")
    PHONE = "phone", _("Cep telefonu")


class CodeState(models.TextChoices):
    """What became of a code: ``sending → sent → used``, or one of the three ends in which it proves nothing.

    That its 90 seconds are over is not a state: the clock says so.
    """

    SENDING = "sending", _("Gönderiliyor")
    SENT = "sent", _("Gönderildi")
    USED = "used", _("Kullanıldı")
    REPLACED = "replaced", _("Yerine yenisi gönderildi")
    EXHAUSTED = "exhausted", _("Deneme hakkı doldu")
    FAILED = "failed", _("Gönderilemedi")


class ContactCodeQuerySet(models.QuerySet["ContactCode"]):
    """Codes, scoped to who asks."""

    def visible_to(self, user: User) -> "ContactCodeQuerySet":
        """A student's own; nobody else's business."""
        return self.filter(student__user=user) if user.is_student else self.none()


class ContactCode(models.Model):
    """One six-digit code sent to one new address or number; only its keyed hash is kept.

    Its times are real ones, whatever the season clock says (docs/rules.md S4). ``target`` is the value as the limits
    count it (an address without its «+tag»), ``value`` what is stored when the code is right. ``unsure`` marks an SMS
    of which the gateway could not say whether it left.
    """

    student = models.ForeignKey(Student, models.PROTECT, related_name="contact_codes", verbose_name=_("öğrenci"))
    channel = models.CharField(_("kanal"), max_length=5, choices=ContactChannel.choices)
    value = models.CharField(_("yeni bilgi"), max_length=254)
    target = models.CharField(max_length=254, editable=False)
    code_hash = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("durum"), max_length=10, choices=CodeState.choices, default=CodeState.SENDING)
    tries = models.PositiveSmallIntegerField(_("deneme"), default=0)
    unsure = models.BooleanField(_("gittiği bilinmiyor"), default=False)
    issued_at = models.DateTimeField(_("İstenme"), db_default=Now())
    sent_at = models.DateTimeField(_("gönderilme"), null=True, blank=True)

    objects: ClassVar[ContactCodeQuerySet] = ContactCodeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("doğrulama kodu")
        verbose_name_plural = _("doğrulama kodları")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "channel"], condition=Q(state="sent"), name="contact_code_one_live"
            ),
            models.CheckConstraint(
                condition=Q(tries__lt=MAX_TRIES) | Q(tries=MAX_TRIES, state__in=["used", "exhausted"]),
                name="contact_code_five_tries",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "used", "exhausted"], sent_at__isnull=False)
                | Q(state__in=["sending", "failed"], sent_at__isnull=True)
                | Q(state="replaced"),
                name="contact_code_sent_has_time",
            ),
            models.CheckConstraint(condition=Q(sent_at__gte=F("issued_at")), name="contact_code_sent_after_issued"),
            models.CheckConstraint(
                condition=Q(channel="email", value__contains="@") | Q(channel="phone", value__regex=r"^\+905[0-9]{9}$"),
                name="contact_code_value_fits_channel",
            ),
            models.CheckConstraint(condition=Q(code_hash__regex=r"^[0-9a-f]{64}$"), name="contact_code_only_a_hash"),
        ]
        indexes = [
            models.Index(fields=["student", "issued_at"], name="contact_code_by_student"),
            models.Index(fields=["target", "issued_at"], name="contact_code_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {self.get_state_display()}"

    @property
    def expires_at(self) -> dt.datetime | None:
        """The real moment from which the code is refused; none while it is being sent."""
        return self.sent_at + CODE_LIFE if self.sent_at else None

    @property
    def tries_left(self) -> int:
        """How often a code may still be typed."""
        return MAX_TRIES - self.tries
