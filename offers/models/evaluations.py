"""Additional evaluation of somebody who said yes: interviews and tasks (rules.md A17)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models.offers import Offer
from usp.accounts.models import EmployerMembership
from usp.documents.models import Upload


class EvaluationKind(models.TextChoices):
    """The first three are interviews and appear under «Mülakatlarım»."""

    ONLINE = "online", _("Çevrim içi mülakat")
    ON_SITE = "on_site", _("Yüz yüze mülakat")
    PHONE = "phone", _("Telefon görüşmesi")
    TEST = "test", _("Sınav")
    TASK = "task", _("Ödev")
    PORTFOLIO = "portfolio", _("Portfolyo")


INTERVIEWS = (EvaluationKind.ONLINE, EvaluationKind.ON_SITE, EvaluationKind.PHONE)


class EvaluationState(models.TextChoices):
    """Where one evaluation stands; its end moves the offer."""

    PROPOSED = "proposed", _("Saat seçimi bekleniyor")
    SCHEDULED = "scheduled", _("Planlandı")
    ANSWERED = "answered", _("Cevap gönderildi")
    PASSED = "passed", _("Olumlu")
    FAILED = "failed", _("Olumsuz")
    CANCELLED = "cancelled", _("Vazgeçildi")


class Evaluation(models.Model):
    """One additional evaluation of one offer. Identity is open by now, so words may be free.

    An interview has proposed times of which the student picks one; a test or task has instructions and ``due_at``.
    """

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="evaluations", verbose_name=_("teklif"))
    kind = models.CharField(_("tür"), max_length=10, choices=EvaluationKind.choices)
    state = models.CharField(
        _("durum"), max_length=10, choices=EvaluationState.choices, default=EvaluationState.PROPOSED
    )
    instructions = models.TextField(_("açıklama"), max_length=2000, blank=True)
    link = models.URLField(_("görüşme bağlantısı"), blank=True)
    place = models.CharField(_("yer"), max_length=250, blank=True)
    due_at = models.DateTimeField(_("son teslim"), null=True, blank=True)
    answer = models.TextField(_("cevap"), max_length=5000, blank=True)
    answer_file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("cevaplanma"), null=True, blank=True)
    result_note = models.TextField(_("sonuç notu"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("sonuçlanma"), null=True, blank=True)
    created_by = models.ForeignKey(EmployerMembership, models.PROTECT, related_name="+", verbose_name=_("İsteyen"))
    created_at = models.DateTimeField(_("İstenme"))
    sequence = models.PositiveSmallIntegerField(_("takvim sürümü"), default=0)

    objects: ClassVar[models.Manager["Evaluation"]] = models.Manager()

    class Meta:
        verbose_name = _("ek değerleme")
        verbose_name_plural = _("ek değerlemeler")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(state__in=["proposed", "scheduled", "answered"]),
                name="evaluation_one_running",
                violation_error_message=_("Bu aday için süren bir ek değerleme var."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["online", "on_site", "phone"]) | Q(due_at__isnull=False),
                name="evaluation_task_has_due",
                violation_error_message=_("Ödev ya da sınav için son teslim anını yazın."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_state_display()}"

    @property
    def is_interview(self) -> bool:
        """Whether it has a time at which people meet."""
        return self.kind in INTERVIEWS


class InterviewSlot(models.Model):
    """A time the employer proposes; the student picks one."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("başlama"))
    minutes = models.PositiveSmallIntegerField(_("süre (dakika)"), default=30)
    is_chosen = models.BooleanField(_("seçildi"), default=False)

    objects: ClassVar[models.Manager["InterviewSlot"]] = models.Manager()

    class Meta:
        verbose_name = _("görüşme saati")
        verbose_name_plural = _("görüşme saatleri")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "starts_at"],
                name="interview_slot_once",
                violation_error_message=_("Aynı saat iki kez önerilemez."),
            ),
            models.UniqueConstraint(
                fields=["evaluation"], condition=Q(is_chosen=True), name="interview_one_chosen_slot"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="interview_slot_minutes"),
        ]

    def __str__(self) -> str:
        return self.starts_at.isoformat()
