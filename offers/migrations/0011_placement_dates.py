"""A confirmed placement's dates change only with its version, an ended one's never: papers and files rest on it."""

from django.db import migrations

_DATES = """
create function placement_dates_guard() returns trigger language plpgsql as $$ begin
  if old.state <> 'confirmed' then
    perform offer_refuse('placement_ending_frozen', 'an ended placement keeps its dates');
  end if;
  if new.version <> old.version + 1 then
    perform offer_refuse('placement_dates_versioned', 'dates change with the next version only');
  end if;
  return new;
end $$;
create trigger placement_dates_guard before update on offers_placement for each row
  when ((old.dates, old.working_days, old.weekly_days) is distinct from (new.dates, new.working_days, new.weekly_days))
  execute function placement_dates_guard();
"""
_BACK = """
drop trigger placement_dates_guard on offers_placement;
drop function placement_dates_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0010_ending_guards")]
    operations = [migrations.RunSQL(_DATES, _BACK)]
