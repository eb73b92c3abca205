"""«Yapılacaklar» of a manager at 900, 10.000 and 50.000 internships, against a bare count of the same things.

The internships are copies of nine that came about by the verbs, their days spread over nine weeks around today. Nothing
is cached, and every figure is the median of runs in turn.
"""

import datetime as dt
import os
import statistics
import time
from collections.abc import Callable, Iterator

from django.contrib.postgres.fields import DateRangeField
from django.core.management import call_command
from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateRange

from applications.models import Application
from insurance.models import (
    DateChange,
    InsuranceCase,
    InsuranceEntry,
    InsuranceTask,
    InternEvent,
    InternshipReport,
)
from insurance.selectors.worklist import forget_pressing, pressing, rows_of, worklist
from insurance.states import CaseState
from insurance.worklist import sources
from offers.models import Offer, Placement, Position
from offers.services.ending import cancel_placement
from offers.states import Ending, Kind
from tests.benchmarks.playground import move_clock
from tests.factories import OfficialFactory, UploadFactory, moment
from tests.insurance.world import declared, insured, officer_of, place, unit_named, with_papers
from tests.offers.world import make_world
from usp.accounts.models import Student, User
from usp.accounts.permissions import university_scope
from usp.core import clock
from usp.core.demo_clock import install_test_clock

SIZES = tuple(int(one) for one in os.environ.get("USP_BENCH_WORKLIST", "900 10000 50000").split())
TODAY, SPREAD, PAGE, RUNS, STEP = "2024-08-20 09:00", 63, 50, 5, 10_000
# Whoever is named in a copy is copied too, but for people of offices.
_COPIED: tuple[type[models.Model], ...] = (
    User, Student, Position, Application, Offer, Placement, InsuranceCase, InsuranceTask, InsuranceEntry, DateChange,
    InternEvent, InternshipReport,
)  # fmt: skip


def prepare() -> User:
    """An empty database, nine internships that wait for different things, and the manager who sees them all."""
    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    install_test_clock()
    move_clock("2024-05-13 10:00")
    world = make_world(quota=9)
    arts, other = unit_named("guzel-sanatlar"), unit_named("muhendislik-fakultesi")
    interns = [place(world, move_clock, unit=(arts, other)[number % 2]) for number in range(9)]
    for department in {one.department for one in interns[:4]}:
        department.compulsory_days = 20
        department.save()
    _, ready, hindered, over, cancelled, changing, reporting, unsure, shared = interns
    with_papers(ready, officer_of(ready))
    InsuranceCase.objects.filter(placement=hindered).update(state=CaseState.PAPERS_RECEIVED)
    for one in (over, cancelled, shared):
        (declared if one is shared else insured)(one, officer_of(one))
    cancel_placement(placement_id=cancelled.pk, ending=Ending.EMPLOYER, note="Bütçe", actor=world.employer_user)
    early = DateRange(dt.date(2024, 5, 20), dt.date(2024, 6, 15))
    Placement.objects.filter(pk=over.pk).update(dates=early, version=over.version + 1)
    DateChange.objects.create(
        placement=changing, side=DateChange.Side.STUDENT, why=DateChange.Why.TERM, was=changing.dates,
        dates=DateRange(dt.date(2024, 7, 29), dt.date(2024, 8, 24)), working_days=20, weekly_days=5,
        proposed_by=changing.student.user, proposed_at=clock.now(), student_agreed_at=clock.now(),
    )  # fmt: skip
    report = UploadFactory(owner=reporting.student.user, purpose="internship_report", name="rapor.pdf")
    InternshipReport.objects.create(placement=reporting, file=report, handed_in_at=moment("2024-07-15 10:00"))
    InternEvent.objects.create(placement=unsure, kind=InternEvent.Kind.SAID_NO, at=moment("2024-07-15 10:00"))
    move_clock(TODAY)
    return OfficialFactory().user


def measure() -> Iterator[str]:
    """Milliseconds of the list's first and last page and of the badge, in all and as a ratio to the bare count."""
    user, copies = prepare(), 0
    for size in SIZES:
        wanted = size // 9 - 1
        _copy(copies, wanted)
        copies = wanted
        found = worklist(user)
        waited = _in_turn({"bare": lambda: _bare(user), **_questions(user)})
        bare = waited.pop("bare")
        yield (
            f"{Placement.objects.count()} internships, {found.total} lines: bare count {bare:.0f} ms; "
            + "; ".join(f"{name} {one:.0f} ms, ratio {one / bare:.2f}" for name, one in waited.items())
            + f"; load of the machine {os.getloadavg()[0]:.1f}"
        )


def _questions(user: User) -> dict[str, Callable[[], object]]:
    def page(at_end: bool) -> None:
        found = worklist(user).found
        begin = len(found) - PAGE if at_end else 0
        rows_of(found[begin : begin + PAGE])

    def badge() -> None:
        forget_pressing(user)
        pressing(user)

    return {"first page": lambda: page(False), "last page": lambda: page(True), "badge": badge}


def _in_turn(acts: dict[str, Callable[[], object]]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(RUNS + 1):
        for name, act in acts.items():
            begun = time.perf_counter()
            act()
            if number:  # the first one is warm-up
                taken[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def _bare(user: User) -> int:
    """How many things wait, counted by one statement that tells nothing else."""
    today = clock.page_now().date()
    parts = []
    for source in sources():
        mine = Placement.objects.of_university(*university_scope(user, source.action)).filter(kind=Kind.INTERNSHIP)
        parts.append(source.find(mine, today).order_by().values_list("pk"))
    return parts[0].union(*parts[1:], all=True).count()


def _copy(have: int, wanted: int) -> None:
    """Write more copies of the first nine with the guards off, each a day after the one before, nine weeks long."""
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute("set session_replication_role = replica")
        for model in _COPIED:
            fields = [field for field in model._meta.concrete_fields if not field.generated]
            columns = {f'"{field.column}"': _value(model, field) for field in fields}
            chosen = f"kind = 'student' and id < {STEP}" if model is User else f"id < {STEP}"
            cursor.execute(
                f"insert into {model._meta.db_table} ({', '.join(columns)}) "
                f"select {', '.join(columns.values())} from {model._meta.db_table}, "
                f"generate_series({have + 1}, {wanted}) n where {chosen}"
            )
        cursor.execute("set session_replication_role = origin")
        cursor.execute("vacuum analyze")
        cursor.execute("reset statement_timeout")


def _value(model: type[models.Model], field: "models.Field[object, object]") -> str:
    """A column's expression for the copy number ``n``: its own key, the copy's relatives, its days moved."""
    column, days = f'"{field.column}"', f"(n % {SPREAD})"
    related = field.related_model if field.is_relation else None
    if field.primary_key or (related in _COPIED and (model is Student or related is not User)):
        return f"{column} + n * {STEP}"
    if isinstance(field, DateRangeField):
        return f"daterange(lower({column}) + {days}, upper({column}) + {days})"
    if isinstance(field, models.DateTimeField):
        return f"{column} + {days} * interval '1 day'"
    if isinstance(field, models.DateField):
        return f"{column} + {days}"
    return f"md5({column} || n)" if field.unique else column
