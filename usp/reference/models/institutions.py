"""Institutions: where students would rather go, and those that verify what students declare."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from usp.reference.models.base import NamedModel
from usp.reference.models.places import Province


class Institution(NamedModel):
    """An institution a student may name as «öncelikli tercih» (docs/rules.md A34); the operators keep the list.

    Employers register later and are linked on approval; an institution without an employer here may be named too.
    """

    class Sector(models.TextChoices):
        """Who stands behind it."""

        PUBLIC = "public", _("Kamu")
        PRIVATE = "private", _("Özel sektör")

    code = models.SlugField(_("kod"), max_length=80, unique=True)
    sector = models.CharField(_("sektör"), max_length=10, choices=Sector.choices)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("merkezinin ili")
    )
    is_active = models.BooleanField(_("seçilebilir"), default=True)

    class Meta:
        verbose_name = _("kurum")
        verbose_name_plural = _("tercih edilebilen kurumlar")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="institution_name_once",
                violation_error_message=_("Bu adda bir kurum zaten var."),
            ),
        ]


class VerifyingInstitution(NamedModel):
    """A body that verifies some kinds of declarations nationwide: a federation, TÜBİTAK, MYK (docs/rules.md A33)."""

    code = models.SlugField(_("kod"), max_length=40, unique=True)
    has_desk = models.BooleanField(
        _("portalda masası var"),
        default=False,
        help_text=_("Yoksa bu kurumun türlerini üniversitenin kariyer merkezi doğrular."),
    )

    class Meta:
        verbose_name = _("doğrulayan kurum")
        verbose_name_plural = _("doğrulayan kurumlar")
        ordering = ["sort_key"]
