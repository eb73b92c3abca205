"""What must hold after every commit, asked of the rows alone and written without the engine's code.

Each question names the promise (docs/rules.md I1–I12) and answers the rows that break it.
"""

from django.db import connection

# A free seat, and somebody visible in its line who may be called.
_WAITING = """
        select s.position_id, s.no, o.id from offers_seat s
        join offers_position p on p.id = s.position_id and p.state = 'published'
        join accounts_employer e on e.id = p.employer_id and e.status = 'approved'
        join applications_season season on season.id = p.season_id and usp_now() < season.offers_close_at
        join offers_offer o on o.position_id = s.position_id and o.seat_no is null and o.rank = 'yedek'
          and (o.state = 'open' and o.reply_by > usp_now() or o.state = 'reserved') and o.last_call_at > usp_now()
        join applications_application a on a.id = o.application_id and a.state = 'completed'
          and (o.kind <> 'internship' or a.used < a.allowed)
        where not exists (select 1 from offers_offer h where h.position_id = s.position_id and h.seat_no = s.no)
          and not exists (select 1 from offers_placement l where l.student_id = a.student_id
            and l.state in ('confirmed', 'completed') and l.dates && daterange(o.starts_on, o.ends_on, '[]'))
          and o.visible_from <= usp_now()
"""
# One question each; a row is a fault.
QUESTIONS: dict[str, str] = {
    # Somebody who became visible after the last commit at the position is called by the next one, or by the sweep.
    "5.4 no commit left a free seat while somebody callable waited": _WAITING
    + """ and o.visible_from < (select max(t.at) from offers_offertransition t
            join offers_offer x on x.id = t.offer_id where x.position_id = s.position_id)""",
    "5.2 a yes came before its deadline": """
        select t.offer_id, t.at, o.reply_by from offers_offertransition t join offers_offer o on o.id = t.offer_id
        where t.from_state = 'open' and t.to_state in ('accepted', 'reserved') and t.at >= o.reply_by""",
    "5.2 a final approval came inside its time": """
        select t.offer_id from offers_offertransition t join offers_offer o on o.id = t.offer_id
        where t.to_state = 'confirmed' and (t.at >= o.confirm_by or t.at < o.confirm_from)""",
    "5.3 nobody holds a seat that is not there": """
        select o.id from offers_offer o left join offers_seat s on s.position_id = o.position_id and s.no = o.seat_no
        where o.seat_no is not null and s.no is null""",
    "5.3 a seat has one holder": """
        select position_id, seat_no from offers_offer where seat_no is not null group by 1, 2 having count(*) > 1""",
    "5.4 nobody was called over somebody callable who waited before": """
        select called.id, passed.id from offers_offer called
        join offers_offer passed on passed.position_id = called.position_id and passed.rank = 'yedek'
          and passed.reserve_no < called.reserve_no and passed.sent_at < called.promoted_at
        join lateral (select t.to_state from offers_offertransition t
          where t.offer_id = passed.id and t.at < called.promoted_at order by t.id desc limit 1) was on true
        where called.promoted_at is not null and was.to_state in ('open', 'reserved')
          and (passed.promoted_at is null or passed.promoted_at > called.promoted_at)
          and called.promoted_at < passed.last_call_at
          and not (passed.state = 'expired' and passed.reply_by <= called.promoted_at)
          and not exists (select 1 from offers_offertransition t where t.offer_id = passed.id
            and t.reason like 'skipped%%' and t.at <= called.promoted_at)
          and not exists (select 1 from offers_offertransition t where t.offer_id = passed.id
            and t.at between called.promoted_at - interval '2 s' and called.promoted_at + interval '2 s')""",
    "5.5 rights used are live internships": """
        select a.id, a.used, count(p.id) from applications_application a
        left join offers_placement p on p.application_id = a.id and p.kind = 'internship'
          and p.state in ('confirmed', 'completed')
        group by a.id having a.used <> count(p.id) or count(p.id) > a.allowed""",
    "5.5 nobody without a right holds an internship offer": """
        select o.id from offers_offer o join applications_application a on a.id = o.application_id
        where o.kind = 'internship' and o.state in ('open', 'reserved', 'accepted', 'evaluating')
          and a.used >= a.allowed and o.sent_at < (select max(confirmed_at) from offers_placement p
            where p.application_id = a.id and p.state in ('confirmed', 'completed'))""",
    "5.5 a live placement stands on a confirmed offer": """
        select p.id from offers_placement p join offers_offer o on o.id = p.offer_id
        where p.state in ('confirmed', 'completed') and o.state <> 'confirmed'""",
    "5.5 placements of one person never overlap": """
        select a.id, b.id from offers_placement a join offers_placement b on b.student_id = a.student_id and b.id > a.id
        where a.state in ('confirmed', 'completed') and b.state in ('confirmed', 'completed') and a.dates && b.dates""",
    "5.8 an internship has one insurance case, nothing else has one": """
        select p.id from offers_placement p left join insurance_insurancecase c on c.placement_id = p.id
        group by p.id having count(c.id) <> case when p.kind = 'internship' then 1 else 0 end""",
    "history: the last row says the state": """
        select o.id, o.state, t.to_state from offers_offer o join lateral
          (select to_state from offers_offertransition where offer_id = o.id order by id desc limit 1) t on true
        where t.to_state <> o.state""",
    "history: each row begins where the one before ended": """
        select offer_id from (select offer_id, from_state,
            lag(to_state, 1, '') over (partition by offer_id order by id) as before from offers_offertransition) t
        where from_state <> before""",
    "history: every move is in the table": """
        select t.offer_id, t.from_state, t.to_state from offers_offertransition t
        where t.from_state <> '' and t.from_state <> t.to_state and not exists
          (select 1 from offer_allowed a where a.frm = t.from_state and a.dst = t.to_state)""",
    "news: whoever was called, expired or placed was told": """
        select t.offer_id, t.to_state from offers_offertransition t
        join offers_offer o on o.id = t.offer_id join applications_application a on a.id = o.application_id
        join accounts_student s on s.id = a.student_id
        where t.to_state in ('expired', 'confirmed') and not exists
          (select 1 from notifications_notification n where n.recipient_id = s.user_id
             and n.kind = case t.to_state when 'expired' then 'offer_expired' else 'placement_confirmed' end)""",
}
# Clocks that ran out and are not settled; those of resting employers stand still.
DUE = """
    select o.id, o.state from offers_offer o
    join offers_position p on p.id = o.position_id and p.rests_since is null
    join accounts_employer e on e.id = p.employer_id and e.status = 'approved'
    where (o.state = 'open' and o.reply_by <= usp_now())
      or (o.state in ('accepted', 'evaluating') and o.confirm_by <= usp_now())
      or (o.state = 'reserved' and o.last_call_at <= usp_now())"""
# After which nothing due may be left over: only when the clock's round has just been made.
SETTLED = {
    "5.4 no free seat while somebody callable waits": _WAITING,
    "nothing due is left": DUE,
}


def faults(*, settled: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """Every question that found something, with what it found."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for name, question in (QUESTIONS | (SETTLED if settled else {})).items():
            cursor.execute(question)
            if rows := cursor.fetchall():
                found[name] = rows
        cursor.execute("set constraints all deferred")
    return found
