"""«Resmî yazılar»: official letters to Rektörlükler, and who has confirmed reading them (A14)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.documents.models import Upload
from usp.reference.models import University


class OfficialLetterQuerySet(models.QuerySet["OfficialLetter"]):
    """Letters, scoped to who asks."""

    def visible_to(self, user: User) -> "OfficialLetterQuerySet":
        """Operators see all; managers what was sent to Rektörlükler; other officials what was passed to them."""
        if user.is_operator:
            return self
        if not user.is_career_center:
            return self.none()
        sent = self.filter(withdrawn_at__isnull=True)
        if university_may(user, UniversityAction.MANAGE):
            return sent
        return sent.filter(pk__in=LetterReader.objects.filter(reader=user).values("letter"))


class OfficialLetter(models.Model):
    """One letter to all Rektörlükler. Its words never change; a wrong one is withdrawn and sent anew.

    ``season_code`` is the season's own code: this app knows no season (docs/decisions/0006).
    """

    season_code = models.SlugField(_("dönem"), max_length=50)
    dated_on = models.DateField(_("yazının tarihi"))
    number = models.CharField(_("yazının sayısı"), max_length=60)
    subject = models.CharField(_("konu"), max_length=200)
    file = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name=_("dosya"))
    published_at = models.DateTimeField(_("yayımlanma"))
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("yayımlayan"))
    withdrawn_at = models.DateTimeField(_("geri çekilme"), null=True, blank=True)

    objects: ClassVar[OfficialLetterQuerySet] = OfficialLetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("resmî yazı")
        verbose_name_plural = _("resmî yazılar")
        ordering = ["-dated_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "dated_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="official_letter_once",
                violation_error_message=_("Bu tarih ve sayıyla bir yazı zaten var."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dated_on:%d.%m.%Y} · {self.number}"


class LetterReader(models.Model):
    """One official to whom a letter came, from the operators or from the university's manager, and the confirmation."""

    letter = models.ForeignKey(OfficialLetter, models.PROTECT, related_name="readers", verbose_name=_("yazı"))
    university = models.ForeignKey(University, models.PROTECT, related_name="+", verbose_name=_("üniversite"))
    reader = models.ForeignKey(User, models.PROTECT, related_name="official_letters", verbose_name=_("okur"))
    passed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("İleten")
    )
    passed_at = models.DateTimeField(_("İletilme"))
    read_at = models.DateTimeField(_("okundu onayı"), null=True, blank=True)
    reminded_on = models.DateField(_("son hatırlatma"), null=True, blank=True)

    objects: ClassVar[models.Manager["LetterReader"]] = models.Manager()

    class Meta:
        verbose_name = _("yazının okuru")
        verbose_name_plural = _("yazıların okurları")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "reader"], name="letter_reader_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} · {self.reader}"
