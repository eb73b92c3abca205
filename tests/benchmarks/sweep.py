"""The sweep over due offers with a line waiting, against a bare script that writes the same rows."""

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
# The same rows as the sweep writes, with nothing judged, locked or looked up: the fair yardstick (engine.md).
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


def measure() -> Iterator[str]:
    """Seconds for the same number of due offers, once by the sweep and once by bare statements in equal batches."""
    reverse("offers:received")  # the first one of a process imports every page
    due = _due()
    rows, begun = _rows(), time.perf_counter()
    moves, longest = _sweep()
    verb, verb_rows = time.perf_counter() - begun, _rows() - rows
    # The filler tells nobody of its offers.
    if left := broken(*(name for name in INVARIANTS if name != "everybody_was_told")):
        yield f"broken afterwards: {left}"
    other = _due()
    rows = _rows()
    bare = _bare(other)
    yield (
        f"{len(due) * SEATS} due offers with {len(due) * RESERVES} in line: {moves} moves, {verb_rows} rows written in"
        f" {verb:.1f} s, locks held {longest * 1000:.0f} ms at most; bare statements for {_rows() - rows} rows"
        f" {bare:.1f} s; ratio {verb / bare:.2f}"
    )


def _sweep() -> tuple[int, float]:
    """Moves of the sweep, and its longest transaction."""
    positions, moves, longest = due_positions(), 0, 0.0
    for start in range(0, len(positions), BATCH):
        begun = time.perf_counter()
        moves += settle_batch(positions[start : start + BATCH])
        longest = max(longest, time.perf_counter() - begun)
    return moves, longest


def _rows() -> int:
    """How many rows transitions and outbox hold together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from offers_offertransition) + (select count(*) from notifications_notification)"
            " + (select count(*) from notifications_delivery)"
        )
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
    for start in range(0, len(ids), BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select coalesce(max(id), 0) from notifications_notification")
            values = {"ids": ids[start : start + BATCH], "first": cursor.fetchone()[0]}
            for statement in _BARE:
                cursor.execute(statement, values)
    return time.perf_counter() - begun
