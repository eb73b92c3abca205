"""What the database refuses about an employer's status, and what it writes down, whoever moves it."""

from django.db import migrations

_ALLOWED = [
    ("pending", "approved"),
    ("pending", "rejected"),
    ("rejected", "pending"),
    ("approved", "suspended"),
    ("suspended", "approved"),
    ("approved", "revoked"),
    ("suspended", "revoked"),
]

_GUARD = """
create table employer_allowed (frm text, dst text, primary key (frm, dst));
insert into employer_allowed values {rows};

create function employer_guard() returns trigger language plpgsql as $$ begin
  if not exists (select 1 from employer_allowed where frm = old.status and dst = new.status) then
    raise exception using errcode = 'check_violation', constraint = 'employer_transition',
      message = old.status || ' -> ' || new.status;
  end if;
  return new;
end $$;
create trigger employer_guard before update of status on accounts_employer for each row
  when (old.status is distinct from new.status) execute function employer_guard();

-- Rows that an operator adds in the admin have no verb behind them: the log names the system.
create function employer_log() returns trigger language plpgsql as $$ begin
  insert into accounts_employertransition (employer_id, from_state, to_state, actor, reason, at)
    values (new.id, case when tg_op = 'INSERT' then '' else old.status end, new.status,
            coalesce(nullif(current_setting('usp.actor', true), ''), 'system'),
            coalesce(current_setting('usp.reason', true), ''), usp_now());
  return null;
end $$;
create trigger employer_log_insert after insert on accounts_employer
  for each row execute function employer_log();
create trigger employer_log_update after update of status on accounts_employer for each row
  when (old.status is distinct from new.status) execute function employer_log();
insert into accounts_employertransition (employer_id, from_state, to_state, actor, reason, at)
  select id, '', status, 'system', '', usp_now() from accounts_employer;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_employers_register"), ("core", "0001_clock")]
    operations = [
        migrations.RunSQL(
            _GUARD.format(rows=", ".join(f"('{frm}', '{dst}')" for frm, dst in _ALLOWED)),
            "drop trigger employer_log_insert on accounts_employer;"
            "drop trigger employer_log_update on accounts_employer;"
            "drop trigger employer_guard on accounts_employer;"
            "drop function employer_log(); drop function employer_guard(); drop table employer_allowed",
        ),
    ]
