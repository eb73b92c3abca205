"""The arithmetic of scores, once, as SQL: for one application, for made-up examples, for a season of half a million.

Every statement starts from two lists, ``subjects`` (whose scores) and ``source`` (what counts), and goes on with the
same ``_CORE``. Numbers are ``numeric``; halves are rounded away from zero at three places only: each item's points,
an item's points times its weight, and the score brought to 100 (docs/decisions/0008-how-scores-are-read.md).
"""

# ruff: noqa: S608 -- one text in parts; every value is a parameter

# Whose consent is needed must have given it; taken back after publication it changes nothing any more.
_CONSENTED = """
(k.consent_code = '' or exists (
  select 1 from applications_consent c join applications_consenttext t on t.id = c.text_id
  where c.application_id = a.id and t.code = k.consent_code
    and (c.withdrawn_at is null or c.withdrawn_at >= s.pool_opens_at)))
"""

# ``only``: these applications, or null for all that count in the season.
_FROM_SEASON = f"""
with subjects as (
  select a.id as subject, a.level, a.class_year
  from applications_application a
  where a.season_id = %(season)s and a.state in ('completed', 'disqualified')
    and (%(only)s::bigint[] is null or a.id = any(%(only)s))
), source as (
  select a.id as subject, d.id, d.kind_id, d.option_id, d.language_id, d.amount
  from applications_declaration d
  join applications_application a on a.id = d.application_id
  join applications_season s on s.id = a.season_id
  join applications_itemkind k on k.id = d.kind_id
  where a.season_id = %(season)s and a.state in ('completed', 'disqualified')
    and (%(only)s::bigint[] is null or a.id = any(%(only)s))
    and d.state = 'approved' and {_CONSENTED}
),
"""

# One application in several cases: 0 as it is, and each undecided item's id with that item approved.
_FROM_CASES = f"""
with cases as (
  select 0 as subject union all
  select d.id from applications_declaration d where d.application_id = %(application)s and d.state <> 'approved'
), subjects as (
  select c.subject, a.level, a.class_year
  from cases c join applications_application a on a.id = %(application)s
), source as (
  select c.subject, d.id, d.kind_id, d.option_id, d.language_id, d.amount
  from cases c
  join applications_application a on a.id = %(application)s
  join applications_season s on s.id = a.season_id
  join applications_declaration d on d.application_id = a.id and (d.state = 'approved' or d.id = c.subject)
  join applications_itemkind k on k.id = d.kind_id
  where {_CONSENTED}
),
"""

# Examples of the method report: rows that stand in no table.
_FROM_ROWS = """
with subjects as (
  select 0 as subject, %(level)s::text as level, %(class_year)s::int as class_year
), source as (
  select 0 as subject, r.id, r.kind_id, r.option_id, r.language_id, r.amount
  from jsonb_to_recordset(%(rows)s::jsonb)
    as r (id bigint, kind_id bigint, option_id bigint, language_id bigint, amount numeric)
),
"""

_CORE = """
items as (
  select i.*, k.category, k.number from applications_methoditem i join applications_itemkind k on k.id = i.kind_id
  where i.method_id = %(method)s
), bands as (
  select item_id, points, up_to, coalesce(lag(up_to) over (partition by item_id order by up_to), -1) as above
  from applications_methodoption where up_to is not null and item_id in (select id from items)
), worths as (
  select item_id, coalesce(option_id, 0) as option_id, points, per
  from applications_methodoption where up_to is null and item_id in (select id from items)
), valued as (
  select s.subject, s.id, s.amount, i.id as item_id, i.best_of, i.weights,
         case i.one_per when 'language' then s.language_id else s.id end as one_of, i.one_per,
         round(least(coalesce(case i.shape
           when 'linear' then least(greatest(i.points * (s.amount - i.floor) / (i.ceiling - i.floor), 0), i.points)
           when 'units' then floor(s.amount / w.per) * w.points
           when 'bands' then b.points
           else w.points end, 0), i.item_cap), 2) as points
  from source s
  join items i on i.kind_id = s.kind_id
  left join worths w on w.item_id = i.id and w.option_id = coalesce(s.option_id, 0) and i.shape in ('options', 'units')
  left join bands b on b.item_id = i.id and s.amount > b.above and s.amount <= b.up_to and i.shape = 'bands'
), led as (  -- only where the order matters is there anything to sort
  select *, one_per = '' or row_number() over (
    partition by subject, item_id, one_of order by points desc, id) = 1 as leads
  from valued where best_of is not null or one_per <> '' or weights <> '{}'
), placed as (
  select *, row_number() over (partition by subject, item_id order by leads desc, points desc, id) as place from led
), counted as (
  select subject, id, item_id, amount, points, 1 as place, true as leads, true as counts, points as counted
  from valued where best_of is null and one_per = '' and weights = '{}'
  union all
  select subject, id, item_id, amount, points, place, leads,
         leads and (best_of is null or place <= best_of) as counts,
         case when leads and (best_of is null or place <= best_of)
              then round(points * coalesce(weights[place::int], 1), 2) else 0.00 end as counted
  from placed
), by_kind as (
  select c.subject, c.item_id, i.category, i.number, least(sum(c.counted), i.cap) as points
  from counted c join items i on i.id = c.item_id group by c.subject, c.item_id, i.category, i.number, i.cap
), left_out as (
  select s.subject, i.category, sum(i.cap) as cap
  from subjects s
  join items i on i.rescale = 'always' or i.rescale = 'associate-1' and s.level = 'associate' and s.class_year <= 1
  left join by_kind b on b.subject = s.subject and b.item_id = i.id
  where b.subject is null group by s.subject, i.category
), categories as (
  select c.category, coalesce(sum(i.cap), 0.00) as cap
  from unnest(array['academic', 'social', 'sport']) as c (category) left join items i using (category)
  group by c.category
), sums as (
  select subject, category, sum(points) as points, jsonb_object_agg(number, points::text) as kinds
  from by_kind group by subject, category
), scored as (
  select s.subject, c.category, coalesce(u.kinds, '{}') as kinds, c.cap - coalesce(l.cap, 0) as base,
         case when c.cap - coalesce(l.cap, 0) > 0
              then round(100 * coalesce(u.points, 0) / (c.cap - coalesce(l.cap, 0)), 2) else 0.00 end as points
  from subjects s cross join categories c
  left join sums u on u.subject = s.subject and u.category = c.category
  left join left_out l on l.subject = s.subject and l.category = c.category
)
"""

