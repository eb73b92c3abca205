"""The intern list's memory: what changed, who has seen it, and what was said with whom (docs/rules.md A36, A42)."""

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models import Placement
from usp.accounts.models import User
from usp.reference.models import University


class InternEvent(models.Model):
    """Something that changed the list: a row in the transaction that changed it, taken note of by an official."""

    class Kind(models.TextChoices):
        """What an official must know."""

        NEW = "new", _("Yeni stajyer")
        CANCELLED = "cancelled", _("İptal edildi")
        ABANDONED = "abandoned", _("Yarıda bırakıldı")
        DATES = "dates", _("Tarihi değişti")
        COMPLETED = "completed", _("Tamamlandı")
        SAID_NO = "said_no", _("Öğrenci yapmayacağını söyledi")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="list_events", verbose_name=_("staj"))
    kind = models.CharField(_("ne değişti"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("an"))
    was = models.CharField(_("önceki"), max_length=120, blank=True)
    now = models.CharField(_("yeni"), max_length=120, blank=True)
    seen_at = models.DateTimeField(_("görüldü"), null=True, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["InternEvent"]] = models.Manager()

    class Meta:
        verbose_name = _("listedeki değişiklik")
        verbose_name_plural = _("listedeki değişiklikler")
        ordering = ["-id"]
        indexes = [models.Index(fields=["placement"], condition=Q(seen_at__isnull=True), name="intern_event_unseen")]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="frozen", fields=["placement", "kind", "at", "was", "now"]),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_kind_display()}"


class InternListSettings(models.Model):
    """How one official looks at the list: the columns, the daily digest, the last visit.

    ``visited_at`` is the last moment of the newest visit, ``before_at`` the last moment of the one before.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="intern_list", verbose_name=_("yetkili"))
    columns = ArrayField(models.CharField(max_length=24), default=list, blank=True, verbose_name=_("sütunlar"))
    wants_digest = models.BooleanField(_("günlük özet e-postası"), default=True)
    visited_at = models.DateTimeField(_("son ziyaret"), null=True, blank=True)
    before_at = models.DateTimeField(_("ondan önceki ziyaret"), null=True, blank=True)
    digest_on = models.DateField(_("son özet"), null=True, blank=True)

    objects: ClassVar[models.Manager["InternListSettings"]] = models.Manager()

    class Meta:
        verbose_name = _("liste ayarları")
        verbose_name_plural = _("liste ayarları")

    def __str__(self) -> str:
        return str(self.user)


class ContactEntry(models.Model):
    """One contact with an intern, or the student's own tap: the two structured answers and a note (A36)."""

    class Way(models.TextChoices):
        """How they spoke."""

        PHONE = "phone", _("Telefon")
        EMAIL = "email", _("E-posta")
        VISIT = "visit", _("Yüz yüze")
        PORTAL = "portal", _("Portaldan, öğrencinin kendisi")

    class Intends(models.TextChoices):
        """Will the student do the internship?"""

        YES = "yes", _("Stajı yapacak")
        NO = "no", _("Stajı yapmayacak")
        UNREACHED = "unreached", _("Ulaşılamadı")

    class Unit(models.TextChoices):
        """Has the student been to the unit about the papers?"""

        YES = "yes", _("Evrak için birimle görüştü")
        NO = "no", _("Evrak için birimle görüşmedi")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="contacts", verbose_name=_("staj"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("kaydeden"))
    at = models.DateTimeField(_("an"))
    way = models.CharField(_("nasıl"), max_length=8, choices=Way.choices)
    intends = models.CharField(_("stajı yapacak mı"), max_length=10, choices=Intends.choices, blank=True)
    been_to_unit = models.CharField(_("birimle görüştü mü"), max_length=4, choices=Unit.choices, blank=True)
    note = models.CharField(_("not"), max_length=500, blank=True)

    objects: ClassVar[models.Manager["ContactEntry"]] = models.Manager()

    class Meta:
        verbose_name = _("görüşme")
        verbose_name_plural = _("görüşmeler")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(intends="", been_to_unit="", note=""),
                name="contact_entry_says_something",
                violation_error_message=_("En az bir cevap seçin ya da bir not yazın."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_way_display()}"


class MessageTemplate(models.Model):
    """A university's text for messages to many interns; {ad}, {isveren}, {baslangic} … are filled in for each."""

    university = models.ForeignKey(
        University, models.PROTECT, related_name="message_templates", verbose_name=_("üniversite")
    )
    name = models.CharField(_("ad"), max_length=80)
    subject = models.CharField(_("konu"), max_length=120)
    text = models.TextField(_("metin"), max_length=2000)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("yazan"))
    changed_at = models.DateTimeField(_("son değişiklik"))

    objects: ClassVar[models.Manager["MessageTemplate"]] = models.Manager()

    class Meta:
        verbose_name = _("mesaj şablonu")
        verbose_name_plural = _("mesaj şablonları")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "name"],
                name="message_template_name",
                violation_error_message=_("Bu adda bir şablon zaten var."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SentMessage(models.Model):
    """One message sent to interns: kept with its words and to whom it went."""

    university = models.ForeignKey(University, models.PROTECT, related_name="+", verbose_name=_("üniversite"))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("gönderen"))
    sent_at = models.DateTimeField(_("gönderilme"))
    subject = models.CharField(_("konu"), max_length=120)
    text = models.TextField(_("metin"), max_length=2000)
    placements = models.ManyToManyField(Placement, related_name="messages", verbose_name=_("stajyerler"))
    form_id = models.UUIDField(editable=False, default=uuid.uuid4)

    objects: ClassVar[models.Manager["SentMessage"]] = models.Manager()

    class Meta:
        verbose_name = _("gönderilen mesaj")
        verbose_name_plural = _("gönderilen mesajlar")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["sent_by", "form_id"], name="sent_message_once_per_form")]
        triggers = [
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.subject


class InternExport(models.Model):
    """One list taken away as a file: who took how many interns by which filters and columns (KVKK)."""

    university = models.ForeignKey(University, models.PROTECT, related_name="+", verbose_name=_("üniversite"))
    exported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("alan"))
    exported_at = models.DateTimeField(_("alınma"))
    query = models.CharField(_("süzgeçler"), max_length=2000, blank=True)
    columns = ArrayField(models.CharField(max_length=24), default=list, verbose_name=_("sütunlar"))
    rows = models.PositiveIntegerField(_("satır"))

    objects: ClassVar[models.Manager["InternExport"]] = models.Manager()

    class Meta:
        verbose_name = _("alınan liste")
        verbose_name_plural = _("alınan listeler")
        ordering = ["-id"]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.exported_by} · {self.rows}"
