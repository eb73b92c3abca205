"""Extra closed days, and which data files are loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClosedDay(models.Model):
    """A day on which nobody works though no law names it, such as an «idarî izin» bridge day."""

    date = models.DateField(_("tarih"), unique=True)
    name = models.CharField(_("ad"), max_length=120, help_text=_("Örneğin «İdarî izin (Kurban Bayramı)»."))
    source = models.CharField(_("dayanak"), max_length=300, help_text=_("Kararın tarihi ve sayısı ya da adresi."))

    class Meta:
        verbose_name = _("ek tatil günü")
        verbose_name_plural = _("ek tatil günleri")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y} {self.name}"


class DataRelease(models.Model):
    """Which version of a data file is loaded: one row a file, rewritten when a new version comes."""

    name = models.CharField(_("dosya"), max_length=60, unique=True)
    version = models.CharField(_("sürüm"), max_length=40)
    sha256 = models.CharField("SHA-256", max_length=64)
    licence = models.CharField(_("lisans"), max_length=100)
    source = models.CharField(_("kaynak"), max_length=500)
    rows = models.PositiveIntegerField(_("satır sayısı"))
    loaded_at = models.DateTimeField(_("yüklenme zamanı"))

    class Meta:
        verbose_name = _("veri sürümü")
        verbose_name_plural = _("veri sürümleri")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
