"""What a university itself decides about internships: term dates, overlap, lengths, compulsory internships."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.accounts.permissions import running_memberships
from usp.reference.models import Department, University

LONGEST = 260
"""No internship is longer than a year of working days."""

_DAYS = (MinValueValidator(1), MaxValueValidator(LONGEST))


class TermQuerySet(models.QuerySet["Term"]):
    """Terms, scoped to who asks."""

    def visible_to(self, user: User) -> "TermQuerySet":
        """Operators see all, officials their university's."""
        if user.is_operator:
            return self
        return self.filter(university__in=[one.university_id for one in running_memberships(user)])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Term(models.Model):
    """When lectures and examinations run: windows that overlap with it are flagged (A10)."""

    university = models.ForeignKey(University, models.PROTECT, related_name="terms", verbose_name=_("üniversite"))
    name = models.CharField(
        _("dönem adı"), max_length=80, help_text=_("Örnek: 2023-2024 Bahar, yarıyıl sonu sınavları")
    )
    starts_on = models.DateField(_("başlangıç"))
    ends_on = models.DateField(_("bitiş"))
    changed_at = models.DateTimeField(_("son değişiklik"), editable=False)

    objects: ClassVar[TermQuerySet] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("ders dönemi")
        verbose_name_plural = _("ders dönemleri")
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "name"],
                name="term_name_once",
                violation_error_message=_("Bu adda bir dönem zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_it_begins",
                violation_error_message=_("Bitiş tarihi başlangıçtan önce olamaz."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TermOverlap(models.TextChoices):
    """What the university does with an internship that overlaps with lectures (A10)."""

    REFUSED = "refused", _("İzin verilmez")
    ALLOWED = "allowed", _("İzin verilir")
    BY_UNIT = "by_unit", _("Birim her staj için ayrı karar verir")


@pghistory.track()
class WindowRules(models.Model):
    """A university's rules about its windows; where there is no row, the defaults of the fields hold."""

    university = models.OneToOneField(
        University, models.PROTECT, related_name="window_rules", verbose_name=_("üniversite")
    )
    term_overlap = models.CharField(
        _("ders dönemiyle çakışan staj"), max_length=8, choices=TermOverlap.choices, default=TermOverlap.BY_UNIT
    )
    usual_days = models.PositiveSmallIntegerField(
        _("zorunlu stajı olmayan bölümde süre (iş günü)"), default=20, validators=_DAYS
    )
    largest_days = models.PositiveSmallIntegerField(
        _("bir yazda en çok (iş günü)"),
        null=True,
        blank=True,
        validators=_DAYS,
        help_text=_("Zorunlu stajı bundan uzun olan bölümün öğrencisi stajını parça parça yapar. Sınır yoksa boş."),
    )
    changed_at = models.DateTimeField(_("son değişiklik"), editable=False)

    objects: ClassVar[models.Manager["WindowRules"]] = models.Manager()

    class Meta:
        verbose_name = _("takvim kuralları")
        verbose_name_plural = _("takvim kuralları")
        constraints = [
            models.CheckConstraint(
                condition=Q(usual_days__gte=1) & (Q(largest_days__isnull=True) | Q(largest_days__gte=1)),
                name="window_rules_days_positive",
                violation_error_message=_("İş günü sayısı en az 1 olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.university)


@pghistory.track()
class DepartmentRule(models.Model):
    """What the university says of a department's compulsory internship. It goes before the reference data.

    ``Department.compulsory_days`` comes from a hand-compiled file and is loaded anew with every release; this row is
    the university's own word and outlives that. ``compulsory_days`` empty means: no compulsory internship.
    """

    department = models.OneToOneField(
        Department, models.PROTECT, related_name="internship_rule", verbose_name=_("bölüm")
    )
    compulsory_days = models.PositiveSmallIntegerField(
        _("zorunlu staj (iş günü)"), null=True, blank=True, validators=_DAYS
    )
    other_lengths = ArrayField(
        models.PositiveSmallIntegerField(validators=_DAYS),
        verbose_name=_("İzin verilen başka süreler"),
        default=list,
        blank=True,
    )
    usual_after_earlier = models.BooleanField(
        _("zorunlu stajını USP dışında bitiren öğrenci, zorunlu stajı yokmuş gibi seçer"), default=False
    )
    criteria = models.TextField(_("ölçütler"), max_length=1000, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("onaylayan"))
    confirmed_at = models.DateTimeField(_("onay anı"))

    objects: ClassVar[models.Manager["DepartmentRule"]] = models.Manager()

    class Meta:
        verbose_name = _("bölümün staj kuralı")
        verbose_name_plural = _("bölümlerin staj kuralları")
        constraints = [
            models.CheckConstraint(
                condition=Q(compulsory_days__isnull=True) | Q(compulsory_days__gte=1, compulsory_days__lte=LONGEST),
                name="department_rule_days",
                violation_error_message=_("Zorunlu staj 1 ile 260 iş günü arasındadır; yoksa boş bırakın."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.department)
