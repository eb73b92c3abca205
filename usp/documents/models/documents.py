"""Issued papers: versioned, never overwritten, never deleted (docs/rules.md I11)."""

import secrets
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.documents.codes import PATTERN
from usp.reference.models import University


def usp_now() -> models.Func:
    """The database's clock as an expression (docs/rules.md S4)."""
    return models.Func(function="usp_now", output_field=models.DateTimeField())


def random_name(document: "Document | None" = None, filename: str = "") -> str:
    """Where a paper's file lies: a random name that says nothing and that nobody chose.

    Takes what Django gives to ``upload_to`` and looks at none of it.
    """
    name = secrets.token_hex(20)
    return f"documents/{name[:2]}/{name}.pdf"


class DocumentState(models.TextChoices):
    """What a paper is worth today. Only forwards: ``valid → replaced → revoked`` or ``valid → revoked``."""

    VALID = "valid", _("Geçerli")
    REPLACED = "replaced", _("Yerine yenisi düzenlendi")
    REVOKED = "revoked", _("İptal edildi")


class Document(models.Model):
    """One issued paper.

    ``subject_type`` and ``subject_id`` name what it is about («placement», 17); the apps above know the
    thing. ``snapshot`` holds everything the paper says (identity numbers encrypted), ``public_facts`` what
    the verification page tells anyone. ``signed_by`` names the holder of the certificate that signed the file
    (``usp.documents.signing``), empty where none did. The database freezes all but the state and the revocation, and
    refuses to delete.
    """

    kind = models.CharField(_("belge türü"), max_length=40)
    version = models.PositiveIntegerField(_("sürüm"))
    code = models.CharField(_("doğrulama kodu"), max_length=19, unique=True)
    subject_type = models.CharField(_("konu"), max_length=40)
    subject_id = models.BigIntegerField(_("konu numarası"))
    owner_university = models.ForeignKey(
        University,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("üniversite"),
    )
    title = models.CharField(_("başlık"), max_length=200)
    snapshot = models.JSONField(_("İçerik"))
    public_facts = models.JSONField(_("herkese açık bilgiler"))
    file = models.FileField(_("dosya"), upload_to=random_name, max_length=200, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveSmallIntegerField(_("sayfa sayısı"))
    state = models.CharField(_("durum"), max_length=10, choices=DocumentState.choices, default=DocumentState.VALID)
    issued_at = models.DateTimeField(_("düzenlenme"), db_default=usp_now())
    issued_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_documents",
        verbose_name=_("düzenleyen"),
    )
    signed_by = models.CharField(_("dijital imzanın sahibi"), max_length=200, blank=True, db_default="", default="")
    signed_at = models.DateTimeField(_("dijital imzanın zamanı"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("İptal zamanı"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revoked_documents",
        verbose_name=_("İptal eden"),
    )
    revoke_reason = models.CharField(_("İptal nedeni"), max_length=300, blank=True)

    objects: ClassVar[models.Manager["Document"]] = models.Manager()

    class Meta:
        verbose_name = _("belge")
        verbose_name_plural = _("belgeler")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "version"], name="document_version_once"
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind"],
                condition=Q(state="valid"),
                name="document_one_valid",
                violation_error_message=_("Bu belgenin geçerli bir sürümü zaten var."),
            ),
            models.CheckConstraint(condition=Q(code__regex=PATTERN), name="document_code_form"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_form"),
            models.CheckConstraint(condition=Q(version__gte=1, pages__gte=1), name="document_counts_from_one"),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False)
                | (~Q(state="revoked") & Q(revoked_at__isnull=True)),
                name="document_revoked_has_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="frozen", exclude=["state", "revoked_at", "revoked_by", "revoke_reason"]),
            pgtrigger.FSM(
                name="forwards",
                field="state",
                transitions=[("valid", "replaced"), ("valid", "revoked"), ("replaced", "revoked")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.code}"

    @property
    def filename(self) -> str:
        """The name under which people save the paper."""
        return f"{self.title} {self.code}.pdf"
