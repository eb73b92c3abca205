"""What the database refuses about declarations, decisions and consents, whoever writes."""

from django.db import migrations

_ALLOWED = [
    ("pending", "approved"),
    ("pending", "rejected"),
    ("rejected", "appealed"),
    ("appealed", "rejected"),
    ("appealed", "approved"),
]

_DECLARATIONS = """
create table declaration_allowed (frm text, dst text, primary key (frm, dst));
insert into declaration_allowed values {rows};

create function declaration_guard() returns trigger language plpgsql as $$
declare owner applications_application; closes timestamptz;
begin
  select * into owner from applications_application
    where id = case when tg_op = 'INSERT' then new.application_id else old.application_id end;
  if owner.state in ('started', 'registered') then
    if tg_op = 'UPDATE' and new.state <> old.state then
      raise exception using errcode = 'check_violation', constraint = 'declaration_transition',
        message = 'declarations of an unfinished application are not decided';
    end if;
    select applications_close_at into closes from applications_season where id = owner.season_id;
    -- the second that the season names is still included (docs/rules.md A48)
    if usp_now() >= closes + interval '1 second' then
      raise exception using errcode = 'check_violation', constraint = 'declaration_in_time',
        message = 'the application season is closed';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op <> 'UPDATE' or owner.state <> 'completed'
     or (to_jsonb(new) - array['state', 'appealed_at']) is distinct from (to_jsonb(old) - array['state', 'appealed_at'])
  then
    raise exception using errcode = 'check_violation', constraint = 'declaration_frozen',
      message = 'a completed application does not change';
  end if;
  if new.state <> old.state and not exists (
      select 1 from declaration_allowed where frm = old.state and dst = new.state)
     or new.state = 'appealed' and old.state <> 'appealed' and old.appealed_at is not null
     or new.appealed_at is distinct from old.appealed_at and (new.state <> 'appealed' or old.state <> 'rejected') then
    raise exception using errcode = 'check_violation', constraint = 'declaration_transition',
      message = old.state || ' -> ' || new.state;
  end if;
  return new;
end $$;
create trigger declaration_guard before insert or update or delete on applications_declaration
  for each row execute function declaration_guard();

create function declaration_log() returns trigger language plpgsql as $$ begin
  insert into applications_declarationtransition (declaration_id, from_state, to_state, actor, reason, at)
    select n.id, o.state, n.state, coalesce(current_setting('usp.actor', true), ''),
           coalesce(current_setting('usp.reason', true), ''), usp_now()
    from n join o using (id) where o.state <> n.state;
  return null;
end $$;
create trigger declaration_log after update on applications_declaration
  referencing old table as o new table as n for each statement execute function declaration_log();
"""

_DECISIONS = """
create function decision_guard() returns trigger language plpgsql as $$ begin
  if tg_op <> 'INSERT' then
    raise exception using errcode = 'check_violation', constraint = 'decision_frozen',
      message = 'a decision is never changed';
  end if;
  if new.round = 2 and new.by_id is not distinct from (
      select by_id from applications_decision where declaration_id = new.declaration_id and round = 1) then
    raise exception using errcode = 'check_violation', constraint = 'decision_second_person',
      message = 'an appeal is decided by somebody else';
  end if;
  return new;
end $$;
create trigger decision_guard before insert or update or delete on applications_decision
  for each row execute function decision_guard();
"""

_FORM = """
create function form_part_guard() returns trigger language plpgsql as $$
declare owner text;
begin
  select state into owner from applications_application
    where id = case when tg_op = 'INSERT' then new.application_id else old.application_id end;
  if owner not in ('started', 'registered') then
    raise exception using errcode = 'check_violation', constraint = 'form_part_frozen',
      message = 'a completed application does not change';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger form_part_guard before insert or update or delete on applications_institutionpreference
  for each row execute function form_part_guard();

create function consent_text_guard() returns trigger language plpgsql as $$ begin
  if exists (select 1 from applications_consent where text_id = old.id) and (tg_op = 'DELETE' or
     (to_jsonb(new) - array['is_current', 'order']) is distinct from (to_jsonb(old) - array['is_current', 'order'])) then
    raise exception using errcode = 'check_violation', constraint = 'consent_text_frozen',
      message = 'a text that somebody has answered is not changed';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger consent_text_guard before update or delete on applications_consenttext
  for each row execute function consent_text_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_declarations")]
    operations = [
        migrations.RunSQL(
            _DECLARATIONS.format(rows=", ".join(f"('{frm}', '{dst}')" for frm, dst in _ALLOWED)),
            "drop trigger declaration_log on applications_declaration;"
            "drop trigger declaration_guard on applications_declaration;"
            "drop function declaration_log(); drop function declaration_guard(); drop table declaration_allowed",
        ),
        migrations.RunSQL(
            _DECISIONS,
            "drop trigger decision_guard on applications_decision; drop function decision_guard()",
        ),
        migrations.RunSQL(
            _FORM,
            "drop trigger consent_text_guard on applications_consenttext; drop function consent_text_guard();"
            "drop trigger form_part_guard on applications_institutionpreference; drop function form_part_guard()",
        ),
    ]
