"""Settling, third version: resting clocks, outages, the kill switch, reserves skipped on record; guards of positions."""

from django.db import migrations, models
from django.db.models import F, Q

_POSITION_ALLOWED = [
    ("draft", "published"), ("published", "closed"), ("closed", "published"),
    ("draft", "cancelled"), ("published", "cancelled"), ("closed", "cancelled"),
]  # fmt: skip


def _rows(pairs):
    return ", ".join(f"('{frm}', '{dst}')" for frm, dst in pairs)


# Compared column by column: a whole-row comparison as JSON costs more than the update itself.
_FROZEN = (
    "id, position_id, kind, application_id, sent_by_id, batch_id, rank, reserve_no, attempt, supersedes_id, terms, "
    "starts_on, ends_on, working_days, weekly_days, sent_at, visible_from"
)


def _of(row):
    return ", ".join(f"{row}.{name.strip()}" for name in _FROZEN.split(","))


_GUARD = f"""
create or replace function offer_guard() returns trigger language plpgsql as $$
declare moment timestamptz;
begin
  if ({_of("new")}) is distinct from ({_of("old")}) then
    perform offer_refuse('offer_terms_frozen', 'what an offer says does not change');
  end if;
  if new.reply_by < old.reply_by or new.confirm_by < old.confirm_by
     or (new.last_call_at < old.last_call_at and coalesce(current_setting('usp.reason', true), '') <> 'calendar') then
    perform offer_refuse('offer_clock_forward', 'a clock runs backwards');
  end if;
  if new.state = old.state then
    return new;
  end if;
  if not exists (select 1 from offer_allowed where frm = old.state and dst = new.state) then
    perform offer_refuse('offer_transition', old.state || ' -> ' || new.state);
  end if;
  moment := usp_now();
  if old.state = 'open' and new.state in ('accepted', 'reserved')
     and not (old.visible_from <= moment and moment < old.reply_by) then
    perform offer_refuse('offer_in_time', 'the reply deadline has passed');
  end if;
  if new.state = 'undone' and moment >= old.visible_from then
    perform offer_refuse('offer_transition', 'already visible');
  end if;
  if new.state = 'expired' and moment < old.reply_by then
    perform offer_refuse('offer_not_due', 'not due');
  end if;
  if new.state = 'lapsed' and moment < (case old.state when 'reserved' then old.last_call_at else old.confirm_by end)
     and not exists (
       select 1 from offers_position p join applications_season s on s.id = p.season_id
       where p.id = old.position_id
         and case old.state when 'reserved' then p.state <> 'published' or s.offers_close_at <= moment
             else s.confirm_close_at <= moment end)
  then
    perform offer_refuse('offer_not_due', 'not due');
  end if;
  if old.state = 'reserved' and new.state = 'accepted' and moment >= old.last_call_at then
    perform offer_refuse('offer_in_time', 'the last call has passed');
  end if;
  if new.state = 'confirmed'
     and not (moment < old.confirm_by and moment >= coalesce(old.confirm_from, '-infinity')) then
    perform offer_refuse('offer_confirm_in_time', 'outside the time for the final approval');
  end if;
  return new;
end $$;

create or replace function offer_log() returns trigger language plpgsql as $$
declare who text := coalesce(current_setting('usp.actor', true), '');
declare why text := coalesce(current_setting('usp.reason', true), '');
begin
  if tg_op = 'INSERT' then
    insert into offers_offertransition (offer_id, from_state, to_state, actor, reason, at)
      select n.id, '', n.state, who, why, usp_now() from n;
    return null;
  end if;
  insert into offers_offertransition (offer_id, from_state, to_state, actor, reason, at)
    select n.id, o.state, n.state, who, why, usp_now()
    from n join o using (id)
    where o.state <> n.state or (o.promoted_at is null and n.promoted_at is not null);
  -- Whoever moves a running clock leaves a row; a call is on record as a transition already.
  insert into offers_clockextension (offer_id, clock, was, now, reason, actor, at)
    select n.id, c.clock, c.was, c.becomes, why, coalesce(nullif(who, ''), 'system'), usp_now()
    from n join o using (id),
      lateral (values ('reply_by', o.reply_by, n.reply_by), ('last_call_at', o.last_call_at, n.last_call_at),
                      ('confirm_by', o.confirm_by, n.confirm_by)) c (clock, was, becomes)
    where o.state = n.state and o.promoted_at is not distinct from n.promoted_at and c.was <> c.becomes;
  return null;
end $$
"""

