"""What a university's files for SGK need: codes, workplaces, occupations."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.reference.models import Department, Unit, University


class Encoding(models.TextChoices):
    """In which encoding SGK's bulk file is written; both are in use."""

    UTF8 = "utf-8", "UTF-8"
    LATIN5 = "iso-8859-9", "ISO-8859-9"


@pghistory.track()
class SgkSettings(models.Model):
    """A university's codes for its declarations; where there is no row, the defaults of the fields hold.

    What no public text says is a parameter, never a constant (docs/rules.md B10).
    """

    university = models.OneToOneField(
        University, models.PROTECT, related_name="sgk_settings", verbose_name=_("üniversite")
    )
    encoding = models.CharField(_("dosya kodlaması"), max_length=12, choices=Encoding.choices, default=Encoding.UTF8)
    insurance_branch = models.CharField(_("sigorta kolu"), max_length=2, default="19")
    education_code = models.CharField(_("öğrenim kodu"), max_length=2, default="4")
    work_branch = models.CharField(_("ÇSGB iş kolu"), max_length=2, default="17")
    duty_code = models.CharField(_("görev kodu"), max_length=2, default="5")
    occupation_code = models.CharField(_("meslek kodu"), max_length=7, default="9901.01")
    exit_reason = models.CharField(_("çıkış nedeni"), max_length=2, default="22")
    exit_days = models.PositiveSmallIntegerField(_("çıkış bildirimi süresi (gün)"), default=10)
    title_chars = models.PositiveSmallIntegerField(_("unvan en çok (karakter)"), default=250)
    address_chars = models.PositiveSmallIntegerField(_("adres en çok (karakter)"), default=200)
    changed_at = models.DateTimeField(_("son değişiklik"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["SgkSettings"]] = models.Manager()

    class Meta:
        verbose_name = _("SGK ayarları")
        verbose_name_plural = _("SGK ayarları")
        constraints = [
            models.CheckConstraint(
                condition=Q(occupation_code__regex=r"^[0-9]{4}\.[0-9]{2}$"),
                name="sgk_occupation_form",
                violation_error_message=_("Meslek kodu 3258.02 biçimindedir."),
            ),
            models.CheckConstraint(
                condition=Q(exit_days__gte=1, exit_days__lte=60),
                name="sgk_exit_days",
                violation_error_message=_("Çıkış bildirimi süresi 1 ile 60 gün arasındadır."),
            ),
            models.CheckConstraint(
                condition=Q(title_chars__gte=20, title_chars__lte=250, address_chars__gte=20, address_chars__lte=250),
                name="sgk_field_lengths",
                violation_error_message=_("Unvan ve adres alanları 20 ile 250 karakter arasındadır."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.university)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SgkWorkplace(models.Model):
    """A workplace of the university at SGK; one for the whole university, and where a unit has its own, that
    (docs/rules.md B2: the file never names the host). ``registry_number`` has 21 digits, the agent's number three."""

    university = models.ForeignKey(
        University, models.PROTECT, related_name="sgk_workplaces", verbose_name=_("üniversite")
    )
    unit = models.OneToOneField(
        Unit, models.PROTECT, null=True, blank=True, related_name="sgk_workplace", verbose_name=_("birim")
    )
    registry_number = models.CharField(_("SGK işyeri sicil numarası"), max_length=21)
    agent_number = models.CharField(_("aracı numarası"), max_length=3, default="000")
    title = models.CharField(_("unvan"), max_length=250)
    address = models.CharField(_("adres"), max_length=250)
    changed_at = models.DateTimeField(_("son değişiklik"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["SgkWorkplace"]] = models.Manager()

    class Meta:
        verbose_name = _("SGK işyeri")
        verbose_name_plural = _("SGK işyerleri")
        ordering = ["university", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["university"],
                condition=Q(unit__isnull=True),
                name="sgk_workplace_one_for_all",
                violation_error_message=_("Üniversitenin geneli için bir işyeri zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(registry_number__regex=r"^[0-9]{21}$"),
                name="sgk_workplace_number",
                violation_error_message=_("İşyeri sicil numarası 21 rakamdır."),
            ),
            models.CheckConstraint(
                condition=Q(agent_number__regex=r"^[0-9]{3}$"),
                name="sgk_workplace_agent",
                violation_error_message=_("Aracı numarası 3 rakamdır; aracı yoksa 000 yazılır."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DepartmentOccupation(models.Model):
    """The occupation code under which a department's interns are declared, where it is not the university's usual."""

    department = models.OneToOneField(
        Department, models.PROTECT, related_name="sgk_occupation", verbose_name=_("bölüm")
    )
    code = models.CharField(_("meslek kodu"), max_length=7)
    changed_at = models.DateTimeField(_("son değişiklik"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["DepartmentOccupation"]] = models.Manager()

    class Meta:
        verbose_name = _("bölümün meslek kodu")
        verbose_name_plural = _("bölümlerin meslek kodları")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{4}\.[0-9]{2}$"),
                name="department_occupation_form",
                violation_error_message=_("Meslek kodu 3258.02 biçimindedir."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} · {self.code}"
