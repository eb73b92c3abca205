"""An employer's official list letter to one university: the interns it names (rules A6)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from offers.models import Placement
from usp.accounts.models import Employer, User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.reference.models import University


class AcceptanceListQuerySet(models.QuerySet["AcceptanceList"]):
    """List letters, scoped to who asks."""

    def visible_to(self, user: User) -> "AcceptanceListQuerySet":
        """An employer's own; a university's official only those whose every intern is in the official's units."""
        if user.is_employer:
            membership = getattr(user, "employer_membership", None)
            return self.filter(employer=membership.employer_id) if membership else self.none()
        if user.is_career_center:
            university_id, unit_ids = university_scope(user, UniversityAction.SEE_INTERNS)
            mine = self.filter(university=university_id) if university_id else self.none()
            if unit_ids is None:
                return mine
            others = AcceptanceListRow.objects.exclude(placement__department__unit__in=unit_ids)
            return mine.exclude(pk__in=others.values("acceptance_list"))
        return self if user.is_operator else self.none()


class AcceptanceList(models.Model):
    """One letter. Its paper is a ``Document`` with this row as its subject; what it says is frozen there."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="acceptance_lists", verbose_name=_("İşveren"))
    university = models.ForeignKey(
        University, models.PROTECT, related_name="acceptance_lists", verbose_name=_("üniversite")
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("düzenleyen"))
    made_at = models.DateTimeField(_("düzenlenme"))

    objects: ClassVar[AcceptanceListQuerySet] = AcceptanceListQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("liste yazısı")
        verbose_name_plural = _("liste yazıları")
        ordering = ["-id"]
        triggers = [
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.university}"


class AcceptanceListRow(models.Model):
    """One intern whom the letter names."""

    acceptance_list = models.ForeignKey(
        AcceptanceList, models.PROTECT, related_name="rows", verbose_name=_("liste yazısı")
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="acceptance_list_rows", verbose_name=_("staj")
    )

    objects: ClassVar[models.Manager["AcceptanceListRow"]] = models.Manager()

    class Meta:
        verbose_name = _("liste yazısındaki stajyer")
        verbose_name_plural = _("liste yazısındaki stajyerler")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["acceptance_list", "placement"], name="acceptance_list_row_once")
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.acceptance_list_id} · {self.placement_id}"
