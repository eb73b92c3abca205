"""Additional evaluation of somebody who said yes: interviews and tasks (docs/rules.md A17)."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.evaluation_states import INTERVIEWS, RUNNING, EvaluationKind, EvaluationState
from offers.models.offers import Offer
from usp.accounts.models import EmployerMembership, User
from usp.documents.models import Upload


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations, scoped to who asks."""

    def visible_to(self, user: User) -> "EvaluationQuerySet":
        """Those of the offers that are visible: a student's own, an employer's own, an operator's all."""
        return self.filter(offer__in=Offer.objects.visible_to(user))

    def running(self) -> "EvaluationQuerySet":
        """Those that are not decided."""
        return self.filter(state__in=RUNNING)


class Evaluation(models.Model):
    """One additional evaluation of one offer. Identity is open by now, so words may be free.

    An interview has proposed times of which the student picks one; a test or task has instructions and ``due_at``.
    Each time the employer proposes anew is a ``round`` of its own; earlier rounds keep their times. ``sequence`` is
    the calendar's version: it grows whenever what stands in calendars changes. ``is_end_told`` is false while people
    are still to be told that the offer's end closed it.
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
    round = models.PositiveSmallIntegerField(_("öneri turu"), default=1, db_default=1)
    has_moved = models.BooleanField(_("öğrenci saat değişikliği istedi"), default=False, db_default=False)
    is_end_told = models.BooleanField(_("sona erdiği bildirildi"), default=True, db_default=True)

    objects: ClassVar[EvaluationQuerySet] = EvaluationQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "evaluation_transition": _("Bu ek değerleme az önce değişti. Sayfayı yenileyip son durumuna bakın."),
        "evaluation_frozen": _("Sonuçlanan bir ek değerleme değiştirilemez."),
        "evaluation_in_time": _("Son teslim anı geçti; cevap artık gönderilemez."),
    }

    class Meta:
        verbose_name = _("ek değerleme")
        verbose_name_plural = _("ek değerlemeler")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(state__in=["proposed", "unsuitable", "scheduled", "answered"]),
                name="evaluation_one_running",
                violation_error_message=_("Bu aday için süren bir ek değerleme var."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["online", "on_site", "phone"]) | Q(due_at__isnull=False),
                name="evaluation_task_has_due",
                violation_error_message=_("Ödev ya da sınav için son teslim anını yazın."),
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(is_end_told=False), name="evaluation_untold")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_state_display()}"

    @property
    def is_interview(self) -> bool:
        """Whether it has a time at which people meet."""
        return self.kind in INTERVIEWS


class InterviewSlot(models.Model):
    """A time the employer proposes; the student picks one."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="slots")
    round = models.PositiveSmallIntegerField(_("öneri turu"), default=1, db_default=1)
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
                fields=["evaluation", "round", "starts_at"],
                name="interview_slot_once",
                violation_error_message=_("Aynı saat iki kez önerilemez."),
            ),
            models.UniqueConstraint(
                fields=["evaluation", "round"], condition=Q(is_chosen=True), name="interview_one_chosen_slot"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="interview_slot_minutes"),
        ]
        indexes = [models.Index(fields=["starts_at"], condition=Q(is_chosen=True), name="interview_slot_chosen")]

    def __str__(self) -> str:
        return self.starts_at.isoformat()

    @property
    def ends_at(self) -> dt.datetime:
        """When it is over."""
        return self.starts_at + dt.timedelta(minutes=self.minutes)


class EvaluationTransition(models.Model):
    """One move of an evaluation, written by the database whoever moves it."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="transitions")
    from_state = models.CharField(_("önceki durum"), max_length=10, blank=True)
    to_state = models.CharField(_("yeni durum"), max_length=10)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    reason = models.CharField(_("gerekçe"), max_length=200, blank=True)
    at = models.DateTimeField(_("an"))

    objects: ClassVar[models.Manager["EvaluationTransition"]] = models.Manager()

    class Meta:
        verbose_name = _("ek değerleme hareketi")
        verbose_name_plural = _("ek değerleme hareketleri")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(actor=""), name="evaluation_transition_names_actor")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
