"""What must always hold about offers (docs/rules.md I2–I5): one query each, a row for everything that breaks it.

The nightly check runs them, and tests run them after random histories. Overdue clocks are only a fault once nobody
settled them for a quarter of an hour; «no free seat while somebody callable waits» holds after every commit.
"""

from django.db import connection

INVARIANTS: dict[str, str] = {
    # 5.2: a yes was given in its time, and a clock that ran out was settled
    "yes_in_time": """
        select t.id from offers_offertransition t join offers_offer o on o.id = t.offer_id
        where t.from_state = 'open' and t.to_state in ('accepted', 'reserved') and t.at >= o.reply_by""",
    "approved_in_time": """
        select t.id from offers_offertransition t join offers_offer o on o.id = t.offer_id
        where t.to_state = 'confirmed' and (t.at >= o.confirm_by or t.at < o.confirm_from)""",
    "settled_in_time": """
        select o.id
        from offers_offer o
        join offers_position p on p.id = o.position_id and p.rests_since is null
        join accounts_employer e on e.id = p.employer_id and e.status = 'approved'
        where not exists (select 1 from offers_engineswitch w where w.is_stopped)
          and not exists (select 1 from offers_outage g where g.handled_at is null)
          and (select coalesce(clock_timestamp() - max(h.real_at) <= interval '5 minutes', true)
               from offers_heartbeat h)
          and (
          o.state = 'open' and o.reply_by <= usp_now() - interval '15 minutes'
          or o.state in ('accepted', 'evaluating') and o.confirm_by <= usp_now() - interval '15 minutes'
          or o.state = 'reserved' and o.last_call_at <= usp_now() - interval '15 minutes')""",
    # 5.3: no more offers with a seat than seats, and no offer in a seat that does not exist
    "seats_not_exceeded": """
        select o.position_id from offers_offer o where o.seat_no is not null group by o.position_id
        having count(*) > (select count(*) from offers_seat s where s.position_id = o.position_id)
          or count(*) > count(distinct o.seat_no)""",
    "seat_as_state_says": """
        select id from offers_offer
        where (seat_no is not null) <> (state in ('accepted', 'evaluating', 'confirmed')
                                        or state = 'open' and (rank = 'asil' or promoted_at is not null))""",
    # 5.4: no free seat while somebody callable waits; calls in order among the callable
    "no_free_seat_with_a_line": """
        with live as (select array_agg(distinct position_id) as ids from offers_offer
                      where rank = 'yedek' and seat_no is null and state in ('open', 'reserved')
                        and visible_from <= usp_now() - interval '10 minutes')
        select l.offer_id from live, offers_line(live.ids, usp_now()) l
        where l.why is null and not exists (select 1 from offers_engineswitch w where w.is_stopped)
          and exists (select 1 from offers_free_seats(live.ids, usp_now()) f where f.position_id = l.position_id)""",
    "called_in_order": """
        select early.id from offers_offer early
        join offers_offer late on late.position_id = early.position_id and late.reserve_no > early.reserve_no
        where early.rank = 'yedek' and early.state in ('open', 'reserved') and early.seat_no is null
          and late.promoted_at is not null and early.visible_from <= late.promoted_at
          and early.sent_at < late.promoted_at
          and not exists (select 1 from offers_offertransition t
                          where t.offer_id = early.id and t.reason like 'skipped:%' and t.at <= late.promoted_at)""",
    "called_once": """
        select offer_id from offers_offertransition where reason = 'called' group by offer_id having count(*) > 1""",
    # 5.5: rights and dates
    "rights_counted": """
        select a.id from applications_application a
        left join offers_placement p
          on p.application_id = a.id and p.kind = 'internship' and p.state in ('confirmed', 'completed')
        group by a.id, a.used, a.allowed having a.used <> count(p.id) or a.used > a.allowed""",
    "dates_do_not_overlap": """
        select a.id from offers_placement a join offers_placement b
          on b.student_id = a.student_id and b.id > a.id and a.dates && b.dates
        where a.state in ('confirmed', 'completed') and b.state in ('confirmed', 'completed')""",
    "nothing_left_after_the_right": """
        select o.id from offers_offer o join applications_application a on a.id = o.application_id
        where o.kind = 'internship' and a.used >= a.allowed
          and o.state in ('open', 'reserved', 'accepted', 'evaluating')
          and o.sent_at < (select max(p.confirmed_at) from offers_placement p
                           where p.application_id = a.id and p.kind = 'internship'
                             and p.state in ('confirmed', 'completed'))""",
    "nothing_left_that_overlaps": """
        select o.id from offers_offer o join applications_application a on a.id = o.application_id
        join offers_placement p on p.student_id = a.student_id and p.state in ('confirmed', 'completed')
          and p.dates && daterange(o.starts_on, o.ends_on, '[]') and p.offer_id <> o.id
        where o.state in ('open', 'reserved', 'accepted', 'evaluating') and o.sent_at < p.confirmed_at""",
    "confirmed_has_a_placement": """
        select o.id from offers_offer o left join offers_placement p on p.offer_id = o.id
        where o.state = 'confirmed' and p.id is null
           or p.state in ('confirmed', 'completed') and o.state <> 'confirmed'""",
    "live_only_while_completed": """
        select o.id from offers_offer o join applications_application a on a.id = o.application_id
        where o.state in ('open', 'reserved', 'accepted', 'evaluating', 'confirmed') and a.state <> 'completed'""",
    # one live offer a candidate and position; a successor only of something that ended
    "one_live_offer": """
        select min(id) from offers_offer where state in ('open', 'reserved', 'accepted', 'evaluating', 'confirmed')
        group by position_id, application_id having count(*) > 1""",
    "successor_of_an_end": """
        select n.id from offers_offer n join offers_offer o on o.id = n.supersedes_id
        where o.state in ('open', 'reserved', 'accepted', 'evaluating', 'confirmed')""",
    # every state was reached by a move on record
    "every_move_on_record": """
        select o.id from offers_offer o
        left join lateral (select t.to_state from offers_offertransition t
                           where t.offer_id = o.id order by t.id desc limit 1) last on true
        where last.to_state is distinct from o.state""",
    "cancelled_position_is_empty": """
        select o.id from offers_offer o join offers_position p on p.id = o.position_id
        where p.state = 'cancelled' and o.state in ('open', 'reserved', 'accepted', 'evaluating')""",
    "closed_position_has_no_line": """
        select o.id from offers_offer o join offers_position p on p.id = o.position_id and p.rests_since is null
        join accounts_employer e on e.id = p.employer_id and e.status = 'approved'
        where p.state = 'closed' and o.state = 'reserved'
          and not exists (select 1 from offers_engineswitch w where w.is_stopped)""",
    # 5.10: the student heard of each offer that became visible
    "everybody_was_told": """
        select o.id from offers_offer o join applications_application a on a.id = o.application_id
        join accounts_student s on s.id = a.student_id
        where o.state <> 'undone' and o.supersedes_id is null and not exists (
          select 1 from notifications_notification n where n.recipient_id = s.user_id
            and n.kind = case o.kind when 'internship' then 'offer_received' else 'programme_offer_received' end
            and n.dedupe_key = concat('offer:', o.id, ':sent'))""",
}


def broken(*names: str) -> dict[str, int]:
    """The invariants that do not hold, with how many rows break each; of these names, or of all."""
    found = {}
    with connection.cursor() as cursor:
        for name in names or INVARIANTS:
            cursor.execute(f"select count(*) from ({INVARIANTS[name]}) broken")  # noqa: S608 -- our own
            (count,) = cursor.fetchone()
            if count:
                found[name] = int(count)
    return found
