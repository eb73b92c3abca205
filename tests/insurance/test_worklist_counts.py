"""What the database counts, orders and cuts of «Yapılacaklar» is what reading every single line would give."""

import datetime as dt
from collections import Counter
from itertools import product

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from insurance.models import DateChange, InsuranceCase, InsuranceTask, InternEvent
from insurance.selectors.worklist import WEEK, WorkQuery, pressing, worklist
from insurance.states import CaseState
from insurance.worklist import sources
from offers.models import Placement
from tests.factories import OfficialFactory, TermFactory
from tests.insurance.world import declared, insured, officer_of, place, unit_named
from tests.keeping import kept
from tests.offers.world import make_world
from usp.accounts.models import UniversityRole
from usp.accounts.permissions import university_scope
from usp.core import clock, turkish
from usp.reference.selectors import closed_days

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 7, 18)
# Who they are and when they begin.
PEOPLE = {
    "Şükrü Iğdır": (8, 5),
    "Zeynep Kaya": (8, 5),
    "Ali Şahin": (7, 16),
    "Işıl Kaya": (7, 19),
    "Can Öz": (7, 22),
    "Ece Ay": (7, 23),
    "Su Er": (6, 10),
}


@kept
def world(at):
    """Seven interns of two units who wait for nearly everything, in each section and some on one day."""
    at("2024-05-13 10:00")
    world = make_world(quota=7)
    arts = unit_named("guzel-sanatlar")
    interns = [
        place(world, at, unit=arts if number % 3 else None, name=name, starts_on=dt.date(2024, *day))
        for number, (name, day) in enumerate(PEOPLE.items())
    ]
    department = interns[0].department
    department.compulsory_days = 20
    department.save()
    cases = InsuranceCase.objects
    cases.filter(placement__in=interns[2:4]).update(state=CaseState.PAPERS_RECEIVED, has_health_cover=True)
    cases.filter(placement=interns[4]).update(state=CaseState.PAPERS_RECEIVED)
    declared(interns[5], officer_of(interns[5]))
    insured(interns[6], officer_of(interns[6]))
    university = department.unit.university
    TermFactory(university=university, starts_on=dt.date(2024, 8, 16), ends_on=dt.date(2024, 12, 20))
    for number, kind in enumerate(InsuranceTask.Kind):
        InsuranceTask.objects.create(
            case=cases.get(placement=interns[number]),
            kind=kind,
            left_on=TODAY,
            due_at=dt.datetime.fromisoformat(f"2024-07-{16 + 2 * number}T23:59:59+03:00"),
            made_at=clock.now(),
        )
    for _twice in range(2):  # said twice: two lines that are alike
        InternEvent.objects.create(placement=interns[1], kind=InternEvent.Kind.SAID_NO, at=clock.now())
    DateChange.objects.create(
        placement=interns[0],
        side=DateChange.Side.STUDENT,
        why=DateChange.Why.TERM,
        was=interns[0].dates,
        dates=DateRange(dt.date(2024, 7, 29), dt.date(2024, 8, 24)),
        working_days=20,
        weekly_days=5,
        proposed_by=interns[0].student.user,
        proposed_at=clock.now(),
        student_agreed_at=clock.now(),
    )
    at("2024-07-18 09:00")
    clock.forget_reading()
    return world


Line = tuple[dt.date, int, str, str]


def every_line(user, query: WorkQuery) -> list[Line]:
    """Day (the last one of all where none presses), internship, source, section: read one by one and sorted here."""
    lines = []
    for source in sources():
        university, units = university_scope(user, source.action)
        mine = Placement.objects.of_university(university, units).filter(kind="internship")
        for placement in source.find(mine, TODAY).select_related("student", "department"):
            name = placement.student.search_name
            if not all(word in name for word in turkish.fold(query.text).split()):
                continue
            if query.unit not in (None, placement.department.unit_id):
                continue
            due_on = placement.due_on
            if due_on is not None and source.shift:
                due_on = source.shift(due_on, closed_days())
            day = due_on or dt.date.max
            section = "late" if day < TODAY else "today" if day == TODAY else "week" if day <= TODAY + WEEK else "later"
            lines.append((day, placement.pk, source.key, section))
    return sorted(lines)


def as_lines(found) -> list[Line]:
    return [(one.due_on or dt.date.max, one.placement_id, one.source.key, one.section) for one in found]


def check_narrowed(user, query: WorkQuery, plain: list[Line]) -> None:
    """One choice of kind and section: its lines, and what each way to narrow further counts."""
    found = worklist(user, query)
    of_kind = [one for one in plain if query.kind in ("", one[2])]
    of_section = [one for one in plain if query.section in ("", one[3])]
    left = [one for one in of_kind if query.section in ("", one[3])]
    assert found.sections == Counter(one[3] for one in of_kind)
    assert found.kinds == Counter(one[2] for one in of_section)
    assert (found.total, len(found.found)) == (len(plain), len(left))
    assert as_lines(found.found) == left


def test_counts_and_order_are_those_of_reading_every_line(world):
    arts = unit_named("guzel-sanatlar")
    ways = [("", None, *way) for way in product(("", "entry_ready"), ("", "late", "today", "week", "later"))]
    ways += [("kaya", None, "", ""), ("", arts.pk, "papers", "week"), ("iğdır", arts.pk, "", ""), ("yok", None, "", "")]
    for role, unit in ((UniversityRole.MANAGER, None), (UniversityRole.INSURANCE, arts)):
        user = OfficialFactory(role=role, unit=unit).user
        everything = every_line(user, WorkQuery())
        assert len(everything) >= 8
        assert pressing(user) == sum(section in ("late", "today") for *_line, section in everything)
        for way in ways:
            query = WorkQuery(*way)
            check_narrowed(user, query, every_line(user, WorkQuery(query.text, query.unit)))


def test_pages_of_any_size_put_together_are_the_whole_list(world, django_assert_num_queries):
    user = OfficialFactory().user
    with django_assert_num_queries(4):  # the moment, the official's roles, the closed days, the counts
        found = worklist(user).found
    with django_assert_num_queries(2):  # the moment, which a request asks for once, and the lines
        assert len(found[2:5]) == 3
    everything = every_line(user, WorkQuery())
    assert {section for *_line, section in everything} == {"late", "today", "week", "later"}
    assert {"papers", "entry_ready", "entry_not_ready", "entry_document", "delete_entry", "exit"} <= {
        key for _day, _pk, key, _section in everything
    }
    assert len(set(everything)) < len(everything)
    for size in (1, 3, 50):
        pages = [found[begin : begin + size] for begin in range(0, len(found), size)]
        assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)
        assert as_lines(one for page in pages for one in page) == everything
    assert found[len(found) :] == found[5:5] == []
    assert as_lines([found[3], found[-1]]) == [everything[3], everything[-1]]
