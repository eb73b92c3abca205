"""«Verilerim»: the file with everything the portal holds on a person (docs/rules.md S6)."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from usp.accounts.models.users import User

FOLDER = "exports"


def random_name(export: "DataExport | None" = None, filename: str = "") -> str:
    """Where an export's file lies: a random name that says nothing and that nobody chose.

    Takes what Django gives to ``upload_to`` and looks at none of it.
    """
    name = secrets.token_hex(20)
    return f"{FOLDER}/{name[:2]}/{name}.zip"


class ExportState(models.TextChoices):
    """``waiting → running → ready → removed``; ``failed`` when three attempts did not make the file."""

    WAITING = "waiting", _("Sırada")
    RUNNING = "running", _("Hazırlanıyor")
    READY = "ready", _("Hazır")
    REMOVED = "removed", _("Süresi doldu, silindi")
    FAILED = "failed", _("Hazırlanamadı")


class DataExportQuerySet(models.QuerySet["DataExport"]):
    """Exports, scoped to who asks."""

    def visible_to(self, user: User) -> "DataExportQuerySet":
        """The person's own; not even operators open somebody else's."""
        return self.filter(user=user)


class DataExport(models.Model):
    """One request for one's own data. Its times are real ones; the row outlives its file as the request's record."""

    user = models.ForeignKey(User, models.PROTECT, related_name="data_exports", verbose_name=_("kullanıcı"))
    state = models.CharField(_("durum"), max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    requested_at = models.DateTimeField(_("İstenme"), db_default=Now())
    started_at = models.DateTimeField(_("başlama"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)
    files_done = models.PositiveIntegerField(_("eklenen dosya"), default=0)
    files_total = models.PositiveIntegerField(_("toplam dosya"), default=0)
    file = models.FileField(_("dosya"), upload_to=random_name, max_length=200, blank=True)
    size = models.BigIntegerField(_("boyut"), default=0)
    ready_at = models.DateTimeField(_("hazırlanma"), null=True, blank=True)
    expires_at = models.DateTimeField(_("İndirme sonu"), null=True, blank=True)

    objects: ClassVar[DataExportQuerySet] = DataExportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("kişisel veri dosyası")
        verbose_name_plural = _("kişisel veri dosyaları")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=["waiting", "running", "ready"]),
                name="data_export_one_live",
                violation_error_message=_("Verileriniz zaten hazırlanıyor."),
            ),
            models.CheckConstraint(
                condition=Q(state="ready", ready_at__isnull=False, expires_at__gt=F("ready_at")) & ~Q(file="")
                | ~Q(state="ready") & Q(file=""),
                name="data_export_file_only_when_ready",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(started_at__isnull=False), name="data_export_running_has_time"
            ),
            models.CheckConstraint(condition=Q(files_done__lte=F("files_total")), name="data_export_progress"),
        ]
        indexes = [models.Index(fields=["user", "requested_at"], name="data_export_by_user")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_state_display()}"


class DataExportDownload(models.Model):
    """The owner fetched the file: when, and in which request."""

    export = models.ForeignKey(DataExport, models.PROTECT, related_name="downloads", verbose_name=_("dosya"))
    at = models.DateTimeField(_("İndirme"), db_default=Now())
    request_id = models.CharField(_("İstek"), max_length=40, blank=True)

    objects: ClassVar[models.Manager["DataExportDownload"]] = models.Manager()

    class Meta:
        verbose_name = _("veri indirmesi")
        verbose_name_plural = _("veri indirmeleri")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.export_id} · {self.at:%d.%m.%Y}"
