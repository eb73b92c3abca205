"""Yeterlilik Puanı: points by category under a versioned method (decision 0008)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from applications.models.seasons import Season
from usp.accounts.models import User
from usp.reference.models import DepartmentGroup


class ScoreCategory(models.TextChoices):
    """The three scores; there is no overall one."""

    ACADEMIC = "academic", _("Akademik/Mesleki")
    SOCIAL = "social", _("Sanatsal/Sosyal")
    SPORT = "sport", _("Sportif")


class MethodState(models.TextChoices):
    """A draft changes as it likes and scores nobody; a published method never changes again."""

    DRAFT = "draft", _("Taslak")
    PUBLISHED = "published", _("Yayımlandı")


class ScoringMethod(models.Model):
    """One version of the method, every number of which is data: its items and their options.

    The season's newest published version counts. ``pool_step`` is the precision the pool shows: with a single item
    whole points would give the GNO away (docs/rules.md P3), so such a method shows steps of five.
    """

    season = models.ForeignKey(Season, models.PROTECT, related_name="methods", verbose_name=_("dönem"))
    version = models.CharField(_("sürüm"), max_length=20)
    state = models.CharField(_("durum"), max_length=10, choices=MethodState.choices, default=MethodState.DRAFT)
    is_sample = models.BooleanField(
        _("örnek yöntem"),
        default=True,
        help_text=_("Raporda «örnek yöntem» yazar: resmî ağırlıklar kamuya açık değildir."),
    )
    pool_step = models.PositiveSmallIntegerField(_("havuzda puan adımı"), default=5)
    note = models.CharField(_("bu sürümde değişen"), max_length=400, blank=True)
    note_en = models.CharField(_("bu sürümde değişen (İngilizce)"), max_length=400, blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kopyalandığı sürüm")
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hazırlayan")
    )
    created_at = models.DateTimeField(_("hazırlanma"), null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("yayımlayan")
    )
    published_at = models.DateTimeField(_("yayımlanma"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("kayıt sayısı"), default=1)

    objects: ClassVar[models.Manager["ScoringMethod"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "method_frozen": _("Yayımlanmış bir yöntem değiştirilemez; kopyasını taslak olarak açın."),
        "method_in_time": _("Aday havuzu açıldı; bu dönemin puanlama yöntemi artık değişmez."),
    }

    class Meta:
        verbose_name = _("puanlama yöntemi")
        verbose_name_plural = _("puanlama yöntemleri")
        ordering = ["season", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "version"],
                name="scoring_method_once",
                violation_error_message=_("Bu sürüm zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(pool_step__gte=1, pool_step__lte=100),
                name="scoring_method_numbers",
                violation_error_message=_("Havuzda puan adımı 1 ile 100 arasında olmalıdır."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="scoring_method_published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def words(self) -> str:
        """What changed in this version, in the page's language."""
        return self.note_en if self.note_en and get_language() == "en" else self.note

    @property
    def is_draft(self) -> bool:
        """Whether its numbers may still change."""
        return self.state == MethodState.DRAFT


class Score(models.Model):
    """One category's points of one application.

    ``inputs`` keeps the arithmetic by kind: ``{"kinds": {"A1": "12.50"}, "of": "100.00"}``, where the points are
    ``100 × sum / of``. Line by line it is computed again by the same statement (``applications.scoring.compute``).
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="scores", verbose_name=_("başvuru"))
    method = models.ForeignKey(ScoringMethod, models.PROTECT, related_name="scores", verbose_name=_("yöntem"))
    category = models.CharField(_("alan"), max_length=10, choices=ScoreCategory.choices)
    points = models.DecimalField(_("puan"), max_digits=5, decimal_places=2)
    inputs = models.JSONField(_("hesap"), default=dict)

    objects: ClassVar[models.Manager["Score"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "score_frozen": _("Puanlar açıklandı; yalnızca gerekçesi kayda geçen bir düzeltmeyle değişir."),
    }

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


class ScorePublication(models.Model):
    """The moment from which a season's scores are frozen: when its pool opened, under which method."""

    season = models.OneToOneField(
        Season, models.PROTECT, primary_key=True, related_name="score_publication", verbose_name=_("dönem")
    )
    method = models.ForeignKey(ScoringMethod, models.PROTECT, related_name="+", verbose_name=_("yöntem"))
    published_at = models.DateTimeField(_("açıklanma"))

    objects: ClassVar[models.Manager["ScorePublication"]] = models.Manager()

    class Meta:
        verbose_name = _("puanların açıklanması")
        verbose_name_plural = _("puanların açıklanması")

    def __str__(self) -> str:
        return str(self.season_id)


class ScoreCorrection(models.Model):
    """One change of one score after publication: what it was, what it became, why, who, when. Never changed."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="score_corrections", verbose_name=_("başvuru")
    )
    category = models.CharField(_("alan"), max_length=10, choices=ScoreCategory.choices)
    before = models.DecimalField(_("önceki puan"), max_digits=5, decimal_places=2)
    after = models.DecimalField(_("yeni puan"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("gerekçe"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("düzelten"))
    at = models.DateTimeField(_("an"))

    objects: ClassVar[models.Manager["ScoreCorrection"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "correction_frozen": _("Kayda geçen düzeltme değiştirilemez."),
    }

    class Meta:
        verbose_name = _("puan düzeltmesi")
        verbose_name_plural = _("puan düzeltmeleri")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="score_correction_has_reason",
                violation_error_message=_("Düzeltmenin gerekçesini yazın."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.before} → {self.after}"


# A department group with fewer scored applicants shows no average (docs/rules.md P1).
FEWEST_IN_AVERAGE = 5


class ScoreAverage(models.Model):
    """A department group's scores at publication; without numbers where fewer than five people stand behind them."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="score_averages", verbose_name=_("dönem"))
    method = models.ForeignKey(ScoringMethod, models.PROTECT, related_name="+", verbose_name=_("yöntem"))
    group = models.ForeignKey(DepartmentGroup, models.PROTECT, related_name="+", verbose_name=_("bölüm grubu"))
    category = models.CharField(_("alan"), max_length=10, choices=ScoreCategory.choices)
    n = models.PositiveIntegerField(_("kişi"))
    mean = models.DecimalField(_("ortalama"), max_digits=5, decimal_places=2, null=True)
    lower = models.DecimalField(_("alt çeyrek"), max_digits=5, decimal_places=2, null=True)
    median = models.DecimalField(_("ortanca"), max_digits=5, decimal_places=2, null=True)
    upper = models.DecimalField(_("üst çeyrek"), max_digits=5, decimal_places=2, null=True)

    objects: ClassVar[models.Manager["ScoreAverage"]] = models.Manager()

    class Meta:
        verbose_name = _("bölüm puan ortalaması")
        verbose_name_plural = _("bölüm bazında puan ortalamaları")
        constraints = [
            models.UniqueConstraint(fields=["season", "group", "category"], name="score_average_once"),
            models.CheckConstraint(
                condition=Q(n__gte=FEWEST_IN_AVERAGE, mean__isnull=False, median__isnull=False)
                | Q(
                    n__lt=FEWEST_IN_AVERAGE,
                    mean__isnull=True,
                    median__isnull=True,
                    lower__isnull=True,
                    upper__isnull=True,
                ),
                name="score_average_hidden_below_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.get_category_display()}"
