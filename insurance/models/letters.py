"""Official letters of institutions: whom they name, which units have read them (docs/rules.md A6, A14)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Upload
from usp.reference.models import Unit, University


class IncomingLetter(models.Model):
    """An official letter of an institution that names accepted interns: it stands for their acceptance papers (A6).

    One that was registered wrongly is withdrawn, with a reason; it stays on record and names nobody any more.
    """

    university = models.ForeignKey(
        University, models.PROTECT, related_name="incoming_letters", verbose_name=_("üniversite")
    )
    institution = models.CharField(_("gönderen kurum"), max_length=200)
    dated_on = models.DateField(_("yazının tarihi"))
    number = models.CharField(_("yazının sayısı"), max_length=60)
    scan = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name=_("tarama"))
    note = models.CharField(_("not"), max_length=300, blank=True)
    registered_at = models.DateTimeField(_("kayda alınma"))
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("kayda alan"))
    withdrawn_at = models.DateTimeField(_("geri çekilme"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("geri çeken")
    )
    withdraw_reason = models.CharField(_("geri çekme nedeni"), max_length=300, blank=True, default="", db_default="")

    objects: ClassVar[models.Manager["IncomingLetter"]] = models.Manager()

    class Meta:
        verbose_name = _("gelen resmî yazı")
        verbose_name_plural = _("gelen resmî yazılar")
        ordering = ["-dated_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "institution", "dated_on", "number"],
                condition=Q(withdrawn_at__isnull=True),
                name="incoming_letter_once",
                violation_error_message=_("Bu kurumdan bu tarih ve sayıyla bir yazı zaten kayıtlı."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
                name="incoming_letter_withdrawn_named",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="frozen", exclude=["withdrawn_at", "withdrawn_by", "withdraw_reason"]),
            pgtrigger.Protect(
                name="withdrawn_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="withdrawn_names_nobody",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__withdrawn_at__isnull=False),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM insurance_lettermatch m WHERE m.letter_id = NEW.id AND m.undone_at IS NULL
                    ) THEN
                        RAISE EXCEPTION 'a withdrawn letter names nobody';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.number}"


class LetterMatch(models.Model):
    """An internship that a letter names. Taken back by an official it stays on record."""

    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="matches", verbose_name=_("yazı"))
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="letter_matches", verbose_name=_("staj"))
    matched_at = models.DateTimeField(_("eşleştirme"))
    matched_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("eşleştiren"))
    undone_at = models.DateTimeField(_("eşleşmenin kaldırılması"), null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["LetterMatch"]] = models.Manager()

    class Meta:
        verbose_name = _("yazıdaki stajyer")
        verbose_name_plural = _("yazıdaki stajyerler")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "placement"], condition=Q(undone_at__isnull=True), name="letter_match_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="letter_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM insurance_incomingletter l
                        WHERE l.id = NEW.letter_id AND l.withdrawn_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'a withdrawn letter names nobody';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} · {self.placement_id}"


class LetterForward(models.Model):
    """A unit to which an incoming letter was passed on, and who there has read it."""

    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="forwards", verbose_name=_("yazı"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("birim"))
    forwarded_at = models.DateTimeField(_("İletilme"))
    forwarded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("ileten"))
    read_at = models.DateTimeField(_("okunma"), null=True, blank=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["LetterForward"]] = models.Manager()

    class Meta:
        verbose_name = _("yazının iletildiği birim")
        verbose_name_plural = _("yazının iletildiği birimler")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["letter", "unit"], name="letter_forward_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} · {self.unit}"
