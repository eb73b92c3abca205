"""Files that people send us: proofs, pictures, letters. Kept under random names, never changed (docs/rules.md S5)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.documents.models.documents import usp_now


class FileType(models.TextChoices):
    """What a file really is, by its content and never by its name."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"

    @property
    def extension(self) -> str:
        """«.pdf», as a stored or saved file is called."""
        return {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}[self.value]

    @property
    def is_picture(self) -> bool:
        """Whether a browser shows it as a picture."""
        return self.value != "application/pdf"


class Upload(models.Model):
    """One file of one person, checked before it was stored.

    ``purpose`` names who may see it (usp.documents.access.register_upload_access), ``name`` is the sender's, cleaned
    of paths and tricks, and only ever shown. Rows never change; whoever keeps a file points at its row with a PROTECT
    key, and a row that nobody points at is removed with its file after a day.
    """

    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name=_("gönderen")
    )
    purpose = models.CharField(_("amaç"), max_length=40)
    name = models.CharField(_("dosya adı"), max_length=150)
    content_type = models.CharField(_("tür"), max_length=20, choices=FileType.choices)
    size = models.PositiveIntegerField(_("boyut (bayt)"))
    pages = models.PositiveSmallIntegerField(_("sayfa sayısı"))
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(_("dosya"), upload_to="uploads/", max_length=200, unique=True)
    created_at = models.DateTimeField(_("gönderilme"), db_default=usp_now())

    objects: ClassVar[models.Manager["Upload"]] = models.Manager()

    class Meta:
        verbose_name = _("yüklenen dosya")
        verbose_name_plural = _("yüklenen dosyalar")
        ordering = ["-id"]
        indexes = [models.Index(fields=["owner", "created_at"], name="upload_owner_time")]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="upload_sha256_form"),
            models.CheckConstraint(condition=Q(size__gte=1, pages__gte=1), name="upload_not_empty"),
            models.CheckConstraint(condition=Q(content_type__in=FileType.values), name="upload_type_known"),
        ]
        triggers = [pgtrigger.ReadOnly(name="frozen")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pdf(self) -> bool:
        """Whether it has pages rather than being one picture."""
        return self.content_type == FileType.PDF
