"""Departments and the nationwide groups they belong to."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.reference.models.base import Level, NamedModel, ascii_slug
from usp.reference.models.universities import Unit


class DepartmentGroup(NamedModel):
    """What departments are called nationwide: «Bilgisayar Mühendisliği»; the unit of averages and filters.

    A group too small to hide a person is shown as its broad `field`. The tag marks the groups that a season
    may exclude (2024: medicine and teaching).
    """

    class Tag(models.TextChoices):
        NONE = "", "—"
        MEDICINE = "medicine", _("Tıp")
        DENTISTRY = "dentistry", _("Diş hekimliği")
        TEACHING = "teaching", _("Öğretmenlik")

    code = models.SlugField(_("kod"), max_length=100, unique=True)
    level = models.CharField(_("düzey"), max_length=10, choices=Level)
    field = models.SlugField(_("alan kodu"), max_length=60)
    field_name = models.CharField(_("alan"), max_length=100)
    tag = models.CharField(_("özel grup"), max_length=10, choices=Tag, blank=True, default=Tag.NONE)

    class Meta:
        verbose_name = _("bölüm grubu")
        verbose_name_plural = _("bölüm grupları")
        ordering = ["sort_key", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "level"],
                name="department_group_once_per_level",
                violation_error_message=_("Bu düzeyde bu adda bir bölüm grubu zaten var."),
            ),
            # A department's (group, level) refers to this pair: department_level_of_group in migration 0001.
            models.UniqueConstraint(fields=["id", "level"], name="department_group_id_level"),
        ]


class Department(NamedModel):
    """A programme that students are enrolled in. Its level is its group's level, held by a foreign key."""

    unit = models.ForeignKey(Unit, verbose_name=_("birim"), on_delete=models.PROTECT, related_name="departments")
    group = models.ForeignKey(
        DepartmentGroup, verbose_name=_("bölüm grubu"), on_delete=models.PROTECT, related_name="departments"
    )
    code = models.SlugField(_("kod"), max_length=120, blank=True)
    level = models.CharField(_("düzey"), max_length=10, choices=Level)
    years = models.PositiveSmallIntegerField(
        _("öğrenim süresi (yıl)"), validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    compulsory_days = models.PositiveSmallIntegerField(
        _("zorunlu staj (iş günü)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Öğretim programında zorunlu staj yoksa boş bırakılır."),
    )

    class Meta:
        verbose_name = _("bölüm")
        verbose_name_plural = _("bölümler")
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "level"],
                name="department_once_in_unit",
                violation_error_message=_("Bu birimde bu düzeyde bu adda bir bölüm zaten var."),
            ),
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="department_code_once_in_unit",
                violation_error_message=_("Bu birimde bu kodla bir bölüm zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=8),
                name="department_years",
                violation_error_message=_("Öğrenim süresi 1 ile 8 yıl arasında olmalıdır."),
            ),
            models.CheckConstraint(
                condition=Q(compulsory_days__isnull=True) | Q(compulsory_days__gt=0),
                name="department_compulsory_days",
                violation_error_message=_("Zorunlu staj gün sayısı sıfırdan büyük olmalı ya da boş kalmalıdır."),
            ),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Give a new department its code, from its name and level."""
        self.code = self.code or department_code(self.name, self.level)
        super().save(*args, update_fields=update_fields, **kwargs)


def department_code(name: str, level: str) -> str:
    """The code of a department inside its unit: its name, and its level where that is not the usual one."""
    suffix = {Level.ASSOCIATE.value: "-onlisans", Level.GRADUATE.value: "-lisansustu"}.get(str(level), "")
    return ascii_slug(name) + suffix
