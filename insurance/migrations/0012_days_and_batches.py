"""Attendance stays inside an internship that runs; reports are read once; batches are worked on by leases."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

_GUARDS = """
create function attendance_guard() returns trigger language plpgsql as $$
declare
  marked record := coalesce(new, old);
  found_state text;
  found_dates daterange;
begin
  select state, dates into found_state, found_dates from offers_placement
    where id = marked.placement_id for share;
  if found_state <> 'confirmed' then
    raise exception using errcode = 'check_violation', constraint = 'attendance_open',
      message = 'attendance of an internship that is ' || found_state;
  end if;
  if tg_op <> 'DELETE' and not found_dates @> marked.day then
    raise exception using errcode = 'check_violation', constraint = 'attendance_in_dates',
      message = marked.day || ' is no day of ' || found_dates;
  end if;
  return marked;
end $$;
create trigger attendance_guard before insert or update or delete on insurance_attendanceday for each row
  execute function attendance_guard();
"""
_BACK = """
drop trigger attendance_guard on insurance_attendanceday;
drop function attendance_guard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0011_date_changes"),
    ]

    operations = [
        migrations.RunSQL(_GUARDS, _BACK),
        migrations.AddField(
            model_name="paperbatch",
            name="joining_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="birleştirmenin başlaması"),
        ),
        migrations.AddField(
            model_name="paperbatchitem",
            name="claimed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ele alınma"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="internshipreport",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."handed_in_at" IS DISTINCT FROM (NEW."handed_in_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1fd981b9d8de8469c82655193837d31dcf50df58",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_95ed0",
                    table="insurance_internshipreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="internshipreport",
            trigger=pgtrigger.compiler.Trigger(
                name="read_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{handed_in:accepted,handed_in:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="274806962215304eb1552d9e37beda3e86180181",
                    operation="UPDATE",
                    pgid="pgtrigger_read_once_1e0b4",
                    table="insurance_internshipreport",
                    when="BEFORE",
                ),
            ),
        ),
    ]
