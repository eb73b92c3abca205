"""A window that somebody has chosen keeps its dates, whoever writes."""

from django.db import migrations

_GUARD = """
create function internship_window_guard() returns trigger language plpgsql as $$ begin
  if exists (select 1 from applications_windowchoice where window_id = old.id) then
    raise exception using errcode = 'check_violation', constraint = 'internship_window_in_use',
      message = 'a window that students have chosen keeps its dates';
  end if;
  return new;
end $$;
create trigger internship_window_guard before update on applications_internshipwindow for each row
  when ((old.season_id, old.university_id, old.working_days, old.starts_on)
        is distinct from (new.season_id, new.university_id, new.working_days, new.starts_on)
        or new.state = 'draft' and old.state <> 'draft')
  execute function internship_window_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_university_rules")]
    operations = [
        migrations.RunSQL(
            _GUARD,
            "drop trigger internship_window_guard on applications_internshipwindow;"
            "drop function internship_window_guard()",
        ),
    ]
