"""What the database refuses about methods and scores, whoever writes."""

from django.db import migrations

_METHODS = """
create function method_guard() returns trigger language plpgsql as $$ begin
  if tg_op <> 'INSERT' and old.state = 'published' then
    raise exception using errcode = 'check_violation', constraint = 'method_frozen',
      message = 'a published method is never changed';
  end if;
  if tg_op <> 'DELETE' and new.state = 'published'
     and exists (select 1 from applications_scorepublication where season_id = new.season_id) then
    raise exception using errcode = 'check_violation', constraint = 'method_in_time',
      message = 'the scores of the season are published';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger method_guard before insert or update or delete on applications_scoringmethod
  for each row execute function method_guard();

create function method_item_guard() returns trigger language plpgsql as $$ begin
  if exists (select 1 from applications_scoringmethod where state = 'published'
             and (tg_op <> 'INSERT' and id = old.method_id or tg_op <> 'DELETE' and id = new.method_id)) then
    raise exception using errcode = 'check_violation', constraint = 'method_frozen',
      message = 'a published method is never changed';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger method_item_guard before insert or update or delete on applications_methoditem
  for each row execute function method_item_guard();

create function method_option_guard() returns trigger language plpgsql as $$ begin
  if exists (select 1 from applications_methoditem i join applications_scoringmethod m on m.id = i.method_id
             where m.state = 'published'
             and (tg_op <> 'INSERT' and i.id = old.item_id or tg_op <> 'DELETE' and i.id = new.item_id)) then
    raise exception using errcode = 'check_violation', constraint = 'method_frozen',
      message = 'a published method is never changed';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger method_option_guard before insert or update or delete on applications_methodoption
  for each row execute function method_option_guard();
"""

# By statement, with the rows it touched: a season of 1,5 million scores is judged at once.
_SCORES = """
create function score_refuse() returns void language plpgsql as $$ begin
  raise exception using errcode = 'check_violation', constraint = 'score_frozen', message = 'scores are published';
end $$;

create function score_inserted() returns trigger language plpgsql as $$ begin
  if exists (select 1 from (select distinct method_id from n) x join applications_scoringmethod m on m.id = x.method_id
             join applications_scorepublication p on p.season_id = m.season_id) then
    perform score_refuse();
  end if;
  return null;
end $$;
create trigger score_inserted after insert on applications_score
  referencing new table as n for each statement execute function score_inserted();

create function score_deleted() returns trigger language plpgsql as $$ begin
  if exists (select 1 from (select distinct method_id from o) x join applications_scoringmethod m on m.id = x.method_id
             join applications_scorepublication p on p.season_id = m.season_id) then
    perform score_refuse();
  end if;
  return null;
end $$;
create trigger score_deleted after delete on applications_score
  referencing old table as o for each statement execute function score_deleted();

-- After publication a score changes only to what the newest correction on record says.
create function score_updated() returns trigger language plpgsql as $$ begin
  if exists (select 1 from (select distinct method_id from o union select distinct method_id from n) x
             join applications_scoringmethod m on m.id = x.method_id
             join applications_scorepublication p on p.season_id = m.season_id)
     and exists (
       select 1 from o join n using (id)
       where (o.application_id, o.category, o.method_id) is distinct from (n.application_id, n.category, n.method_id)
          or (o.points, o.inputs) is distinct from (n.points, n.inputs) and not exists (
            select 1 from (select before, after from applications_scorecorrection
                           where application_id = n.application_id and category = n.category
                           order by id desc limit 1) c
            where c.before = o.points and c.after = n.points)) then
    perform score_refuse();
  end if;
  return null;
end $$;
create trigger score_updated after update on applications_score
  referencing old table as o new table as n for each statement execute function score_updated();
"""

_RECORDS = """
create function correction_guard() returns trigger language plpgsql as $$ begin
  raise exception using errcode = 'check_violation', constraint = 'correction_frozen',
    message = 'what is on record is never changed';
end $$;
create trigger correction_guard before update or delete on applications_scorecorrection
  for each row execute function correction_guard();
create trigger publication_guard before update or delete on applications_scorepublication
  for each row execute function correction_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_first_methods")]
    operations = [
        migrations.RunSQL(
            _METHODS,
            "drop trigger method_option_guard on applications_methodoption;"
            "drop trigger method_item_guard on applications_methoditem;"
            "drop trigger method_guard on applications_scoringmethod;"
            "drop function method_option_guard(); drop function method_item_guard(); drop function method_guard()",
        ),
        migrations.RunSQL(
            _SCORES,
            "drop trigger score_updated on applications_score; drop trigger score_deleted on applications_score;"
            "drop trigger score_inserted on applications_score; drop function score_updated();"
            "drop function score_deleted(); drop function score_inserted(); drop function score_refuse()",
        ),
        migrations.RunSQL(
            _RECORDS,
            "drop trigger publication_guard on applications_scorepublication;"
            "drop trigger correction_guard on applications_scorecorrection; drop function correction_guard()",
        ),
    ]
