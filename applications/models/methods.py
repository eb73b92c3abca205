"""The rows of a scoring method: what each kind of item is worth (decision 0008). Every number is data."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models.catalogue import ItemKind, ItemOption
from applications.models.scores import ScoringMethod


class Shape(models.TextChoices):
    """How one item's points come from what was declared."""

    LINEAR = "linear", _("Doğrusal: tabandan tavana")
    OPTIONS = "options", _("Dereceye göre")
    UNITS = "units", _("Her tam birim için")
    BANDS = "bands", _("Dilime göre")


class OnePer(models.TextChoices):
    """Within what only the best item counts."""

    NOTHING = "", _("Her beyan sayılır")
    LANGUAGE = "language", _("Her dilin en iyisi sayılır")


class Rescale(models.TextChoices):
    """For whom a missing item is left out and the score brought to 100 over the rest."""

    NEVER = "", _("Yoksa sıfır puan")
    FIRST_ASSOCIATE = "associate-1", _("Ön lisans 1. sınıfta yoksa kapsam dışı")
    ALWAYS = "always", _("Yoksa kapsam dışı")


class MethodItem(models.Model):
    """One kind of item in one method.

    Points of one item, by shape: linear ``points × (amount − floor) / (ceiling − floor)``; options by the grade;
    units ``points of the grade × whole units``; bands by the lowest band that holds the amount. Each is cut at
    ``item_cap`` and rounded to hundredths. The best ``best_of`` count, the n-th with the n-th of ``weights`` (1 where
    there is none); their sum is cut at ``cap``.
    """

    method = models.ForeignKey(ScoringMethod, models.CASCADE, related_name="items", verbose_name=_("yöntem"))
    kind = models.ForeignKey(ItemKind, models.PROTECT, related_name="method_items", verbose_name=_("tür"))
    shape = models.CharField(_("hesap biçimi"), max_length=8, choices=Shape.choices)
    cap = models.DecimalField(_("türün üst sınırı"), max_digits=5, decimal_places=2)
    item_cap = models.DecimalField(_("tek beyanın üst sınırı"), max_digits=5, decimal_places=2, null=True, blank=True)
    points = models.DecimalField(_("tam puan"), max_digits=5, decimal_places=2, null=True, blank=True)
    floor = models.DecimalField(_("taban"), max_digits=7, decimal_places=2, null=True, blank=True)
    ceiling = models.DecimalField(_("tavan"), max_digits=7, decimal_places=2, null=True, blank=True)
    best_of = models.PositiveSmallIntegerField(_("en iyi kaç beyan"), null=True, blank=True)
    weights = ArrayField(
        models.DecimalField(max_digits=4, decimal_places=2),
        default=list,
        blank=True,
        verbose_name=_("sıra ağırlıkları"),
    )
    one_per = models.CharField(_("tekrar"), max_length=10, choices=OnePer.choices, blank=True, default=OnePer.NOTHING)
    rescale = models.CharField(_("yokluğu"), max_length=12, choices=Rescale.choices, blank=True, default=Rescale.NEVER)

    objects: ClassVar[models.Manager["MethodItem"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = ScoringMethod.trigger_rules

    class Meta:
        verbose_name = _("yöntem kalemi")
        verbose_name_plural = _("yöntem kalemleri")
        ordering = ["kind__order", "kind__number"]
        constraints = [
            models.UniqueConstraint(fields=["method", "kind"], name="method_item_once"),
            models.CheckConstraint(
                condition=Q(cap__gte=0, cap__lte=100) & (Q(item_cap__isnull=True) | Q(item_cap__gt=0)),
                name="method_item_caps",
                violation_error_message=_("Üst sınırlar 0 ile 100 arasında olmalıdır."),
            ),
            models.CheckConstraint(
                condition=~Q(shape="linear")
                | Q(floor__isnull=False, ceiling__gt=F("floor"), points__gt=0, points__isnull=False),
                name="method_item_linear_numbers",
                violation_error_message=_("Doğrusal hesapta tam puan, taban ve tabandan büyük bir tavan gerekir."),
            ),
            models.CheckConstraint(condition=Q(best_of__isnull=True) | Q(best_of__gte=1), name="method_item_best_of"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.kind.number}"


class MethodOption(models.Model):
    """What one grade, unit or band of an item is worth.

    ``option`` is empty for a kind without grades; ``per`` is the unit's size («10 saat»), ``up_to`` a band's upper
    end («ilk %5»), included.
    """

    item = models.ForeignKey(MethodItem, models.CASCADE, related_name="options", verbose_name=_("kalem"))
    option = models.ForeignKey(
        ItemOption, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("derece")
    )
    points = models.DecimalField(_("puan"), max_digits=5, decimal_places=2)
    per = models.DecimalField(_("her"), max_digits=7, decimal_places=2, null=True, blank=True)
    up_to = models.DecimalField(_("dilimin sonu"), max_digits=7, decimal_places=2, null=True, blank=True)

    objects: ClassVar[models.Manager["MethodOption"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = ScoringMethod.trigger_rules

    class Meta:
        verbose_name = _("yöntem puanı")
        verbose_name_plural = _("yöntem puanları")
        ordering = ["up_to", "option__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "option", "up_to"], nulls_distinct=False, name="method_option_once"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100) & (Q(per__isnull=True) | Q(per__gt=0)),
                name="method_option_numbers",
                violation_error_message=_("Puan 0 ile 100 arasında, birim sıfırdan büyük olmalıdır."),
            ),
            models.CheckConstraint(
                condition=Q(up_to__isnull=True) | Q(option__isnull=True, per__isnull=True, up_to__gt=0),
                name="method_option_band",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.option or self.up_to or ''}: {self.points}"
