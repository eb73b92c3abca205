"""Yeterlilik Puanı: points by category under a versioned method (domain.md §1.3)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from applications.models.seasons import Season


class ScoreCategory(models.TextChoices):
    """The three scores; there is no overall one."""

    ACADEMIC = "academic", _("Akademik/Mesleki")
    SOCIAL = "social", _("Sanatsal/Sosyal")
    SPORT = "sport", _("Sportif")


class ScoringMethod(models.Model):
    """One version of the method, every number of which is data.

    This first version knows one item, the GNO: ``gno_points × (GNO100 - gno_floor) / (100 - gno_floor)`` points,
    brought to 100 over the items in force. ``pool_step`` is the precision the pool shows: with a single item whole
    points would give the GNO away (pool.md §1.3), so this version shows steps of five.
    """

    season = models.ForeignKey(Season, models.PROTECT, related_name="methods", verbose_name=_("dönem"))
    version = models.CharField(_("sürüm"), max_length=20)
    gno_points = models.DecimalField(_("GNO puanı"), max_digits=5, decimal_places=2, default=25)
    gno_floor = models.DecimalField(_("sıfır puan alan GNO (100'lük)"), max_digits=5, decimal_places=2, default="53.33")
    pool_step = models.PositiveSmallIntegerField(_("havuzda puan adımı"), default=5)

    objects: ClassVar[models.Manager["ScoringMethod"]] = models.Manager()

    class Meta:
        verbose_name = _("puanlama yöntemi")
        verbose_name_plural = _("puanlama yöntemleri")
        constraints = [
            models.UniqueConstraint(
                fields=["season", "version"],
                name="scoring_method_once",
                violation_error_message=_("Bu sürüm zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(gno_floor__gte=0, gno_floor__lt=100, gno_points__gt=0, pool_step__gte=1),
                name="scoring_method_numbers",
                violation_error_message=_("Puanlama sayıları aralık dışında."),
            ),
        ]

    def __str__(self) -> str:
        return self.version


class Score(models.Model):
    """One category's points of one application, with the arithmetic that gives them."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="scores", verbose_name=_("başvuru"))
    method = models.ForeignKey(ScoringMethod, models.PROTECT, related_name="scores", verbose_name=_("yöntem"))
    category = models.CharField(_("alan"), max_length=10, choices=ScoreCategory.choices)
    points = models.DecimalField(_("puan"), max_digits=5, decimal_places=2)
    inputs = models.JSONField(_("hesap"), default=dict)

    objects: ClassVar[models.Manager["Score"]] = models.Manager()

    class Meta:
        verbose_name = _("yeterlilik puanı")
        verbose_name_plural = _("yeterlilik puanları")
        constraints = [
            models.UniqueConstraint(fields=["application", "category"], name="score_once_per_category"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100),
                name="score_between_0_and_100",
                violation_error_message=_("Puan 0 ile 100 arasındadır."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.points}"
