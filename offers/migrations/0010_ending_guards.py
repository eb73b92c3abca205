"""The end of a placement in the database: when, with what on record, and that it stays there (docs/rules.md A5, A9)."""

from django.db import migrations

# Every day here is a day in Istanbul by the database's one clock.
_ENDING = """
create function placement_ending_guard() returns trigger language plpgsql as $$
declare today date := (usp_now() at time zone 'Europe/Istanbul')::date;
begin
  if old.state <> 'confirmed' then
    if (new.state, new.dates, new.ending, new.ended_at, new.days_attended, new.unexcused_days, new.right_no)
       is distinct from
       (old.state, old.dates, old.ending, old.ended_at, old.days_attended, old.unexcused_days, old.right_no) then
      perform offer_refuse('placement_ending_frozen', 'an ended placement does not change');
    end if;
    return new;
  end if;
  if new.state = 'confirmed' then
    return new;
  end if;
  if new.ended_at is null or (new.state <> 'completed' and new.ending = '')
     or (new.state = 'completed' and (new.days_attended is null or new.unexcused_days is null)) then
    perform offer_refuse('placement_ending_named', new.state);
  end if;
  if new.state = 'completed' and today < upper(old.dates) then
    perform offer_refuse('placement_not_over', 'the last day has not passed');
  end if;
  if (new.state = 'abandoned' or new.ending = 'no_show') and today < lower(old.dates) then
    perform offer_refuse('placement_not_begun', 'the start day has not come');
  end if;
  if new.state = 'abandoned' and not (lower(new.dates) = lower(old.dates) and upper(new.dates) <= upper(old.dates)
                                      and upper(new.dates) <= today + 1)
     or new.state <> 'abandoned' and new.dates <> old.dates then
    perform offer_refuse('placement_dates_only_cut', 'dates are only cut, up to today');
  end if;
  return new;
end $$;
create trigger placement_how_ended before update on offers_placement for each row
  execute function placement_ending_guard();

create function placement_follows_guard() returns trigger language plpgsql as $$
declare stands text;
begin
  select state into stands from offers_placement where id = new.placement_id;
  if tg_table_name = 'offers_placementreview' and stands <> 'completed' then
    perform offer_refuse('review_after_completion', stands);
  end if;
  if tg_table_name = 'offers_conductnote' and stands not in ('cancelled', 'abandoned') then
    perform offer_refuse('note_after_ending', stands);
  end if;
  if tg_table_name = 'offers_cancellationrequest' and stands <> 'confirmed' then
    perform offer_refuse('cancellation_while_confirmed', stands);
  end if;
  return new;
end $$;
create trigger review_after_completion before insert on offers_placementreview for each row
  execute function placement_follows_guard();
create trigger note_after_ending before insert on offers_conductnote for each row
  execute function placement_follows_guard();
create trigger cancellation_while_confirmed before insert on offers_cancellationrequest for each row
  execute function placement_follows_guard();

create function handed_in_guard() returns trigger language plpgsql as $$ begin
  if not exists (select 1 from offers_placement p join offers_offer o on o.id = p.offer_id
                 join offers_requesteddocument r on r.position_id = o.position_id
                 where p.id = new.placement_id and r.id = new.requested_id) then
    perform offer_refuse('handed_in_was_asked', 'this position does not ask for it');
  end if;
  return new;
end $$;
create trigger handed_in_was_asked before insert or update of placement_id, requested_id on offers_handedindocument
  for each row execute function handed_in_guard();
"""
_BACK = """
drop trigger handed_in_was_asked on offers_handedindocument;
drop trigger cancellation_while_confirmed on offers_cancellationrequest;
drop trigger note_after_ending on offers_conductnote;
drop trigger review_after_completion on offers_placementreview;
drop trigger placement_how_ended on offers_placement;
drop function handed_in_guard();
drop function placement_follows_guard();
drop function placement_ending_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0009_endings")]
    operations = [migrations.RunSQL(_ENDING, _BACK)]
