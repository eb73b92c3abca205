"""What follows a placement: its insurance case, and how a university wants its papers."""

import datetime as dt
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insurance.states import CaseState
from offers.models import Placement
from offers.states import Kind
from usp.accounts.models import User
from usp.reference.models import University


@pghistory.track()
class PaperRules(models.Model):
    """A university's own terms for papers: how long before the start, where to, what its form says besides."""

    class LeadUnit(models.TextChoices):
        CALENDAR = "calendar", _("takvim günü")
        WORKING = "working", _("iş günü")

    class Receiver(models.TextChoices):
        ADVISER = "adviser", _("Bölüm kariyer danışmanı")
        INSURANCE = "insurance", _("Birim sigorta yetkilisi")
        CENTER = "center", _("Kariyer merkezi")

    university = models.OneToOneField(
        University, models.PROTECT, related_name="paper_rules", verbose_name=_("üniversite")
    )
    lead_days = models.PositiveSmallIntegerField(_("evrak teslim süresi"), default=15)
    lead_unit = models.CharField(_("süre birimi"), max_length=8, choices=LeadUnit.choices, default=LeadUnit.CALENDAR)
    last_hour = models.TimeField(_("son gün en geç saat"), default=dt.time(17, 0))
    taken_by = models.CharField(
        _("evrakı kim teslim alır"), max_length=10, choices=Receiver.choices, default=Receiver.ADVISER
    )
    document_prefix = models.CharField(_("belge sayısı ön eki"), max_length=40, blank=True)
    papers_to = models.CharField(_("evrakın teslim edileceği yer"), max_length=120, blank=True)
    explanation = models.TextField(_("formdaki ek açıklama"), max_length=1000, blank=True)
    changed_at = models.DateTimeField(_("son değişiklik"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["PaperRules"]] = models.Manager()

    class Meta:
        verbose_name = _("evrak kuralları")
        verbose_name_plural = _("evrak kuralları")
        constraints = [
            models.CheckConstraint(
                condition=Q(lead_days__gte=1, lead_days__lte=90),
                name="paper_rules_lead_days",
                violation_error_message=_("Evrak teslim süresi 1 ile 90 gün arasındadır."),
            ),
            models.CheckConstraint(
                condition=Q(last_hour__gte=dt.time(8, 0), last_hour__lte=dt.time(18, 0)),
                name="paper_rules_last_hour",
                violation_error_message=_("Son saat 08.00 ile 18.00 arasındadır."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.university)


class InsuranceCaseQuerySet(models.QuerySet["InsuranceCase"]):
    """Cases, scoped through their placements."""

    def visible_to(self, user: User) -> "InsuranceCaseQuerySet":
        """Whoever may see the placement sees its case."""
        return self.filter(placement__in=Placement.objects.visible_to(user))


class InsuranceCase(models.Model):
    """One internship's way through SGK; every internship has exactly one, from its first moment (design.md §5.8)."""

    placement = models.OneToOneField(Placement, models.PROTECT, related_name="insurance_case", verbose_name=_("staj"))
    kind = models.CharField(max_length=12, default=Kind.INTERNSHIP, editable=False)
    state = models.CharField(_("durum"), max_length=18, choices=CaseState.choices, default=CaseState.AWAITING_PAPERS)
    papers_due_on = models.DateField(_("son evrak günü"))
    opened_at = models.DateTimeField(_("açılma"))

    objects: ClassVar[InsuranceCaseQuerySet] = InsuranceCaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sigorta işlemi")
        verbose_name_plural = _("sigorta işlemleri")
        constraints = [
            models.CheckConstraint(condition=Q(kind="internship"), name="insurance_case_internship_only"),
        ]

    def __str__(self) -> str:
        return f"{self.placement} · {self.get_state_display()}"


class InsuranceTask(models.Model):
    """What an officer still owes SGK after an internship was stopped: delete the entry, or declare the exit.

    ``left_on`` is the last day that counts; for a deletion the start day that never came to pass.
    """

    class Kind(models.TextChoices):
        """An entry can be deleted until the night of the day after the start; later there is only an exit."""

        DELETE_ENTRY = "delete_entry", _("Giriş bildirgesini sil")
        DECLARE_EXIT = "declare_exit", _("Çıkış bildir")

    case = models.ForeignKey(InsuranceCase, models.PROTECT, related_name="tasks", verbose_name=_("sigorta işlemi"))
    kind = models.CharField(_("yapılacak iş"), max_length=12, choices=Kind.choices)
    left_on = models.DateField(_("gerçek son gün"))
    due_at = models.DateTimeField(_("son an"))
    made_at = models.DateTimeField(_("oluşma"))
    done_at = models.DateTimeField(_("yapılma"), null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["InsuranceTask"]] = models.Manager()

    class Meta:
        verbose_name = _("sigorta işi")
        verbose_name_plural = _("sigorta işleri")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="insurance_task_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="insurance_task_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="insurance_task_open")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.get_kind_display()}"
