"""What the law says an intern is paid, as dated rows (docs/rules.md B5)."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MinimumWage(models.Model):
    """The net minimum wage of a month in a range of dates, with its source."""

    dates = DateRangeField(_("geçerlilik"))
    net = models.DecimalField(_("net asgari ücret (TL/ay)"), max_digits=10, decimal_places=2)
    source = models.CharField(_("kaynak"), max_length=200)

    objects: ClassVar[models.Manager["MinimumWage"]] = models.Manager()

    class Meta:
        verbose_name = _("asgari ücret")
        verbose_name_plural = _("asgari ücretler")
        ordering = ["-dates"]
        constraints = [
            ExclusionConstraint(
                name="minimum_wage_once",
                expressions=[("dates", "&&")],
                violation_error_message=_("Bu tarihler için bir asgari ücret satırı var."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.net}"


class WageRate(models.Model):
    """The share of the net minimum wage an intern gets, for whom and on which ground. Where several apply, the
    highest binds and all are shown. A column left empty (public, compulsory) means: either.
    """

    class Ground(models.TextChoices):
        """On what the rate rests."""

        LAW = "law", _("3308 sayılı Kanun md. 25")
        PROVISIONAL = "provisional", _("3308 sayılı Kanun geçici md. 12")
        ANNOUNCEMENT = "announcement", _("Duyuru")

    dates = DateRangeField(_("geçerlilik"))
    ground = models.CharField(_("dayanak"), max_length=12, choices=Ground.choices)
    rate = models.DecimalField(_("oran"), max_digits=4, decimal_places=3)
    is_public = models.BooleanField(_("kamu kurumu"), null=True, blank=True)
    personnel_from = models.PositiveIntegerField(_("personel sayısı, en az"), default=0)
    personnel_below = models.PositiveIntegerField(_("personel sayısı, altında"), null=True, blank=True)
    is_compulsory = models.BooleanField(_("öğretim programında zorunlu staj"), null=True, blank=True)
    state_thirds = models.PositiveSmallIntegerField(
        _("Devlet katkısı (ücretin üçte kaçı)"),
        default=0,
        db_default=0,
        help_text=_("Geçici 12. madde katkıyı üçte bir ya da üçte iki olarak verir; katkı yoksa sıfır."),
    )
    source = models.CharField(_("kaynak"), max_length=200)

    objects: ClassVar[models.Manager["WageRate"]] = models.Manager()

    class Meta:
        verbose_name = _("staj ücreti oranı")
        verbose_name_plural = _("staj ücreti oranları")
        ordering = ["-dates", "ground"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gt=0, rate__lte=2),
                name="wage_rate_in_range",
                violation_error_message=_("Oran 0 ile 2 arasındadır; yüzde otuz 0,300 olarak yazılır."),
            ),
            models.CheckConstraint(
                condition=Q(state_thirds__lte=3),
                name="wage_rate_state_thirds",
                violation_error_message=_("Devlet katkısı en çok üçte üçtür."),
            ),
            models.CheckConstraint(
                condition=Q(personnel_below__isnull=True) | Q(personnel_below__gt=F("personnel_from")),
                name="wage_rate_personnel_in_order",
                violation_error_message=_("Personel sayısının üst sınırı alt sınırdan büyük olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()} · {self.rate}"
