"""New dates and the unit's decisions in the database: an answer stays, and nothing is applied before all agreed."""

from django.db import migrations, models

_CHANGE = """
create function date_change_guard() returns trigger language plpgsql as $$ begin
  if old.state <> 'open' and new is distinct from old then
    raise exception using errcode = 'check_violation', constraint = 'date_change_answered', message = old.state;
  end if;
  if new.state = 'applied' and (new.student_agreed_at is null or new.employer_agreed_at is null
                                or new.needs_unit and new.unit_agreed_at is null) then
    raise exception using errcode = 'check_violation', constraint = 'date_change_not_agreed', message = 'not agreed';
  end if;
  return new;
end $$;
create trigger date_change_guard before update on insurance_datechange for each row
  execute function date_change_guard();
"""
_CHANGE_BACK = """
drop trigger date_change_guard on insurance_datechange;
drop function date_change_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("insurance", "0010_sgk_history")]
    operations = [
        migrations.AlterField(
            "datechange",
            "state",
            models.CharField(
                choices=[
                    ("open", "Onay bekliyor"),
                    ("applied", "Uygulandı"),
                    ("refused", "Kabul edilmedi"),
                    ("taken_back", "Geri alındı"),
                    ("moot", "Staj sona erdi"),
                    ("lapsed", "Süresinde cevaplanmadı"),
                ],
                default="open",
                max_length=10,
                verbose_name="durum",
            ),
        ),
        migrations.RunSQL(_CHANGE, _CHANGE_BACK),
    ]
