"""How a university wants its papers: until when, to whom, and what follows the internship (docs/rules.md B13)."""

import datetime as dt
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.reference.models import University

_DAYS = (MinValueValidator(0), MaxValueValidator(90))


@pghistory.track()
class PaperRules(models.Model):
    """A university's own terms for papers: how long before the start, where to, what its form says besides."""

    class LeadUnit(models.TextChoices):
        CALENDAR = "calendar", _("takvim günü")
        WORKING = "working", _("iş günü")

    class Receiver(models.TextChoices):
        ADVISER = "adviser", _("Bölüm kariyer danışmanı")
        INSURANCE = "insurance", _("Birim sigorta yetkilisi")
        CENTER = "center", _("Kariyer merkezi")

    university = models.OneToOneField(
        University, models.PROTECT, related_name="paper_rules", verbose_name=_("üniversite")
    )
    lead_days = models.PositiveSmallIntegerField(_("evrak teslim süresi"), default=15)
    lead_unit = models.CharField(_("süre birimi"), max_length=8, choices=LeadUnit.choices, default=LeadUnit.CALENDAR)
    last_hour = models.TimeField(_("son gün en geç saat"), default=dt.time(17, 0))
    taken_by = models.CharField(
        _("evrakı kim teslim alır"), max_length=10, choices=Receiver.choices, default=Receiver.ADVISER
    )
    document_prefix = models.CharField(_("belge sayısı ön eki"), max_length=40, blank=True)
    papers_to = models.CharField(_("evrakın teslim edileceği yer"), max_length=120, blank=True)
    explanation = models.TextField(_("formdaki ek açıklama"), max_length=1000, blank=True)
    approval_days = models.PositiveSmallIntegerField(
        _("evrakın onaylanması için süre (iş günü)"),
        default=3,
        validators=_DAYS,
        help_text=_("Evrak tesliminden sigorta girişine kadar komisyonun ve sigorta yetkilisinin süresi."),
    )
    late_days = models.PositiveSmallIntegerField(
        _("geç evrakın son sınırı (iş günü)"),
        default=2,
        validators=(MinValueValidator(1), MaxValueValidator(90)),
        help_text=_("Başlamaya bundan az iş günü kala geç evrak gerekçeyle de alınmaz."),
    )
    change_days = models.PositiveSmallIntegerField(
        _("tarih değişikliği, başlamadan en az (iş günü)"), default=5, validators=_DAYS
    )
    entry_freezes_dates = models.BooleanField(_("sigorta girişinden sonra tarih değişmez"), default=False)
    starts_on_weekday = models.PositiveSmallIntegerField(
        _("staj hangi gün başlar (1 pazartesi – 7 pazar)"),
        null=True,
        blank=True,
        validators=(MinValueValidator(1), MaxValueValidator(7)),
    )
    free_days_between = models.PositiveSmallIntegerField(_("İki staj arasında en az boş gün"), default=0)
    voluntary_days_a_year = models.PositiveSmallIntegerField(
        _("zorunlu olmayan stajda yılda en çok sigortalı gün"), null=True, blank=True
    )
    start_form_days = models.PositiveSmallIntegerField(
        _("staj başlangıç formu, başladıktan sonra (gün)"), null=True, blank=True, validators=_DAYS
    )
    report_days = models.PositiveSmallIntegerField(_("staj raporu, bitişten sonra (gün)"), default=15, validators=_DAYS)
    sick_days = models.PositiveSmallIntegerField(_("en çok raporlu gün"), null=True, blank=True)
    leave_days = models.PositiveSmallIntegerField(_("en çok izinli gün"), null=True, blank=True)
    absence_percent = models.PositiveSmallIntegerField(
        _("en çok devamsızlık (yüzde)"), default=10, validators=(MaxValueValidator(100),)
    )
    pays_working_days = models.BooleanField(
        _("ücret günleri"),
        default=False,
        choices=((False, _("takvim günü")), (True, _("İş günü"))),
    )
    wants_report = models.BooleanField(_("bitişte staj raporu istenir"), default=True)
    changed_at = models.DateTimeField(_("son değişiklik"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["PaperRules"]] = models.Manager()

    class Meta:
        verbose_name = _("evrak kuralları")
        verbose_name_plural = _("evrak kuralları")
        constraints = [
            models.CheckConstraint(
                condition=Q(lead_days__gte=1, lead_days__lte=90),
                name="paper_rules_lead_days",
                violation_error_message=_("Evrak teslim süresi 1 ile 90 gün arasındadır."),
            ),
            models.CheckConstraint(
                condition=Q(last_hour__gte=dt.time(8, 0), last_hour__lte=dt.time(18, 0)),
                name="paper_rules_last_hour",
                violation_error_message=_("Son saat 08.00 ile 18.00 arasındadır."),
            ),
            models.CheckConstraint(
                condition=Q(late_days__gte=1, starts_on_weekday__isnull=True)
                | Q(late_days__gte=1, starts_on_weekday__gte=1, starts_on_weekday__lte=7),
                name="paper_rules_days_sane",
                violation_error_message=_("Başlama günü 1 (pazartesi) ile 7 (pazar), son sınır en az 1 iş günüdür."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.university)
