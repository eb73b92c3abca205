"""What the database refuses whoever writes: moves the table forbids, late steps, changes to a completed application."""

from django.db import migrations

_ALLOWED = [
    ("started", "registered"),
    ("registered", "started"),
    ("registered", "completed"),
    ("started", "cancelled"),
    ("registered", "cancelled"),
    ("completed", "disqualified"),
]

_MOVES = """
create table application_allowed (frm text, dst text, primary key (frm, dst));
insert into application_allowed values {rows};

create function application_guard() returns trigger language plpgsql as $$
declare season applications_season;
begin
  if new.state <> old.state then
    if not exists (select 1 from application_allowed where frm = old.state and dst = new.state) then
      raise exception using errcode = 'check_violation', constraint = 'application_transition',
        message = old.state || ' -> ' || new.state;
    end if;
    if new.state in ('registered', 'completed') then
      select * into season from applications_season where id = new.season_id;
      -- the second that the season names is still included (docs/rules.md A48)
      if usp_now() < season.applications_open_at or usp_now() >= season.applications_close_at + interval '1 second' then
        raise exception using errcode = 'check_violation', constraint = 'application_in_time',
          message = 'the application season is closed';
      end if;
    end if;
  end if;
  if old.state in ('completed', 'disqualified') and
     (to_jsonb(new) - array['state', 'used']) is distinct from (to_jsonb(old) - array['state', 'used']) then
    raise exception using errcode = 'check_violation', constraint = 'application_frozen',
      message = 'a completed application does not change';
  end if;
  return new;
end $$;
create trigger application_guard before update on applications_application
  for each row execute function application_guard();

create function application_log() returns trigger language plpgsql as $$ begin
  if tg_op = 'INSERT' then
    insert into applications_applicationtransition (application_id, from_state, to_state, actor, reason, at)
      select n.id, '', n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now() from n;
  else
    insert into applications_applicationtransition (application_id, from_state, to_state, actor, reason, at)
      select n.id, o.state, n.state, coalesce(current_setting('usp.actor', true), ''),
             coalesce(current_setting('usp.reason', true), ''), usp_now()
      from n join o using (id) where o.state <> n.state;
  end if;
  return null;
end $$;
create trigger application_log_insert after insert on applications_application
  referencing new table as n for each statement execute function application_log();
create trigger application_log_update after update on applications_application
  referencing old table as o new table as n for each statement execute function application_log();
"""

_PREFERENCES = """
create function preference_guard() returns trigger language plpgsql as $$
declare owner bigint; application applications_application; season applications_season;
begin
  if tg_table_name = 'applications_provincepreference' then
    owner := case when tg_op = 'DELETE' then old.application_id else new.application_id end;
  else
    select application_id into owner from applications_provincepreference
      where id = case when tg_op = 'DELETE' then old.preference_id else new.preference_id end;
  end if;
  select * into application from applications_application where id = owner;
  if application.state = 'completed' then
    select * into season from applications_season where id = application.season_id;
    if usp_now() >= season.applications_close_at + interval '1 second' then
      raise exception using errcode = 'check_violation', constraint = 'preference_in_time',
        message = 'preferences are closed';
    end if;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger preference_guard before insert or update or delete on applications_provincepreference
  for each row execute function preference_guard();
create trigger preference_guard before insert or update or delete on applications_districtpreference
  for each row execute function preference_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_applications"), ("core", "0001_clock")]
    operations = [
        migrations.RunSQL(
            _MOVES.format(rows=", ".join(f"('{frm}', '{dst}')" for frm, dst in _ALLOWED)),
            "drop trigger application_log_insert on applications_application;"
            "drop trigger application_log_update on applications_application;"
            "drop trigger application_guard on applications_application;"
            "drop function application_log(); drop function application_guard(); drop table application_allowed",
        ),
        migrations.RunSQL(
            _PREFERENCES,
            "drop trigger preference_guard on applications_provincepreference;"
            "drop trigger preference_guard on applications_districtpreference; drop function preference_guard()",
        ),
    ]
