"""Carries the codes of usp.accounts: at once, by e-mail or SMS, outside the outbox (see accounts.services.contact)."""

import secrets

from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from usp.accounts.models import CODE_LIFE, ContactChannel
from usp.accounts.services.contact_sending import (
    CodeFateUnknownError,
    CodeMessage,
    CodeNotSentError,
    register_sender,
)
from usp.core.logs import mask
from usp.notifications import transports
from usp.notifications.services.notify import message_id

# Somebody waits before the screen: a mail server that says nothing for so long has failed.
TIMEOUT_SECONDS = 5


def send_by_email(message: CodeMessage) -> None:
    """One e-mail with the code; whatever the mail server or service raises means that it has not left."""
    with translation.override(message.language):
        heading = _("Doğrulama kodunuz: %(code)s") % {"code": _grouped(message.digits)}
        context = {
            "heading": heading,
            "paragraphs": [
                _("Bu e-posta adresini iletişim adresiniz yapmak için kodu %(seconds)d saniye içinde portala yazın.")
                % {"seconds": CODE_LIFE.total_seconds()},
                _("Kodu kimseyle paylaşmayın. Bu isteği siz yapmadıysanız bir şey yapmanız gerekmez."),
            ],
            "facts": [],
            "button_url": "",
            "button_label": "",
            "reason": _("Bu adres Kariyer Kapısı’nda iletişim adresi olarak yazıldığı için bu e-postayı aldınız."),
        }
        text = render_to_string("email/base.txt", context)
        html = render_to_string("email/base.html", context)
    try:
        transports.send_email(
            to=message.value,
            subject=heading,
            text=text,
            html=html,
            message_id=message_id(),
            backend=mail.get_connection(timeout=TIMEOUT_SECONDS),
        )
    except Exception as error:  # smtplib, sockets and the services behind Anymail each have errors of their own
        raise CodeNotSentError(mask(str(error))) from error


def send_by_sms(message: CodeMessage) -> None:
    """One SMS with the code; the gateway's time limits are Apprise's own, four seconds each way."""
    with translation.override(message.language):
        text = _(
            "Kariyer Kapısı doğrulama kodunuz: %(code)s. %(seconds)d saniye içinde yazın, kimseyle paylaşmayın."
        ) % {"code": message.digits, "seconds": CODE_LIFE.total_seconds()}
    try:
        # A number of its own: the outbox's deliveries count in another table.
        transports.send_sms(phone=message.value, text=text, reference=secrets.randbelow(10**9))
    except transports.FateUnknownError as error:
        raise CodeFateUnknownError(str(error)) from error
    except Exception as error:
        raise CodeNotSentError(str(error)) from error


def _grouped(digits: str) -> str:
    """«123 456», as people read a code aloud."""
    return f"{digits[:3]} {digits[3:]}"


register_sender(ContactChannel.EMAIL, send_by_email)
register_sender(ContactChannel.PHONE, send_by_sms)
