"""The pool's search at half a million and a million entries, against Django's admin with the same filters.

Nothing is cached: every search counts anew. The mix: no to eight filters, districts of the
chosen province, a quarter without those who have our offer, every twentieth «bizi tercih edenler», a third deep pages.
"""

import multiprocessing
import os
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.test import RequestFactory

from applications.catalogue_file import CATALOGUE
from applications.models import Language, PoolEntry, PoolGroup, Season
from applications.pool.bits import write_bits
from applications.pool.facets import period_value
from applications.pool.pseudonyms import pseudonym
from applications.pool.search import _SIGNER, SORTS, PoolQuery, search
from applications.services.catalogue import load_catalogue
from tests.applications.pool_world import make_season, moment
from usp.accounts.models import Employer
from usp.core import clock

SIZES = tuple(int(one) for one in os.environ.get("USP_BENCH_POOL", "500000 1000000").split())
SEARCHES, ADMIN_SEARCHES = 400, 4
# A changelist that has not answered by then is counted as if it just had.
ADMIN_GIVES_UP = "60s"
PERIODS = [f"2024-{month:02d}-{days}" for month in (6, 7, 8, 9, 10) for days in (10, 15, 20, 25, 30, 40, 45, 60)]
US = Employer(pk=1, institution_id=7)

# Independent draws in likely sizes: 420 groups of very different size, 2,6 provinces,
# 2,9 periods, 1,1 institutions a person. Nobody stands behind the rows; what is measured reads no person.
_ENTRIES = """
set session_replication_role = replica;
create temporary table bench_row as
  select n, 1 + floor(420 * power(random(), 2.5))::int as grp, 1 + floor(random() * 4)::int as year
  from generate_series(1, {size}) n;
create temporary table bench_home as
  select province_id, array_agg(id order by id) as districts from reference_district group by 1;
insert into applications_poolentry (season_id, row_no, group_code, group_name, group_sort_key, level, class_year,
    academic, social, sport, tie, provinces, whole_provinces, districts, periods, languages, institutions, listed,
    available)
select {season}, row_number() over (order by grp, year, random()), 'g' || grp, 'Grup ' || grp, lpad(grp::text, 4, '0'),
  case when grp % 4 = 0 then 'associate' else 'bachelor' end, year,
  least(100, greatest(0, 50 + 18 * (random() + random() + random() + random() - 2) * 1.7))::int,
  case when random() < 0.3 then 0 else least(100, -ln(1 - random()) * 22)::int end,
  case when random() < 0.6 then 0 else least(100, -ln(1 - random()) * 18)::int end,
  floor(random() * 2147483647)::int, p.marks, p.whole, d.marks, w.marks, l.marks, i.marks, true, random() < 0.97
from bench_row r
cross join lateral (
  select array_agg(mark order by mark)::smallint[] as marks,
         coalesce(array_agg(mark order by mark) filter (where is_whole), '{{}}')::smallint[] as whole
  from (select mark, bool_or(random() < 0.5) as is_whole from (
    select 1 + floor(81 * power(random(), 2.2))::int as mark
    from generate_series(1, 1 + (r.n + r.grp) % 4)) x group by 1
  ) y
) p
cross join lateral (
  select coalesce(array_agg(distinct h.districts[1 + floor(random() * array_length(h.districts, 1))::int]), '{{}}')
         as marks
  from bench_home h, generate_series(1, 3) where h.province_id = any(p.marks) and h.province_id <> all(p.whole)
) d
cross join lateral (
  select coalesce(array_agg(distinct (array{periods})[1 + floor(40 * power(random(), 1.5))::int]), '{{}}') as marks
  from generate_series(1, r.n % 7)
) w
cross join lateral (
  select coalesce(array_agg(id * 10 + 1 + floor(random() * 6)::int), '{{}}') as marks
  from (select id, row_number() over (order by "order", id) as place from applications_language) k
  where place <= 8 and random() < case when place = 1 then 0.8 else 0.12 / place end and r.n > 0
) l
cross join lateral (
  select coalesce(array_agg(distinct 1 + floor(140 * power(random(), 2))::int), '{{}}') as marks
  from generate_series(1, r.n % 3)
) i;
insert into applications_application (student_id, season_id, state, records, records_fetched_at, enrolment_id,
    department_id, student_no, level, class_year, study_mode, started_at, registered_at, completed_at, allowed, used)
select {season} * 10000000 + row_no, {season}, 'completed', '{{}}', now(), 'b', 1, '', 'bachelor', 3, 'orgun',
  now(), now(), now(), 1, case when available then 0 else 1 end
from applications_poolentry where season_id = {season} order by random();
insert into applications_poollink (entry_id, application_id)
select e.id, a.id from applications_poolentry e join applications_application a
  on a.season_id = e.season_id and a.student_id = {season} * 10000000 + e.row_no where e.season_id = {season};
drop table bench_row, bench_home;
set session_replication_role = origin;
vacuum analyze applications_poolentry;
vacuum analyze applications_poollink;
vacuum analyze applications_application
"""


