"""Making the pool's rows from the completed applications, all at once.

Set-based: people's rows never pass through Python, only the counts of their classes do.
"""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from applications.models import ScorePublication, Season
from applications.pool.bits import write_bits
from applications.pool.changes import hold_pool, pool_changed
from applications.pool.classes import EVERYTHING, FIELD_PREFIX, Cell, Shown, generalise
from applications.pool.marks import drop_marks, find_marks
from applications.scoring.services import ensure_method, publish_scores, recompute_season, write_profiles
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.core.turkish import sort_key

_IN_TIME = """
select usp_now() >= applications_close_at + interval '1 second' from applications_season where id = %(season)s
"""
# What a row will say, before anything is generalised; rows of an earlier build keep their number and their tie.
_SOURCE = """
create temporary table pool_source on commit drop as
select a.id as application_id, g.code as group_code, g.field, a.level, a.class_year, a.used < a.allowed as available,
       old.row_no, old.tie, p.academic, p.social, p.sport
from applications_application a
join reference_department d on d.id = a.department_id
join reference_departmentgroup g on g.id = d.group_id
join (
  select s.application_id,
         max(floor(s.points / %(step)s) * %(step)s) filter (where s.category = 'academic') as academic,
         max(floor(s.points / %(step)s) * %(step)s) filter (where s.category = 'social') as social,
         max(floor(s.points / %(step)s) * %(step)s) filter (where s.category = 'sport') as sport
  from applications_score s join applications_scoringmethod m on m.id = s.method_id
  where m.season_id = %(season)s group by s.application_id
) p on p.application_id = a.id
left join applications_poollink l on l.application_id = a.id
left join applications_poolentry old on old.id = l.entry_id
where a.season_id = %(season)s and a.state = 'completed'
"""
_GROUPS = """
select s.group_code, g.name, g.field, g.field_name,
       count(*) < %(applicants)s
         or (select count(distinct u.university_id)
             from reference_department d join reference_unit u on u.id = d.unit_id
             where d.group_id = g.id) < %(universities)s as small
from pool_source s join reference_departmentgroup g on g.code = s.group_code
group by s.group_code, g.id
"""
_CLASSES = """
create temporary table pool_class on commit drop as
select * from unnest(%s::text[], %s::text[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[])
  as c (group_code, level, class_year, shown_code, shown_name, shown_key, shown_level, shown_year)
"""
_SHOWN = """
create temporary table pool_shown on commit drop as
select s.application_id, s.available, s.academic, s.social, s.sport, s.row_no, s.tie,
       c.shown_code, c.shown_name, c.shown_key, c.shown_level, c.shown_year,
       dense_rank() over (order by c.shown_level, c.shown_code, c.shown_year)::int as cls
from pool_source s join pool_class c using (group_code, level, class_year)
"""
# Numbers are dealt at random inside a class.
_DEAL = """
create temporary table pool_dealt on commit drop as
with last as (
  select coalesce(max(row_no), 0) as row_no from applications_poolentry where season_id = %(season)s
)
select s.application_id, s.available, s.academic, s.social, s.sport,
       s.shown_code as group_code, s.shown_name as group_name, s.shown_key as group_sort_key,
       s.shown_level as level, s.shown_year as class_year,
       coalesce(s.tie, floor(random() * 2147483647)::int) as tie,
       (coalesce(s.row_no, last.row_no + row_number() over (
         partition by s.row_no is null order by s.shown_level, s.shown_code, s.shown_year, random())))::int as row_no,
       coalesce(p.marks, '{}') as provinces, coalesce(w.marks, '{}') as whole_provinces,
       coalesce(d.marks, '{}') as districts, coalesce(m.marks, '{}') as periods,
       coalesce(l.marks, '{}') as languages, coalesce(i.marks, '{}') as institutions
from pool_shown s cross join last
left join (select application_id, array_agg(mark::smallint order by mark) as marks from pool_province group by 1) p
  using (application_id)
left join (select application_id, array_agg(mark::smallint order by mark) as marks from pool_whole group by 1) w
  using (application_id)
left join (select application_id, array_agg(mark::int order by mark) as marks from pool_district group by 1) d
  using (application_id)
left join (select application_id, array_agg(mark::int order by mark) as marks from pool_period group by 1) m
  using (application_id)
left join (select application_id, array_agg(mark::int order by mark) as marks from pool_language group by 1) l
  using (application_id)
left join (select application_id, array_agg(mark::int order by mark) as marks from pool_institution group by 1) i
  using (application_id)
"""
_COLUMNS = (
    "group_code, group_name, group_sort_key, level, class_year, academic, social, sport, tie, provinces, "
    "whole_provinces, districts, periods, languages, institutions, available"
)
# Only what has changed is written: a nightly build leaves most rows as they are.
_WRITE = """
create temporary table pool_gone on commit drop as
  select l.entry_id from applications_poollink l join applications_poolentry e on e.id = l.entry_id
  where e.season_id = %(season)s
    and not exists (select from pool_dealt d where d.application_id = l.application_id);
delete from applications_poolprofile f using pool_gone g where g.entry_id = f.entry_id;
delete from applications_poollink l using pool_gone g where g.entry_id = l.entry_id;
delete from applications_poolentry e using pool_gone g where g.entry_id = e.id;
update applications_poolentry e set ({columns}, listed) = ({fresh}, true)
from pool_dealt d
where e.season_id = %(season)s and e.row_no = d.row_no
  and ({kept}, e.listed)
    is distinct from ({fresh}, true);
create temporary table pool_added on commit drop as
  select d.* from pool_dealt d
  where not exists (select from applications_poolentry e where e.season_id = %(season)s and e.row_no = d.row_no);
insert into applications_poolentry (season_id, row_no, listed, {columns})
  select %(season)s, row_no, true, {columns} from pool_added order by row_no;
insert into applications_poollink (entry_id, application_id)
  select e.id, d.application_id from pool_added d
  join applications_poolentry e on e.season_id = %(season)s and e.row_no = d.row_no order by d.row_no;
analyze applications_poolentry, applications_poollink;
drop table pool_gone, pool_added
"""


