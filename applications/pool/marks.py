"""By what an entry may be found: only by what at least five of its class share (docs/rules.md P1).

Statements over the temporary tables of a build. A class is what a row shows: group, level and year; ``cls`` is its
number. Each kind of mark starts as the candidates' own choices and loses what would make a class of one to four;
preferred institutions alone stay as they were chosen.
"""

from typing import Any

from django.db import connection

from applications.pool.classes import SMALLEST

# Where a window begins: month and length, as ``facets.period_value`` has it.
PERIOD = "(extract(year from w.starts_on)::int * 12 + extract(month from w.starts_on)::int - 1) * 1000 + w.working_days"

_CHOSEN = f"""
create temporary table pool_province on commit drop as
  select distinct s.cls, s.application_id, p.province_id as mark
  from pool_shown s join applications_provincepreference p using (application_id);
create temporary table pool_period on commit drop as
  select distinct s.cls, s.application_id, {PERIOD} as mark
  from pool_shown s join applications_windowchoice c using (application_id)
  join applications_internshipwindow w on w.id = c.window_id
  where w.state = 'open' and w.starts_on > (usp_now() at time zone 'Europe/Istanbul')::date;
analyze pool_province, pool_period
"""  # noqa: S608 -- constants
_RARE = """
delete from {table} m using (
  select cls, mark from {table} group by cls, mark having count(*) < %(smallest)s
) rare where rare.cls = m.cls and rare.mark = m.mark
"""
# The cells (class, province, month) of one to four; after the first round only in classes that were changed.
_SINGLED_OUT = """
create temporary table pool_cell on commit drop as
  select p.cls, p.mark as province, w.mark as period
  from pool_province p join pool_period w using (cls, application_id)
  where not %(again)s or p.cls = any(%(classes)s)
  group by 1, 2, 3 having count(*) < %(smallest)s;
analyze pool_cell
"""
# The rarer of the two goes: it tells more. Everybody keeps the province that most of the class share; then the month
# goes. After some rounds the months of such a class go altogether, so that it ends.
_DROP = """
create temporary table pool_drop on commit drop as
with p_count as (
  select cls, mark, count(*) as n from pool_province where cls in (select cls from pool_cell) group by 1, 2
), w_count as (
  select cls, mark, count(*) as n from pool_period where cls in (select cls from pool_cell) group by 1, 2
),
ranked as (
  select p.cls, p.application_id, p.mark, c.n,
         row_number() over (partition by p.application_id order by c.n desc, p.mark) as place
  from pool_province p join p_count c using (cls, mark)
)
select p.application_id, c.cls, c.province, c.period, p.place > 1 and p.n < wc.n as is_province
from pool_cell c
join ranked p on p.cls = c.cls and p.mark = c.province
join pool_period w on w.cls = c.cls and w.application_id = p.application_id and w.mark = c.period
join w_count wc on wc.cls = c.cls and wc.mark = c.period;
delete from pool_province m using pool_drop d
  where d.is_province and m.cls = d.cls and m.application_id = d.application_id and m.mark = d.province;
delete from pool_period m using pool_drop d
  where not d.is_province and m.cls = d.cls and m.application_id = d.application_id and m.mark = d.period;
drop table pool_drop
"""
_GIVE_UP = "delete from pool_period where cls in (select cls from pool_cell)"
_ROUNDS = 8

_PLACES = """
create temporary table pool_whole on commit drop as
  select distinct m.cls, m.application_id, m.mark
  from pool_province m join applications_provincepreference p
    on p.application_id = m.application_id and p.province_id = m.mark where p.all_districts;
create temporary table pool_district on commit drop as
  select distinct m.cls, m.application_id, d.district_id as mark
  from pool_province m join applications_provincepreference p
    on p.application_id = m.application_id and p.province_id = m.mark
  join applications_districtpreference d on d.preference_id = p.id where not p.all_districts;
create temporary table pool_institution on commit drop as
  select distinct s.cls, s.application_id, i.institution_id as mark
  from pool_shown s join applications_institutionpreference i using (application_id)
"""
# The highest level of each language; where fewer than five of the class reach it, the highest that five reach.
_LANGUAGES = """
create temporary table pool_language on commit drop as
with best as (
  select s.cls, s.application_id, d.language_id,
         max(array_position(array['a1', 'a2', 'b1', 'b2', 'c1', 'c2'], o.code)) as level
  from pool_shown s join applications_declaration d using (application_id)
  join applications_itemkind k on k.id = d.kind_id join applications_itemoption o on o.id = d.option_id
  where k.asks_exam and k.consent_code = '' and d.state = 'approved' and d.language_id is not null
  group by 1, 2, 3
), reached as (
  select cls, language_id, max(level) as level from (
    select cls, language_id, l as level from best, generate_series(1, best.level) l
    group by 1, 2, 3 having count(*) >= %(smallest)s
  ) x group by 1, 2
)
select b.application_id, b.language_id * 10 + least(b.level, r.level) as mark
from best b join reached r using (cls, language_id)
"""


def find_marks() -> None:
    """Fill pool_province, pool_period, pool_whole, pool_district, pool_institution and pool_language.

    From pool_shown (cls, application_id). No (class), (class, one mark) and no (class, province, month) holds one to
    four; but for institutions, which only the preferred one itself can ask for.
    """
    values = {"smallest": SMALLEST}
    with connection.cursor() as cursor:
        _run(cursor, _CHOSEN, {})
        _separate(cursor)
        _run(cursor, _PLACES, {})
        # Not pool_institution: an answer meant for exactly that employer, seen by no other, is never dropped (A34).
        for table in ("pool_whole", "pool_district"):
            cursor.execute(_RARE.format(table=table), values)
        cursor.execute(_LANGUAGES, values)


def drop_marks() -> None:
    """Take the tables away before the transaction ends, where another build may follow in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "drop table pool_province, pool_period, pool_whole, pool_district, pool_institution, pool_language"
        )


def _separate(cursor: Any) -> None:
    """Drop marks until no class, alone or with a province, a month or both, holds one to four."""
    classes: list[int] = []
    for turn in range(_ROUNDS + 1):
        for table in ("pool_province", "pool_period"):
            cursor.execute(_RARE.format(table=table), {"smallest": SMALLEST})
        _run(cursor, _SINGLED_OUT, {"smallest": SMALLEST, "again": turn > 0, "classes": classes})
        cursor.execute("select array_agg(distinct cls) from pool_cell")
        (found,) = cursor.fetchone()
        classes = found or []
        if classes:
            _run(cursor, _DROP if turn < _ROUNDS else _GIVE_UP, {})
        cursor.execute("drop table pool_cell")
        if not classes:
            return


def _run(cursor: Any, statements: str, values: dict[str, object]) -> None:
    for statement in statements.strip().split(";\n"):
        cursor.execute(statement, values)
