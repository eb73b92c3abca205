"""Delivery of the outbox's rows: claim, send, mark (docs/rules.md I10).

A row is claimed in a transaction of its own, so a crash leaves it as ``sending``. The sweep then sends an
e-mail again (same Message-ID) and calls an SMS ``unknown``.
"""

import datetime as dt
import logging
import time
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from usp.accounts.models import User
from usp.core.logs import mask
from usp.notifications import kinds, transports
from usp.notifications.models import Delivery, Notification, usp_now
from usp.notifications.selectors import texts_of
from usp.notifications.states import Channel, DeliveryState

logger = logging.getLogger(__name__)

BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
MAX_TRIES = len(BACK_OFF) + 1
LOST_AFTER = dt.timedelta(minutes=5)  # far above the ten seconds that a mail server may take to answer
_BATCH = 50


def deliver_notification(notification_id: int) -> None:
    """Send one notice's waiting deliveries, if they are due."""
    for delivery_id in _due().filter(notification_id=notification_id).values_list("pk", flat=True):
        deliver_one(delivery_id)


def sweep_due(*, seconds: float = 25.0) -> int:
    """Send everything that is due, in small batches, for at most so many seconds; answers how many were
    handled.

    Two sweeps may run at once: a row is claimed by one of them only. One connection to the mail server
    serves all.
    """
    recover_lost()
    until = time.monotonic() + seconds
    handled = 0
    backend: BaseEmailBackend = mail.get_connection()
    try:
        while ids := list(_due().order_by("next_try_at", "pk").values_list("pk", flat=True)[:_BATCH]):
            for delivery_id in ids:
                if time.monotonic() > until:
                    return handled
                handled += deliver_one(delivery_id, backend)
    finally:
        _close(backend)
    return handled


def recover_lost() -> None:
    """Decide what becomes of rows whose sender vanished: e-mail is sent again, an SMS is never repeated."""
    now = timezone.now()
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=now - LOST_AFTER)
    unknown = lost.filter(channel=Channel.SMS).update(
        state=DeliveryState.UNKNOWN, last_error="the sender stopped between sending and noting it"
    )
    lost.filter(tries__gte=MAX_TRIES).update(state=DeliveryState.FAILED, last_error="the sender stopped each time")
    lost.update(state=DeliveryState.WAITING, next_try_at=now)
    if unknown:
        logger.error("notifications: %d SMS of unknown fate, see the deliveries in the admin", unknown)


def deliver_one(delivery_id: int, backend: BaseEmailBackend | None = None) -> bool:
    """Claim one delivery, send it and note how it went; False when it was not due or somebody else has it."""
    delivery = _claim(delivery_id)
    if delivery is None:
        return False
    address = _address(delivery)
    if not address:
        _note(delivery, DeliveryState.CANCELLED, error="the recipient has no address for this channel")
        return True
    try:
        _send(delivery, address, backend)
    except transports.FateUnknownError as error:
        logger.error("notifications: SMS %d has an unknown fate", delivery.pk)
        _note(delivery, DeliveryState.UNKNOWN, error=str(error))
    except Exception as error:
        if backend is not None:
            _close(backend)
        _try_later(delivery, error)
    else:
        _note(delivery, DeliveryState.SENT)
    return True


def send_again(*, delivery_ids: list[int]) -> int:
    """The operator's decision to send failed deliveries, or SMS of unknown fate, once more."""
    return Delivery.objects.filter(pk__in=delivery_ids, state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN]).update(
        state=DeliveryState.WAITING, tries=0, next_try_at=timezone.now(), last_error=""
    )


def _due() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        state=DeliveryState.WAITING,
        next_try_at__lte=timezone.now(),
        notification__cancelled_at__isnull=True,
        notification__not_before__lte=usp_now(),
    )


