"""What a university decides of an internship: lectures, curriculum, changed dates (docs/rules.md A10, A27, A29)."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Upload
from usp.guidance.markup import to_html
from usp.reference.models import Department, University


class Guidelines(models.Model):
    """One published version of a university's «USP Uygulama İlkeleri»; decisions cite the version they rest on."""

    university = models.ForeignKey(University, models.PROTECT, related_name="guidelines", verbose_name=_("üniversite"))
    version = models.PositiveSmallIntegerField(_("sürüm"))
    title = models.CharField(_("başlık"), max_length=150)
    text = models.TextField(_("metin"), max_length=20000, blank=True)
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dosya"))
    decided_on = models.DateField(_("karar tarihi"))
    decision_no = models.CharField(_("karar sayısı"), max_length=60, blank=True)
    published_at = models.DateTimeField(_("yayımlanma"))
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("yayımlayan"))

    objects: ClassVar[models.Manager["Guidelines"]] = models.Manager()

    class Meta:
        verbose_name = _("uygulama ilkeleri")
        verbose_name_plural = _("uygulama ilkeleri")
        ordering = ["university", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["university", "version"], name="guidelines_version"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False),
                name="guidelines_say_something",
                violation_error_message=_("Metni yazın ya da dosyasını ekleyin."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def html(self) -> SafeString:
        """The words as HTML: paragraphs, lists, bold words and links, nothing else."""
        return to_html(self.text)


class CompulsoryCriteria(models.Model):
    """What a department asks of an internship that is to count as its compulsory one: length, place, conduct (A29).

    An empty field asks nothing. How many days the curriculum asks for stands in the department's rule.
    """

    class Sector(models.TextChoices):
        """At which kind of institution."""

        ANY = "any", _("Kamu ya da özel")
        PUBLIC = "public", _("Yalnızca kamu kurumu")
        PRIVATE = "private", _("Yalnızca özel kurum")

    department = models.OneToOneField(
        Department, models.PROTECT, related_name="compulsory_criteria", verbose_name=_("bölüm")
    )
    min_days = models.PositiveSmallIntegerField(_("en az iş günü"), null=True, blank=True)
    max_days_a_term = models.PositiveSmallIntegerField(_("bir dönemde sayılan en çok iş günü"), null=True, blank=True)
    sector = models.CharField(_("kurum"), max_length=8, choices=Sector.choices, default=Sector.ANY)
    min_personnel = models.PositiveIntegerField(_("kurumda en az personel"), null=True, blank=True)
    supervisor_titles = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("sorumlunun unvanı şunlardan biri")
    )
    class_years = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("sayılan sınıflar")
    )
    content = models.CharField(_("İçerik"), max_length=500, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("belirleyen"))
    changed_at = models.DateTimeField(_("son değişiklik"))

    objects: ClassVar[models.Manager["CompulsoryCriteria"]] = models.Manager()

    class Meta:
        verbose_name = _("zorunlu staj ölçütleri")
        verbose_name_plural = _("zorunlu staj ölçütleri")

    def __str__(self) -> str:
        return str(self.department)


class UnitDecision(models.Model):
    """The unit's decision on an internship; a later one of the same subject takes its place, none is removed."""

    class Subject(models.TextChoices):
        """What is decided."""

        COMPULSORY = "compulsory", _("Zorunlu staj yerine sayılma")
        TERM = "term", _("Ders dönemiyle çakışma")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="unit_decisions", verbose_name=_("staj"))
    subject = models.CharField(_("konu"), max_length=10, choices=Subject.choices)
    granted = models.BooleanField(_("uygun"))
    days = models.PositiveSmallIntegerField(_("sayılan iş günü"), null=True, blank=True)
    grounds = models.JSONField(_("ölçütler"), default=dict, blank=True)
    reason = models.CharField(_("gerekçe"), max_length=500)
    guidelines = models.ForeignKey(
        Guidelines, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dayanılan ilkeler")
    )
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("karar veren"))
    decided_at = models.DateTimeField(_("karar anı"))

    objects: ClassVar[models.Manager["UnitDecision"]] = models.Manager()

    class Meta:
        verbose_name = _("birim kararı")
        verbose_name_plural = _("birim kararları")
        ordering = ["-id"]
        indexes = [models.Index(fields=["placement", "subject"], name="unit_decision_of")]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_subject_display()}"


class DateChangeState(models.TextChoices):
    """A change takes effect when everybody it needs has agreed."""

    OPEN = "open", _("Onay bekliyor")
    APPLIED = "applied", _("Uygulandı")
    REFUSED = "refused", _("Kabul edilmedi")
    TAKEN_BACK = "taken_back", _("Geri alındı")
    MOOT = "moot", _("Staj sona erdi")
    LAPSED = "lapsed", _("Süresinde cevaplanmadı")


class DateChange(models.Model):
    """New dates for a confirmed internship, proposed by one side, agreed by the others (docs/rules.md A10).

    ``needs_unit`` is true where the dates leave the student's windows or lengths, overlap a term or come late.
    """

    class Side(models.TextChoices):
        """Who proposed."""

        STUDENT = "student", _("Öğrenci")
        EMPLOYER = "employer", _("İşveren")
        CENTER = "center", _("Kariyer merkezi")

    class Why(models.TextChoices):
        """From a list, so that nobody's story is told to the other side."""

        TERM = "term", _("Ders ya da sınav dönemiyle çakışıyor")
        SHORTER = "shorter", _("Süre kısalıyor")
        WORKPLACE = "workplace", _("İşyerinin programı değişti")
        HEALTH = "health", _("Sağlık")
        PAPERS = "papers", _("Evrak zamanında yetişmiyor")
        OTHER = "other", _("Başka bir neden")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="date_changes", verbose_name=_("staj"))
    side = models.CharField(_("öneren taraf"), max_length=8, choices=Side.choices)
    why = models.CharField(_("neden"), max_length=10, choices=Why.choices)
    was = DateRangeField(_("eski tarihler"))
    dates = DateRangeField(_("yeni tarihler"))
    working_days = models.PositiveSmallIntegerField(_("İş günü"))
    weekly_days = models.PositiveSmallIntegerField(_("haftada çalışılan gün"))
    needs_unit = models.BooleanField(_("birim onayı gerekir"), default=True)
    state = models.CharField(_("durum"), max_length=10, choices=DateChangeState.choices, default=DateChangeState.OPEN)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("öneren"))
    proposed_at = models.DateTimeField(_("önerilme"))
    student_agreed_at = models.DateTimeField(_("öğrencinin onayı"), null=True, blank=True)
    employer_agreed_at = models.DateTimeField(_("İşverenin onayı"), null=True, blank=True)
    unit_agreed_at = models.DateTimeField(_("birimin onayı"), null=True, blank=True)
    unit_agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    unit_reason = models.CharField(_("birimin gerekçesi"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("sonuçlanma"), null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["DateChange"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "date_change_answered": _("Bu öneri az önce sonuçlandı. Sayfayı yenileyip son durumuna bakın."),
        "date_change_not_agreed": _("Öneri, gereken herkes onaylamadan uygulanamaz."),
    }

    class Meta:
        verbose_name = _("tarih değişikliği")
        verbose_name_plural = _("tarih değişiklikleri")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state="open"),
                name="date_change_one_open",
                violation_error_message=_("Bu staj için onay bekleyen bir tarih değişikliği var."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="date_change_closed_has_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="frozen",
                fields=["placement", "side", "why", "was", "dates", "working_days", "weekly_days", "proposed_by"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_state_display()}"
