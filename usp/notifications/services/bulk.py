"""Notices of many events in one statement: rows straight from the rows they are about (decision 0001)."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from usp.notifications import kinds
from usp.notifications.services import notify

_INSERT = """
with wanted as ({select}),
kinds as (
  select * from unnest(%(kinds)s::text[], %(links)s::text[], %(mandatory)s::boolean[]) k(kind, link, mandatory)
),
channels as (select * from unnest(%(of)s::text[], %(channels)s::text[]) c(kind, channel)),
told as (
  insert into notifications_notification (recipient_id, kind, dedupe_key, context, link, not_before)
  select w.recipient_id, w.kind, w.dedupe_key, w.context, k.link, usp_now()
  from wanted w join kinds k on k.kind = w.kind
  order by w.recipient_id, w.kind, w.dedupe_key
  on conflict (recipient_id, kind, dedupe_key) do nothing
  returning id, recipient_id, kind, not_before
),
delivered as (
  insert into notifications_delivery
    (notification_id, channel, state, tries, next_try_at, sent_at, last_error, message_id)
  select told.id, c.channel,
    case c.channel when 'inbox' then 'sent' else 'waiting' end, 0,
    case when c.channel <> 'inbox' then clock_timestamp() end,
    case when c.channel = 'inbox' then told.not_before end, '',
    case when c.channel = 'email'
      then '<' || replace(gen_random_uuid()::text, '-', '') || '@' || %(domain)s || '>' else '' end
  from told join kinds k on k.kind = told.kind join channels c on c.kind = told.kind
  where k.mandatory or not exists (
    select 1 from notifications_mutedchannel m
    where m.user_id = told.recipient_id and m.kind = told.kind and m.channel = c.channel)
)
select count(*) from told
"""


def notify_rows(select: str, values: Mapping[str, Any], names: tuple[str, ...]) -> int:
    """Tell everybody of a SELECT's rows ``recipient_id, kind, dedupe_key, context``; answers how many are new.

    ``context`` is jsonb of plain texts and ISO moments as ``kinds.storable`` writes them; ``names`` are the kinds that
    the rows may name. Once per recipient, kind and key, whoever tells at the same time. In the caller's transaction.
    """
    known = [kinds.get(name) for name in names]
    about = [(kind.key, channel.value) for kind in known for channel in kind.channels]
    extra: dict[str, Any] = {
        "kinds": list(names),
        "links": [reverse(kind.link) if kind.link else "" for kind in known],
        "mandatory": [kind.mandatory for kind in known],
        "of": [key for key, _channel in about],
        "channels": [channel for _key, channel in about],
        "domain": parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INSERT.format(select=select), {**values, **extra})
        (told,) = cursor.fetchone()
        if told:
            transaction.on_commit(notify.ask_for_sweep, robust=True)
    return int(told)
