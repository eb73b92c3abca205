"""Tell people of an event: rows in the caller's transaction, delivery after its commit (docs/rules.md I10)."""

import datetime as dt
import functools
import json
import logging
import time
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from usp.accounts.models import User
from usp.notifications import kinds, tasks
from usp.notifications.models import Delivery, MutedChannel, Notification, usp_now
from usp.notifications.states import Channel, DeliveryState

logger = logging.getLogger(__name__)

_BATCH = 500
_ONE_BY_ONE = 20  # more new notices than these are left to one sweep instead of a task each
_PAUSE_SECONDS = 5.0  # how long a broker that did not answer is left alone
_broker_away_until = 0.0

_INSERT = """
    insert into notifications_notification (recipient_id, kind, dedupe_key, context, link, not_before)
    select recipient_id, kind, dedupe_key, context::jsonb, link, coalesce(not_before, usp_now())
    from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
         as notice(recipient_id, kind, dedupe_key, context, link, not_before)
    order by recipient_id, kind, dedupe_key
    on conflict (recipient_id, kind, dedupe_key) do nothing
    returning id, recipient_id, kind, dedupe_key, not_before
"""


@dataclass(frozen=True)
class Notice:
    """One event that one person is to be told of; ``dedupe_key`` names the event, e.g. «offer:17:sent».

    ``addresses`` sends a channel elsewhere than to the person's contact of today; an empty one sends nothing there.
    """

    kind: str
    recipient: User
    dedupe_key: str
    context: Mapping[str, kinds.Value] = field(default_factory=dict)
    link: str = ""
    not_before: dt.datetime | None = None
    addresses: Mapping[Channel, str] = field(default_factory=dict)


def notify(
    *,
    kind: str,
    recipient: User,
    dedupe_key: str,
    context: Mapping[str, kinds.Value],
    link: str = "",
    not_before: dt.datetime | None = None,
) -> None:
    """Tell one person of one event, once, however often this is called for the same ``dedupe_key``.

    The rows belong to the caller's transaction. ``context`` fills the kind's texts: plain strings, numbers,
    dates and aware moments. ``link`` is a path of ours; without one the kind's own URL is taken. Before
    ``not_before`` (by the database's clock) nobody sees the notice and nothing is sent. A context that lacks
    a place is a LookupError.
    """
    notify_many([Notice(kind, recipient, dedupe_key, context, link, not_before)])


def notify_many(notices: Iterable[Notice]) -> int:
    """Tell many people at once; answers how many notices are new.

    Rows are written in the order of their key, so that two batches never wait for each other crosswise.
    """
    ordered = sorted(notices, key=lambda notice: (notice.recipient.pk, notice.kind, notice.dedupe_key))
    made: list[tuple[int, dt.datetime]] = []
    with transaction.atomic():
        for start in range(0, len(ordered), _BATCH):
            made += _insert(ordered[start : start + _BATCH])
        if made:
            transaction.on_commit(functools.partial(_publish, made), robust=True)
    return len(made)


def cancel_pending(*, kind: str, recipients: Iterable[User], dedupe_keys: Collection[str]) -> int:
    """Take back notices that nobody could see yet, with their deliveries: the event was undone in time.

    What is visible already stays. Answers how many were taken back.
    """
    with transaction.atomic():
        rows = Notification.objects.filter(
            recipient__in=list(recipients),
            kind=kind,
            dedupe_key__in=dedupe_keys,
            cancelled_at__isnull=True,
            not_before__gt=usp_now(),
        )
        ids = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
        Notification.objects.filter(pk__in=ids).update(cancelled_at=usp_now())
        Delivery.objects.filter(notification__in=ids).update(
            state=DeliveryState.CANCELLED,
            next_try_at=None,
            sent_at=None,
            last_error="taken back before it was seen",
        )
    return len(ids)


def _insert(notices: list[Notice]) -> list[tuple[int, dt.datetime]]:
    """Write one batch of notices and the deliveries of those that are new."""
    columns = (
        [notice.recipient.pk for notice in notices],
        [notice.kind for notice in notices],
        [notice.dedupe_key for notice in notices],
        [_context(notice) for notice in notices],
        [_link(notice) for notice in notices],
        [notice.not_before for notice in notices],
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, columns)
        rows = cursor.fetchall()
    muted = _muted({recipient for _id, recipient, _kind, _key, _moment in rows})
    elsewhere = {(one.recipient.pk, one.kind, one.dedupe_key): one.addresses for one in notices if one.addresses}
    Delivery.objects.bulk_create(
        _delivery(notification_id, channel, not_before, address)
        for notification_id, recipient_id, kind, key, not_before in rows
        for channel in kinds.get(kind).channels
        if (recipient_id, kind, channel.value) not in muted or kinds.get(kind).mandatory
        if (address := elsewhere.get((recipient_id, kind, key), {}).get(channel)) != ""
    )
    return [(notification_id, not_before) for notification_id, _recipient, _kind, _key, not_before in rows]


def _delivery(notification_id: int, channel: Channel, not_before: dt.datetime, address: str | None) -> Delivery:
    delivery = Delivery(notification_id=notification_id, channel=channel, address=address or "")
    if channel == Channel.INBOX:
        delivery.state, delivery.sent_at = DeliveryState.SENT, not_before
    else:
        delivery.next_try_at = timezone.now()
    if channel == Channel.EMAIL:
        delivery.message_id = message_id()
    return delivery


def message_id() -> str:
    """A Message-ID of our own: a mail that is sent again carries the same one, so readers see it once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4().hex}@{domain}>"


def _muted(recipients: set[int]) -> set[tuple[int, str, str]]:
    rows = MutedChannel.objects.filter(user__in=recipients)
    return set(rows.values_list("user_id", "kind", "channel")) if recipients else set()


def _context(notice: Notice) -> str:
    kind = kinds.get(notice.kind)
    missing = kind.places - set(notice.context)
    if missing:
        raise LookupError(f"{notice.kind} needs {', '.join(sorted(missing))}")
    return json.dumps(kinds.storable(notice.context), ensure_ascii=False)


def _link(notice: Notice) -> str:
    default = kinds.get(notice.kind).link
    return notice.link or (reverse(default) if default else "")


def ask_for_sweep() -> None:
    """Ask the workers to deliver whatever waits, after a commit that wrote many notices at once."""
    _publish([])


def _publish(made: list[tuple[int, dt.datetime]]) -> None:
    """Ask the workers for delivery. A broker that is away costs a warning, never an error."""
    global _broker_away_until
    if time.monotonic() < _broker_away_until:
        return
    try:
        if not made or len(made) > _ONE_BY_ONE:
            tasks.sweep.apply_async()
            return
        with connection.cursor() as cursor:
            cursor.execute("select usp_now()")
            (now,) = cursor.fetchone()
        for notification_id, not_before in made:
            wait = max(0.0, (not_before - now).total_seconds())
            tasks.deliver.apply_async(args=(notification_id,), countdown=wait + 0.5 if wait else 0.0)
    except Exception as error:  # whatever the broker's client raises: the rows are safe and the sweep finds them
        _broker_away_until = time.monotonic() + _PAUSE_SECONDS
        logger.warning("notifications: the broker is away, the sweep will deliver: %s", error)
