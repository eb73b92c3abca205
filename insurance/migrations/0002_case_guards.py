"""Every internship has exactly one insurance case from its first moment (docs/rules.md I8); cases move by a table."""

from django.db import migrations

_ALLOWED = [
    ("awaiting_decision", "awaiting_papers"), ("awaiting_papers", "papers_received"),
    ("papers_received", "entry_declared"), ("entry_declared", "entry_shared"), ("papers_received", "entry_refused"),
    ("entry_declared", "entry_refused"), ("entry_refused", "papers_received"), ("entry_shared", "exit_declared"),
    ("entry_declared", "exit_declared"), ("awaiting_decision", "cancelled"), ("awaiting_papers", "cancelled"),
    ("papers_received", "cancelled"), ("entry_declared", "cancelled"), ("entry_shared", "cancelled"),
    ("entry_refused", "cancelled"),
]  # fmt: skip
_ROWS = ", ".join(f"('{frm}', '{dst}')" for frm, dst in _ALLOWED)

_GUARDS = f"""
alter table insurance_insurancecase add constraint insurance_case_kind_of_placement
  foreign key (placement_id, kind) references offers_placement (id, kind);

create table insurance_allowed (frm text, dst text, primary key (frm, dst));
insert into insurance_allowed values {_ROWS};
create function insurance_guard() returns trigger language plpgsql as $$ begin
  if not exists (select 1 from insurance_allowed where frm = old.state and dst = new.state) then
    raise exception using errcode = 'check_violation', constraint = 'insurance_transition',
      message = old.state || ' -> ' || new.state;
  end if;
  return new;
end $$;
create trigger insurance_guard before update of state on insurance_insurancecase for each row
  when (old.state is distinct from new.state) execute function insurance_guard();

create function placement_insured() returns trigger language plpgsql as $$ begin
  if exists (select 1 from offers_placement where id = new.id and kind = 'internship')
     and not exists (select 1 from insurance_insurancecase where placement_id = new.id) then
    raise exception using errcode = 'check_violation', constraint = 'placement_insured',
      message = 'an internship without insurance case';
  end if;
  return null;
end $$;
create constraint trigger placement_insured after insert or update on offers_placement
  deferrable initially deferred for each row execute function placement_insured();

create function insurance_case_stays() returns trigger language plpgsql as $$ begin
  raise exception using errcode = 'check_violation', constraint = 'insurance_case_stays',
    message = 'an insurance case is never deleted';
end $$;
create trigger insurance_case_stays before delete on insurance_insurancecase for each row
  execute function insurance_case_stays();
"""
_BACK = """
drop trigger insurance_case_stays on insurance_insurancecase;
drop function insurance_case_stays();
drop trigger placement_insured on offers_placement;
drop function placement_insured();
drop trigger insurance_guard on insurance_insurancecase;
drop function insurance_guard();
drop table insurance_allowed;
alter table insurance_insurancecase drop constraint insurance_case_kind_of_placement;
"""


class Migration(migrations.Migration):
    dependencies = [("insurance", "0001_insurance"), ("offers", "0002_engine")]
    operations = [migrations.RunSQL(_GUARDS, _BACK)]
