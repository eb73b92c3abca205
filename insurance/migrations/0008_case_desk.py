"""The desk in the database: more moves, who made them, and entries that are never late, early or without papers.

Every day here is a day in Istanbul by the database's one clock (docs/rules.md: A1, A6, B1, B8).
"""

from django.db import migrations

_MORE = [
    ("papers_received", "awaiting_papers"), ("entry_shared", "entry_declared"), ("awaiting_papers", "entry_refused"),
]  # fmt: skip
_ROWS = ", ".join(f"('{frm}', '{dst}')" for frm, dst in _MORE)

# Whoever writes past the verbs is named by the database's own user.
_LOG = """
create function insurance_case_log() returns trigger language plpgsql as $$
declare
  who text := coalesce(nullif(current_setting('usp.actor', true), ''), left('db:' || session_user, 40));
  why text := left(coalesce(current_setting('usp.reason', true), ''), 500);
begin
  if tg_op = 'INSERT' then
    insert into insurance_insurancecasetransition (case_id, from_state, to_state, actor, reason, at)
      select n.id, '', n.state, who, why, usp_now() from n;
  else
    insert into insurance_insurancecasetransition (case_id, from_state, to_state, actor, reason, at)
      select n.id, o.state, n.state, who, why, usp_now() from n join o using (id) where o.state <> n.state;
  end if;
  return null;
end $$;
create trigger insurance_case_log_insert after insert on insurance_insurancecase
  referencing new table as n for each statement execute function insurance_case_log();
create trigger insurance_case_log_update after update on insurance_insurancecase
  referencing old table as o new table as n for each statement execute function insurance_case_log();

insert into insurance_insurancecasetransition (case_id, from_state, to_state, actor, reason, at)
  select id, '', case when state in ('awaiting_decision', 'awaiting_papers') then state else 'awaiting_papers' end,
         'system', '', opened_at from insurance_insurancecase;
"""
_LOG_BACK = """
drop trigger insurance_case_log_update on insurance_insurancecase;
drop trigger insurance_case_log_insert on insurance_insurancecase;
drop function insurance_case_log();
"""

_STATE = f"""
insert into insurance_allowed values {_ROWS};

create function insurance_refuse(rule text, message text) returns void language plpgsql as $$ begin
  raise exception using errcode = 'check_violation', constraint = rule, message = message;
end $$;

create function insurance_state_guard() returns trigger language plpgsql as $$
declare
  opened boolean;
  with_paper boolean;
begin
  select coalesce(bool_or(true), false), coalesce(bool_or(document_id is not null), false) into opened, with_paper
    from insurance_insuranceentry
    where case_id = new.id and exit_declared_at is null and deleted_at is null and refused_at is null;
  if new.state = 'entry_declared' and not opened or new.state = 'entry_shared' and not with_paper
     or new.state in ('awaiting_papers', 'papers_received', 'entry_refused', 'exit_declared') and opened
     or new.state = 'exit_declared' and not exists (
       select 1 from insurance_insuranceentry where case_id = new.id and exit_declared_at is not null) then
    perform insurance_refuse('insurance_state_has_entry', new.state);
  end if;
  return new;
end $$;
create trigger insurance_state_has_entry before update of state on insurance_insurancecase for each row
  when (old.state is distinct from new.state) execute function insurance_state_guard();
"""
_STATE_BACK = f"""
drop trigger insurance_state_has_entry on insurance_insurancecase;
drop function insurance_state_guard();
drop function insurance_refuse(text, text);
delete from insurance_allowed where (frm, dst) in ({_ROWS});
"""

# An entry that SGK took in time from one of our files may be written down when its answer comes, also on the day.
_ENTRY = """
create function insurance_entry_guard() returns trigger language plpgsql as $$
declare
  today date := (usp_now() at time zone 'Europe/Istanbul')::date;
  said date := (new.declared_at at time zone 'Europe/Istanbul')::date;
  about record;
begin
  select c.state, p.student_id, lower(p.dates) as first_day, upper(p.dates) - 1 as last_day, p.state as placement
    into about from insurance_insurancecase c join offers_placement p on p.id = c.placement_id
    where c.id = new.case_id;
  if about.state not in ('papers_received', 'entry_declared') or about.placement <> 'confirmed' then
    perform insurance_refuse('insurance_entry_needs_papers', about.state);
  end if;
  if (new.student_id, new.starts_on, new.ends_on) <> (about.student_id, about.first_day, about.last_day) then
    perform insurance_refuse('insurance_entry_of_placement', 'not the days of the internship');
  end if;
  if said >= new.starts_on or new.declared_at > usp_now() or new.starts_on <= today and not exists (
       select 1 from insurance_sgkfilerow r join insurance_sgkfile f on f.id = r.file_id
       where r.case_id = new.case_id and f.kind = 'entry' and r.day = new.starts_on
         and f.made_at <= new.declared_at) then
    perform insurance_refuse('insurance_entry_before_start', 'entry not before the start');
  end if;
  return new;
end $$;
create trigger insurance_entry_before_start before insert on insurance_insuranceentry for each row
  execute function insurance_entry_guard();

create function insurance_entry_stays() returns trigger language plpgsql as $$
declare today date := (usp_now() at time zone 'Europe/Istanbul')::date;
begin
  if (new.case_id, new.student_id, new.seq, new.starts_on, new.document_type, new.declared_at, new.declared_by_id)
     <> (old.case_id, old.student_id, old.seq, old.starts_on, old.document_type, old.declared_at, old.declared_by_id)
     or (old.exit_declared_at is not null or old.deleted_at is not null or old.refused_at is not null)
        and (new.ends_on, new.exit_on, new.exit_declared_at, new.deleted_at, new.refused_at)
            is distinct from (old.ends_on, old.exit_on, old.exit_declared_at, old.deleted_at, old.refused_at) then
    perform insurance_refuse('insurance_entry_frozen', 'what SGK was told stays');
  end if;
  if new.deleted_at is not null and old.deleted_at is null and today > old.starts_on + 1 then
    perform insurance_refuse('insurance_entry_delete_in_time', 'too late to delete');
  end if;
  if new.exit_on is not null and old.exit_on is null and new.exit_on > today then
    perform insurance_refuse('insurance_exit_not_ahead', 'exit in the future');
  end if;
  return new;
end $$;
create trigger insurance_entry_frozen before update on insurance_insuranceentry for each row
  execute function insurance_entry_stays();

create function insurance_completed_guard() returns trigger language plpgsql as $$ begin
  if not exists (select 1 from insurance_insurancecase where placement_id = new.id and shared_at is not null) then
    perform insurance_refuse('placement_insured_to_complete', 'no entry was shared');
  end if;
  return new;
end $$;
create trigger placement_insured_to_complete before update of state on offers_placement for each row
  when (old.state is distinct from new.state and new.state = 'completed' and new.kind = 'internship')
  execute function insurance_completed_guard();
"""
_ENTRY_BACK = """
drop trigger placement_insured_to_complete on offers_placement;
drop function insurance_completed_guard();
drop trigger insurance_entry_frozen on insurance_insuranceentry;
drop function insurance_entry_stays();
drop trigger insurance_entry_before_start on insurance_insuranceentry;
drop function insurance_entry_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("insurance", "0007_sgk_exchange"), ("offers", "0012_placement_department")]

    operations = [
        migrations.RunSQL(_LOG, _LOG_BACK),
        migrations.RunSQL(_STATE, _STATE_BACK),
        migrations.RunSQL(_ENTRY, _ENTRY_BACK),
    ]
