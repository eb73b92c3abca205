"""The two ways out of the house: e-mail through Django's backend, SMS through an Apprise URL or into a
folder."""

import datetime as dt
import urllib.parse
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

FOLDER_SCHEME = "file://"


class NotSentError(Exception):
    """The SMS has certainly not left: it may be tried again."""


class FateUnknownError(Exception):
    """The SMS may have left: it must not be repeated."""


def send_email(
    *, to: str, subject: str, text: str, html: str, message_id: str, backend: BaseEmailBackend | None = None
) -> None:
    """Send one e-mail in two forms under its lasting Message-ID; raises what the backend raises."""
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        to=[to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        connection=backend,
    )
    message.attach_alternative(html, "text/html")
    message.send()


def send_sms(*, phone: str, text: str, reference: int) -> None:
    """Send one SMS to a number in international form («+905321234567»).

    ``SMS_URL`` is a folder (``file:///…``, the demo: one text file a message) or an Apprise URL with
    ``{phone}`` where the number goes. Raises NotSentError when it certainly did not leave, FateUnknownError
    when nobody can tell.
    """
    url = settings.USP_SMS_URL
    if url.startswith(FOLDER_SCHEME):
        _write_sms(Path(url.removeprefix(FOLDER_SCHEME)), phone, text, reference)
        return
    from apprise import Apprise  # noqa: PLC0415 -- loads a hundred plug-ins

    sender = Apprise()
    if not sender.add(url.replace("{phone}", urllib.parse.quote(phone.lstrip("+")))):
        raise NotSentError("SMS_URL is not an address Apprise can use")
    # False covers a refusal as well as an answer that never came; only the operator can find out which.
    try:
        confirmed = sender.notify(body=text)
    except Exception as error:
        raise FateUnknownError(str(error)) from error
    if not confirmed:
        raise FateUnknownError("the SMS service did not confirm")


def _write_sms(folder: Path, phone: str, text: str, reference: int) -> None:
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{stamp}-{reference:09d}.txt").write_text(f"{phone}\n\n{text}\n", encoding="utf-8")
    except OSError as error:
        raise NotSentError(str(error)) from error
