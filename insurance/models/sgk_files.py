"""The files made for SGK, its answers, and the entry documents that come back."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insurance.models.cases import InsuranceCase, InsuranceEntry
from insurance.models.sgk import Encoding, SgkWorkplace
from usp.accounts.models import User
from usp.documents.models import Upload
from usp.reference.models import University


class SgkFile(models.Model):
    """One file made for SGK: what was in it stays as it was.

    ``content`` (XML, as SGK takes it) and ``sheet`` (XLSX, for the university's own use) are stored encrypted under
    random names, because identity numbers stand in them; the sums are those of the plain bytes.
    """

    class Kind(models.TextChoices):
        """What the file declares."""

        ENTRY = "entry", _("İşe giriş")
        EXIT = "exit", _("İşten çıkış")

    university = models.ForeignKey(University, models.PROTECT, related_name="sgk_files", verbose_name=_("üniversite"))
    workplace = models.ForeignKey(SgkWorkplace, models.PROTECT, related_name="files", verbose_name=_("işyeri"))
    kind = models.CharField(_("tür"), max_length=5, choices=Kind.choices)
    encoding = models.CharField(_("kodlama"), max_length=12, choices=Encoding.choices)
    content = models.FileField(_("dosya"), upload_to="sgk/", max_length=200, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    sheet = models.FileField(_("tablo"), upload_to="sgk/", max_length=200, unique=True)
    sheet_sha256 = models.CharField(_("tablonun SHA-256 özeti"), max_length=64)
    made_at = models.DateTimeField(_("oluşturulma"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("oluşturan"))

    objects: ClassVar[models.Manager["SgkFile"]] = models.Manager()

    class Meta:
        verbose_name = _("SGK dosyası")
        verbose_name_plural = _("SGK dosyaları")
        ordering = ["-id"]
        triggers = [
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class SgkFileRow(models.Model):
    """One person in a file, and what SGK answered."""

    class Outcome(models.TextChoices):
        """What SGK said."""

        WAITING = "waiting", _("Cevap bekliyor")
        ACCEPTED = "accepted", _("Kabul edildi")
        REFUSED = "refused", _("Reddedildi")

    file = models.ForeignKey(SgkFile, models.PROTECT, related_name="rows", verbose_name=_("dosya"))
    case = models.ForeignKey(InsuranceCase, models.PROTECT, related_name="file_rows", verbose_name=_("sigorta işlemi"))
    entry = models.ForeignKey(InsuranceEntry, models.PROTECT, null=True, blank=True, related_name="file_rows")
    day = models.DateField(_("bildirilen tarih"))
    outcome = models.CharField(_("sonuç"), max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    message = models.CharField(_("SGK’nın açıklaması"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("cevap anı"), null=True, blank=True)

    objects: ClassVar[models.Manager["SgkFileRow"]] = models.Manager()

    class Meta:
        verbose_name = _("SGK dosyasındaki kişi")
        verbose_name_plural = _("SGK dosyasındaki kişiler")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["file", "case"], name="sgk_file_row_once")]

    def __str__(self) -> str:
        return f"{self.file_id} · {self.case_id}"


class SgkDownload(models.Model):
    """Somebody took a file with identity numbers away: who, when, which of the two."""

    class Part(models.TextChoices):
        """What was taken."""

        XML = "xml", "XML"
        SHEET = "xlsx", "XLSX"

    file = models.ForeignKey(SgkFile, models.PROTECT, related_name="downloads", verbose_name=_("dosya"))
    part = models.CharField(_("biçim"), max_length=4, choices=Part.choices)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("indiren"))
    taken_at = models.DateTimeField(_("indirilme"))

    objects: ClassVar[models.Manager["SgkDownload"]] = models.Manager()

    class Meta:
        verbose_name = _("SGK dosyasının indirilmesi")
        verbose_name_plural = _("SGK dosyalarının indirilmesi")
        ordering = ["-id"]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.file_id} · {self.part}"


class SgkAnswers(models.Model):
    """A file of SGK's answers as an officer sent it: read for a preview, applied once, kept encrypted.

    ``results`` is what each line of the file came to when it was applied: line, case (or null), outcome, sentence. No
    identity number stands in it.
    """

    university = models.ForeignKey(University, models.PROTECT, related_name="sgk_answers", verbose_name=_("üniversite"))
    kind = models.CharField(_("tür"), max_length=5, choices=SgkFile.Kind.choices)
    name = models.CharField(_("dosya adı"), max_length=150)
    content = models.BinaryField(editable=False)
    sha256 = models.CharField("SHA-256", max_length=64)
    sent_at = models.DateTimeField(_("gönderilme"))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("gönderen"))
    results = models.JSONField(_("sonuçlar"), default=list)
    applied_at = models.DateTimeField(_("işlenme"), null=True, blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["SgkAnswers"]] = models.Manager()

    class Meta:
        verbose_name = _("SGK cevap dosyası")
        verbose_name_plural = _("SGK cevap dosyaları")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "kind", "sha256"],
                name="sgk_answers_once",
                violation_error_message=_("Bu dosya daha önce yüklendi."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


class EntryDocumentBatch(models.Model):
    """Entry documents (işe giriş bildirgesi) sent together, to be read, matched and shared."""

    university = models.ForeignKey(
        University, models.PROTECT, related_name="entry_document_batches", verbose_name=_("üniversite")
    )
    sent_at = models.DateTimeField(_("gönderilme"))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("gönderen"))

    objects: ClassVar[models.Manager["EntryDocumentBatch"]] = models.Manager()

    class Meta:
        verbose_name = _("giriş belgesi yüklemesi")
        verbose_name_plural = _("giriş belgesi yüklemeleri")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.university} {self.pk}"


class EntryDocument(models.Model):
    """One sent file on its way: not read yet (``raw``, encrypted), refused with a sentence, or matched and shared.

    ``candidates`` are the cases that fit as well where more than one did; ``found_by`` says what a match rests on.
    """

    class FoundBy(models.TextChoices):
        """What in the file named the person, the surest first."""

        REFERENCE = "reference", _("referans kodu")
        NUMBER = "number", _("T.C. kimlik no")
        NAME = "name", _("ad soyad")
        HAND = "hand", _("elle eşleştirildi")

    batch = models.ForeignKey(EntryDocumentBatch, models.PROTECT, related_name="documents")
    name = models.CharField(_("dosya adı"), max_length=150)
    raw = models.BinaryField(null=True, editable=False)
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField(_("alınamama nedeni"), max_length=300, blank=True)
    case = models.ForeignKey(
        InsuranceCase, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sigorta işlemi")
    )
    found_by = models.CharField(_("eşleşme"), max_length=9, choices=FoundBy.choices, blank=True)
    candidates = models.JSONField(_("uyan kişiler"), default=list)
    shared_at = models.DateTimeField(_("paylaşılma"), null=True, blank=True)

    objects: ClassVar[models.Manager["EntryDocument"]] = models.Manager()

    class Meta:
        verbose_name = _("giriş belgesi")
        verbose_name_plural = _("giriş belgeleri")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "case"],
                condition=Q(case__isnull=False),
                name="entry_document_one_each",
                violation_error_message=_("Bu stajyerle başka bir belge eşleşti."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
