"""Staj Takvimi: when a university lets its students do internships, and which of it a student picked."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from applications.models.seasons import Season
from usp.accounts.models import User
from usp.accounts.permissions import running_memberships
from usp.reference.models import University


class WindowState(models.TextChoices):
    """What may be done with a window. A draft is the career centre's own; students and offers never see it."""

    DRAFT = "draft", _("Taslak")
    OPEN = "open", _("Yayımda")
    CLOSED = "closed", _("Yeni seçime kapalı")


class InternshipWindowQuerySet(models.QuerySet["InternshipWindow"]):
    """Windows, scoped to who asks."""

    def visible_to(self, user: User) -> "InternshipWindowQuerySet":
        """Operators see all, officials their university's, students the published ones of theirs."""
        if user.is_operator:
            return self
        if user.is_student:
            return self.published().filter(university__units__departments__applications__student__user=user).distinct()
        return self.filter(university__in=[one.university_id for one in running_memberships(user)])

    def published(self) -> "InternshipWindowQuerySet":
        """Those that students may see, whether still to be chosen or not."""
        return self.exclude(state=WindowState.DRAFT)

    def choosable(self) -> "InternshipWindowQuerySet":
        """Those that students may still choose and employers may still offer."""
        return self.filter(state=WindowState.OPEN)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class InternshipWindow(models.Model):
    """A date range the Rektörlük allows: a start and a number of working days (A12).

    The end depends on how many days a week the workplace works (5 or 6) and is computed, never stored. Once a
    student has chosen it, its dates stand: it can only be closed for new choices and new offers.
    """

    season = models.ForeignKey(Season, models.PROTECT, related_name="windows", verbose_name=_("dönem"))
    university = models.ForeignKey(University, models.PROTECT, related_name="windows", verbose_name=_("üniversite"))
    working_days = models.PositiveSmallIntegerField(_("İş günü"))
    starts_on = models.DateField(_("başlama tarihi"))
    state = models.CharField(_("durum"), max_length=6, choices=WindowState.choices, default=WindowState.OPEN)
    reason = models.CharField(_("kapatma gerekçesi"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("son değişiklik"), null=True, blank=True, editable=False)

    objects: ClassVar[InternshipWindowQuerySet] = InternshipWindowQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "internship_window_in_use": _(
            "Bu takvimi seçen öğrenciler var; tarihi ve süresi değiştirilemez. Yeni seçime kapatıp yenisini ekleyin."
        ),
    }

    class Meta:
        verbose_name = _("staj takvimi")
        verbose_name_plural = _("staj takvimleri")
        ordering = ["working_days", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "university", "working_days", "starts_on"],
                name="internship_window_once",
                violation_error_message=_("Bu staj takvimi zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(working_days__gte=1),
                name="internship_window_days_positive",
                violation_error_message=_("İş günü sayısı en az 1 olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%d.%m.%Y} · {self.working_days}"

    @property
    def is_open(self) -> bool:
        """Whether students may still choose it."""
        return self.state == WindowState.OPEN


class WindowChoiceQuerySet(models.QuerySet["WindowChoice"]):
    """Choices, scoped to who asks."""

    def visible_to(self, user: User) -> "WindowChoiceQuerySet":
        """A student's own only."""
        return self.filter(application__student__user=user) if user.is_student else self.none()


class WindowChoice(models.Model):
    """«Staj Takvimlerim»: a window the student picked, in order. Not part of the frozen application (A7)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="window_choices")
    window = models.ForeignKey(InternshipWindow, models.PROTECT, related_name="choices", verbose_name=_("staj takvimi"))
    rank = models.PositiveSmallIntegerField(_("sıra"))

    objects: ClassVar[WindowChoiceQuerySet] = WindowChoiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("seçilen staj takvimi")
        verbose_name_plural = _("seçilen staj takvimleri")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "window"], name="window_choice_once"),
            models.UniqueConstraint(fields=["application", "rank"], name="window_choice_rank_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="window_choice_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.window}"
