"""While an internship runs and when it ends: pay as agreed, days attended, the report (docs/rules.md A11, B6)."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Upload


@pghistory.track()
class PayTerms(models.Model):
    """What employer and intern agree of pay; the contract and the fund's form print it. ``amount`` is TL a month."""

    placement = models.OneToOneField(Placement, models.PROTECT, related_name="pay_terms", verbose_name=_("staj"))
    is_paid = models.BooleanField(_("ücret ödenir"), default=True)
    amount = models.DecimalField(_("aylık ücret (TL)"), max_digits=10, decimal_places=2, null=True, blank=True)
    is_monthly = models.BooleanField(
        _("her ay ödenir"), default=False, help_text=_("İşaretlenmezse ücret, tamamlanan stajın bitiminde ödenir.")
    )
    pay_day = models.PositiveSmallIntegerField(_("ayın hangi günü"), default=10)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    account_holder = models.CharField(_("hesap sahibi"), max_length=150, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("yazan"))
    changed_at = models.DateTimeField(_("son değişiklik"))

    objects: ClassVar[models.Manager["PayTerms"]] = models.Manager()

    class Meta:
        verbose_name = _("ücret koşulları")
        verbose_name_plural = _("ücret koşulları")
        constraints = [
            models.CheckConstraint(
                condition=Q(pay_day__gte=1, pay_day__lte=28),
                name="pay_terms_day",
                violation_error_message=_("Ödeme günü ayın 1’i ile 28’i arasındadır."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="pay_terms_amount",
                violation_error_message=_("Ücret sıfırdan büyük olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id}"


class AttendanceDay(models.Model):
    """One working day of an internship as the workplace wrote it down; a day without a row was not marked yet.

    The database takes rows only of a confirmed internship's own days, and keeps them once the internship has ended.
    """

    class Status(models.TextChoices):
        """What the day was. Only ``unexcused`` costs pay; the university's limits count the others."""

        PRESENT = "present", _("Geldi")
        SICK = "sick", _("Raporlu")
        LEAVE = "leave", _("İzinli")
        UNEXCUSED = "unexcused", _("Özürsüz gelmedi")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="attendance", verbose_name=_("staj"))
    day = models.DateField(_("gün"))
    status = models.CharField(_("durum"), max_length=10, choices=Status.choices)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("işaretleyen"))
    marked_at = models.DateTimeField(_("işaretlenme"))

    objects: ClassVar[models.Manager["AttendanceDay"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "attendance_open": _("Bu stajın kaydı kapandı; devam günleri artık değiştirilemez."),
        "attendance_in_dates": _("Bu gün stajın tarihleri içinde değil."),
    }

    class Meta:
        verbose_name = _("devam günü")
        verbose_name_plural = _("devam günleri")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["placement", "day"], name="attendance_day_once")]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.day}"


class InternshipReport(models.Model):
    """The student's report as it was handed in; one sent back stays, the next is a new row."""

    class State(models.TextChoices):
        """Read by the unit."""

        HANDED_IN = "handed_in", _("İnceleniyor")
        ACCEPTED = "accepted", _("Kabul edildi")
        RETURNED = "returned", _("Düzeltilmek üzere geri gönderildi")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="reports", verbose_name=_("staj"))
    file = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name=_("dosya"))
    state = models.CharField(_("durum"), max_length=9, choices=State.choices, default=State.HANDED_IN)
    handed_in_at = models.DateTimeField(_("teslim"))
    read_at = models.DateTimeField(_("sonuç anı"), null=True, blank=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("açıklama"), max_length=500, blank=True)

    objects: ClassVar[models.Manager["InternshipReport"]] = models.Manager()

    class Meta:
        verbose_name = _("staj raporu")
        verbose_name_plural = _("staj raporları")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=~Q(state="returned"),
                name="internship_report_one",
                violation_error_message=_("Raporunuz zaten teslim alındı."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="frozen", fields=["placement", "file", "handed_in_at"]),
            pgtrigger.FSM(
                name="read_once",
                field="state",
                transitions=[("handed_in", "accepted"), ("handed_in", "returned")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_state_display()}"
