"""Scoring a season from scratch: half a million applications, ten items each, by the verb that production runs."""

import resource
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from applications.catalogue_file import CATALOGUE
from applications.models import Score, Season
from applications.scoring.services import ensure_method, recompute_season, rescore
from applications.services.catalogue import load_catalogue
from tests.applications.pool_world import make_season
from usp.core import clock

APPLICATIONS, ITEMS = 500_000, 10

# The world is written with the guards off and without people: what is measured reads neither.
_WORLD = """
set session_replication_role = replica;
insert into applications_application (student_id, season_id, state, records, records_fetched_at, enrolment_id,
    department_id, student_no, level, class_year, study_mode, gno, gno_scale, started_at, registered_at, completed_at,
    allowed, used)
select 100000000 + n, {season}, 'completed', '{{}}', now(), 'b', 1, '',
       case when n % 3 = 0 then 'associate' else 'bachelor' end, 1 + n % 4, 'orgun', 3, 4, now(), now(), now(), 1, 0
from generate_series(1, {applications}) n;
create temporary table bench_kind as
  select row_number() over (order by k.id) - 1 as n, k.id, k.amount_unit, coalesce(k.amount_max, 0) as most,
         (select array_agg(o.id) from applications_itemoption o where o.kind_id = k.id) as options, k.asks_exam
  from applications_itemkind k where k.consent_code = '';
insert into applications_declaration (application_id, kind_id, option_id, language_id, source, state, amount,
    exam_grade, title, issuer, code, created_at, changed_at, version)
select a.id, k.id, k.options[1 + floor(random() * array_length(k.options, 1))::int],
       case when k.asks_exam then (select min(id) from applications_language) + (a.id + i) % 3 end,
       'student', case when (a.id + i) % 9 = 0 then 'pending' else 'approved' end,
       case when k.amount_unit <> '' then round((random() * least(k.most, 120))::numeric, 2) end, '', 'b', 'b', '',
       now(), now(), 1
from applications_application a, generate_series(1, {items}) i
join bench_kind k on true
where a.season_id = {season} and k.n = (a.id * 7 + i * 5) % (select count(*) from bench_kind);
set session_replication_role = origin;
"""


def prepare() -> Season:
    """Fill an empty database with a season of completed applications."""
    call_command("migrate", verbosity=0)
    load_catalogue(paths=[CATALOGUE])
    season = make_season(code="bench")
    ensure_method(season)
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        text = _WORLD.format(season=season.pk, applications=APPLICATIONS, items=ITEMS)
        for statement in text.strip().rstrip(";").split(";\n"):
            cursor.execute(statement)
        cursor.execute("analyze")
    clock.forget_reading()
    return season


def measure() -> Iterator[str]:
    """Seconds from scratch and again, memory of this process and of its database session, temporary files."""
    begun = time.perf_counter()
    season = prepare()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from applications_declaration")
        (items,) = cursor.fetchone()
    yield f"{APPLICATIONS} applications with {items} items written in {time.perf_counter() - begun:.0f} s"
    before, spilled = _memory(), _temporary()
    begun = time.perf_counter()
    written = recompute_season(season)
    took = time.perf_counter() - begun
    yield (
        f"from scratch: {written} scores in {took:.0f} s; this process grew by {_memory() - before:.1f} MB, "
        f"its database session peaked at {_backend():.0f} MB, temporary files {_temporary() - spilled:.0f} MB"
    )
    begun = time.perf_counter()
    yield f"again: {recompute_season(season)} rows changed in {time.perf_counter() - begun:.0f} s"
    one = Score.objects.order_by("application_id").values_list("application_id", flat=True)[APPLICATIONS]
    begun = time.perf_counter()
    for _turn in range(20):
        rescore(application_id=one)
    yield f"one application after a decision: {(time.perf_counter() - begun) / 20 * 1000:.0f} ms"


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _temporary() -> float:
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_force_next_flush()")
        cursor.execute("select temp_bytes / 1048576.0 from pg_stat_database where datname = current_database()")
        return float(cursor.fetchone()[0])


def _backend() -> float:
    """The most memory of the session's own process, without what is shared; 0 where it runs elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    values = dict(line.split(":", 1) for line in lines)
    return int(values["VmHWM"].split()[0]) / 1024
