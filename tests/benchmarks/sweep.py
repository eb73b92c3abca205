"""The sweep over due offers with a line waiting, against a bare script that writes the same rows."""

import os
import time
from collections.abc import Iterator

from django.db import connection, transaction
from django.urls import reverse

from offers.invariants import INVARIANTS, broken
from offers.services.sweep import BATCH, due_positions, settle_batch
from usp.core import clock

POSITIONS, SEATS, RESERVES = 10_000, 10, 5

_FILL = """
with chosen as (select * from offers_offer order by id limit 1),
places as (
  insert into offers_position (season_id, employer_id, kind, state, title, workplace_unit, province_id, district_id,
      address, weekly_days, tasks, supervisor_id, created_at, mentor_name, mentor_title, meal, transport, lodging)
  select p.season_id, p.employer_id, p.kind, 'published', 'bench', p.workplace_unit, p.province_id, p.district_id,
      p.address, p.weekly_days, p.tasks, p.supervisor_id, now(), '', '', false, false, false
  from offers_position p join chosen on chosen.position_id = p.id, generate_series(1, %(positions)s)
  returning id)
select id from places
"""
_SEATS = "insert into offers_seat (position_id, no) select p, n from unnest(%(ids)s) p, generate_series(1, %(seats)s) n"
_OFFERS = """
with chosen as (select * from offers_offer order by id limit 1),
people as (select id, row_number() over (order by id) - 1 as turn, count(*) over () as many
           from applications_application where state = 'completed' and used = 0)
insert into offers_offer (position_id, kind, application_id, sent_by_id, batch_id, rank, reserve_no, attempt, state,
    seat_no, terms, starts_on, ends_on, working_days, weekly_days, sent_at, visible_from, reply_by, last_call_at)
select p.id, chosen.kind, people.id, chosen.sent_by_id, gen_random_uuid(),
    case when n <= %(seats)s then 'asil' else 'yedek' end, case when n > %(seats)s then n - %(seats)s end, 1,
    case when n <= %(seats)s then 'open' else 'reserved' end, case when n <= %(seats)s then n end, chosen.terms,
    chosen.starts_on, chosen.ends_on, chosen.working_days, chosen.weekly_days, usp_now() - interval '6 days',
    usp_now() - interval '6 days', usp_now() - interval '1 second', chosen.starts_on - interval '3 days'
from chosen, unnest(%(ids)s) with ordinality as p(id, place), generate_series(1, %(seats)s + %(reserves)s) n
join people on true where people.turn = ((p.place * (%(seats)s + %(reserves)s) + n) %% people.many)
"""
# The same rows as the sweep writes, with nothing judged, locked or looked up: the fair yardstick.
_BARE = (
    "select set_config('usp.actor', 'bench', true), set_config('usp.reason', '', true)",
    """update offers_offer set state = 'expired', seat_no = null
       where position_id = any(%(ids)s) and state = 'open'""",
    """update offers_offer set state = 'accepted', seat_no = reserve_no, promoted_at = now(),
         confirm_from = now() + interval '1 day', confirm_by = now() + interval '10 days'
       where position_id = any(%(ids)s) and state = 'reserved'""",
    """insert into notifications_notification (recipient_id, kind, context, dedupe_key, link, not_before)
       select s.user_id, case o.state when 'expired' then 'offer_expired' else 'offer_called_yes' end,
         jsonb_build_object('employer', o.terms->>'employer', 'place', o.terms->>'unit', 'rank', o.rank,
           'starts_on', o.starts_on, 'ends_on', o.ends_on, 'reply_by', o.reply_by, 'confirm_by', o.confirm_by),
         concat('bare:', o.id), '/aldigim-teklifler/', now()
       from offers_offer o join applications_application a on a.id = o.application_id
       join accounts_student s on s.id = a.student_id
       where o.position_id = any(%(ids)s) and o.state in ('expired', 'accepted')""",
    """insert into notifications_notification (recipient_id, kind, context, dedupe_key, link, not_before)
       select m.user_id, 'offer_accepted',
         jsonb_build_object('title', o.terms->>'title', 'student', u.full_name, 'confirm_by', o.confirm_by),
         concat('bare:', o.id, ':employer'), '/gonderilen-teklifler/', now()
       from offers_offer o join accounts_employermembership m on m.id = o.sent_by_id
       join applications_application a on a.id = o.application_id join accounts_student s on s.id = a.student_id
       join accounts_user u on u.id = s.user_id where o.position_id = any(%(ids)s) and o.state = 'accepted'""",
    """insert into notifications_notification (recipient_id, kind, context, dedupe_key, link, not_before)
       select m.user_id, 'offer_unanswered', jsonb_build_object('title', o.terms->>'title', 'count', count(*)::text),
         concat('bare:', o.position_id), '/gonderilen-teklifler/', now()
       from offers_offer o join accounts_employermembership m on m.id = o.sent_by_id
       where o.position_id = any(%(ids)s) and o.state = 'expired'
       group by m.user_id, o.position_id, o.terms->>'title'""",
    """insert into notifications_delivery
         (notification_id, channel, state, tries, next_try_at, sent_at, last_error, message_id)
       select n.id, c.channel, case c.channel when 'inbox' then 'sent' else 'waiting' end, 0,
         case when c.channel <> 'inbox' then now() end, case when c.channel = 'inbox' then now() end, '',
         case when c.channel = 'email' then gen_random_uuid()::text || '@usp.example' else '' end
       from notifications_notification n
       join (values ('inbox'), ('email'), ('sms')) c (channel)
         on c.channel <> 'sms' or n.kind = 'offer_called_yes'
       where n.id > %(first)s""",
)


