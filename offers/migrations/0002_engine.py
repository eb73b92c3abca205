"""The offer engine in the database: transition table, clocks, frozen terms, transition rows, settling."""

from django.db import migrations

_OFFER_ALLOWED = [
    ("open", "undone"), ("open", "accepted"), ("open", "reserved"), ("open", "expired"), ("open", "declined"),
    ("reserved", "declined"), ("accepted", "declined"), ("evaluating", "declined"),
    ("open", "withdrawn"), ("reserved", "withdrawn"), ("accepted", "withdrawn"), ("evaluating", "withdrawn"),
    ("open", "released"), ("reserved", "released"), ("accepted", "released"), ("evaluating", "released"),
    ("reserved", "accepted"), ("reserved", "lapsed"), ("accepted", "lapsed"), ("evaluating", "lapsed"),
    ("accepted", "evaluating"), ("evaluating", "accepted"), ("evaluating", "rejected"),
    ("accepted", "confirmed"), ("open", "superseded"), ("confirmed", "ended"),
]  # fmt: skip
_PLACEMENT_ALLOWED = [("confirmed", "completed"), ("confirmed", "cancelled"), ("confirmed", "abandoned")]


def _rows(pairs):
    return ", ".join(f"('{frm}', '{dst}')" for frm, dst in pairs)


_KEYS = """
alter table offers_offer
  add constraint offer_kind_of_position foreign key (position_id, kind) references offers_position (id, kind),
  add constraint offer_seat_exists foreign key (position_id, seat_no) references offers_seat (position_id, no);
alter table offers_placement
  add constraint placement_kind_of_offer foreign key (offer_id, kind) references offers_offer (id, kind);
alter table offers_offer set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)
"""

_GUARD = f"""
create table offer_allowed (frm text, dst text, primary key (frm, dst));
insert into offer_allowed values {_rows(_OFFER_ALLOWED)};

create function offer_refuse(rule text, said text) returns void language plpgsql as $$ begin
  raise exception using errcode = 'check_violation', constraint = rule, message = said;
end $$;

create function offer_guard() returns trigger language plpgsql as $$
declare moment timestamptz;
begin
  if (to_jsonb(new) - array['state', 'seat_no', 'reply_by', 'last_call_at', 'promoted_at', 'confirm_from', 'confirm_by'])
     is distinct from
     (to_jsonb(old) - array['state', 'seat_no', 'reply_by', 'last_call_at', 'promoted_at', 'confirm_from', 'confirm_by'])
  then
    perform offer_refuse('offer_terms_frozen', 'what an offer says does not change');
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
  if old.state = 'reserved' and new.state = 'accepted' and moment >= old.last_call_at then
    perform offer_refuse('offer_in_time', 'the last call has passed');
  end if;
  if new.state = 'confirmed'
     and not (moment < old.confirm_by and moment >= coalesce(old.confirm_from, '-infinity')) then
    perform offer_refuse('offer_confirm_in_time', 'outside the time for the final approval');
  end if;
  return new;
end $$;
create trigger offer_guard before update on offers_offer for each row execute function offer_guard();

create function offer_log() returns trigger language plpgsql as $$ begin
  if tg_op = 'INSERT' then
    insert into offers_offertransition (offer_id, from_state, to_state, actor, reason, at)
      select n.id, '', n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now() from n;
  else
    insert into offers_offertransition (offer_id, from_state, to_state, actor, reason, at)
      select n.id, o.state, n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now()
      from n join o using (id)
      where o.state <> n.state or (o.promoted_at is null and n.promoted_at is not null);
  end if;
  return null;
end $$;
create trigger offer_log_insert after insert on offers_offer
  referencing new table as n for each statement execute function offer_log();
create trigger offer_log_update after update on offers_offer
  referencing old table as o new table as n for each statement execute function offer_log();
"""

_PLACEMENT = f"""
create table placement_allowed (frm text, dst text, primary key (frm, dst));
insert into placement_allowed values {_rows(_PLACEMENT_ALLOWED)};

create function placement_guard() returns trigger language plpgsql as $$ begin
  if not exists (select 1 from placement_allowed where frm = old.state and dst = new.state) then
    perform offer_refuse('placement_transition', old.state || ' -> ' || new.state);
  end if;
  return new;
end $$;
create trigger placement_guard before update of state on offers_placement for each row
  when (old.state is distinct from new.state) execute function placement_guard();

create function placement_log() returns trigger language plpgsql as $$ begin
  if tg_op = 'INSERT' then
    insert into offers_placementtransition (placement_id, from_state, to_state, actor, reason, at)
      select n.id, '', n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now() from n;
  else
    insert into offers_placementtransition (placement_id, from_state, to_state, actor, reason, at)
      select n.id, o.state, n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now()
      from n join o using (id) where o.state <> n.state;
  end if;
  return null;
end $$;
create trigger placement_log_insert after insert on offers_placement
  referencing new table as n for each statement execute function placement_log();
create trigger placement_log_update after update on offers_placement
  referencing old table as o new table as n for each statement execute function placement_log();
"""

