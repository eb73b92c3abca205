"""What the engine's clock stands on: the service's pulse, the operator's switch, and extensions on record."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from offers.models.offers import Offer
from usp.accounts.models import User


class Heartbeat(models.Model):
    """The service answered from outside in this minute (decision 0011). A gap pauses expiries.

    ``at`` is the moment by ``usp_now()``, ``real_at`` by the real clock: gaps are measured on the real one, so that a
    jump of the demo's season clock is none.
    """

    at = models.DateTimeField(_("an"), unique=True)
    real_at = models.DateTimeField(_("gerçek an"), unique=True)

    objects: ClassVar[models.Manager["Heartbeat"]] = models.Manager()

    class Meta:
        verbose_name = _("nabız")
        verbose_name_plural = _("nabızlar")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.at.isoformat()


class Outage(models.Model):
    """A gap in the service's pulse. While nobody handled it, no clock that ended near it runs out (decision 0011).

    ``since`` is the last pulse before the gap, ``until`` the first one after it. Handling it is ``extend_clocks()``.
    """

    since = models.DateTimeField(_("başlangıç"), unique=True)
    until = models.DateTimeField(_("bitiş"))
    handled_at = models.DateTimeField(_("ele alınma"), null=True, blank=True)
    handled_by = models.CharField(_("ele alan"), max_length=40, blank=True)
    reason = models.CharField(_("açıklama"), max_length=200, blank=True)

    objects: ClassVar[models.Manager["Outage"]] = models.Manager()

    class Meta:
        verbose_name = _("kesinti")
        verbose_name_plural = _("kesintiler")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="outage_in_order"),
        ]
        indexes = [models.Index(fields=["since"], condition=Q(handled_at__isnull=True), name="outage_open")]

    def __str__(self) -> str:
        return f"{self.since.isoformat()} – {self.until.isoformat()}"


class EngineSwitch(models.Model):
    """The operator's kill switch, one row: a stopped clock neither expires, lapses nor calls until it runs again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_stopped = models.BooleanField(_("durduruldu"), default=False)
    reason = models.CharField(_("gerekçe"), max_length=200, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(_("değiştirilme"), null=True, blank=True)

    objects: ClassVar[models.Manager["EngineSwitch"]] = models.Manager()

    class Meta:
        verbose_name = _("süre motoru")
        verbose_name_plural = _("süre motoru")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="engine_switch_one_row")]

    def __str__(self) -> str:
        return self.reason


class ClockExtension(models.Model):
    """One clock of one offer was moved on: from when to when, why, and by whom."""

    class Clock(models.TextChoices):
        """Which of the three."""

        REPLY_BY = "reply_by", _("son cevap")
        LAST_CALL_AT = "last_call_at", _("son çağrı")
        CONFIRM_BY = "confirm_by", _("son onay")

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="extensions", verbose_name=_("teklif"))
    clock = models.CharField(_("süre"), max_length=12, choices=Clock.choices)
    was = models.DateTimeField(_("önceki an"))
    now = models.DateTimeField(_("yeni an"))
    reason = models.CharField(_("gerekçe"), max_length=200)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    at = models.DateTimeField(_("an"))

    objects: ClassVar[models.Manager["ClockExtension"]] = models.Manager()

    class Meta:
        verbose_name = _("süre uzatma")
        verbose_name_plural = _("süre uzatmaları")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.offer_id} · {self.get_clock_display()}"
