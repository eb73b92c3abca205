"""Problem reports: what somebody met on a page, in words and pictures, and what became of it (A31)."""

import secrets
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.documents.codes import ALPHABET
from usp.documents.models import Upload

PICTURES = 3
_CODE_LENGTH = 8


def usp_now() -> models.Func:
    """The database's clock as an expression (docs/rules.md S4)."""
    return models.Func(function="usp_now", output_field=models.DateTimeField())


def new_report_code() -> str:
    """The number that the reporter is told: «SB-7KQ2M9XD»."""
    return "SB-" + "".join(secrets.choice(ALPHABET) for _place in range(_CODE_LENGTH))


class ProblemState(models.TextChoices):
    """Where a report stands; moved by usp.guidance.services.problems alone."""

    NEW = "new", _("Yeni")
    IN_PROGRESS = "in_progress", _("İnceleniyor")
    ANSWERED = "answered", _("Cevaplandı")
    CLOSED = "closed", _("Kapatıldı")


class ProblemReportQuerySet(models.QuerySet["ProblemReport"]):
    """Reports and who may see them."""

    def visible_to(self, user: User) -> "ProblemReportQuerySet":
        """One's own; operators see all."""
        return self if user.is_operator else self.filter(reporter=user)


@pghistory.track(fields=["state"])
class ProblemReport(models.Model):
    """One report. The row is written before anything is sent, so no report is lost with a mail server.

    ``form_id`` is the form it was written on: the same form sent twice is one report. ``received_at`` is read on
    the real clock, for the limits and for finding the log's lines; ``created_at`` on the portal's.
    """

    code = models.CharField(_("numara"), max_length=12, unique=True, editable=False)
    form_id = models.UUIDField(unique=True, editable=False)
    reporter = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="problem_reports", verbose_name=_("bildiren")
    )
    email = models.EmailField(_("cevap için e-posta"), blank=True)
    words = models.TextField(_("ne oldu"), max_length=4000)
    page = models.CharField(_("sayfa"), max_length=300, blank=True)
    request_id = models.CharField(_("İstek numarası"), max_length=12, blank=True)
    browser = models.CharField(_("tarayıcı"), max_length=300, blank=True)
    language = models.CharField(_("dil"), max_length=2, default="tr")
    state = models.CharField(_("durum"), max_length=12, choices=ProblemState.choices, default=ProblemState.NEW)
    created_at = models.DateTimeField(_("bildirilme"), db_default=usp_now(), editable=False)
    received_at = models.DateTimeField(_("sunucu saati"), db_default=Now(), editable=False)

    objects: ClassVar[ProblemReportQuerySet] = ProblemReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sorun bildirimi")
        verbose_name_plural = _("sorun bildirimleri")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["reporter", "received_at"], name="problem_reporter_time"),
            models.Index(fields=["received_at"], name="problem_anonymous_time", condition=Q(reporter__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProblemState.values), name="problem_state_known"),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="problem_says_something",
                violation_error_message=_("Ne olduğunu birkaç cümleyle yazın."),
            ),
            models.CheckConstraint(
                condition=Q(page="") | (Q(page__startswith="/") & ~Q(page__startswith="//")),
                name="problem_page_is_ours",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProblemPicture(models.Model):
    """One picture of a report; the database knows that there are three at most."""

    report = models.ForeignKey(ProblemReport, models.PROTECT, related_name="pictures", verbose_name=_("bildirim"))
    position = models.PositiveSmallIntegerField(_("sıra"))
    upload = models.OneToOneField(Upload, models.PROTECT, related_name="problem_picture", verbose_name=_("resim"))

    objects: ClassVar[models.Manager["ProblemPicture"]] = models.Manager()

    class Meta:
        verbose_name = _("bildirimin resmi")
        verbose_name_plural = _("bildirimin resimleri")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="problem_picture_position_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=PICTURES),
                name="problem_picture_three_at_most",
                violation_error_message=_("Bir bildirime en çok üç resim eklenir."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.position}"


class ProblemAnswer(models.Model):
    """One answer to the reporter. Never changed: a correction is another answer."""

    report = models.ForeignKey(ProblemReport, models.PROTECT, related_name="answers", verbose_name=_("bildirim"))
    text = models.TextField(_("cevap"), max_length=4000)
    author = models.ForeignKey(User, models.PROTECT, related_name="problem_answers", verbose_name=_("cevaplayan"))
    created_at = models.DateTimeField(_("cevaplanma"), db_default=usp_now(), editable=False)

    objects: ClassVar[models.Manager["ProblemAnswer"]] = models.Manager()

    class Meta:
        verbose_name = _("cevap")
        verbose_name_plural = _("cevaplar")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="problem_answer_says_something", violation_error_message=_("Cevabı yazın.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.pk}"


class MailState(models.TextChoices):
    """How far an e-mail about a report is."""

    WAITING = "waiting", _("Gönderilecek")
    SENDING = "sending", _("Gönderiliyor")
    SENT = "sent", _("Gönderildi")
    FAILED = "failed", _("Gönderilemedi")


class ProblemMail(models.Model):
    """One e-mail about a report: to the season's support address, or an answer to somebody without an account here.

    Times are read on the real clock.
    """

    report = models.ForeignKey(ProblemReport, models.PROTECT, related_name="mails", verbose_name=_("bildirim"))
    answer = models.OneToOneField(
        ProblemAnswer, models.PROTECT, null=True, blank=True, related_name="mail", verbose_name=_("cevap")
    )
    to = models.EmailField(_("alıcı"))
    state = models.CharField(_("durum"), max_length=8, choices=MailState.choices, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(_("deneme"), default=0)
    next_try_at = models.DateTimeField(_("sonraki deneme"), null=True, blank=True, db_default=Now())
    claimed_at = models.DateTimeField(_("gönderime alınma"), null=True, blank=True)
    sent_at = models.DateTimeField(_("gönderilme"), null=True, blank=True)
    last_error = models.CharField(_("son hata"), max_length=300, blank=True)

    objects: ClassVar[models.Manager["ProblemMail"]] = models.Manager()

    class Meta:
        verbose_name = _("bildirimin e-postası")
        verbose_name_plural = _("bildirimin e-postaları")
        ordering = ["id"]
        indexes = [models.Index(fields=["next_try_at"], name="problem_mail_due", condition=Q(state="waiting"))]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(answer__isnull=True), name="problem_mail_to_support_once"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_try_at__isnull=False)
                | (~Q(state="waiting") & Q(next_try_at__isnull=True)),
                name="problem_mail_waiting_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="problem_mail_sending_is_claimed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} → {self.to}"
