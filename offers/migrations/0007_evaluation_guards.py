"""Evaluations and change requests in the database: what may follow what, and that the offer's end closes both."""

from django.db import migrations

_EVALUATION_ALLOWED = [
    ("proposed", "scheduled"), ("proposed", "unsuitable"), ("scheduled", "unsuitable"), ("proposed", "answered"),
    ("unsuitable", "proposed"), ("scheduled", "proposed"),
    ("proposed", "passed"), ("proposed", "failed"), ("scheduled", "passed"), ("scheduled", "failed"),
    ("answered", "passed"), ("answered", "failed"),
    ("proposed", "cancelled"), ("unsuitable", "cancelled"), ("scheduled", "cancelled"), ("answered", "cancelled"),
]  # fmt: skip


def _rows(pairs):
    return ", ".join(f"('{frm}', '{dst}')" for frm, dst in pairs)


# A decided row keeps everything but the mark that its end was told.
_EVALUATION = f"""
create table evaluation_allowed (frm text, dst text, primary key (frm, dst));
insert into evaluation_allowed values {_rows(_EVALUATION_ALLOWED)};

create function evaluation_guard() returns trigger language plpgsql as $$
declare interview boolean;
begin
  if new.offer_id <> old.offer_id or new.kind <> old.kind or new.created_by_id <> old.created_by_id
     or new.created_at <> old.created_at
     or (old.state in ('passed', 'failed', 'cancelled')
         and (to_jsonb(new) - 'is_end_told') is distinct from (to_jsonb(old) - 'is_end_told')) then
    perform offer_refuse('evaluation_frozen', 'a decided evaluation does not change');
  end if;
  if new.state = old.state then
    return new;
  end if;
  interview := new.kind in ('online', 'on_site', 'phone');
  if not exists (select 1 from evaluation_allowed where frm = old.state and dst = new.state)
     or (new.state in ('scheduled', 'unsuitable') and not interview)
     or (new.state = 'answered' and interview)
     or (old.state = 'proposed' and new.state in ('passed', 'failed') and (interview or usp_now() < new.due_at)) then
    perform offer_refuse('evaluation_transition', old.state || ' -> ' || new.state);
  end if;
  if new.state = 'answered' and usp_now() >= new.due_at then
    perform offer_refuse('evaluation_in_time', 'the due moment has passed');
  end if;
  return new;
end $$;
create trigger evaluation_guard before update on offers_evaluation for each row execute function evaluation_guard();

create function evaluation_log() returns trigger language plpgsql as $$ begin
  if tg_op = 'INSERT' then
    insert into offers_evaluationtransition (evaluation_id, from_state, to_state, actor, reason, at)
      select n.id, '', n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now() from n;
  else
    insert into offers_evaluationtransition (evaluation_id, from_state, to_state, actor, reason, at)
      select n.id, o.state, n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now()
      from n join o using (id) where o.state <> n.state or o.round <> n.round;
  end if;
  return null;
end $$;
create trigger evaluation_log_insert after insert on offers_evaluation
  referencing new table as n for each statement execute function evaluation_log();
create trigger evaluation_log_update after update on offers_evaluation
  referencing old table as o new table as n for each statement execute function evaluation_log();
"""

_CHANGE = """
create function change_request_guard() returns trigger language plpgsql as $$
declare moment timestamptz;
begin
  if old.state <> 'open'
     or (to_jsonb(new) - array['state', 'decided_at', 'decided_by_id'])
        is distinct from (to_jsonb(old) - array['state', 'decided_at', 'decided_by_id'])
     or new.state not in ('agreed', 'refused', 'unanswered', 'taken_back', 'moot') then
    perform offer_refuse('change_transition', old.state || ' -> ' || new.state);
  end if;
  moment := usp_now();
  if (new.state in ('agreed', 'refused') and moment >= old.request_by)
     or (new.state = 'unanswered' and moment < old.request_by) then
    perform offer_refuse('change_in_time', 'outside the time for an answer');
  end if;
  return new;
end $$;
create trigger change_request_guard before update on offers_changerequest
  for each row execute function change_request_guard();
"""

# Whoever ends an offer, and however many at once: what was open about it ends in the same statement's transaction.
_AROUND = """
create function offer_around() returns trigger language plpgsql as $$
declare why text := coalesce(current_setting('usp.reason', true), '');
begin
  update offers_changerequest r
    set state = case
          when r.request_by <= usp_now() then 'unanswered'
          when n.state in ('accepted', 'reserved', 'declined') then 'taken_back'
          else 'moot' end,
        decided_at = usp_now()
    from n join o using (id)
    where r.offer_id = n.id and r.state = 'open' and o.state = 'open' and n.state <> 'open';
  perform set_config('usp.reason', 'offer_ended', true);
  update offers_evaluation e
    set state = 'cancelled', decided_at = usp_now(), sequence = e.sequence + 1, is_end_told = false
    from n join o using (id)
    where e.offer_id = n.id and e.state in ('proposed', 'unsuitable', 'scheduled', 'answered')
      and o.state = 'evaluating' and n.state <> 'evaluating';
  perform set_config('usp.reason', why, true);
  return null;
end $$;
create trigger offer_around after update on offers_offer
  referencing old table as o new table as n for each statement execute function offer_around();
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0006_evaluation_rounds")]
    operations = [
        migrations.RunSQL(
            _EVALUATION,
            "drop trigger evaluation_log_insert on offers_evaluation;"
            "drop trigger evaluation_log_update on offers_evaluation;"
            "drop trigger evaluation_guard on offers_evaluation; drop function evaluation_log();"
            "drop function evaluation_guard(); drop table evaluation_allowed",
        ),
        migrations.RunSQL(
            _CHANGE,
            "drop trigger change_request_guard on offers_changerequest; drop function change_request_guard()",
        ),
        migrations.RunSQL(_AROUND, "drop trigger offer_around on offers_offer; drop function offer_around()"),
    ]
