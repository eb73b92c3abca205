"""A placement: the internship (or shadowing, or training) that came out of an offer."""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from offers.models.offers import Offer
from offers.states import LIVE_PLACEMENT, Ending, Kind, PlacementState
from usp.accounts.models import Student, User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.reference.models import Department


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Placements, scoped to who asks."""

    def visible_to(self, user: User) -> "PlacementQuerySet":
        """A student's own, an employer's own, a university's by the units its official was given."""
        if user.is_student:
            return self.filter(student__user=user)
        if user.is_employer:
            membership = getattr(user, "employer_membership", None)
            return self.filter(offer__position__employer=membership.employer_id) if membership else self.none()
        if user.is_career_center:
            return self.of_university(*university_scope(user, UniversityAction.SEE_INTERNS))
        return self if user.is_operator else self.none()

    def of_university(self, university_id: int | None, unit_ids: list[int] | None) -> "PlacementQuerySet":
        """Placements of a university's students; of these units only, unless ``unit_ids`` is None."""
        if university_id is None:
            return self.none()
        mine = self.filter(department__unit__university=university_id)
        return mine if unit_ids is None else mine.filter(department__unit__in=unit_ids)


class Placement(models.Model):
    """Dates are inclusive on screen and a half-open range in the database. ``right_no`` says which of the
    season's rights it uses; live internships hold one, nothing else does (docs/rules.md I5).
    ``department`` is where its papers and insurance belong: the application's, until that studentship ends and
    another one of the student's carries the internship (docs/rules.md A39).
    """

    offer = models.OneToOneField(Offer, models.PROTECT, related_name="placement", verbose_name=_("teklif"))
    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices)
    application = models.ForeignKey(Application, models.PROTECT, related_name="placements", verbose_name=_("başvuru"))
    student = models.ForeignKey(Student, models.PROTECT, related_name="placements", verbose_name=_("öğrenci"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="placements", verbose_name=_("bölüm"))
    state = models.CharField(
        _("durum"), max_length=12, choices=PlacementState.choices, default=PlacementState.CONFIRMED
    )
    right_no = models.PositiveSmallIntegerField(_("kullanılan hak"), null=True, blank=True)
    dates = DateRangeField(_("tarihler"))
    working_days = models.PositiveSmallIntegerField(_("İş günü"))
    weekly_days = models.PositiveSmallIntegerField(_("haftada çalışılan gün"))
    confirmed_at = models.DateTimeField(_("son onay"))
    version = models.PositiveIntegerField(_("sürüm"), default=1)
    ended_at = models.DateTimeField(_("sonuçlanma"), null=True, blank=True)
    ending = models.CharField(_("sonuçlanma nedeni"), max_length=24, choices=Ending.choices, blank=True)
    ending_note = models.CharField(_("açıklama"), max_length=500, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sonuçlandıran")
    )
    days_attended = models.PositiveSmallIntegerField(_("devam edilen iş günü"), null=True, blank=True)
    unexcused_days = models.PositiveSmallIntegerField(_("özürsüz devamsızlık (iş günü)"), null=True, blank=True)

    objects: ClassVar[PlacementQuerySet] = PlacementQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "placement_transition": _("Bu staj az önce sonuçlandı. Sayfayı yenileyip son durumuna bakın."),
        "placement_not_over": _("Staj bitmeden tamamlandı olarak bildirilemez."),
        "placement_not_begun": _("Staj başlamadan bu işlem yapılamaz; başlamamış staj iptal edilir."),
        "placement_dates_only_cut": _("Gerçek son gün, stajın tarihleri içinde ve en geç bugün olmalıdır."),
        "placement_ending_named": _("Stajın nasıl sonuçlandığı yazılmadan durumu değiştirilemez."),
        "placement_ending_frozen": _("Sonuçlanan stajın kaydı değiştirilemez."),
        "placement_dates_versioned": _("Stajın tarihleri az önce değişti. Sayfayı yenileyip son hâline bakın."),
    }

    class Meta:
        verbose_name = _("staj")
        verbose_name_plural = _("stajlar")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "kind"], name="placement_id_and_kind"),
            models.UniqueConstraint(
                fields=["application", "right_no"],
                condition=Q(right_no__isnull=False),
                name="placement_right",
                violation_error_message=_("Adayın bu dönemdeki staj hakkını başka bir işveren az önce kullandı."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="internship", state__in=LIVE_PLACEMENT, right_no__isnull=False)
                    | (Q(right_no__isnull=True) & ~Q(kind="internship", state__in=LIVE_PLACEMENT))
                ),
                name="placement_right_only_while_live",
            ),
            ExclusionConstraint(
                name="placement_no_overlap",
                expressions=[("student", "="), ("dates", "&&")],
                condition=Q(state__in=LIVE_PLACEMENT),
                violation_error_message=_("Adayın bu tarihlerle çakışan onaylanmış bir stajı var."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.offer.position}"

    @property
    def first_day(self) -> dt.date:
        """The day it begins."""
        first: dt.date = self.dates.lower
        return first

    @property
    def last_day(self) -> dt.date:
        """The day it ends; of an abandoned one the real last day."""
        after: dt.date = self.dates.upper
        return after - dt.timedelta(days=1)


class PlacementTransition(models.Model):
    """One move of a placement, written by the database whoever moves it."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="transitions")
    from_state = models.CharField(_("önceki durum"), max_length=12, blank=True)
    to_state = models.CharField(_("yeni durum"), max_length=12)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    reason = models.CharField(_("gerekçe"), max_length=200, blank=True)
    at = models.DateTimeField(_("an"))

    class Meta:
        verbose_name = _("staj hareketi")
        verbose_name_plural = _("staj hareketleri")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(actor=""), name="placement_transition_names_actor")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
