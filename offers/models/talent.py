"""What an employer keeps of its searches: the talent pool's lists, saved searches, and what it took away."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Season
from usp.accounts.models import Employer, User


class TalentList(models.Model):
    """One of an employer's lists of a season, shared by its people."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="talent_lists", verbose_name=_("İşveren"))
    season = models.ForeignKey(Season, models.PROTECT, related_name="+", verbose_name=_("dönem"))
    name = models.CharField(_("liste adı"), max_length=80)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("oluşturan"))
    created_at = models.DateTimeField(_("oluşturulma"))

    objects: ClassVar[models.Manager["TalentList"]] = models.Manager()

    class Meta:
        verbose_name = _("yetenek havuzu listesi")
        verbose_name_plural = _("yetenek havuzu listeleri")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "season", "name"],
                name="talent_list_name_once",
                violation_error_message=_("Bu adda bir listeniz var."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TalentPoolEntry(models.Model):
    """A candidate on a list. It names the application, as the log of looks does, so that it outlives each rebuild;
    pages read the pool's row through ``applications.pool`` and never follow this relation to a person.
    """

    talent_list = models.ForeignKey(TalentList, models.CASCADE, related_name="entries", verbose_name=_("liste"))
    application = models.ForeignKey(Application, models.PROTECT, related_name="talent_entries")
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("etiketler"))
    note = models.TextField(_("özel not"), max_length=1000, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("ekleyen"))
    added_at = models.DateTimeField(_("eklenme"))

    objects: ClassVar[models.Manager["TalentPoolEntry"]] = models.Manager()

    class Meta:
        verbose_name = _("yetenek havuzu kaydı")
        verbose_name_plural = _("yetenek havuzu kayıtları")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["talent_list", "application"],
                name="talent_entry_once",
                violation_error_message=_("Aday bu listede zaten var."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.talent_list_id}/{self.pk}"


class SavedSearch(models.Model):
    """A search an employer's people come back to. ``query`` is the page's address after the question mark.

    ``new_count`` says how many fit today who did not the day before; it is computed once a day for all searches at
    once, because a live difference could be one person (docs/rules.md P7).
    """

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="saved_searches", verbose_name=_("İşveren"))
    season = models.ForeignKey(Season, models.PROTECT, related_name="+", verbose_name=_("dönem"))
    name = models.CharField(_("ad"), max_length=80)
    query = models.CharField(_("sorgu"), max_length=2000, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("kaydeden"))
    created_at = models.DateTimeField(_("kaydedilme"))
    new_count = models.PositiveIntegerField(_("yeni aday"), default=0)
    total = models.PositiveIntegerField(_("aday"), default=0)
    computed_at = models.DateTimeField(_("hesaplanma"), null=True, blank=True)

    objects: ClassVar[models.Manager["SavedSearch"]] = models.Manager()

    class Meta:
        verbose_name = _("kayıtlı arama")
        verbose_name_plural = _("kayıtlı aramalar")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "season", "name"],
                name="saved_search_name_once",
                violation_error_message=_("Bu adda bir aramanız var."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PoolExport(models.Model):
    """Somebody took the anonymous list away: who, when, what was asked and how many rows (docs/rules.md P8)."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="pool_exports", verbose_name=_("İşveren"))
    season = models.ForeignKey(Season, models.PROTECT, related_name="+", verbose_name=_("dönem"))
    exported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("İndiren"))
    exported_at = models.DateTimeField(_("İndirme"))
    query = models.CharField(_("sorgu"), max_length=2000, blank=True)
    rows = models.PositiveIntegerField(_("satır"))

    objects: ClassVar[models.Manager["PoolExport"]] = models.Manager()

    class Meta:
        verbose_name = _("havuz dökümü")
        verbose_name_plural = _("havuz dökümleri")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.employer_id} · {self.rows}"