# What each of the two wrote: the filler and the bare script sign as «bench», the sweep as «clock» and «system».
_WRITTEN = """
with told as (select id, dedupe_key like 'bare:%%' as is_bare from notifications_notification where id > %(first)s)
select (select count(*) from offers_offertransition t where (t.actor = 'bench') = side.is_bare and t.from_state <> ''
          and t.id > %(log)s)
     + (select count(*) from told where told.is_bare = side.is_bare)
     + (select count(*) from notifications_delivery d join told on told.id = d.notification_id
        where told.is_bare = side.is_bare)
from (values (false), (true)) side (is_bare) order by side.is_bare
"""


def measure() -> Iterator[str]:
    """Seconds for the same number of due offers by the sweep and by bare statements, batch by batch in turn.

    In turn, because a checkpoint or another process's work must not fall on one of the two alone.
    """
    reverse("offers:received")  # the first one of a process imports every page
    due, other = _due(), _due()
    first, log = _newest("notifications_notification"), _newest("offers_offertransition")
    begun = time.perf_counter()
    mine = set(due)
    positions = [position for position in due_positions() if position in mine]
    finding, moves = time.perf_counter() - begun, 0
    batches: list[float] = []
    bare = 0.0
    for start in range(0, len(positions), BATCH):
        begun = time.perf_counter()
        moves += settle_batch(positions[start : start + BATCH])
        batches.append(time.perf_counter() - begun)
        bare += _bare(other[start : start + BATCH])
    # The filler tells nobody of its offers.
    if left := broken(*(name for name in INVARIANTS if name != "everybody_was_told")):
        yield f"broken afterwards: {left}"
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, {"first": first, "log": log})
        (rows,), (bare_rows,) = cursor.fetchall()
    verb = finding + sum(batches)
    yield (
        f"{len(due) * SEATS} due offers with {len(due) * RESERVES} in line: {moves} moves, {rows} rows written in"
        f" {verb:.1f} s, {finding:.1f} s of it to find them; bare statements for {bare_rows} rows {bare:.1f} s;"
        f" ratio {verb / bare:.2f}"
    )
    ordered = sorted(batches)
    yield (
        f"locks of {BATCH} positions held {ordered[len(ordered) // 2] * 1000:.0f} ms in the median,"
        f" {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms at p95, {ordered[-1] * 1000:.0f} ms at most;"
        f" load of the machine {os.getloadavg()[0]:.1f}"
    )


def _newest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(max(id), 0) from {table}")
        return int(cursor.fetchone()[0])


def _due() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('usp.actor', 'bench', false)")
        cursor.execute(_FILL, {"positions": POSITIONS})
        ids = [row[0] for row in cursor.fetchall()]
        values = {"ids": ids, "seats": SEATS, "reserves": RESERVES}
        cursor.execute(_SEATS, values)
        for start in range(0, POSITIONS, 500):  # the statement's time limit is that of a page
            cursor.execute(_OFFERS, {**values, "ids": ids[start : start + 500]})
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    clock.forget_reading()
    return ids


def _bare(ids: list[int]) -> float:
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from notifications_notification")
        values = {"ids": ids, "first": cursor.fetchone()[0]}
        for statement in _BARE:
            cursor.execute(statement, values)
    return time.perf_counter() - begun
