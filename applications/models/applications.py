"""One student's application in one season, and where the student wants to go."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models.seasons import Season, StudyMode
from applications.states import ApplicationState
from usp.accounts.models import Student, User
from usp.reference.models import Department, District, Level, Province


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications, always asked for by somebody."""

    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """A student's own, an operator's all; nobody else reads applications directly."""
        if user.is_student:
            return self.filter(student__user=user)
        return self if user.is_operator else self.none()

    def live(self) -> "ApplicationQuerySet":
        """All but the cancelled ones."""
        return self.exclude(state=ApplicationState.CANCELLED)


class Application(models.Model):
    """One student's application in one season (docs/states.md). Completed ones are frozen by the database.

    ``records`` is the e-Devlet answer as it was fetched; the columns below it are the chosen enrolment's facts at
    «Başvur». ``allowed`` and ``used`` count internships: the season's right, copied at completion, and what of it
    live placements use (docs/rules.md I5).
    """

    student = models.ForeignKey(Student, models.PROTECT, related_name="applications", verbose_name=_("öğrenci"))
    season = models.ForeignKey(Season, models.PROTECT, related_name="applications", verbose_name=_("dönem"))
    state = models.CharField(
        _("durum"), max_length=14, choices=ApplicationState.choices, default=ApplicationState.STARTED
    )
    records = models.JSONField(_("e-Devlet kayıtları"))
    records_fetched_at = models.DateTimeField(_("kayıtların alındığı an"))

    enrolment_id = models.CharField(_("seçilen öğrenim kaydı"), max_length=40, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("bölüm")
    )
    student_no = models.CharField(_("öğrenci no"), max_length=20, blank=True)
    level = models.CharField(_("düzey"), max_length=10, choices=Level.choices, blank=True)
    class_year = models.PositiveSmallIntegerField(_("sınıf"), null=True, blank=True)
    study_mode = models.CharField(_("öğretim türü"), max_length=10, choices=StudyMode.choices, blank=True)
    gno = models.DecimalField(_("not ortalaması"), max_digits=5, decimal_places=2, null=True, blank=True)
    gno_scale = models.PositiveSmallIntegerField(_("not sistemi"), null=True, blank=True)
    highschool = models.JSONField(_("lise beyanı"), null=True, blank=True)

    started_at = models.DateTimeField(_("başlangıç"))
    registered_at = models.DateTimeField(_("e-Devlet aşamasının tamamlanması"), null=True, blank=True)
    completed_at = models.DateTimeField(_("tamamlanma"), null=True, blank=True)
    allowed = models.PositiveSmallIntegerField(_("staj hakkı"), default=0)
    used = models.PositiveSmallIntegerField(_("kullanılan hak"), default=0)

    objects: ClassVar[ApplicationQuerySet] = ApplicationQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "application_transition": _("Başvurunuzun durumu bu arada değişmiş. Sayfayı yenileyip yeniden bakın."),
        "application_in_time": _("Başvuru dönemi kapalı; bu adım yalnızca başvuru tarihleri içinde yapılabilir."),
        "application_frozen": _("Tamamlanan başvuru değiştirilemez."),
    }

    class Meta:
        verbose_name = _("başvuru")
        verbose_name_plural = _("başvurular")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "season"],
                condition=~Q(state="cancelled"),
                name="application_one_live",
                violation_error_message=_("Bu dönem için zaten bir başvurunuz var."),
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("allowed")),
                name="application_right_not_overdrawn",
                violation_error_message=_("Öğrencinin bu dönemdeki staj hakkı dolmuş."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["started", "cancelled"])
                | Q(
                    department__isnull=False,
                    class_year__isnull=False,
                    registered_at__isnull=False,
                )
                & ~Q(level="")
                & ~Q(study_mode="")
                & ~Q(enrolment_id=""),
                name="application_registered_names_enrolment",
                violation_error_message=_("e-Devlet aşaması, seçilen öğrenim kaydıyla tamamlanır."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["completed", "disqualified"], completed_at__isnull=False, allowed__gte=1)
                | Q(state__in=["started", "registered", "cancelled"], completed_at__isnull=True, used=0),
                name="application_completed_shape",
                violation_error_message=_("Tamamlanma anı yalnızca tamamlanan başvuruda bulunur."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.season}"

    @property
    def enrolled_at(self) -> Department:
        """The chosen enrolment's department; every application has one from «Başvur» on, the database says so."""
        if self.department is None:
            raise LookupError(f"application {self.pk} has not named its enrolment yet")
        return self.department

    @property
    def right_left(self) -> bool:
        """Whether an internship may still begin from this application."""
        return self.state == ApplicationState.COMPLETED and self.used < self.allowed


class ApplicationTransition(models.Model):
    """One move of an application, written by the database whoever moves it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="transitions")
    from_state = models.CharField(_("önceki durum"), max_length=14, blank=True)
    to_state = models.CharField(_("yeni durum"), max_length=14)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    reason = models.CharField(_("gerekçe"), max_length=200, blank=True)
    at = models.DateTimeField(_("an"))

    class Meta:
        verbose_name = _("başvuru hareketi")
        verbose_name_plural = _("başvuru hareketleri")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(actor=""), name="application_transition_names_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class ProvincePreference(models.Model):
    """A province the student wants, in order; «Tüm İlçeler» or 1–5 districts of it (seed, A32)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="province_preferences")
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("İl"))
    rank = models.PositiveSmallIntegerField(_("sıra"))
    all_districts = models.BooleanField(_("tüm ilçeler"), default=False)

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "preference_in_time": _("İl ve ilçe tercihleri yalnızca son başvuru tarihine kadar değiştirilebilir."),
    }

    class Meta:
        verbose_name = _("İl tercihi")
        verbose_name_plural = _("İl tercihleri")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "province"],
                name="province_preference_once",
                violation_error_message=_("Aynı ili iki kez seçtiniz."),
            ),
            models.UniqueConstraint(
                fields=["application", "rank"],
                name="province_preference_rank_once",
                violation_error_message=_("Tercih sırası iki ilde aynı olamaz."),
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="province_preference_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.province}"


class DistrictPreference(models.Model):
    """A district inside a preferred province, in order."""

    preference = models.ForeignKey(ProvincePreference, models.CASCADE, related_name="districts")
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("İlçe"))
    rank = models.PositiveSmallIntegerField(_("sıra"))

    class Meta:
        verbose_name = _("İlçe tercihi")
        verbose_name_plural = _("İlçe tercihleri")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["preference", "district"],
                name="district_preference_once",
                violation_error_message=_("Aynı ilçeyi iki kez seçtiniz."),
            ),
            models.UniqueConstraint(fields=["preference", "rank"], name="district_preference_rank_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="district_preference_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.district}"
