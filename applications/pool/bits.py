"""Making the bit strings anew from the pool's rows, in SQL alone (docs/architecture.md).

A string is put together from the gaps between its ones; «at least» strings are running unions of exact ones.
"""

from typing import Any

from django.db import connection

from applications.models import Season
from applications.pool import facets
from applications.pool.facets import LEVELS, SCORES, TENS, Facet

_GROUPS = """
create temporary table pool_named on commit drop as
  select group_code as code, min(group_name) as name, min(group_sort_key) as sort_key
  from applications_poolentry where season_id = %(season)s group by group_code;
insert into applications_poolgroup (season_id, no, code, name, sort_key)
select %(season)s, coalesce((select max(no) from applications_poolgroup where season_id = %(season)s), 0)
         + row_number() over (order by sort_key, code), code, name, sort_key
from pool_named n
where not exists (select from applications_poolgroup g where g.season_id = %(season)s and g.code = n.code);
update applications_poolgroup g set name = n.name, sort_key = n.sort_key
from pool_named n
where g.season_id = %(season)s and g.code = n.code and (g.name, g.sort_key) <> (n.name, n.sort_key);
drop table pool_named;
analyze applications_poolgroup
"""
_NEXT = "select coalesce(max(build), 0) + 1 from applications_poolstate where season_id = %(season)s"
_NEW = """
create temporary table pool_new (seg int, facet int, value int, bits varbit) on commit drop;
alter table pool_new alter column bits set storage plain;
alter table pool_new set (toast_tuple_target = 8160);
create temporary table pool_exact (like pool_new) on commit drop;
alter table pool_exact alter column bits set storage plain;
alter table pool_exact set (toast_tuple_target = 8160)
"""
_ENTRIES = "from applications_poolentry e where season_id = %(season)s and listed"
# (row, value) pairs of each facet, and the table that their strings go to.
_TOKENS: dict[Facet, str] = {
    Facet.LISTED: f"select row_no, 1 as value {_ENTRIES}",
    Facet.AVAILABLE: f"select row_no, 1 as value {_ENTRIES} and available",
    Facet.GROUP: "select row_no, g.no as value from applications_poolentry e join applications_poolgroup g "
    "on g.season_id = e.season_id and g.code = e.group_code where e.season_id = %(season)s and listed",
    Facet.LEVEL: f"select row_no, array_position(%(levels)s::text[], level::text) as value {_ENTRIES} and level <> ''",
    Facet.YEAR: f"select row_no, class_year as value {_ENTRIES} and class_year is not null",
    Facet.PROVINCE: f"select row_no, unnest(provinces) as value {_ENTRIES}",
    Facet.WHOLE_PROVINCE: f"select row_no, unnest(whole_provinces) as value {_ENTRIES}",
    Facet.PERIOD: f"select row_no, unnest(periods) as value {_ENTRIES}",
    Facet.INSTITUTION: f"select row_no, unnest(institutions) as value {_ENTRIES}",
    Facet.LANGUAGE: "select row_no, l / 10 * 10 + reached as value from applications_poolentry e, unnest(languages) l, "
    "generate_series(1, l %% 10) reached where season_id = %(season)s and listed",
}
_EXACT_TOKENS: dict[Facet, str] = {
    Facet.DISTRICT: f"select row_no, unnest(districts) as value {_ENTRIES}",
    **{facet: f"select row_no, {name} as value {_ENTRIES} and {name} > 0" for name, facet in SCORES.items()},
}
# A value twice in one row would shift the string: `pos <> prev` passes it over.
_STRINGS = """
insert into {into} (seg, facet, value, bits)
select seg, {facet}, value,
       (string_agg(repeat('0', pos - prev - 1) || '1', '' order by pos)
        || repeat('0', %(segment)s - 1 - max(pos)))::varbit
from (
  select seg, value, pos, coalesce(lag(pos) over (partition by seg, value order by pos), -1) as prev
  from (select (row_no - 1) / %(segment)s as seg, value, (row_no - 1) %% %(segment)s as pos from ({tokens}) t) p
) gaps
where pos <> prev group by seg, value
"""
_AT_LEAST = """
insert into pool_new (seg, facet, value, bits)
with exact as (select seg, value, bits from pool_exact where facet = {facet}),
points as (
  select seg, value from exact
  union select s.seg, v from (select distinct seg from exact) s,
    (select generate_series(%(step)s, 100, %(step)s) union select generate_series(10, 100, 10)) x(v)
), reached as (
  select p.seg, p.value, bit_or(e.bits) over (partition by p.seg order by p.value desc) as bits
  from points p left join exact e using (seg, value)
)
select r.seg, k.facet, r.value, r.bits
from reached r join (values ({facet}, %(step)s), ({tens}, 10)) k(facet, step) on r.value %% k.step = 0
where r.bits is not null
"""
_DISTRICTS = """
insert into pool_new (seg, facet, value, bits)
with whole as (select seg, value, bits from pool_new where facet = {whole}),
exact as (select seg, value, bits from pool_exact where facet = {district})
select seg, {district}, value, bit_or(bits) from (
  select seg, value, bits from exact
  union all
  select w.seg, d.id, w.bits from whole w join reference_district d on d.province_id = w.value
) x group by seg, value
"""
# The old build's rows go in the same transaction: readers see one of the two, whole.
_SWAP = """
insert into applications_poolbits (season_id, build, seg, facet, value, n, bits)
select %(season)s, %(build)s, seg, facet, value, bit_count(bits), bits from pool_new order by seg, facet, value;
insert into applications_poolstate (season_id, build, revision, step, segment, built_at)
values (%(season)s, %(build)s, 1, %(step)s, %(segment)s, usp_now())
on conflict (season_id) do update set build = excluded.build, revision = applications_poolstate.revision + 1,
  step = excluded.step, segment = excluded.segment, built_at = excluded.built_at;
delete from applications_poolbits where season_id = %(season)s and build < %(build)s;
drop table pool_new, pool_exact
"""


def write_bits(season: Season, *, step: int) -> None:
    """Make the season's bit strings from its rows and let them count from the commit on. Part of a verb.

    ``step`` is the precision of the scores. Nobody who searches meanwhile waits.
    """
    values: dict[str, Any] = {
        "season": season.pk,
        "segment": facets.SEGMENT,
        "step": step,
        "levels": list(LEVELS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, values)
        values["build"] = cursor.fetchone()[0]
        cursor.execute("set local work_mem = '128MB'")
        for statement in _statements():
            cursor.execute(statement, values)
        cursor.execute("reset work_mem")
        cursor.execute("analyze applications_poolbits")


def _statements() -> list[str]:
    texts = (_GROUPS + ";\n" + _NEW).strip().split(";\n")
    texts += [_STRINGS.format(into="pool_new", facet=int(f), tokens=sql) for f, sql in _TOKENS.items()]
    texts += [_STRINGS.format(into="pool_exact", facet=int(f), tokens=sql) for f, sql in _EXACT_TOKENS.items()]
    texts += [_AT_LEAST.format(facet=int(SCORES[name]), tens=int(TENS[name])) for name in SCORES]
    texts.append(_DISTRICTS.format(whole=int(Facet.WHOLE_PROVINCE), district=int(Facet.DISTRICT)))
    return texts + _SWAP.strip().split(";\n")
