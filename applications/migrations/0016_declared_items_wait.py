"""What a student declares begins undecided: nobody writes it approved, whoever writes."""

from django.db import migrations

_GUARD = """
create function declaration_begins_pending() returns trigger language plpgsql as $$ begin
  if new.source = 'student' and (new.state <> 'pending' or new.appealed_at is not null) then
    raise exception using errcode = 'check_violation', constraint = 'declaration_transition',
      message = 'a declaration begins undecided';
  end if;
  return new;
end $$;
create trigger declaration_begins_pending before insert on applications_declaration
  for each row execute function declaration_begins_pending();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0015_single_item_gone")]
    operations = [
        migrations.RunSQL(
            _GUARD,
            "drop trigger declaration_begins_pending on applications_declaration;"
            "drop function declaration_begins_pending()",
        ),
    ]
