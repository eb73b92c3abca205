"""Provinces and districts."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.reference.models.base import NamedModel


class Province(NamedModel):
    """One of the 81 provinces; the id is its plate number."""

    id = models.PositiveSmallIntegerField(
        _("plaka"), primary_key=True, validators=[MinValueValidator(1), MaxValueValidator(81)]
    )
    region = models.CharField(_("bölge"), max_length=40)

    class Meta:
        verbose_name = _("İl")
        verbose_name_plural = _("İller")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(id__gte=1, id__lte=81),
                name="province_plate_number",
                violation_error_message=_("Plaka numarası 1 ile 81 arasında olmalıdır."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                name="province_name_once",
                violation_error_message=_("Bu adda bir il zaten var."),
            ),
        ]


class District(NamedModel):
    """A district (ilçe); the id is its official code."""

    id = models.PositiveIntegerField(_("İlçe kodu"), primary_key=True)
    province = models.ForeignKey(Province, verbose_name=_("İl"), on_delete=models.PROTECT, related_name="districts")

    class Meta:
        verbose_name = _("İlçe")
        verbose_name_plural = _("İlçeler")
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "name"],
                name="district_once_in_province",
                violation_error_message=_("Bu ilde bu adda bir ilçe zaten var."),
            ),
        ]
