"""Aday Havuzu: anonymous rows. Nothing here leads to a person but PoolLink, which no employer's page reads."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from applications.models.seasons import Season
from usp.accounts.models import Employer, User
from usp.reference.models import Level


class PoolEntry(models.Model):
    """What an employer may know of a candidate before a yes (docs/rules.md I7, P1): no column is an identity.

    Row numbers are dealt at random; ``tie`` orders equal scores at random. ``group_code`` is the department group, or
    its field where the group is too small to hide in; where even that is too small, class year and level are left
    out. ``provinces``, ``whole_provinces`` (no district chosen in them), ``districts``, ``periods`` (month and length,
    coded), ``languages`` (language and level, coded) and ``institutions`` hold only those by which the entry may be
    found, so that no question singles it out (docs/decisions/0010-who-can-hide-in-the-pool.md); they answer an
    employer's own question and are never shown as lists. ``listed`` is false for who has left the season,
    ``available`` while no internship right is left. Rows are written by ``applications.pool`` alone.
    """

    season = models.ForeignKey(Season, models.PROTECT, related_name="pool_entries")
    row_no = models.PositiveIntegerField()
    group_code = models.CharField(_("bölüm grubu"), max_length=100)
    group_name = models.CharField(_("bölüm grubu"), max_length=200)
    group_sort_key = models.CharField(max_length=400, db_collation="C")
    level = models.CharField(_("düzey"), max_length=10, choices=Level.choices, blank=True)
    class_year = models.PositiveSmallIntegerField(_("sınıf"), null=True, blank=True)
    academic = models.PositiveSmallIntegerField(_("akademik/mesleki"))
    social = models.PositiveSmallIntegerField(_("sanatsal/sosyal"))
    sport = models.PositiveSmallIntegerField(_("sportif"))
    tie = models.IntegerField()
    provinces = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("İller"))
    whole_provinces = ArrayField(models.PositiveSmallIntegerField(), default=list)
    districts = ArrayField(models.PositiveIntegerField(), default=list)
    periods = ArrayField(models.PositiveIntegerField(), default=list)
    languages = ArrayField(models.PositiveIntegerField(), default=list)
    institutions = ArrayField(models.PositiveIntegerField(), default=list)
    listed = models.BooleanField(_("havuzda"), default=True)
    available = models.BooleanField(_("hakkı var"), default=True)

    objects: ClassVar[models.Manager["PoolEntry"]] = models.Manager()

    class Meta:
        verbose_name = _("havuz kaydı")
        verbose_name_plural = _("aday havuzu")
        constraints = [
            models.UniqueConstraint(fields=["season", "row_no"], name="pool_entry_row_once"),
            models.CheckConstraint(
                condition=Q(academic__lte=100, social__lte=100, sport__lte=100), name="pool_entry_scores"
            ),
        ]
        indexes = [
            models.Index(fields=["season", "-academic", "-tie", "-row_no"], name="pool_by_academic"),
            models.Index(fields=["season", "-social", "-tie", "-row_no"], name="pool_by_social"),
            models.Index(fields=["season", "-sport", "-tie", "-row_no"], name="pool_by_sport"),
            models.Index(fields=["season", "group_code", "level", "class_year"], name="pool_by_group"),
        ]

    def __str__(self) -> str:
        return f"{self.season_id}/{self.row_no}"


class PoolLink(models.Model):
    """Which application stands behind a pool row. Read by verbs only, never by a page of an employer."""

    entry = models.OneToOneField(PoolEntry, models.CASCADE, primary_key=True, related_name="link")
    application = models.OneToOneField(Application, models.PROTECT, related_name="pool_link")

    def __str__(self) -> str:
        return str(self.entry_id)


class PoolProfile(models.Model):
    """What stands behind an entry's scores, as employers may read it: kinds, grades and points, nothing else.

    ``lines`` are ``{"kind", "option", "language", "points"}`` in whole points; the GNO is a ``band`` of ten instead.
    No title, issuer, date or document, and no kind that needs a consent. Written at the build and by corrections.
    """

    entry = models.OneToOneField(PoolEntry, models.CASCADE, primary_key=True, related_name="profile")
    lines = models.JSONField(default=list)

    objects: ClassVar[models.Manager["PoolProfile"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.entry_id)


class ProfileView(models.Model):
    """Somebody of an employer opened a candidate's profile: once a day and person, never changed (docs/rules.md A43).

    It names the application, not the pool row, so that it outlives each rebuild. Students read it as «what kind of
    employer from where» (docs/rules.md A43); no page of an employer reads it.
    """

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="profile_views", verbose_name=_("İşveren"))
    viewer = models.ForeignKey(User, models.PROTECT, related_name="profile_views", verbose_name=_("açan kişi"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="profile_views", verbose_name=_("başvuru")
    )
    viewed_on = models.DateField(_("gün"))
    viewed_at = models.DateTimeField(_("İlk açılış"))

    objects: ClassVar[models.Manager["ProfileView"]] = models.Manager()

    class Meta:
        verbose_name = _("açılan profil")
        verbose_name_plural = _("açılan profiller")
        ordering = ["-viewed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "employer", "viewer", "viewed_on"], name="profile_view_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} · {self.viewed_on}"
