"""A season: one year's programme, all of whose rules and dates are data (docs/rules.md A48)."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.date_conditions import Comparison, Consequence, DateConditionKind
from usp.edevlet.records import StudyMode
from usp.reference.models import DepartmentGroup, Level, Unit


class CancelGround(models.TextChoices):
    """What a student must name to ask for a cancellation (A9)."""

    EXCUSE = "mazeret", _("Mazeret")
    FORCE_MAJEURE = "mucbir", _("Mücbir sebep")


def formal_modes() -> list[str]:
    """The study modes that count as «örgün»."""
    return [StudyMode.ORGUN, StudyMode.IKINCI]


def working_week() -> list[int]:
    """Monday to Friday as ISO counts weekdays."""
    return [1, 2, 3, 4, 5]


@pghistory.track()
class Season(models.Model):
    """One year's programme. Exactly one is current; opening the next year is a row, not a release."""

    code = models.SlugField(_("kod"), unique=True)
    name = models.CharField(_("kısa ad"), max_length=40, help_text=_("Örnek: USP 2024"))
    title = models.CharField(_("başlık"), max_length=120, help_text=_("Örnek: Ulusal Staj Programı - 2024"))
    operator_name = models.CharField(_("yürüten kurum"), max_length=120)
    support_email = models.EmailField(_("destek adresi"))
    is_current = models.BooleanField(_("yürürlükteki dönem"), default=False)

    applications_open_at = models.DateTimeField(_("başvuru başlangıcı"))
    applications_close_at = models.DateTimeField(_("başvuru bitişi"))
    pool_opens_at = models.DateTimeField(_("aday havuzunun açılışı"))
    offers_close_at = models.DateTimeField(_("son teklif ve yedek çağrısı"))
    answers_close_at = models.DateTimeField(_("son cevap"))
    confirm_close_at = models.DateTimeField(_("son işveren onayı"))

    internships_per_student = models.PositiveSmallIntegerField(
        _("öğrenci başına staj"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    study_modes = ArrayField(
        models.CharField(max_length=10, choices=StudyMode.choices),
        default=formal_modes,
        verbose_name=_("öğretim türleri"),
    )
    born_after = models.DateField(_("en erken doğum tarihi"), null=True, blank=True)
    max_provinces = models.PositiveSmallIntegerField(_("en çok il tercihi"), default=5)
    max_districts = models.PositiveSmallIntegerField(_("İlde en çok ilçe tercihi"), default=5)
    max_institutions = models.PositiveSmallIntegerField(_("en çok kurum tercihi"), default=5)
    max_declarations = models.PositiveSmallIntegerField(_("en çok beyan"), default=60)
    appeal_days = models.PositiveSmallIntegerField(_("reddedilen beyana itiraz süresi (gün)"), default=7)
    status_is_compulsory = models.BooleanField(_("«zorunlu staj statüsünde» sayılır"), default=False)
    cancel_ground = models.CharField(
        _("İptal talebinde istenen"), max_length=10, choices=CancelGround.choices, default=CancelGround.EXCUSE
    )

    default_reply_days = models.PositiveSmallIntegerField(_("olağan cevap süresi (gün)"), default=5)
    minimum_reply_hours = models.PositiveSmallIntegerField(_("en kısa cevap süresi (saat)"), default=48)
    reply_hour_from = models.PositiveSmallIntegerField(_("cevap süresi en erken saat"), default=9)
    reply_hour_to = models.PositiveSmallIntegerField(_("cevap süresi en geç saat"), default=17)
    reply_weekdays = ArrayField(models.SmallIntegerField(), default=working_week, verbose_name=_("cevap günleri"))
    confirm_days = models.PositiveSmallIntegerField(_("İşverenin son onay süresi (iş günü)"), default=10)
    shadowing_min_days = models.PositiveSmallIntegerField(_("İş gölgeleme en az (iş günü)"), default=3)
    shadowing_max_days = models.PositiveSmallIntegerField(_("İş gölgeleme en çok (iş günü)"), default=10)

    pool_min_universities = models.PositiveSmallIntegerField(_("havuz grubunda en az üniversite"), default=5)
    pool_min_applicants = models.PositiveSmallIntegerField(_("havuz grubunda en az aday"), default=50)

    objects: ClassVar[models.Manager["Season"]] = models.Manager()

    class Meta:
        verbose_name = _("dönem")
        verbose_name_plural = _("dönemler")
        ordering = ["-applications_open_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="season_one_current",
                violation_error_message=_("Yürürlükte yalnızca bir dönem olabilir; önce diğerini kapatın."),
            ),
            models.CheckConstraint(
                condition=Q(applications_open_at__lt=F("applications_close_at"))
                & Q(applications_close_at__lte=F("pool_opens_at"))
                & Q(pool_opens_at__lt=F("offers_close_at"))
                & Q(offers_close_at__lte=F("answers_close_at"))
                & Q(answers_close_at__lte=F("confirm_close_at")),
                name="season_dates_in_order",
                violation_error_message=_(
                    "Dönem tarihleri sırayla olmalıdır: başvuru başlangıcı, başvuru bitişi, havuzun açılışı, "
                    "son teklif, son cevap, son onay."
                ),
            ),
            models.CheckConstraint(
                condition=Q(reply_hour_from__lt=F("reply_hour_to"), reply_hour_to__lte=23),
                name="season_reply_hours_in_order",
                violation_error_message=_("Cevap saatlerinin başlangıcı bitişinden önce olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class SeasonGnoLimit(models.Model):
    """The lowest grade average for one scale: the limit is converted, never the grade (docs/rules.md A47)."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="gno_limits", verbose_name=_("dönem"))
    scale = models.PositiveSmallIntegerField(_("not sistemi"), help_text=_("4 ya da 100 gibi, en yüksek not"))
    minimum = models.DecimalField(_("en az"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("not ortalaması sınırı")
        verbose_name_plural = _("not ortalaması sınırları")
        ordering = ["scale"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "scale"],
                name="season_gno_limit_once",
                violation_error_message=_("Bu not sisteminin sınırı zaten var."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minimum}/{self.scale}"


@pghistory.track()
class SeasonLevel(models.Model):
    """A level and class year that may apply. ``class_year`` empty means the programme's final year."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="levels", verbose_name=_("dönem"))
    level = models.CharField(_("düzey"), max_length=10, choices=Level.choices)
    class_year = models.PositiveSmallIntegerField(
        _("sınıf"), null=True, blank=True, help_text=_("Boş bırakılırsa son sınıf demektir.")
    )
    gno_exempt = models.BooleanField(_("not ortalaması aranmaz"), default=False)
    only_abroad = models.BooleanField(
        _("yalnızca yurt dışında okuyanlar"),
        default=False,
        help_text=_("Türkiye vatandaşı ya da Mavi Kartlı, yurt dışında okuyan öğrenciler (2025’ten beri lisansüstü)."),
    )

    class Meta:
        verbose_name = _("başvurabilecek sınıf")
        verbose_name_plural = _("başvurabilecek sınıflar")
        ordering = ["level", "class_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "level", "class_year"],
                nulls_distinct=False,
                name="season_level_once",
                violation_error_message=_("Bu düzey ve sınıf zaten var."),
            ),
        ]

    def __str__(self) -> str:
        year = self.class_year if self.class_year is not None else _("son")
        return f"{self.get_level_display()} {year}. {_('sınıf')}"


@pghistory.track()
class SeasonExclusion(models.Model):
    """A kind of unit or a group of departments that may not apply (2024: medicine and teaching, A21)."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="exclusions", verbose_name=_("dönem"))
    unit_kind = models.CharField(_("birim türü"), max_length=20, choices=Unit.Kind.choices, blank=True)
    group_tag = models.CharField(_("bölüm grubu"), max_length=10, choices=DepartmentGroup.Tag.choices, blank=True)

    class Meta:
        verbose_name = _("kapsam dışı")
        verbose_name_plural = _("kapsam dışı birimler ve gruplar")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_kind="") ^ Q(group_tag=""),
                name="season_exclusion_names_one",
                violation_error_message=_("Ya birim türü ya da bölüm grubu seçin."),
            ),
            models.UniqueConstraint(
                fields=["season", "unit_kind", "group_tag"],
                name="season_exclusion_once",
                violation_error_message=_("Bu kapsam dışı kuralı zaten var."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_unit_kind_display() if self.unit_kind else self.get_group_tag_display())


@pghistory.track()
class SeasonDateCondition(models.Model):
    """What is expected on the internship's date, and what follows when it does not hold (A2).

    ``class_year`` empty means every class. A grade average has a row for each scale, as the limits at application
    have: the limit is converted, never the grade.
    """

    season = models.ForeignKey(Season, models.CASCADE, related_name="date_conditions", verbose_name=_("dönem"))
    level = models.CharField(_("düzey"), max_length=10, choices=Level.choices)
    class_year = models.PositiveSmallIntegerField(
        _("sınıf"), null=True, blank=True, help_text=_("Başvurudaki sınıf; boş bırakılırsa bütün sınıflar.")
    )
    kind = models.CharField(_("koşul"), max_length=16, choices=DateConditionKind.choices)
    comparison = models.CharField(
        _("karşılaştırma"), max_length=3, choices=Comparison.choices, blank=True, help_text=_("Not ortalaması için")
    )
    scale = models.PositiveSmallIntegerField(_("not sistemi"), null=True, blank=True)
    minimum = models.DecimalField(_("sınır"), max_digits=5, decimal_places=2, null=True, blank=True)
    consequence = models.CharField(_("sonucu"), max_length=4, choices=Consequence.choices, default=Consequence.WARN)

    class Meta:
        verbose_name = _("staj tarihindeki koşul")
        verbose_name_plural = _("staj tarihindeki koşullar")
        ordering = ["level", "class_year", "kind", "scale"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "level", "class_year", "kind", "scale"],
                nulls_distinct=False,
                name="season_date_condition_once",
                violation_error_message=_("Bu düzey, sınıf ve not sistemi için bu koşul zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(kind="gno_minimum", scale__isnull=False, minimum__isnull=False) & ~Q(comparison="")
                | ~Q(kind="gno_minimum") & Q(comparison="", scale__isnull=True, minimum__isnull=True),
                name="season_date_condition_shape",
                violation_error_message=_(
                    "Not ortalaması koşulunda karşılaştırma, not sistemi ve sınır yazılır; diğerlerinde boş bırakılır."
                ),
            ),
        ]

    def __str__(self) -> str:
        year = _("bütün sınıflar") if self.class_year is None else _("%d. sınıf") % self.class_year
        return f"{self.get_level_display()}, {year}: {self.get_kind_display()}"
