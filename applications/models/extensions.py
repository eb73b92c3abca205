"""A deadline that was moved: what, by whom, why, and how far the telling has come."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.seasons import Season
from usp.accounts.models import User


class SeasonDate(models.TextChoices):
    """The dates of a season that may be moved forward while it runs."""

    APPLICATIONS_CLOSE = "applications_close_at", _("Başvuru bitişi")
    POOL_OPENS = "pool_opens_at", _("Aday havuzunun açılışı")
    OFFERS_CLOSE = "offers_close_at", _("Son teklif ve yedek çağrısı")
    ANSWERS_CLOSE = "answers_close_at", _("Son cevap")
    CONFIRM_CLOSE = "confirm_close_at", _("Son işveren onayı")


class DeadlineExtension(models.Model):
    """One extension. The notices are written in batches after it: ``last_told`` is the last user told so far.

    ``told`` of ``expected`` is the progress that operators see; ``told_at`` is set when everybody has been told.
    """

    season = models.ForeignKey(Season, models.PROTECT, related_name="extensions", verbose_name=_("dönem"))
    field = models.CharField(_("tarih"), max_length=24, choices=SeasonDate.choices)
    old_moment = models.DateTimeField(_("eski an"))
    new_moment = models.DateTimeField(_("yeni an"))
    reason = models.CharField(_("gerekçe"), max_length=200)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uzatan"))
    at = models.DateTimeField(_("uzatma anı"))
    expected = models.PositiveIntegerField(_("haber verilecek"))
    told = models.PositiveIntegerField(_("haber verilen"), default=0)
    last_told = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(_("herkese haber verildi"), null=True, blank=True)

    objects: ClassVar[models.Manager["DeadlineExtension"]] = models.Manager()

    class Meta:
        verbose_name = _("süre uzatma")
        verbose_name_plural = _("süre uzatmaları")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(new_moment__gt=F("old_moment")), name="deadline_extension_forward"),
            models.CheckConstraint(condition=~Q(reason=""), name="deadline_extension_has_reason"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(told_at__isnull=True), name="deadline_extension_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.season}: {self.get_field_display()}"
