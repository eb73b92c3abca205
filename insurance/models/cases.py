"""One internship's way through SGK: its case, each entry declared for it, each move, and what is still owed."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.states import CaseState
from offers.models import Placement
from offers.states import Kind
from usp.accounts.models import Student, User
from usp.documents.models import Upload


class InsuranceCaseQuerySet(models.QuerySet["InsuranceCase"]):
    """Cases, scoped through their placements."""

    def visible_to(self, user: User) -> "InsuranceCaseQuerySet":
        """Whoever may see the placement sees its case."""
        return self.filter(placement__in=Placement.objects.visible_to(user))


class InsuranceCase(models.Model):
    """One internship's way through SGK; every internship has exactly one, from its first moment (docs/rules.md I8).

    ``has_health_cover`` decides the document type: True (cared for by the family) 22, False 43, None not known yet.
    ``insured_by`` is set where the university cannot file with SGK (KKTC, abroad; docs/rules.md A8).
    ``record_findings`` is what the last look at the student's record found, ``record_by`` the official who vouched
    for the studentship while e-Devlet did not answer (None: e-Devlet itself).
    """

    class InsuredBy(models.TextChoices):
        """Who declares the intern to SGK."""

        UNIVERSITY = "university", _("Üniversite")
        EMPLOYER = "employer", _("İşveren")
        OPERATOR = "operator", _("Program yürütücüsü")

    class Ground(models.TextChoices):
        """Why an entry was refused; the first three stop the internship, the last goes back to the desk."""

        STUDENTSHIP = "studentship", _("Öğrencilik sona erdi")
        TERM = "term", _("Ders dönemiyle çakışıyor")
        PAPERS = "papers", _("Evrak tamamlanmadı")
        SGK = "sgk", _("SGK kabul etmedi")

    placement = models.OneToOneField(Placement, models.PROTECT, related_name="insurance_case", verbose_name=_("staj"))
    kind = models.CharField(max_length=12, default=Kind.INTERNSHIP, editable=False)
    state = models.CharField(_("durum"), max_length=18, choices=CaseState.choices, default=CaseState.AWAITING_PAPERS)
    papers_due_on = models.DateField(_("son evrak günü"))
    opened_at = models.DateTimeField(_("açılma"))
    has_health_cover = models.BooleanField(_("sağlık hizmetini ailesi üzerinden alıyor"), null=True, blank=True)
    cover_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sağlık yardımını bildiren")
    )
    cover_at = models.DateTimeField(_("sağlık yardımının bildirilmesi"), null=True, blank=True)
    insured_by = models.CharField(
        _("sigortayı kim yapar"), max_length=10, choices=InsuredBy.choices, default=InsuredBy.UNIVERSITY
    )
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("karar anı"), null=True, blank=True)
    decision = models.CharField(_("kararın dayanağı"), max_length=500, blank=True)
    refused_ground = models.CharField(_("ret nedeni"), max_length=12, choices=Ground.choices, blank=True)
    refused_note = models.CharField(_("ret açıklaması"), max_length=500, blank=True)
    record_checked_at = models.DateTimeField(_("öğrenim kaydına bakılma"), null=True, blank=True)
    record_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    record_findings = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    record_stops = models.BooleanField(_("öğrencilik kaydı girişe engel"), default=False)
    shared_at = models.DateTimeField(_("giriş belgesinin paylaşılması"), null=True, blank=True)
    changed_at = models.DateTimeField(_("son hareket"), null=True, blank=True)

    objects: ClassVar[InsuranceCaseQuerySet] = InsuranceCaseQuerySet.as_manager()  # type: ignore[assignment]

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "insurance_transition": _("Bu sigorta işlemi az önce ilerledi. Sayfayı yenileyip son durumuna bakın."),
        "insurance_state_has_entry": _("Sigorta işleminin durumu SGK’ya bildirilen girişle uyuşmuyor."),
    }

    class Meta:
        verbose_name = _("sigorta işlemi")
        verbose_name_plural = _("sigorta işlemleri")
        constraints = [
            models.CheckConstraint(condition=Q(kind="internship"), name="insurance_case_internship_only"),
        ]
        indexes = [
            models.Index(fields=["papers_due_on"], condition=Q(state="awaiting_papers"), name="case_papers_due"),
        ]

    def __str__(self) -> str:
        return f"{self.placement} · {self.get_state_display()}"


class InsuranceCaseTransition(models.Model):
    """One move of a case, written by the database whoever moves it."""

    case = models.ForeignKey(InsuranceCase, models.PROTECT, related_name="transitions")
    from_state = models.CharField(_("önceki durum"), max_length=18, blank=True)
    to_state = models.CharField(_("yeni durum"), max_length=18)
    actor = models.CharField(_("İşlemi yapan"), max_length=40)
    reason = models.CharField(_("gerekçe"), max_length=500, blank=True)
    at = models.DateTimeField(_("an"))

    objects: ClassVar[models.Manager["InsuranceCaseTransition"]] = models.Manager()

    class Meta:
        verbose_name = _("sigorta hareketi")
        verbose_name_plural = _("sigorta hareketleri")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(actor=""), name="case_transition_names_actor")]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class InsuranceEntry(models.Model):
    """One entry declared to SGK for a case, with its exit; a changed date makes a new row (docs/rules.md B8).

    ``starts_on`` and ``ends_on`` are inclusive; the row is open until it is deleted, refused, or its exit is declared.
    Nobody has two open entries: the second waits for the first one's exit (docs/rules.md B8). SGK's answers stand here;
    ``document`` is its entry document (D8) as it was received.
    """

    case = models.ForeignKey(InsuranceCase, models.PROTECT, related_name="entries", verbose_name=_("sigorta işlemi"))
    student = models.ForeignKey(Student, models.PROTECT, related_name="+", verbose_name=_("öğrenci"))
    seq = models.PositiveSmallIntegerField(_("sıra"), default=1)
    starts_on = models.DateField(_("giriş tarihi"))
    ends_on = models.DateField(_("planlanan son gün"))
    document_type = models.CharField(_("belge türü"), max_length=2, choices=[("22", "22"), ("43", "43")])
    declared_at = models.DateTimeField(_("girişin bildirilmesi"))
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("bildiren"))
    reference = models.CharField(_("SGK referans kodu"), max_length=40, blank=True)
    document = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    exit_on = models.DateField(_("çıkış tarihi"), null=True, blank=True)
    exit_declared_at = models.DateTimeField(_("çıkışın bildirilmesi"), null=True, blank=True)
    exit_declared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    exit_reference = models.CharField(_("çıkışın referans kodu"), max_length=40, blank=True)
    deleted_at = models.DateTimeField(_("girişin silinmesi"), null=True, blank=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(_("SGK’nın reddi"), null=True, blank=True)

    objects: ClassVar[models.Manager["InsuranceEntry"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "insurance_entry_before_start": _(
            "Sigorta girişi en geç staj başlamadan önceki gün saat 23.59’a kadar bildirilebilir; aynı gün ve geçmişe "
            "dönük giriş yapılamaz."
        ),
        "insurance_entry_needs_papers": _("Evrak teslim alınmadan sigorta girişi bildirilemez."),
        "insurance_entry_of_placement": _("Giriş tarihleri stajın tarihleriyle aynı olmalıdır."),
        "insurance_entry_frozen": _("SGK’ya bildirilen giriş değiştirilemez; tarihi değişirse yeni giriş bildirilir."),
        "insurance_entry_delete_in_time": _(
            "Giriş en geç başlama gününün ertesi günü saat 23.59’a kadar silinebilir; sonra yalnızca çıkış bildirilir."
        ),
        "insurance_exit_not_ahead": _("Çıkış tarihi en geç bugün olabilir."),
    }

    class Meta:
        verbose_name = _("sigorta girişi")
        verbose_name_plural = _("sigorta girişleri")
        ordering = ["case", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="insurance_entry_seq"),
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(exit_declared_at__isnull=True, deleted_at__isnull=True, refused_at__isnull=True),
                name="insurance_one_open_entry",
                violation_error_message=_(
                    "Öğrencinin çıkışı bildirilmemiş bir sigorta girişi var. Önce onun çıkışını bildirin."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="insurance_entry_dates",
                violation_error_message=_("Son gün giriş tarihinden önce olamaz."),
            ),
            models.CheckConstraint(
                condition=Q(exit_on__isnull=True, exit_declared_at__isnull=True)
                | Q(exit_on__gte=models.F("starts_on"), exit_declared_at__isnull=False),
                name="insurance_entry_exit_whole",
                violation_error_message=_("Çıkış tarihi giriş tarihinden önce olamaz."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.seq}"


class InsuranceTask(models.Model):
    """What an officer still owes SGK after an internship was stopped: delete the entry, or declare the exit.

    ``left_on`` is the last day that counts; for a deletion the start day that never came to pass.
    """

    class Kind(models.TextChoices):
        """An entry can be deleted until the night of the day after the start; later there is only an exit."""

        DELETE_ENTRY = "delete_entry", _("Giriş bildirgesini sil")
        DECLARE_EXIT = "declare_exit", _("Çıkış bildir")
        CHANGE_ENTRY = "change_entry", _("Giriş tarihini düzelt")

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
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(done_at__isnull=True), name="insurance_task_open_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="insurance_task_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="insurance_task_open")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.get_kind_display()}"
