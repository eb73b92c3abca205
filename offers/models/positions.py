"""An open place at an employer, and its seats: the quota is the number of seat rows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Season
from offers.states import Kind, PositionState
from usp.accounts.models import Employer, EmployerMembership, User
from usp.reference.models import District, Province


class PositionQuerySet(models.QuerySet["Position"]):
    """Positions, scoped to who asks."""

    def visible_to(self, user: User) -> "PositionQuerySet":
        """An employer's own, an operator's all. Students see positions only through their offers."""
        if user.is_employer:
            membership = getattr(user, "employer_membership", None)
            return self.filter(employer=membership.employer_id) if membership else self.none()
        return self if user.is_operator else self.none()


class Position(models.Model):
    """What an employer offers: where, how many days a week, to do what. Frozen once an offer was sent."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="positions", verbose_name=_("dönem"))
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="positions", verbose_name=_("İşveren"))
    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices, default=Kind.INTERNSHIP)
    state = models.CharField(_("durum"), max_length=12, choices=PositionState.choices, default=PositionState.DRAFT)
    title = models.CharField(_("pozisyon adı"), max_length=120)
    workplace_unit = models.CharField(_("birim"), max_length=120, help_text=_("Örnek: Bilgi İşlem Dairesi"))
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("İl"))
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("İlçe"))
    address = models.CharField(_("adres"), max_length=250)
    weekly_days = models.PositiveSmallIntegerField(
        _("haftada çalışılan gün"), choices=[(5, _("5 gün")), (6, _("6 gün"))], default=5
    )
    tasks = models.TextField(_("stajyerin yapacağı işler"), max_length=2000)
    supervisor = models.ForeignKey(
        EmployerMembership, models.PROTECT, related_name="supervised_positions", verbose_name=_("staj sorumlusu")
    )
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    objects: ClassVar[PositionQuerySet] = PositionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("staj pozisyonu")
        verbose_name_plural = _("staj pozisyonları")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "kind"], name="position_id_and_kind"),
            models.CheckConstraint(
                condition=Q(weekly_days__in=[5, 6]),
                name="position_weekly_days",
                violation_error_message=_("Haftada 5 ya da 6 gün çalışılabilir."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """One place of a position. An offer holds at most one seat, a seat at most one offer (engine.md §2)."""

    pk = models.CompositePrimaryKey("position_id", "no")
    position = models.ForeignKey(Position, models.CASCADE, related_name="seats")
    no = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.position_id}/{self.no}"
