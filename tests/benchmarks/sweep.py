"""The sweep over due offers with a line waiting, against a bare script that writes the same rows."""

import time
from collections.abc import Iterator

from django.db import connection

from offers.services.sweep import sweep_due
from usp.core import clock

POSITIONS, SEATS, RESERVES = 200, 10, 5

_FILL = """
with chosen as (select * from offers_offer order by id limit 1),
places as (
  insert into offers_position (season_id, employer_id, kind, state, title, workplace_unit, province_id, district_id,
      address, weekly_days, tasks, supervisor_id, created_at)
  select p.season_id, p.employer_id, p.kind, 'published', 'bench', p.workplace_unit, p.province_id, p.district_id,
      p.address, p.weekly_days, p.tasks, p.supervisor_id, now()
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
_BARE = """
with due as (update offers_offer set state = 'expired', seat_no = null where position_id = any(%(ids)s)
             and state = 'open' and reply_by <= usp_now() returning id, position_id)
select count(*) from due
"""
_NOTICES = """
insert into notifications_notification (recipient_id, kind, context, dedupe_key, link, created_at, not_before)
select s.user_id, 'offer_expired', '{"place": "-", "employer": "-"}', 'bench:' || o.id || ':' || side, '', now(), now()
from offers_offer o join applications_application a on a.id = o.application_id
join accounts_student s on s.id = a.student_id, generate_series(1, 2) side
where o.position_id = any(%(ids)s) and o.state = 'expired'
"""


def measure() -> Iterator[str]:
    """Seconds for the same number of due offers, once by the sweep and once by bare statements."""
    swept = _due()
    begun = time.perf_counter()
    moves = sweep_due()
    verb = time.perf_counter() - begun
    bare = _bare(_due())
    yield (
        f"{len(swept) * SEATS} due offers with {len(swept) * RESERVES} in line: {moves} moves in {verb:.1f} s;"
        f" bare expiry and notices {bare:.1f} s; ratio {verb / bare:.1f}"
    )


def _due() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"positions": POSITIONS})
        ids = [row[0] for row in cursor.fetchall()]
        values = {"ids": ids, "seats": SEATS, "reserves": RESERVES}
        cursor.execute("select set_config('usp.actor', 'bench', false)")
        cursor.execute(_SEATS, values)
        cursor.execute(_OFFERS, values)
        cursor.execute("analyze")
    clock.forget_reading()
    return ids


def _bare(ids: list[int]) -> float:
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_BARE, {"ids": ids})
        cursor.execute(_NOTICES, {"ids": ids})
    return time.perf_counter() - begun
