"""E-mails about problem reports: claimed, sent with their pictures, tried again for two days."""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from usp.core.logs import mask
from usp.core.templatetags.usp import tr_datetime
from usp.documents.models import Upload
from usp.guidance.models import MailState, ProblemMail, ProblemReport

logger = logging.getLogger(__name__)

BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))
MAX_TRIES = len(BACK_OFF) + 1
LOST_AFTER = dt.timedelta(minutes=5)
_BATCH = 50
ATTACHED_BYTES = 8 * 1024 * 1024  # mail servers refuse what is much larger; other pictures are seen in the admin


def send_due() -> int:
    """Send what is due, at most fifty; answers how many were handled. Rows of a vanished sender come back."""
    now = timezone.now()
    ProblemMail.objects.filter(state=MailState.SENDING, claimed_at__lt=now - LOST_AFTER).update(
        state=MailState.WAITING, next_try_at=now
    )
    ids = list(_due().order_by("next_try_at").values_list("pk", flat=True)[:_BATCH])
    return sum(send_one(mail_id) for mail_id in ids)


def send_one(mail_id: int) -> bool:
    """Claim one mail, send it and note how it went; False when it was not due or somebody else has it."""
    mail = _claim(mail_id)
    if mail is None:
        return False
    try:
        _message(mail).send()
    except Exception as error:
        _try_later(mail, error)
    else:
        ProblemMail.objects.filter(pk=mail.pk, tries=mail.tries).update(
            state=MailState.SENT, sent_at=timezone.now(), last_error=""
        )
    return True


def send_again(*, report_ids: list[int]) -> int:
    """The operator's decision to try given-up mails once more; answers how many."""
    failed = ProblemMail.objects.filter(report__in=report_ids, state=MailState.FAILED)
    return failed.update(state=MailState.WAITING, tries=0, next_try_at=timezone.now(), last_error="")


def _due() -> QuerySet[ProblemMail]:
    return ProblemMail.objects.filter(state=MailState.WAITING, next_try_at__lte=timezone.now())


def _claim(mail_id: int) -> ProblemMail | None:
    # Durable: the claim must be seen by everybody before anything leaves the house.
    with transaction.atomic(durable=True):
        rows = _due().select_for_update(skip_locked=True, of=("self",), no_key=True)
        mail = rows.select_related("report__reporter", "answer").filter(pk=mail_id).first()
        if mail is None:
            return None
        mail.state, mail.next_try_at = MailState.SENDING, None
        mail.claimed_at, mail.tries = timezone.now(), mail.tries + 1
        mail.save(update_fields=["state", "next_try_at", "claimed_at", "tries"])
    return mail


def _try_later(mail: ProblemMail, error: Exception) -> None:
    logger.warning("problem reports: mail %d, try %d: %s", mail.pk, mail.tries, error)
    given_up = mail.tries >= MAX_TRIES
    if given_up:
        logger.error("problem reports: mail %d is given up; the report %s is in the admin", mail.pk, mail.report.code)
    ProblemMail.objects.filter(pk=mail.pk, tries=mail.tries).update(
        state=MailState.FAILED if given_up else MailState.WAITING,
        next_try_at=None if given_up else timezone.now() + BACK_OFF[mail.tries - 1],
        last_error=mask(str(error))[:300],
    )


def _message(mail: ProblemMail) -> EmailMultiAlternatives:
    report = mail.report
    with translation.override(report.language if mail.answer else "tr"):
        subject, context = _answer(mail) if mail.answer else _to_support(report)
        text = render_to_string("email/base.txt", context)
        html = render_to_string("email/base.html", context)
    host = settings.USP_PUBLIC_URL.rpartition("/")[2].partition(":")[0]
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[mail.to],
        headers={"Message-ID": f"<problem-{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    if mail.answer is None:
        message.reply_to = [address] if (address := reply_address(report)) else []
        for upload in _attached(report):
            with upload.file.open("rb") as stored:
                message.attach(upload.name, stored.read(), upload.content_type)
    return message


def _attached(report: ProblemReport) -> list[Upload]:
    """The report's pictures in order, as many as a mail server takes."""
    found: list[Upload] = []
    for picture in report.pictures.select_related("upload"):
        if sum(upload.size for upload in found) + picture.upload.size <= ATTACHED_BYTES:
            found.append(picture.upload)
    return found


def reply_address(report: ProblemReport) -> str:
    """Where the reporter reads an answer by e-mail; empty when none is known."""
    if report.reporter is None:
        return report.email
    student = getattr(report.reporter, "student", None) if report.reporter.is_student else None
    return (student.contact_email if student else report.reporter.email) or ""


def _to_support(report: ProblemReport) -> tuple[str, dict[str, Any]]:
    admin = reverse("admin:guidance_problemreport_change", args=[report.pk])
    subject = _("Sorun bildirimi")
    return f"[{report.code}] {subject}", {
        "heading": _("Sorun bildirimi %s") % report.code,
        "paragraphs": report.words.splitlines(),
        "facts": [
            (_("Sayfa"), report.page or "–"),
            (_("Portal saati"), tr_datetime(report.created_at)),
            (_("Sunucu saati"), tr_datetime(report.received_at)),
            (_("İstek numarası"), report.request_id or "–"),
            (_("Bildiren"), report.reporter or _("giriş yapmamış")),
            (_("Cevap adresi"), reply_address(report) or "–"),
            (_("Tarayıcı"), report.browser or "–"),
            (_("Resimler"), _("%(attached)d ekte, %(all)d yönetim sayfasında") % _picture_numbers(report)),
        ],
        "button_url": settings.USP_PUBLIC_URL + admin,
        "button_label": _("Bildirimi aç"),
        "reason": _("Dönemin destek adresi olduğunuz için size gönderildi."),
    }


def _picture_numbers(report: ProblemReport) -> dict[str, int]:
    return {"attached": len(_attached(report)), "all": report.pictures.count()}


def _answer(mail: ProblemMail) -> tuple[str, dict[str, Any]]:
    assert mail.answer is not None  # noqa: S101 -- the caller asks for answers only
    code = mail.report.code
    return f"[{code}] {_('Bildiriminiz cevaplandı')}", {
        "heading": _("Bildiriminiz cevaplandı"),
        "paragraphs": mail.answer.text.splitlines(),
        "facts": [(_("Bildirim numarası"), code)],
        "button_url": "",
        "button_label": "",
        "reason": _("Portaldaki «Sorun bildir» formuna bu adresi yazdığınız için size gönderildi."),
    }
