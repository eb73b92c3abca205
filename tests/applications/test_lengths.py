"""How long a student's internship may be (SA «Kaç gün staj yapabilirim?», docs/rules.md A27, A28)."""

import datetime as dt

import pytest

from applications.lengths import lengths_for, lengths_of
from applications.models import DepartmentRule, WindowRules
from tests.factories import (
    DepartmentFactory,
    DepartmentGroupFactory,
    OfficialFactory,
    SeasonFactory,
    WindowFactory,
    moment,
)

pytestmark = pytest.mark.django_db


def department_with(reference: int | None, **rule):
    """A department with what the hand-compiled file says, and what the university says of it."""
    department = DepartmentFactory(compulsory_days=reference)
    if rule:
        by = OfficialFactory(university=department.unit.university).user
        DepartmentRule.objects.create(
            department=department, confirmed_by=by, confirmed_at=moment("2024-01-01 10:00"), **rule
        )
    return department


@pytest.mark.parametrize(
    ("reference", "rule", "own", "days"),
    [
        # SA «Zorunlu stajın olmadığı bölümlere kayıtlı öğrencilerin staj süresi 20 iş günüdür.»
        (None, {}, {}, {20}),
        # SA «zorunlu stajı bulunan öğrencilerin staj süresi ise zorunlu staj süresi ile aynıdır (20 veya 30 iş günü)»
        (20, {}, {}, {20}),
        (30, {}, {}, {30}),
        # A27: any number, and the university's usual length is its own
        (40, {}, {}, {40}),
        (None, {}, {"usual_days": 25}, {25}),
        # A27: «60 with at most 30 a term»: every published length up to the limit
        (60, {}, {"largest_days": 30}, {20, 30}),
        (60, {}, {"largest_days": 15}, {15}),
        (30, {}, {"largest_days": 30}, {30}),
        # the university's own word goes before the file, whether it says a number or none
        (30, {"compulsory_days": 20}, {}, {20}),
        (30, {"compulsory_days": None}, {}, {20}),
        (None, {"compulsory_days": 40}, {}, {40}),
        # the unit allows others
        (30, {"compulsory_days": 30, "other_lengths": [20, 45]}, {}, {20, 30, 45}),
        # A28: done outside USP before, the compulsory length still applies unless the unit says otherwise
        (30, {"compulsory_days": 30, "usual_after_earlier": False}, {}, {30}),
        (30, {"compulsory_days": 30, "usual_after_earlier": True}, {}, {20, 30}),
        (None, {"compulsory_days": None, "usual_after_earlier": True}, {}, {20}),
    ],
)
def test_the_length_follows_the_compulsory_internship_and_what_the_university_allows(reference, rule, own, days):
    department = department_with(reference, **rule)
    season = SeasonFactory()
    for number in (20, 30):
        WindowFactory(season=season, working_days=number)
    if own:
        WindowRules.objects.create(university=department.unit.university, changed_at=moment("2024-01-01 10:00"), **own)
    found = lengths_for(department, season)
    assert found.days == days
    assert found.offered == days & {20, 30}
    assert found.is_confirmed is bool(rule)


def test_the_reason_says_which_rule_it_was():
    season = SeasonFactory()
    none = lengths_for(department_with(None), season)
    assert none.reason == "Bölümünüzde zorunlu staj yok; stajınız 20 iş günü sürer."
    both = DepartmentFactory(group=DepartmentGroupFactory(code="insaat"), compulsory_days=30)
    by = OfficialFactory().user
    DepartmentRule.objects.create(
        department=both,
        compulsory_days=30,
        other_lengths=[15, 20],
        confirmed_by=by,
        confirmed_at=moment("2024-01-01 10:00"),
    )
    found = lengths_for(both, season)
    assert found.reason == (
        "Bölümünüzün zorunlu stajı 30 iş günü; stajınız da o kadar sürer. "
        "Biriminiz 15 ve 20 iş günlük stajlara da izin veriyor."
    )
    assert found.spoken == "15, 20 ya da 30 iş günü"


def test_a_closed_or_unpublished_window_offers_no_length(django_assert_num_queries):
    season = SeasonFactory()
    department = department_with(None)
    WindowFactory(season=season, state="draft")
    WindowFactory(season=season, state="closed", starts_on=dt.date(2024, 7, 16))
    more = [DepartmentFactory(group=DepartmentGroupFactory(code=f"g{number}")) for number in range(3)]
    with django_assert_num_queries(3):
        found = lengths_of([department, *more], season)
    assert found[department.pk].offered == set()