# The caller holds the locks of these positions, all of one season, and has read usp_now() after them: it passes the
# earliest reply deadline of somebody called now, and the confirmation span of a called standing yes, because allowed
# hours and holidays are known to the calendar, not to SQL. Each statement sees what the one before it did.
_SETTLE = """
create function offers_settle(
  positions bigint[], called_reply_by timestamptz, called_confirm_from timestamptz, called_confirm_by timestamptz
) returns table (offer_id bigint, frm text, dst text) language plpgsql as $$
declare who text := coalesce(current_setting('usp.actor', true), '');
declare why text := coalesce(current_setting('usp.reason', true), '');
begin
  perform set_config('usp.actor', 'clock', true), set_config('usp.reason', '', true);
  return query
    update offers_offer o set state = 'expired', seat_no = null, promoted_at = null
      where o.position_id = any(positions) and o.state = 'open' and o.reply_by <= usp_now()
      returning o.id, 'open'::text, 'expired'::text;
  return query
    with due as (
      select d.id, d.state from offers_offer d where d.position_id = any(positions)
        and ((d.state in ('accepted', 'evaluating') and d.confirm_by <= usp_now())
             or (d.state = 'reserved' and d.last_call_at <= usp_now()))
    )
    update offers_offer o set state = 'lapsed', seat_no = null from due where o.id = due.id
      returning o.id, due.state::text, 'lapsed'::text;

  perform set_config('usp.actor', 'system', true), set_config('usp.reason', 'called', true);
  return query
    with free as (
      select s.position_id, s.no, row_number() over (partition by s.position_id order by s.no) as turn
      from offers_seat s
      join offers_position p on p.id = s.position_id and p.state = 'published'
      join accounts_employer e on e.id = p.employer_id and e.status = 'approved'
      join applications_season season on season.id = p.season_id and usp_now() < season.offers_close_at
      left join offers_offer o on o.position_id = s.position_id and o.seat_no = s.no
      where s.position_id = any(positions) and o.id is null
    ), line as (
      select o.id, o.position_id, o.state as was,
             row_number() over (partition by o.position_id order by o.reserve_no) as turn
      from offers_offer o join applications_application a on a.id = o.application_id
      where o.position_id = any(positions) and o.rank = 'yedek' and o.state in ('open', 'reserved')
        and o.seat_no is null and o.visible_from <= usp_now() and o.last_call_at > usp_now()
        and a.state = 'completed' and (o.kind <> 'internship' or a.used < a.allowed)
        and not exists (
          select 1 from offers_placement p where p.student_id = a.student_id and p.state in ('confirmed', 'completed')
            and p.dates && daterange(o.starts_on, o.ends_on, '[]'))
    )
    update offers_offer o set
      seat_no = free.no, promoted_at = usp_now(),
      state = case o.state when 'reserved' then 'accepted' else 'open' end,
      reply_by = case o.state when 'open' then least(greatest(o.reply_by, called_reply_by), o.last_call_at)
                 else o.reply_by end,
      confirm_from = case o.state when 'reserved' then called_confirm_from end,
      confirm_by = case o.state when 'reserved' then called_confirm_by end
    from free join line using (position_id, turn) where o.id = line.id
    returning o.id, line.was::text, o.state::text;
  perform set_config('usp.actor', who, true), set_config('usp.reason', why, true);
end $$
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_offers")]
    operations = [
        migrations.RunSQL(
            _KEYS,
            "alter table offers_offer drop constraint offer_kind_of_position, drop constraint offer_seat_exists;"
            "alter table offers_placement drop constraint placement_kind_of_offer",
        ),
        migrations.RunSQL(
            _GUARD,
            "drop trigger offer_log_insert on offers_offer; drop trigger offer_log_update on offers_offer;"
            "drop trigger offer_guard on offers_offer; drop function offer_log(); drop function offer_guard();"
            "drop function offer_refuse(text, text); drop table offer_allowed",
        ),
        migrations.RunSQL(
            _PLACEMENT,
            "drop trigger placement_log_insert on offers_placement;"
            "drop trigger placement_log_update on offers_placement; drop trigger placement_guard on offers_placement;"
            "drop function placement_log(); drop function placement_guard(); drop table placement_allowed",
        ),
        migrations.RunSQL(_SETTLE, "drop function offers_settle(bigint[], timestamptz, timestamptz, timestamptz)"),
    ]
