"""Scans that students send of their signed papers; an official looks at each (docs/rules.md A6, A37)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insurance.paper_kinds import Paper
from offers.models import Placement
from usp.accounts.models import User
from usp.documents.models import Upload


class PaperScan(models.Model):
    """A student's scan of a signed paper. It is no receipt: only where the university's form says so does an accepted
    scan stand for the original. A newer one takes the place of one that nobody has looked at.
    """

    class Answer(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Bakılmadı")
        ACCEPTED = "accepted", _("Uygun")
        RETURNED = "returned", _("Yeniden istendi")
        REPLACED = "replaced", _("Yerine yenisi gönderildi")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="paper_scans", verbose_name=_("staj"))
    kind = models.CharField(_("belge"), max_length=24, choices=Paper.choices)
    file = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name=_("dosya"))
    sent_at = models.DateTimeField(_("gönderilme"))
    answer = models.CharField(_("sonuç"), max_length=8, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(_("sonuç anı"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("açıklama"), max_length=300, blank=True)

    objects: ClassVar[models.Manager["PaperScan"]] = models.Manager()

    class Meta:
        verbose_name = _("öğrencinin gönderdiği tarama")
        verbose_name_plural = _("öğrencilerin gönderdiği taramalar")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(answer="waiting"),
                name="paper_scan_one_waiting",
                violation_error_message=_("Bu belgenin taraması az önce gönderildi."),
            ),
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_at__isnull=True)
                | (~Q(answer="waiting") & Q(answered_at__isnull=False)),
                name="paper_scan_answered_has_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="frozen", fields=["placement", "kind", "file", "sent_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} · {self.get_kind_display()}"
