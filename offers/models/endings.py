"""What may follow a placement: a request to cancel, a note on conduct, two evaluations, documents handed in."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Season
from offers.models.placements import Placement
from offers.models.positions import RequestedDocument
from usp.accounts.models import Employer, User
from usp.documents.models import Upload


class CancellationState(models.TextChoices):
    """Who ended the waiting, and how."""

    OPEN = "open", _("Cevap bekliyor")
    APPROVED = "approved", _("İşveren onayladı")
    REFUSED = "refused", _("İşveren onaylamadı")
    BY_CENTER = "by_center", _("Kariyer merkezi iptal etti")
    TAKEN_BACK = "taken_back", _("Öğrenci geri aldı")


class CancellationRequest(models.Model):
    """A student asks to cancel a placement, with a reason named beforehand (docs/rules.md A9, A24).

    Shown to the career centre at once; from ``center_from`` on it may cancel without the employer's answer.
    """

    class Ground(models.TextChoices):
        """What the season wants named: an excuse, or force majeure."""

        HEALTH = "health", _("Sağlık")
        FAMILY = "family", _("Ailevi neden")
        SCHOOL = "school", _("Okul, sınav ya da yaz okulu")
        OTHER_PLACE = "other_place", _("Başka bir staj ya da iş")
        DISASTER = "disaster", _("Afet ya da olağanüstü durum")
        MILITARY = "military", _("Askerlik ya da resmî görev")
        OTHER = "other", _("Diğer")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="cancellation_requests")
    state = models.CharField(
        _("durum"), max_length=10, choices=CancellationState.choices, default=CancellationState.OPEN
    )
    ground = models.CharField(_("neden"), max_length=12, choices=Ground.choices)
    is_force_majeure = models.BooleanField(_("mücbir sebep"), default=False)
    text = models.TextField(_("açıklama"), max_length=1000)
    proof = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField(_("İstenme"))
    center_from = models.DateTimeField(_("kariyer merkezinin iptal edebileceği an"))
    decided_at = models.DateTimeField(_("sonuçlanma"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("cevap"), max_length=500, blank=True)

    objects: ClassVar[models.Manager["CancellationRequest"]] = models.Manager()

    class Meta:
        verbose_name = _("İptal isteği")
        verbose_name_plural = _("İptal istekleri")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state="open"),
                name="cancellation_one_open",
                violation_error_message=_("Bu staj için cevap bekleyen bir iptal isteğiniz var."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="cancellation_decided_has_time",
            ),
        ]
        indexes = [models.Index(fields=["center_from"], condition=Q(state="open"), name="cancellation_due")]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="frozen", exclude=["state", "decided_at", "decided_by", "answer"]),
            pgtrigger.FSM(
                name="decided_once",
                field="state",
                transitions=[(CancellationState.OPEN, state) for state in CancellationState if state != "open"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_state_display()}"


class ConductNote(models.Model):
    """«Sorumsuz davranış notu»: only as the records allow, with the student's reply beside it (docs/rules.md A9).

    Counts until ``counts_until`` (the season after this one). ``struck`` notes count no more and stay on record.
    """

    class Ground(models.TextChoices):
        """The only two the records can support."""

        UNEXCUSED = "unexcused", _("Mazeretsiz iptal")
        NO_SHOW = "no_show", _("İlk gün gelmedi")

    class Said(models.TextChoices):
        """The sentences to choose from: they say what was missing, and nobody's name."""

        NO_NEWS = "no_news", _("Gelmeyeceğini haber vermedi")
        LATE_NEWS = "late_news", _("Gelmeyeceğini son anda haber verdi")
        NO_REASON = "no_reason", _("Neden belirtmedi")
        UNREACHABLE = "unreachable", _("Aramalara ve e-postalara cevap vermedi")
        SEAT_LOST = "seat_lost", _("Yer başka bir adaya verilemedi")

    class Words(models.TextChoices):
        """Free words are read by an operator before anybody but author and student sees them."""

        NONE = "none", _("Ek söz yok")
        WAITING = "waiting", _("İncelenecek")
        RELEASED = "released", _("Uygun bulundu")
        REFUSED = "refused", _("Uygun bulunmadı")

    class Appeal(models.TextChoices):
        """The student's way to the career centre, once."""

        NONE = "none", _("İtiraz yok")
        OPEN = "open", _("İtiraz inceleniyor")
        UPHELD = "upheld", _("Not yerinde bulundu")
        STRUCK = "struck", _("Not kaldırıldı")

    placement = models.OneToOneField(Placement, models.PROTECT, related_name="conduct_note")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="conduct_notes", verbose_name=_("İşveren"))
    season = models.ForeignKey(Season, models.PROTECT, related_name="+", verbose_name=_("dönem"))
    ground = models.CharField(_("neden"), max_length=10, choices=Ground.choices)
    said = ArrayField(
        models.CharField(max_length=12, choices=Said.choices), default=list, verbose_name=_("seçilen cümleler")
    )
    text = models.CharField(_("ek söz"), max_length=300, blank=True)
    words = models.CharField(_("ek sözün durumu"), max_length=8, choices=Words.choices, default=Words.NONE)
    words_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    words_at = models.DateTimeField(_("incelenme"), null=True, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("yazan"))
    written_at = models.DateTimeField(_("yazılma"))
    counts_until = models.DateTimeField(_("geçerlilik sonu"), null=True, blank=True)
    reply = models.TextField(_("öğrencinin cevabı"), max_length=1000, blank=True)
    replied_at = models.DateTimeField(_("cevaplanma"), null=True, blank=True)
    appeal = models.CharField(_("İtiraz"), max_length=8, choices=Appeal.choices, default=Appeal.NONE)
    appeal_text = models.TextField(_("İtiraz metni"), max_length=1000, blank=True)
    appealed_at = models.DateTimeField(_("İtiraz anı"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("karar anı"), null=True, blank=True)
    decision = models.CharField(_("kararın gerekçesi"), max_length=500, blank=True)

    objects: ClassVar[models.Manager["ConductNote"]] = models.Manager()

    class Meta:
        verbose_name = _("sorumsuz davranış notu")
        verbose_name_plural = _("sorumsuz davranış notları")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(said__len__gte=1), name="conduct_note_says_something"),
            models.CheckConstraint(
                condition=Q(words="none", text="") | (~Q(words="none") & ~Q(text="")),
                name="conduct_note_words_have_text",
            ),
            models.CheckConstraint(
                condition=Q(appeal="none", appealed_at__isnull=True)
                | Q(appeal="open", appealed_at__isnull=False, decided_at__isnull=True)
                | Q(appeal__in=["upheld", "struck"], appealed_at__isnull=False, decided_at__isnull=False)
                & ~Q(decision=""),
                name="conduct_note_appeal_shape",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(words="waiting"), name="conduct_words_waiting"),
            models.Index(fields=["appealed_at"], condition=Q(appeal="open"), name="conduct_appeals_open"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="frozen",
                fields=["placement", "employer", "season", "ground", "said", "text", "written_by", "written_at"],
            ),
            pgtrigger.FSM(
                name="words_forwards",
                field="words",
                transitions=[("waiting", "released"), ("waiting", "refused"), ("released", "refused")],
            ),
            pgtrigger.FSM(
                name="appealed_once",
                field="appeal",
                transitions=[("none", "open"), ("open", "upheld"), ("open", "struck")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_ground_display()}"

    @property
    def sentences(self) -> list[str]:
        """The chosen sentences in words."""
        return [str(self.Said(one).label) for one in self.said]


class PlacementReview(models.Model):
    """How a completed placement went, by one of the two sides, once."""

    class Side(models.TextChoices):
        """Who judges whom."""

        EMPLOYER = "employer", _("İşverenin değerlendirmesi")
        STUDENT = "student", _("Öğrencinin değerlendirmesi")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="reviews")
    side = models.CharField(_("taraf"), max_length=8, choices=Side.choices)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("değerlendiren"))
    marks = models.JSONField(_("puanlar"))
    text = models.TextField(_("görüş"), max_length=2000, blank=True)
    at = models.DateTimeField(_("an"))

    objects: ClassVar[models.Manager["PlacementReview"]] = models.Manager()

    class Meta:
        verbose_name = _("staj değerlendirmesi")
        verbose_name_plural = _("staj değerlendirmeleri")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "side"],
                name="placement_review_once",
                violation_error_message=_("Bu staj için değerlendirmenizi daha önce gönderdiniz."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_side_display()}"


class HandedInDocument(models.Model):
    """What the student handed in of the documents the employer asks for; the employer ticks it (docs/rules.md A16)."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="handed_in")
    requested = models.ForeignKey(RequestedDocument, models.PROTECT, related_name="handed_in")
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    handed_in_at = models.DateTimeField(_("verilme"), null=True, blank=True)
    checked_at = models.DateTimeField(_("kontrol"), null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["HandedInDocument"]] = models.Manager()

    class Meta:
        verbose_name = _("verilen belge")
        verbose_name_plural = _("verilen belgeler")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "requested"], name="handed_in_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=True) | Q(handed_in_at__isnull=False), name="handed_in_file_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.requested}"
