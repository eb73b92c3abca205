"""What may follow a placement: a request to cancel, a note on conduct, two evaluations, documents handed in."""

from typing import ClassVar

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
    """A student asks to cancel a placement, with a reason named beforehand (rules.md A9, A24).

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
        ]
        indexes = [models.Index(fields=["center_from"], condition=Q(state="open"), name="cancellation_due")]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_state_display()}"


class ConductNote(models.Model):
    """«Sorumsuz davranış notu»: only as the records allow, with the student's reply beside it (rules.md A9).

    Counts until ``counts_until`` (the season after this one). ``struck`` notes count no more and stay on record.
    """

    class Ground(models.TextChoices):
        """The only two the records can support."""

        UNEXCUSED = "unexcused", _("Mazeretsiz iptal")
        NO_SHOW = "no_show", _("İlk gün gelmedi")

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
    text = models.CharField(_("not"), max_length=300, blank=True)
    is_moderated = models.BooleanField(_("metni incelendi"), default=False)
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

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_ground_display()}"


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

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_side_display()}"


class HandedInDocument(models.Model):
    """What the student handed in of the documents the employer asks for; the employer ticks it (rules.md A16)."""

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
        constraints = [models.UniqueConstraint(fields=["placement", "requested"], name="handed_in_once")]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.requested}"
