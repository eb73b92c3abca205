"""Making the pool's rows from the completed applications, all at once, and keeping one bit of them true.

Set-based: people's rows never pass through Python, only the counts of their classes do.
"""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from applications.models import ScorePublication, Season
from applications.pool.classes import EVERYTHING, FIELD_PREFIX, SMALLEST, Cell, Shown, generalise
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
# Numbers are dealt at random inside a class; a province stays only where SMALLEST of the class chose it.
_DEAL = """
create temporary table pool_dealt on commit drop as
with shown as (
  select s.application_id, s.available, s.academic, s.social, s.sport, s.row_no, s.tie,
         c.shown_code, c.shown_name, c.shown_key, c.shown_level, c.shown_year
  from pool_source s join pool_class c using (group_code, level, class_year)
), chosen as (
  select p.application_id, p.province_id,
         count(*) over (partition by s.shown_code, s.shown_level, s.shown_year, p.province_id) as sharing
  from applications_provincepreference p join shown s using (application_id)
), findable as (
  select application_id, array_agg(province_id order by province_id) as provinces
  from chosen where sharing >= %(smallest)s group by application_id
), last as (
  select coalesce(max(row_no), 0) as row_no from applications_poolentry where season_id = %(season)s
)
select s.application_id, s.available, s.academic, s.social, s.sport,
       s.shown_code, s.shown_name, s.shown_key, s.shown_level, s.shown_year,
       coalesce(s.tie, floor(random() * 2147483647)::int) as tie,
       coalesce(s.row_no, last.row_no + row_number() over (
         partition by s.row_no is null order by s.shown_level, s.shown_code, s.shown_year, random())) as row_no,
       coalesce(f.provinces, '{}') as provinces
from shown s cross join last left join findable f using (application_id)
"""
_CLEAR = """
delete from applications_poolprofile f using applications_poolentry e
  where e.id = f.entry_id and e.season_id = %(season)s;
delete from applications_poollink l using applications_poolentry e where e.id = l.entry_id and e.season_id = %(season)s;
delete from applications_poolentry where season_id = %(season)s;
"""
_FILL = """
insert into applications_poolentry (season_id, row_no, group_code, group_name, group_sort_key, level, class_year,
                                    academic, social, sport, tie, provinces, available)
select %(season)s, row_no, shown_code, shown_name, shown_key, shown_level, shown_year,
       academic, social, sport, tie, provinces, available
from pool_dealt order by row_no;
insert into applications_poollink (entry_id, application_id)
select e.id, d.application_id from pool_dealt d
join applications_poolentry e on e.season_id = %(season)s and e.row_no = d.row_no order by d.row_no;
"""
_SMALLEST = """
with entry as (select group_code, level, class_year, provinces from applications_poolentry where season_id = %(season)s)
select min(n) from (
  select count(*) as n from entry group by group_code, level, class_year
  union all
  select count(*) from entry, unnest(provinces) as province group by group_code, level, class_year, province
) as classes
"""


@verb
def build_pool(*, season: Season) -> int:
    """Make the season's pool anew from its completed applications; answers how many entries it has.

    Refused while applications are open. A candidate keeps number and tie, and with them the names employers know,
    through every rebuild. Readers see the old pool until the new one is whole.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_TIME, {"season": season.pk})
        if not cursor.fetchone()[0]:
            raise RuleViolation(
                _("Aday havuzu başvurular kapanmadan oluşturulamaz."), code="pool_before_applications_close"
            )
        # A right used up meanwhile waits here and then changes the new row.
        cursor.execute("lock table applications_poolentry in share row exclusive mode")
        cursor.execute("set local statement_timeout = 0")
        _settle_scores(season)
        # Without fresh statistics the planner joins row by row: 4.000 applications took 26 s instead of 1.
        cursor.execute("analyze applications_application, applications_score, applications_provincepreference")
        cursor.execute(_SOURCE, {"season": season.pk, "step": ensure_method(season).pool_step})
        cursor.execute("analyze pool_source")
        _write_classes(season)
        cursor.execute("analyze pool_class")
        cursor.execute(_DEAL, {"season": season.pk, "smallest": SMALLEST})
        cursor.execute("analyze pool_dealt")
        for statement in (_CLEAR + _FILL).strip().rstrip(";").split(";"):
            cursor.execute(statement, {"season": season.pk})
        cursor.execute("analyze applications_poolentry, applications_poollink")
        write_profiles(season, method=ensure_method(season))
        cursor.execute("select count(*) from pool_dealt")
        (entries,) = cursor.fetchone()
        cursor.execute("drop table pool_source, pool_class, pool_dealt")
    return int(entries)


def _settle_scores(season: Season) -> None:
    """Bring the scores up to date; on the season's day they are published, and no build touches them any more."""
    if ScorePublication.objects.filter(season=season).exists():
        return
    if clock.now() >= season.pool_opens_at:
        publish_scores(season)
    else:
        recompute_season(season)


def refresh_availability(*, application_id: int) -> None:
    """Show the candidate in searches for internships while a right is left, and only then (rules.md A23).

    Part of the verb that changed the application, in its transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "update applications_poolentry e set available = a.state = 'completed' and a.used < a.allowed "
            "from applications_poollink l join applications_application a on a.id = l.application_id "
            "where l.entry_id = e.id and a.id = %s",
            [application_id],
        )


def smallest_class(season: Season) -> int | None:
    """The fewest people that answer to one (group, level, year) or (group, level, year, province); None when empty.

    Must be at least ``classes.SMALLEST``; the nightly check looks.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SMALLEST, {"season": season.pk})
        (smallest,) = cursor.fetchone()
    return None if smallest is None else int(smallest)


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
