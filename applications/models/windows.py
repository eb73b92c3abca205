"""Staj Takvimi: when a university lets its students do internships, and which of it a student picked."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from applications.models.seasons import Season
from usp.accounts.models import User
from usp.reference.models import University


@pghistory.track()
class InternshipWindow(models.Model):
    """A date range the Rektörlük allows: a start and a number of working days (A12).

    The end depends on how many days a week the workplace works (5 or 6) and is computed, never stored.
    """

    season = models.ForeignKey(Season, models.PROTECT, related_name="windows", verbose_name=_("dönem"))
    university = models.ForeignKey(University, models.PROTECT, related_name="windows", verbose_name=_("üniversite"))
    working_days = models.PositiveSmallIntegerField(_("İş günü"))
    starts_on = models.DateField(_("başlama tarihi"))

    objects: ClassVar[models.Manager["InternshipWindow"]] = models.Manager()

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