def prepare() -> None:
    """Migrate the empty database and load what searches read of the reference data."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    load_catalogue(paths=[CATALOGUE])


def measure() -> Iterator[str]:
    """Searches by one and by four clients, the first page against the 500th, and Django's admin, at each size."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    prepare()
    for size in SIZES:
        season = _fill(size)
        begun = time.perf_counter()
        _build(season)
        yield f"{size} entries: bit strings built in {time.perf_counter() - begun:.0f} s, {_bytes():.0f} MB"
        _run((season.pk, size, 1, 60))  # warm
        for clients in (1, 4):
            jobs = [(season.pk, size, 100 + number, SEARCHES // clients) for number in range(clients)]
            begun = time.perf_counter()
            found = [one for some in _at_once(jobs) for one in some]
            rate = len(found) / (time.perf_counter() - begun)
            waited, used = sorted(wall for wall, _cpu in found), sorted(cpu for _wall, cpu in found)
            yield (
                f"{size} entries, {clients} client(s): {_spread(waited)}; {rate:.0f} searches a second; "
                f"processor time of a search, its session and its process, {_spread(used)}; "
                f"load {os.getloadavg()[0]:.0f}"
            )
        yield from _pages(season, size)
        yield from _against_admin(season, size)


def _fill(size: int) -> Season:
    season = make_season(code=f"bench-{size}", is_current=False, pool_opens_at=moment("2024-05-08 09:00"))
    periods = [period_value(key) for key in PERIODS]
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        for statement in _ENTRIES.format(size=size, season=season.pk, periods=periods).strip().split(";\n"):
            cursor.execute(statement)
    clock.forget_reading()
    return season


def _build(season: Season) -> None:
    with transaction.atomic():
        write_bits(season, step=1)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze applications_poolbits")


def random_query(rng: random.Random, groups: Sequence[str], languages: Sequence[int]) -> PoolQuery:
    """One question of the mix."""
    asked: dict[str, Any] = {"sort": rng.choice(SORTS)}
    kinds = ["groups", "levels", "class_years", "languages", "min_academic", "min_social", "provinces", "periods"]
    for kind in rng.sample(kinds, rng.randint(0, 8)):
        asked[kind] = {
            "groups": lambda: tuple(rng.sample(groups, rng.choice([1, 1, 2, 5]))),
            "levels": lambda: (rng.choice(["associate", "bachelor"]),),
            "class_years": lambda: tuple(rng.sample([1, 2, 3, 4], rng.randint(1, 2))),
            "languages": lambda: ((rng.choice([languages[0]] * 4 + list(languages[1:8])), rng.randint(1, 5)),),
            "min_academic": lambda: rng.randint(20, 70),
            "min_social": lambda: rng.randint(5, 50),
            "provinces": lambda: tuple(rng.sample([6, 34, 35], rng.randint(1, 2))),
            "periods": lambda: tuple(rng.sample(PERIODS, rng.randint(1, 4))),
        }[kind]()
    if "provinces" in asked and rng.random() < 0.5:
        asked["districts"] = tuple(rng.sample(_districts(asked["provinces"][0]), 2))
    asked["hide_offered"] = rng.random() < 0.25
    asked["prefers_us"] = rng.random() < 0.05
    return PoolQuery(**asked)


def _districts(province: int) -> list[int]:
    if province not in _known_districts:
        with connection.cursor() as cursor:
            cursor.execute("select id from reference_district where province_id = %s order by id", [province])
            _known_districts[province] = [row[0] for row in cursor.fetchall()]
    return _known_districts[province]


_known_districts: dict[int, list[int]] = {}


def _run(job: tuple[int, int, int, int]) -> list[tuple[float, float]]:
    """So many searches of one client: how long each took and how much of a core it used, in milliseconds."""
    season_id, size, seed, searches = job
    season, rng = Season.objects.get(pk=season_id), random.Random(seed)
    groups = list(PoolGroup.objects.filter(season=season).order_by("no").values_list("code", flat=True))
    languages = list(Language.objects.values_list("pk", flat=True))
    times = []
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (session,) = cursor.fetchone()
    for _turn in range(searches):
        query = random_query(rng, groups, languages)
        if rng.random() < 0.35:
            query = PoolQuery(**(query.__dict__ | {"cursor": _cursor(season, rng.randint(1, size))}))
        offered = rng.sample(range(1, size), 300)
        begun, used = time.perf_counter(), time.process_time() + _processor(session)
        search(season, query, US, allowed_provinces=[6, 34, 35], offered=offered)
        used = time.process_time() + _processor(session) - used
        times.append(((time.perf_counter() - begun) * 1000, used * 1000))
    return times


def _processor(session: int) -> float:
    """Seconds of a core that a database session on this machine has used; 0 where it runs elsewhere."""
    try:
        return int(Path(f"/proc/{session}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def _cursor(season: Season, row_no: int) -> str:
    """The place after a row, as the page's own links say it."""
    return _SIGNER.sign(f"after:{pseudonym(season, US.pk, row_no)}")


def _at_once(jobs: Sequence[tuple[int, int, int, int]]) -> list[list[tuple[float, float]]]:
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(len(jobs)) as pool:
        return pool.map(_run, jobs, chunksize=1)


def _pages(season: Season, size: int) -> Iterator[str]:
    """The first page and the 500th of the same questions, without counting."""
    for label, query in (
        ("nothing asked", PoolQuery()),
        ("third year, sorted by sport", PoolQuery(class_years=(3,), sort="sport")),
        ("one province", PoolQuery(provinces=(34,), sort="social")),
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                f"select row_no from applications_poolentry where season_id = %s and available "
                f"and (%s or class_year = 3) and (%s or 34 = any(provinces)) "
                f"order by {query.sort} desc, tie desc, row_no desc offset 9979 limit 1",
                [season.pk, not query.class_years, not query.provinces],
            )
            (row_no,) = cursor.fetchone()
        deep = PoolQuery(**(query.__dict__ | {"cursor": _cursor(season, row_no)}))
        spreads = []
        for one in (query, deep):
            times = []
            for _turn in range(30):
                begun = time.perf_counter()
                search(season, one, US, allowed_provinces=[34], facets=False)
                times.append((time.perf_counter() - begun) * 1000)
            spreads.append(_spread(sorted(times)))
        yield f"{size} entries, {label}: page 1 {spreads[0]}; page 500 {spreads[1]}"


class _Province(admin.SimpleListFilter):
    """A list filter as one writes it for an array column."""

    title, parameter_name = "province", "province"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The employer's provinces, as the pool counts them."""
        return [(str(one), str(one)) for one in (6, 34, 35)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PoolEntry]) -> QuerySet[PoolEntry]:
        """Those that hold it."""
        return queryset.filter(provinces__contains=[int(self.value())]) if self.value() else queryset


class _Period(_Province):
    title, parameter_name = "period", "period"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All periods."""
        return [(str(period_value(key)), key) for key in PERIODS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PoolEntry]) -> QuerySet[PoolEntry]:
        """Those that hold it."""
        return queryset.filter(periods__contains=[int(self.value())]) if self.value() else queryset


class _Academic(_Province):
    title, parameter_name = "academic", "least"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The tens."""
        return [(str(ten), str(ten)) for ten in range(10, 101, 10)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PoolEntry]) -> QuerySet[PoolEntry]:
        """Those that reach it."""
        return queryset.filter(academic__gte=int(self.value())) if self.value() else queryset


class _PoolAdmin(admin.ModelAdmin):
    list_display = ("row_no", "group_name", "level", "class_year", "academic", "social", "sport")
    list_filter = (("group_code", admin.AllValuesFieldListFilter), "level", "class_year", _Province, _Period, _Academic)
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    list_per_page = 20
    ordering = ("-academic", "-tie", "-row_no")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PoolEntry]:
        """The season's available entries."""
        return super().get_queryset(request).filter(season=request.season, available=True)


class _Anybody:
    is_active = is_staff = is_superuser = True
    pk = 1

    def has_perm(self, *_what: object) -> bool:
        """Whatever is asked."""
        return True


def _against_admin(season: Season, size: int) -> Iterator[str]:
    """The same filters, page, count and facet counts by Django's own changelist."""
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = %s", [ADMIN_GIVES_UP])
    rng = random.Random(7)
    model_admin, ours, theirs = _PoolAdmin(PoolEntry, admin.site), [], []
    groups = list(PoolGroup.objects.filter(season=season).order_by("no").values_list("code", flat=True))
    for turn in range(ADMIN_SEARCHES):
        group, year, least = rng.choice(groups), rng.randint(1, 4), rng.choice([20, 40, 60])
        province, period = rng.choice([6, 34, 35]), rng.choice(PERIODS)
        all_of = {
            "group_code": group, "class_year": year, "least": least, "province": province,
            "period": period_value(period),
        }  # fmt: skip
        names = rng.sample(sorted(all_of), turn % 4)
        query = PoolQuery(
            groups=(group,) if "group_code" in names else (),
            class_years=(year,) if "class_year" in names else (),
            min_academic=least if "least" in names else 0,
            provinces=(province,) if "province" in names else (),
            periods=(period,) if "period" in names else (),
        )
        begun = time.perf_counter()
        page = search(season, query, US, allowed_provinces=[6, 34, 35])
        ours.append((time.perf_counter() - begun) * 1000)
        given = {name: all_of[name] for name in names}
        theirs.append(_changelist(model_admin, season, given, page.total))
    ratio = sorted(theirs)[len(theirs) // 2] / sorted(ours)[len(ours) // 2]
    yield (
        f"{size} entries, the same filters: ours {_spread(sorted(ours))}; Django's changelist "
        f"{_spread(sorted(theirs))}; ratio of the medians {ratio:.0f}"
    )


def _changelist(model_admin: _PoolAdmin, season: Season, given: dict[str, object], total: int | None) -> float:
    class_year = {"class_year__exact": given.pop("class_year")} if "class_year" in given else {}
    request = RequestFactory().get("/", {**given, **class_year, "_season": season.pk})
    request.user = _Anybody()
    begun = time.perf_counter()
    try:
        changes = model_admin.get_changelist_instance(_without(request, "_season"))
        rows = list(changes.result_list)
        for one in changes.filter_specs:
            list(one.choices(changes))
    except OperationalError:
        return (time.perf_counter() - begun) * 1000
    took = (time.perf_counter() - begun) * 1000
    if changes.result_count != total or len(rows) != min(20, total):
        raise AssertionError(f"the admin finds {changes.result_count}, the pool {total}")
    return took


def _without(request: HttpRequest, name: str) -> HttpRequest:
    """The changelist refuses parameters that are no filter; the season is for our queryset alone."""
    request.season = request.GET[name]
    request.GET = request.GET.copy()
    del request.GET[name]
    return request


def _spread(times: Sequence[float]) -> str:
    return f"p50 {times[len(times) // 2]:.1f} ms, p95 {times[min(len(times) - 1, int(len(times) * 0.95))]:.1f} ms"


def _bytes() -> float:
    with connection.cursor() as cursor:
        cursor.execute("select pg_total_relation_size('applications_poolbits') / 1048576.0")
        return float(cursor.fetchone()[0])