def build_pool(*, season: Season) -> int:
    """Make the season's pool anew from its completed applications; answers how many entries it has.

    Refused while applications are open. A candidate keeps number and tie, and with them the names employers know,
    through every rebuild. Readers see the old pool until the new one is whole, and nobody waits: what changes
    meanwhile is on record (``changes``) and comes after it.
    """
    _settle_scores(season=season)
    return _build(season=season)


@verb
def _settle_scores(*, season: Season) -> None:
    """Bring the scores up to date; on the season's day they are published, and no build touches them any more."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_TIME, {"season": season.pk})
        if not cursor.fetchone()[0]:
            raise RuleViolation(
                _("Aday havuzu başvurular kapanmadan oluşturulamaz."), code="pool_before_applications_close"
            )
    if ScorePublication.objects.filter(season=season).exists():
        return
    if clock.now() >= season.pool_opens_at:
        publish_scores(season)
    else:
        recompute_season(season)


@verb
def _build(*, season: Season) -> int:
    method = ensure_method(season)
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute("set local lock_timeout = 0")
        hold_pool(season)
        # Without fresh statistics the planner joins row by row: 4.000 applications took 26 s instead of 1.
        cursor.execute("analyze applications_application, applications_score, applications_provincepreference")
        cursor.execute(_SOURCE, {"season": season.pk, "step": method.pool_step})
        cursor.execute("analyze pool_source")
        _write_classes(season)
        cursor.execute("analyze pool_class")
        cursor.execute(_SHOWN)
        cursor.execute("analyze pool_shown")
        find_marks()
        cursor.execute(_DEAL, {"season": season.pk})
        cursor.execute("analyze pool_dealt")
        cursor.execute("select count(*) from pool_dealt")
        (entries,) = cursor.fetchone()
    _write(season)
    write_profiles(season, method=method)
    write_bits(season, step=method.pool_step)
    return int(entries)


def _write(season: Season) -> None:
    """Bring the rows up to date with what was dealt."""
    names = _COLUMNS.split(", ")
    text = _WRITE.format(
        columns=_COLUMNS, fresh=", ".join(f"d.{name}" for name in names), kept=", ".join(f"e.{name}" for name in names)
    )
    with connection.cursor() as cursor:
        for statement in text.strip().split(";\n"):
            cursor.execute(statement, {"season": season.pk})
        cursor.execute("drop table pool_source, pool_class, pool_shown, pool_dealt")
    drop_marks()


def refresh_availability(*, application_id: int) -> None:
    """Show the candidate in searches for internships while a right is left, and only then (docs/rules.md A23).

    Part of the verb that changed the application, in its transaction; profiles and sending look for themselves.
    """
    pool_changed(application_id)


def _write_classes(season: Season) -> None:
    """Decide from the counts how each class is shown, and hand the answer back to the database."""
    with connection.cursor() as cursor:
        cursor.execute("select group_code, field, level, class_year, count(*) from pool_source group by 1, 2, 3, 4")
        counts = {Cell(*row[:4]): row[4] for row in cursor.fetchall()}
        limits = {"applicants": season.pool_min_applicants, "universities": season.pool_min_universities}
        cursor.execute(_GROUPS, limits)
        names = {EVERYTHING: "Tüm alanlar"}
        small = set()
        for code, name, field, field_name, is_small in cursor.fetchall():
            names |= {code: name, FIELD_PREFIX + field: f"{field_name} alanı"}
            if is_small:
                small.add(code)
        cursor.execute(_CLASSES, _columns(generalise(counts, small), names))


def _columns(shown: dict[Cell, Shown], names: dict[str, str]) -> list[list[str | int | None]]:
    rows = [
        (cell.group, cell.level, cell.class_year, key.group, names[key.group], sort_key(names[key.group]), *key[1:])
        for cell, key in shown.items()
    ]
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _column in range(8)]