def _claim(delivery_id: int) -> Delivery | None:
    # Durable: the claim must be seen by everybody before anything leaves the house.
    with transaction.atomic(durable=True):
        delivery = (
            _due()
            .select_for_update(skip_locked=True, of=("self",), no_key=True)
            .select_related("notification__recipient")
            .filter(pk=delivery_id)
            .first()
        )
        if delivery is None:
            return None
        delivery.state, delivery.next_try_at = DeliveryState.SENDING, None
        delivery.claimed_at, delivery.tries = timezone.now(), delivery.tries + 1
        delivery.save(update_fields=["state", "next_try_at", "claimed_at", "tries"])
    return delivery


def _address(delivery: Delivery) -> str:
    """Where the channel reaches the person today: students by their contact data, others by their sign-in.

    A delivery with an address of its own goes there, whatever the person's is.
    """
    if delivery.address:
        return delivery.address
    user: User = delivery.notification.recipient
    student = getattr(user, "student", None) if user.is_student else None
    if delivery.channel == Channel.EMAIL:
        return (student.contact_email if student else user.email) or ""
    holder: Any = student or getattr(user, "employer_membership", None)
    phone: Any = getattr(holder, "contact_phone" if student else "phone", "")
    return str(phone.as_e164) if phone else ""


def _send(delivery: Delivery, address: str, backend: BaseEmailBackend | None) -> None:
    notice = delivery.notification
    language = notice.recipient.language
    texts = texts_of(notice.kind, notice.context, language)
    with translation.override(language):
        if delivery.channel == Channel.SMS:
            text = " ".join(f"{texts.sms} {kinds.closing()}".split())
            transports.send_sms(phone=address, text=text, reference=delivery.pk)
            return
        context = _email_context(notice, texts)
        text = render_to_string("email/base.txt", context)
        html = render_to_string("email/base.html", context)
    if backend is not None:
        backend.open()
    transports.send_email(
        to=address,
        subject=texts.email_subject,
        text=text,
        html=html,
        message_id=delivery.message_id,
        backend=backend,
    )


def _email_context(notice: Notification, texts: kinds.Rendered) -> dict[str, Any]:
    """What the e-mail layout asks for, in the language that is active."""
    kind = next((one for one in kinds.all_kinds() if one.key == notice.kind and one.mandatory), None)
    return {
        "heading": texts.title,
        "paragraphs": [line for line in texts.body.splitlines() if line.strip()],
        "facts": [],
        "button_url": settings.USP_PUBLIC_URL + (notice.link or reverse("notifications:inbox")),
        "button_label": _("Kariyer Kapısı’nda aç"),
        "reason": str(kind.why)
        if kind
        else _("Bu tür e-postaları portalda Bildirimler → Tercihler sayfasından kapatabilirsiniz."),
    }


def _try_later(delivery: Delivery, error: Exception) -> None:
    """Put a refused delivery back for its next try, or give it up after the last one."""
    logger.warning("notifications: delivery %d, try %d: %s", delivery.pk, delivery.tries, error)
    if delivery.tries >= MAX_TRIES:
        logger.error("notifications: delivery %d is given up after %d tries", delivery.pk, delivery.tries)
        _note(delivery, DeliveryState.FAILED, error=str(error))
        return
    next_try_at = timezone.now() + BACK_OFF[delivery.tries - 1]
    _note(delivery, DeliveryState.WAITING, error=str(error), next_try_at=next_try_at)


def _note(delivery: Delivery, state: DeliveryState, *, error: str = "", next_try_at: dt.datetime | None = None) -> None:
    """Write how our try went; a later try of somebody else (after we were taken for lost) is left alone."""
    Delivery.objects.filter(pk=delivery.pk, tries=delivery.tries).update(
        state=state,
        last_error=mask(error)[:300],
        next_try_at=next_try_at,
        sent_at=timezone.now() if state == DeliveryState.SENT else None,
    )


def _close(backend: BaseEmailBackend) -> None:
    """Close the connection so that the next mail opens a new one; one that is broken already may complain."""
    try:
        backend.close()
    except Exception as error:
        logger.info("notifications: closing the mail connection: %s", error)
