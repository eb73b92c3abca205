"""A student's structured question before answering: another city or another window (docs/rules.md A49)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.models.offers import Offer
from usp.accounts.models import User
from usp.reference.models import District, Province


class ChangeState(models.TextChoices):
    """An unanswered request counts as refused."""

    OPEN = "open", _("Cevap bekliyor")
    AGREED = "agreed", _("Kabul edildi")
    REFUSED = "refused", _("Kabul edilmedi")
    UNANSWERED = "unanswered", _("Cevaplanmadı")
    TAKEN_BACK = "taken_back", _("Geri alındı")
    MOOT = "moot", _("Teklif sona erdi")


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    """Requests, scoped to who asks."""

    def visible_to(self, user: User) -> "ChangeRequestQuerySet":
        """Those of the offers that are visible: a student's own, an employer's own, an operator's all."""
        return self.filter(offer__in=Offer.objects.visible_to(user))


class ChangeRequest(models.Model):
    """One request about one offer: no free text, so that nobody's name travels in it. ``starts_on`` and
    ``working_days`` are one of the student's own windows, told to the employer as month and length only.
    """

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="change_requests", verbose_name=_("teklif"))
    state = models.CharField(_("durum"), max_length=12, choices=ChangeState.choices, default=ChangeState.OPEN)
    province = models.ForeignKey(Province, models.PROTECT, null=True, blank=True, verbose_name=_("İl"))
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name=_("İlçe"))
    starts_on = models.DateField(_("başlama tarihi"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("İş günü"), null=True, blank=True)
    requested_at = models.DateTimeField(_("İstenme"))
    request_by = models.DateTimeField(_("son cevap"))
    decided_at = models.DateTimeField(_("cevaplanma"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[ChangeRequestQuerySet] = ChangeRequestQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "change_transition": _("Bu istek az önce sonuçlandı. Sayfayı yenileyip son durumuna bakın."),
        "change_in_time": _("İsteğin cevap süresi doldu; cevaplanmayan istek kabul edilmemiş sayılır."),
    }

    class Meta:
        verbose_name = _("değişiklik isteği")
        verbose_name_plural = _("değişiklik istekleri")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(state="open"),
                name="change_request_one_open",
                violation_error_message=_("Bu teklif için cevap bekleyen bir isteğiniz var."),
            ),
            models.CheckConstraint(
                condition=Q(province__isnull=False) | Q(starts_on__isnull=False),
                name="change_request_asks_something",
                violation_error_message=_("Başka bir yer ya da başka bir dönem seçin."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, working_days__isnull=True)
                | Q(starts_on__isnull=False, working_days__isnull=False),
                name="change_request_window_whole",
            ),
        ]
        indexes = [models.Index(fields=["request_by"], condition=Q(state="open"), name="change_request_due")]

    def __str__(self) -> str:
        return f"{self.offer_id} · {self.get_state_display()}"