_SCORES = "select subject, category, points, kinds, base from scored"
_LINES = "select subject, id, item_id, amount, points, place, leads, counts, counted from counted order by subject, id"

SEASON_SCORES, SEASON_LINES = _FROM_SEASON + _CORE + _SCORES, _FROM_SEASON + _CORE + _LINES
CASE_SCORES, CASE_LINES = _FROM_CASES + _CORE + _SCORES, _FROM_CASES + _CORE + _LINES
ROW_SCORES, ROW_LINES = _FROM_ROWS + _CORE + _SCORES, _FROM_ROWS + _CORE + _LINES

# Rows that are right already are not written again.
STORE = (
    "insert into applications_score as old (application_id, method_id, category, points, inputs)\n"
    + _FROM_SEASON
    + _CORE
    + """
select subject, %(method)s, category, points, jsonb_build_object('kinds', kinds, 'of', base::text)
from scored
on conflict (application_id, category) do update
  set method_id = excluded.method_id, points = excluded.points, inputs = excluded.inputs
  where (old.method_id, old.points, old.inputs) is distinct from (excluded.method_id, excluded.points, excluded.inputs)
"""
)

AVERAGES = """
insert into applications_scoreaverage (season_id, method_id, group_id, category, n, mean, lower, median, upper)
select a.season_id, %(method)s, d.group_id, s.category, count(*),
       case when count(*) >= %(fewest)s then round(avg(s.points), 2) end,
       case when count(*) >= %(fewest)s
            then round(percentile_cont(0.25) within group (order by s.points)::numeric, 2) end,
       case when count(*) >= %(fewest)s
            then round(percentile_cont(0.5) within group (order by s.points)::numeric, 2) end,
       case when count(*) >= %(fewest)s
            then round(percentile_cont(0.75) within group (order by s.points)::numeric, 2) end
from applications_score s
join applications_application a on a.id = s.application_id
join reference_department d on d.id = a.department_id
where a.season_id = %(season)s and a.state = 'completed'
group by a.season_id, d.group_id, s.category
"""

# What employers may read behind the scores (PoolProfile): whole points, the GNO as a band of ten, no kind that needs
# a consent.
_SHOWN = """
, shown as (
  select c.subject, k.order, c.counted, jsonb_strip_nulls(jsonb_build_object(
    'kind', k.id, 'option', d.option_id, 'language', d.language_id,
    'points', case when k.code <> 'gno' then floor(c.counted)::int end,
    'band', case when k.code = 'gno' then jsonb_build_array(
      least(floor(d.amount / 10), 9)::int * 10, least(floor(d.amount / 10), 9)::int * 10 + 10) end)) as line
  from counted c
  join applications_declaration d on d.id = c.id
  join applications_itemkind k on k.id = d.kind_id
  where k.consent_code = '' and c.counts and (c.counted > 0 or k.code = 'gno')
)
"""
PROFILE_LINES = _FROM_SEASON + _CORE + _SHOWN + "select line from shown order by shown.order, counted desc, line"
PROFILES = (
    "insert into applications_poolprofile (entry_id, lines)\n"
    + _FROM_SEASON
    + _CORE
    + _SHOWN
    + """
select l.entry_id, coalesce(x.lines, '[]')
from subjects s
join applications_poollink l on l.application_id = s.subject
left join (
  select subject, jsonb_agg(line order by shown.order, counted desc, line) as lines from shown group by subject
) x on x.subject = s.subject
on conflict (entry_id) do update set lines = excluded.lines
where applications_poolprofile.lines is distinct from excluded.lines
"""
)
