"""The e-mail of a link. Its reader has no account yet, so it cannot go through the outbox of notices.

Same promise as there (docs/rules.md I10): the row is the order, a worker sends it, the beat sends what was left, and an
e-mail that is sent again after a crash carries the same Message-ID. What it says stands in ``link_letters``.
"""

import datetime as dt
import logging
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from usp.accounts.models import MailedLink
from usp.accounts.models.links import MailedLinkQuerySet
from usp.accounts.services.link_letters import LETTERS
from usp.core.logs import mask

logger = logging.getLogger(__name__)

BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
_LOST_AFTER = dt.timedelta(minutes=5)  # a sender that has not reported by then is gone
_BATCH = 50
_BY_NAME: dict[str, type[MailedLink]] = {str(model._meta.model_name): model for model in LETTERS}


def send_due_links() -> int:
    """Send what a lost task left, or what failed and is due again; answers how many were tried."""
    return sum(
        send_link(name, pk)
        for name, model in _BY_NAME.items()
        for pk in list(_due(model).order_by("next_send_at", "pk").values_list("pk", flat=True)[:_BATCH])
    )


def send_link(kind: str, pk: int) -> bool:
    """Send one link's e-mail if it is due; False when it is not, or somebody else has it."""
    link = _claim(_BY_NAME[kind], pk)
    if link is None:
        return False
    try:
        _send(link)
    except Exception as error:
        _note_failure(link, error)
    else:
        _mine(link).update(sent_at=timezone.now(), next_send_at=None, send_error="")
    return True


def _due(model: type[MailedLink]) -> MailedLinkQuerySet:
    now = timezone.now()
    return model.objects.unanswered().filter(next_send_at__lte=now, expires_at__gt=now)


def _claim(model: type[MailedLink], pk: int) -> MailedLink | None:
    with transaction.atomic():
        link = _due(model).select_for_update(skip_locked=True, of=("self",), no_key=True).filter(pk=pk).first()
        if link is not None:
            link.next_send_at = timezone.now() + _LOST_AFTER
            link.send_tries += 1
            link.save(update_fields=["next_send_at", "send_tries"])
    return link


def _mine(link: MailedLink) -> MailedLinkQuerySet:
    """The row, unless it was withdrawn or sent anew while the mail server was talking."""
    return type(link).objects.unanswered().filter(pk=link.pk, nonce=link.nonce)


def _note_failure(link: MailedLink, error: Exception) -> None:
    tries = link.send_tries
    again = timezone.now() + BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None
    logger.warning("accounts: %s %d was not sent (try %d): %s", link._meta.model_name, link.pk, tries, mask(str(error)))
    _mine(link).update(next_send_at=again, send_error=mask(str(error) or type(error).__name__)[:300])


def _send(link: MailedLink) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # nobody knows the guest's language yet
        context = LETTERS[type(link)](link)
        message = EmailMultiAlternatives(
            subject=context["heading"],
            body=render_to_string("email/base.txt", context),
            to=[link.email],
            headers={"Message-ID": _message_id(link), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("email/base.html", context), "text/html")
    message.send()


def _message_id(link: MailedLink) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{link._meta.model_name}-{link.pk}-{link.nonce[:12]}@{domain}>"