_POSITION = f"""
create table position_allowed (frm text, dst text, primary key (frm, dst));
insert into position_allowed values {_rows(_POSITION_ALLOWED)};

create function position_guard() returns trigger language plpgsql as $$ begin
  if (new.season_id, new.employer_id, new.kind, new.province_id, new.district_id, new.address, new.weekly_days,
      new.runs_from, new.runs_until, new.working_days)
     is distinct from
     (old.season_id, old.employer_id, old.kind, old.province_id, old.district_id, old.address, old.weekly_days,
      old.runs_from, old.runs_until, old.working_days)
     and exists (select 1 from offers_offer where position_id = old.id) then
    perform offer_refuse('position_frozen', 'an offer was sent');
  end if;
  if new.state = old.state then
    return new;
  end if;
  if not exists (select 1 from position_allowed where frm = old.state and dst = new.state) then
    perform offer_refuse('position_transition', old.state || ' -> ' || new.state);
  end if;
  if new.state = 'cancelled' and exists (
    select 1 from offers_offer where position_id = old.id and state in ('open', 'reserved', 'accepted', 'evaluating'))
  then
    perform offer_refuse('position_transition', 'offers still live');
  end if;
  return new;
end $$;
create trigger position_guard before update on offers_position for each row execute function position_guard();

create function position_log() returns trigger language plpgsql as $$ begin
  if tg_op = 'INSERT' then
    insert into offers_positiontransition (position_id, from_state, to_state, actor, reason, at)
      select n.id, '', n.state, coalesce(nullif(current_setting('usp.actor', true), ''), 'system'),
             coalesce(current_setting('usp.reason', true), ''), usp_now() from n;
  else
    insert into offers_positiontransition (position_id, from_state, to_state, actor, reason, at)
      select n.id, o.state, n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now()
      from n join o using (id) where o.state <> n.state;
  end if;
  return null;
end $$;
create trigger position_log_insert after insert on offers_position
  referencing new table as n for each statement execute function position_log();
create trigger position_log_update after update on offers_position
  referencing old table as o new table as n for each statement execute function position_log()
"""

# Who waits for a seat, and why somebody may not be called at this moment (null: callable). Read by the nightly check
# as well, so that «callable» is written down once.
_LINE = """
create function offers_line(positions bigint[], moment timestamptz)
returns table (offer_id bigint, position_id bigint, reserve_no int, state text, why text) language sql stable as $$
  select o.id, o.position_id, o.reserve_no, o.state,
    case
      when o.visible_from > moment then 'not_visible'
      when a.state <> 'completed' then 'candidate_out'
      when o.kind = 'internship' and a.used >= a.allowed then 'right_used'
      when exists (
        select 1 from offers_placement p where p.student_id = a.student_id and p.state in ('confirmed', 'completed')
          and p.dates && daterange(o.starts_on, o.ends_on, '[]')) then 'overlap'
      when o.last_call_at <= moment then 'last_call'
      when o.state = 'open' and s.answers_close_at < moment + make_interval(hours => s.minimum_reply_hours)
        then 'last_call'
    end
  from offers_offer o
  join applications_application a on a.id = o.application_id
  join applications_season s on s.id = a.season_id
  where o.position_id = any(positions) and o.rank = 'yedek' and o.state in ('open', 'reserved') and o.seat_no is null
$$;
create function offers_free_seats(positions bigint[], moment timestamptz)
returns table (position_id bigint, no smallint) language sql stable as $$
  select s.position_id, s.no
  from offers_seat s
  join offers_position p on p.id = s.position_id and p.state = 'published' and p.rests_since is null
  join accounts_employer e on e.id = p.employer_id and e.status = 'approved'
  join applications_season season on season.id = p.season_id and moment < season.offers_close_at
  where s.position_id = any(positions)
    and not exists (select 1 from offers_offer o where o.position_id = s.position_id and o.seat_no = s.no)
$$
"""

