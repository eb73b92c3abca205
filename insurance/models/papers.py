"""A university's own forms, the papers of an intern that come and go, and batches of prints."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insurance.paper_kinds import Paper
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Document, Upload
from usp.reference.models import University


class PaperForm(models.Model):
    """One version of a university's own paper of a kind: its texts, its letterhead, who signs in which order.

    A draft is edited; once published it is frozen and prints until a newer version is published. Without a row the
    portal's own texts print. ``texts`` maps the kind's block names (insurance/paper_kinds.py) to plain text,
    ``signatures`` is a list of {role, name, note} in the order of signing, ``letterhead`` a list of lines.
    """

    class Want(models.TextChoices):
        """For which internships the university asks for this paper."""

        ALWAYS = "always", _("Her stajda")
        COMPULSORY = "compulsory", _("Zorunlu stajda")
        PAID_PRIVATE = "paid_private", _("Özel kurumdaki ücretli stajda")
        ON_REQUEST = "on_request", _("İstenirse")
        NEVER = "never", _("İstenmez")

    university = models.ForeignKey(University, models.PROTECT, related_name="paper_forms", verbose_name=_("üniversite"))
    kind = models.CharField(_("belge"), max_length=24, choices=Paper.choices)
    version = models.PositiveSmallIntegerField(_("sürüm"))
    want = models.CharField(_("ne zaman istenir"), max_length=12, choices=Want.choices, default=Want.ALWAYS)
    comes_back_signed = models.BooleanField(_("İmzalı aslı teslim alınır"), default=True)
    scan_suffices = models.BooleanField(_("öğrencinin gönderdiği tarama asıl yerine geçer"), default=False)
    letterhead = models.JSONField(_("antet satırları"), default=list, blank=True)
    footer = models.CharField(_("alt bilgi"), max_length=200, blank=True)
    logo = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo"))
    texts = models.JSONField(_("metinler"), default=dict, blank=True)
    signatures = models.JSONField(_("İmza sırası"), default=list, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("yazan"))
    written_at = models.DateTimeField(_("yazılma"))
    published_at = models.DateTimeField(_("yayımlanma"), null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["PaperForm"]] = models.Manager()

    class Meta:
        verbose_name = _("üniversitenin formu")
        verbose_name_plural = _("üniversitelerin formları")
        ordering = ["university", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["university", "kind", "version"], name="paper_form_version"),
            models.UniqueConstraint(
                fields=["university", "kind"],
                condition=Q(published_at__isnull=True),
                name="paper_form_one_draft",
                violation_error_message=_("Bu belgenin yayımlanmamış bir taslağı zaten var."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="published_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class PaperReceipt(models.Model):
    """A paper of an internship handed in with its signatures, by hand or as a scan; a material change voids it.

    Only what nobody has voided counts. ``late_reason`` is the officer's, for late papers (docs/rules.md A37).
    """

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="paper_receipts", verbose_name=_("staj"))
    kind = models.CharField(_("belge"), max_length=24, choices=Paper.choices)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("basılan belge")
    )
    signed_on = models.DateField(_("teslim tarihi"))
    received_at = models.DateTimeField(_("kayda alınma"))
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("teslim alan"))
    late_reason = models.CharField(_("geç teslimin gerekçesi"), max_length=300, blank=True)
    scan = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tarama"))
    voided_at = models.DateTimeField(_("geçersiz sayılma"), null=True, blank=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.CharField(_("geçersizlik nedeni"), max_length=300, blank=True)

    objects: ClassVar[models.Manager["PaperReceipt"]] = models.Manager()

    class Meta:
        verbose_name = _("teslim alınan evrak")
        verbose_name_plural = _("teslim alınan evrak")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(voided_at__isnull=True),
                name="paper_receipt_once",
                violation_error_message=_("Bu evrak zaten teslim alınmış."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="paper_receipt_void_named",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="frozen", fields=["placement", "kind", "signed_on", "received_at", "received_by", "late_reason"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_kind_display()}"


class PaperBatch(models.Model):
    """Many papers made in one go: merged or as a ZIP, with progress; a worker that dies leaves the rest to the next.

    ``worked_at`` and ``joining_at`` are leases by the real clock: whoever holds one and dies is followed by another.
    """

    class Shape(models.TextChoices):
        """How the result comes."""

        PDF = "pdf", _("Tek PDF")
        ZIP = "zip", _("ZIP")

    class State(models.TextChoices):
        """Only forwards."""

        QUEUED = "queued", _("Sırada")
        RUNNING = "running", _("Hazırlanıyor")
        DONE = "done", _("Hazır")
        FAILED = "failed", _("Yapılamadı")

    university = models.ForeignKey(University, models.PROTECT, related_name="+", verbose_name=_("üniversite"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="paper_batches", verbose_name=_("İsteyen"))
    asked_at = models.DateTimeField(_("İstenme"))
    shape = models.CharField(_("biçim"), max_length=3, choices=Shape.choices, default=Shape.PDF)
    state = models.CharField(_("durum"), max_length=8, choices=State.choices, default=State.QUEUED)
    total = models.PositiveIntegerField(_("belge sayısı"), default=0)
    worked_at = models.DateTimeField(_("son ilerleme"), null=True, blank=True)
    joining_at = models.DateTimeField(_("birleştirmenin başlaması"), null=True, blank=True)
    finished_at = models.DateTimeField(_("bitiş"), null=True, blank=True)
    result = models.FileField(_("sonuç"), upload_to="batches/", max_length=200, blank=True)

    objects: ClassVar[models.Manager["PaperBatch"]] = models.Manager()

    class Meta:
        verbose_name = _("toplu baskı")
        verbose_name_plural = _("toplu baskılar")
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], condition=Q(state__in=["queued", "running"]), name="paper_batch_open")]

    def __str__(self) -> str:
        return f"{self.pk}"


class PaperBatchItem(models.Model):
    """One paper of a batch: its document once it is there, or why it could not be made."""

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="items")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+", verbose_name=_("staj"))
    kind = models.CharField(_("belge"), max_length=24, choices=Paper.choices)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    failure = models.CharField(_("yapılamama nedeni"), max_length=300, blank=True)
    claimed_at = models.DateTimeField(_("ele alınma"), null=True, blank=True)

    objects: ClassVar[models.Manager["PaperBatchItem"]] = models.Manager()

    class Meta:
        verbose_name = _("toplu baskıdaki belge")
        verbose_name_plural = _("toplu baskıdaki belgeler")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["batch", "placement", "kind"], name="paper_batch_item_once")]
        indexes = [
            models.Index(
                fields=["batch"], condition=Q(document__isnull=True, failure=""), name="paper_batch_item_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} · {self.placement_id}"
