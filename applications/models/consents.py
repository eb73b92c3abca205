"""The texts a student answers one by one at the end of the form, and the answers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from applications.models.catalogue import in_language


class ConsentText(models.Model):
    """One version of a text the student answers separately: an information notice, a statement, or a consent.

    Only an explicit consent may be declined or withdrawn; the others are conditions of completing (KVKK; docs/rules.md
    S6). A text that somebody has answered is never changed: a change is a new version.
    """

    class Kind(models.TextChoices):
        """What the tick means."""

        NOTICE = "notice", _("Aydınlatma (okudum)")
        STATEMENT = "statement", _("Beyan (doğrudur)")
        CONSENT = "consent", _("Açık rıza (İsteğe bağlı)")

    code = models.SlugField(_("kod"), max_length=40)
    version = models.PositiveSmallIntegerField(_("sürüm"), default=1)
    kind = models.CharField(_("tür"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("başlık"), max_length=160)
    title_en = models.CharField(_("başlık (İngilizce)"), max_length=160)
    body = models.TextField(_("metin"))
    body_en = models.TextField(_("metin (İngilizce)"))
    order = models.PositiveSmallIntegerField(_("sıra"), default=0)
    is_current = models.BooleanField(_("yürürlükte"), default=True)

    objects: ClassVar[models.Manager["ConsentText"]] = models.Manager()

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "consent_text_frozen": _("Yanıtlanmış bir metin değiştirilemez; yeni bir sürüm ekleyin."),
    }

    class Meta:
        verbose_name = _("onay metni")
        verbose_name_plural = _("onay metinleri")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="consent_text_version_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(is_current=True),
                name="consent_text_one_current",
                violation_error_message=_("Bu metnin yürürlükte yalnızca bir sürümü olabilir."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def is_mandatory(self) -> bool:
        """Whether completing needs it."""
        return self.kind != self.Kind.CONSENT


class Consent(models.Model):
    """One answer to one text: when it was given, and when an explicit consent was taken back."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="consents", verbose_name=_("başvuru"))
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents", verbose_name=_("metin"))
    given_at = models.DateTimeField(_("verilme"))
    withdrawn_at = models.DateTimeField(_("geri alınma"), null=True, blank=True)

    class Meta:
        verbose_name = _("onay")
        verbose_name_plural = _("onaylar")
        ordering = ["text__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "text"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_once",
                violation_error_message=_("Bu onay zaten verilmiş."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)
