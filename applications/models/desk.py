"""What the verification desk keeps beside a declaration: who is working on it, and what an exam's body answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.declarations import Declaration
from usp.accounts.models import User


class DeclarationClaim(models.Model):
    """Who has a declaration open at the desk, so that nobody works on it unknowingly. By the real clock."""

    declaration = models.OneToOneField(
        Declaration, models.CASCADE, primary_key=True, related_name="claim", verbose_name=_("beyan")
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="claims", verbose_name=_("yetkili"))
    claimed_at = models.DateTimeField(_("alındığı an"))

    objects: ClassVar[models.Manager["DeclarationClaim"]] = models.Manager()

    class Meta:
        verbose_name = _("üzerinde çalışılan beyan")
        verbose_name_plural = _("üzerinde çalışılan beyanlar")

    def __str__(self) -> str:
        return f"{self.declaration_id} · {self.user}"


class ExamCheck(models.Model):
    """A result code's way to the body that holds the exam, and its answer. Not every answer decides."""

    class Outcome(models.TextChoices):
        """What came back."""

        WAITING = "waiting", _("Kurum yanıtı bekleniyor")
        CONFIRMED = "confirmed", _("Kurum kaydıyla aynı")
        DIFFERENT = "different", _("Kurum kaydından farklı")
        UNKNOWN = "unknown", _("Kurum bu kodu tanımıyor")

    declaration = models.OneToOneField(
        Declaration, models.PROTECT, primary_key=True, related_name="exam_check", verbose_name=_("beyan")
    )
    outcome = models.CharField(_("yanıt"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    recorded = models.CharField(_("kurumdaki kayıt"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("son soruş"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)

    objects: ClassVar[models.Manager["ExamCheck"]] = models.Manager()

    class Meta:
        verbose_name = _("sınav sonucu sorgusu")
        verbose_name_plural = _("sınav sonucu sorguları")
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(outcome="waiting"), name="exam_check_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id}: {self.get_outcome_display()}"
