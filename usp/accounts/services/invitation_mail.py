"""The e-mail of an invitation. Its reader has no account yet, so it cannot go through the outbox of notices.

Same promise as there (design.md §5.10): the row is the order, a worker sends it, the beat sends what was left, and an
e-mail that is sent again after a crash carries the same Message-ID.
"""

import datetime as dt
import logging
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from usp.accounts.models import Invitation
from usp.accounts.services.invitations import token_of
from usp.core.logs import mask

logger = logging.getLogger(__name__)

BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
_LOST_AFTER = dt.timedelta(minutes=5)  # a sender that has not reported by then is gone
_BATCH = 50


def send_due_invitations() -> int:
    """Send what a lost task left, or what failed and is due again; answers how many were tried."""
    ids = list(_due().order_by("next_send_at", "pk").values_list("pk", flat=True)[:_BATCH])
    return sum(send_invitation_mail(pk) for pk in ids)


def send_invitation_mail(invitation_id: int) -> bool:
    """Send one invitation's e-mail if it is due; False when it is not, or somebody else has it."""
    invitation = _claim(invitation_id)
    if invitation is None:
        return False
    try:
        _send(invitation)
    except Exception as error:
        _note_failure(invitation, error)
    else:
        _mine(invitation).update(sent_at=timezone.now(), next_send_at=None, send_error="")
    return True


def _due() -> QuerySet[Invitation]:
    now = timezone.now()
    return Invitation.objects.unanswered().filter(next_send_at__lte=now, expires_at__gt=now)


def _claim(invitation_id: int) -> Invitation | None:
    with transaction.atomic():
        invitation = (
            _due()
            .select_for_update(skip_locked=True, of=("self",), no_key=True)
            .select_related("university", "unit", "invited_by")
            .filter(pk=invitation_id)
            .first()
        )
        if invitation is not None:
            invitation.next_send_at = timezone.now() + _LOST_AFTER
            invitation.send_tries += 1
            invitation.save(update_fields=["next_send_at", "send_tries"])
    return invitation


def _mine(invitation: Invitation) -> QuerySet[Invitation]:
    """The row, unless it was withdrawn or sent anew while the mail server was talking."""
    return Invitation.objects.unanswered().filter(pk=invitation.pk, nonce=invitation.nonce)


def _note_failure(invitation: Invitation, error: Exception) -> None:
    tries = invitation.send_tries
    again = timezone.now() + BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None
    logger.warning("accounts: invitation %d was not sent (try %d): %s", invitation.pk, tries, mask(str(error)))
    _mine(invitation).update(next_send_at=again, send_error=mask(str(error) or type(error).__name__)[:300])


def _send(invitation: Invitation) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # nobody knows the guest's language yet
        context = _context(invitation)
        message = EmailMultiAlternatives(
            subject=context["heading"],
            body=render_to_string("email/base.txt", context),
            to=[invitation.email],
            headers={"Message-ID": _message_id(invitation), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("email/base.html", context), "text/html")
    message.send()


def _context(invitation: Invitation) -> dict[str, Any]:
    facts = [(_("Görev"), ", ".join(invitation.role_labels)), (_("Birim"), invitation.unit or _("Bütün üniversite"))]
    if invitation.ends_on:
        facts.append((_("Görevin son günü"), date_format(invitation.ends_on, "j F Y l")))
    expires = date_format(timezone.localtime(invitation.expires_at), "j F Y l H.i")
    return {
        "heading": _("Ulusal Staj Programı’na davet edildiniz"),
        "paragraphs": [
            _("%(manager)s sizi %(university)s adına Ulusal Staj Programı portalında görev almaya davet etti.")
            % {"manager": invitation.invited_by, "university": invitation.university},
            _("Daveti %(at)s tarihine kadar aşağıdaki bağlantıdan kabul edebilirsiniz. Bağlantı bir kez kullanılır.")
            % {"at": expires},
        ],
        "facts": facts,
        "button_url": settings.USP_PUBLIC_URL + reverse("people:invitation", args=[token_of(invitation)]),
        "button_label": _("Daveti aç"),
        "reason": _("Bu ileti size, adresiniz bir görev davetine yazıldığı için geldi. Beklemiyorsanız silin."),
    }


def _message_id(invitation: Invitation) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<invitation-{invitation.pk}-{invitation.nonce[:12]}@{domain}>"