# The caller holds the locks of these positions, all of one season, and passes what only the calendar knows: the
# earliest reply deadline of somebody called now, and the confirmation span of a called standing yes.
# Nothing moves while the kill switch is on or the employer rests; nothing runs out near an outage nobody has handled,
# or since the last pulse of a service that cannot be reached.
_SETTLE = """
create function offers_settle(
  positions bigint[], called_reply_by timestamptz, called_confirm_from timestamptz, called_confirm_by timestamptz
) returns table (offer_id bigint, frm text, dst text, waited boolean) language plpgsql as $$
declare
  who text := coalesce(current_setting('usp.actor', true), '');
  why text := coalesce(current_setting('usp.reason', true), '');
  moment timestamptz := usp_now();
  running bigint[];
  pulse timestamptz;
begin
  if exists (select 1 from offers_engineswitch w where w.is_stopped) then
    return;
  end if;
  select array_agg(p.id) into running
    from offers_position p join accounts_employer e on e.id = p.employer_id
    where p.id = any(positions) and e.status = 'approved' and p.rests_since is null;
  if running is null then
    return;
  end if;
  select case when clock_timestamp() - h.real_at > interval '5 minutes' then h.at end into pulse
    from offers_heartbeat h order by h.real_at desc limit 1;
  pulse := coalesce(pulse, 'infinity');

  perform set_config('usp.actor', 'clock', true), set_config('usp.reason', '', true);
  return query
    with due as (
      select d.id, d.rank = 'yedek' and d.seat_no is null as waited from offers_offer d
      where d.position_id = any(running) and d.state = 'open' and d.reply_by <= moment and d.reply_by <= pulse
        and not exists (select 1 from offers_outage g where g.handled_at is null and g.since < d.reply_by
                          and g.until > d.reply_by - interval '1 hour')
    )
    update offers_offer o set state = 'expired', seat_no = null from due where o.id = due.id
      returning o.id, 'open'::text, 'expired'::text, due.waited;
  return query
    with due as (
      select d.id, d.state from offers_offer d join offers_position p on p.id = d.position_id
        join applications_season s on s.id = p.season_id
      where d.position_id = any(running) and d.state in ('accepted', 'evaluating')
        and (d.confirm_by <= moment and d.confirm_by <= pulse or s.confirm_close_at <= moment)
        and not exists (select 1 from offers_outage g where g.handled_at is null and g.since < d.confirm_by
                          and g.until > d.confirm_by - interval '1 hour')
    )
    update offers_offer o set state = 'lapsed', seat_no = null from due where o.id = due.id
      returning o.id, due.state::text, 'lapsed'::text, false;
  perform set_config('usp.reason', 'line_over', true);
  return query
    with due as (
      select d.id from offers_offer d join offers_position p on p.id = d.position_id
        join applications_season s on s.id = p.season_id
      where d.position_id = any(running) and d.state = 'reserved'
        and (p.state <> 'published' or s.offers_close_at <= moment
             or d.last_call_at <= moment and d.last_call_at <= pulse
                and not exists (select 1 from offers_outage g where g.handled_at is null and g.since < d.last_call_at
                                  and g.until > d.last_call_at - interval '1 hour'))
    )
    update offers_offer o set state = 'lapsed', seat_no = null from due where o.id = due.id
      returning o.id, 'reserved'::text, 'lapsed'::text, true;

  insert into offers_offertransition (offer_id, from_state, to_state, actor, reason, at)
    select line.offer_id, line.state, line.state, 'system', 'skipped:' || line.why, moment
    from offers_line(running, moment) line
    where line.why <> 'not_visible'
      and exists (select 1 from offers_free_seats(running, moment) free where free.position_id = line.position_id)
      and not exists (select 1 from offers_offertransition t
                      where t.offer_id = line.offer_id and t.reason = 'skipped:' || line.why);

  perform set_config('usp.actor', 'system', true), set_config('usp.reason', 'called', true);
  return query
    with free as (
      select f.position_id, f.no, row_number() over (partition by f.position_id order by f.no) as turn
      from offers_free_seats(running, moment) f
    ), line as (
      select l.offer_id, l.position_id, l.state,
             row_number() over (partition by l.position_id order by l.reserve_no) as turn
      from offers_line(running, moment) l where l.why is null
    ), called as (
      select line.offer_id, line.state, free.no,
             make_interval(hours => s.minimum_reply_hours) as least_time
      from free join line using (position_id, turn)
      join offers_position p on p.id = free.position_id join applications_season s on s.id = p.season_id
    )
    update offers_offer o set
      seat_no = called.no, promoted_at = moment,
      state = case o.state when 'reserved' then 'accepted' else 'open' end,
      -- The last call leaves the least time to answer before the papers are due, so that much is always given.
      reply_by = case o.state when 'open'
                 then greatest(o.reply_by, least(called_reply_by, o.last_call_at + called.least_time))
                 else o.reply_by end,
      confirm_from = case o.state when 'reserved' then called_confirm_from end,
      confirm_by = case o.state when 'reserved' then called_confirm_by end
    from called where o.id = called.offer_id
    returning o.id, called.state, o.state::text, true;
  perform set_config('usp.actor', who, true), set_config('usp.reason', why, true);
end $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0007_evaluation_guards"),
        ("accounts", "0011_employer_guards"),
        ("applications", "0002_guards"),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="offer", name="offer_reply_before_last_call"),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=Q(rank="asil") | Q(promoted_at__isnull=False) | Q(last_call_at__gte=F("reply_by")),
                name="offer_reply_before_last_call",
                violation_error_message="Yedek teklifin son cevabı, son çağrıdan sonra olamaz.",
            ),
        ),
        migrations.RunSQL(_GUARD, migrations.RunSQL.noop),
        migrations.RunSQL(
            _POSITION,
            "drop trigger position_log_insert on offers_position; drop trigger position_log_update on offers_position;"
            "drop trigger position_guard on offers_position; drop function position_log();"
            "drop function position_guard(); drop table position_allowed",
        ),
        migrations.RunSQL(
            _LINE,
            "drop function offers_free_seats(bigint[], timestamptz);drop function offers_line(bigint[], timestamptz)",
        ),
        migrations.RunSQL(
            "drop function offers_settle(bigint[], timestamptz, timestamptz, timestamptz)", migrations.RunSQL.noop
        ),
        migrations.RunSQL(_SETTLE, "drop function offers_settle(bigint[], timestamptz, timestamptz, timestamptz)"),
    ]
