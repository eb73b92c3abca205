"""Who may do what, for which units: every (role, action) is decided here, cell by cell (docs/rules.md A15)."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import EmployerFactory, MemberFactory, OfficialFactory, UnitFactory, UniversityFactory, UserFactory
from usp.accounts.models import EmployerRole, UniversityRole, User
from usp.accounts.permissions import (
    EMPLOYER_GRANTS,
    UNIVERSITY_GRANTS,
    EmployerAction,
    UniversityAction,
    employer_may,
    university_may,
    university_scope,
)

pytestmark = pytest.mark.django_db

UNIVERSITY = """
                   manager verifier adviser insurance commission second_reviewer
see_interns        yes     no       yes     yes       yes        no
print_papers       yes     no       yes     yes       no         no
take_papers        yes     no       yes     yes       no         no
declare_insurance  yes     no       no      yes       no         no
decide_compulsory  yes     no       no      no        yes        no
decide_cancellations yes       no        no        yes       no        no
decide_conduct     yes       no        no        no        no        no
verify             yes     yes      no      no        no         no
review_appeals     no      no       no      no        no         yes
announce           yes     no       yes     yes       yes        no
answer_questions   yes     yes      yes     yes       yes        no
manage             yes     no       no      no        no         no
"""
EMPLOYER = """
                   manager recruiter supervisor
search_pool        yes     yes       no
manage_positions   yes     yes       no
send_offers        yes     yes       no
confirm            yes     yes       no
see_offers         yes     yes       yes
end_placements     yes       yes       no
review_interns     yes       yes       yes
manage             yes     no        no
"""


def cells(table: str) -> dict[tuple[str, str], bool]:
    """(role, action) → whether it is granted."""
    head, *lines = table.strip("\n").splitlines()
    roles = head.split()
    return {
        (role, line.split()[0]): answer == "yes"
        for line in lines
        for role, answer in zip(roles, line.split()[1:], strict=True)
    }


def test_every_university_cell_is_decided():
    decided = cells(UNIVERSITY)
    assert set(decided) == {(role, action) for role in UniversityRole.values for action in UniversityAction}
    assert {cell for cell, granted in decided.items() if granted} == UNIVERSITY_GRANTS


def test_every_employer_cell_is_decided():
    decided = cells(EMPLOYER)
    assert set(decided) == {(role, action) for role in EmployerRole.values for action in EmployerAction}
    assert {cell for cell, granted in decided.items() if granted} == EMPLOYER_GRANTS


def test_a_role_of_an_employer_counts_and_nothing_else():
    for (role, action), granted in cells(EMPLOYER).items():
        member = MemberFactory(role=role, employer=EmployerFactory())
        assert employer_may(member.user, EmployerAction(action)) is granted
    assert not employer_may(UserFactory(kind="employer"), EmployerAction.SEE_OFFERS)


def again(user: User) -> User:
    """The user as the next request reads it."""
    return User.objects.get(pk=user.pk)


def test_a_role_for_one_unit_holds_for_that_unit_only():
    mine, other = UnitFactory(code="bir"), UnitFactory(code="iki")
    user = OfficialFactory(role=UniversityRole.ADVISER, unit=mine).user
    assert university_may(user, UniversityAction.SEE_INTERNS)
    assert university_may(user, UniversityAction.SEE_INTERNS, mine)
    assert not university_may(user, UniversityAction.SEE_INTERNS, other)
    assert not university_may(user, UniversityAction.VERIFY, mine)
    assert university_scope(user, UniversityAction.SEE_INTERNS) == (mine.university_id, [mine.pk])


def test_a_role_without_unit_holds_for_all_units_of_that_university_only():
    mine, abroad = UnitFactory(code="bir"), UnitFactory(university=UniversityFactory(code="baska"))
    user = OfficialFactory(university=mine.university).user
    assert university_may(user, UniversityAction.TAKE_PAPERS, mine)
    assert not university_may(user, UniversityAction.TAKE_PAPERS, abroad)
    assert university_scope(user, UniversityAction.TAKE_PAPERS) == (mine.university_id, None)


def test_each_role_opens_its_own_units_for_its_own_actions():
    first, second = UnitFactory(code="bir"), UnitFactory(code="iki")
    user = OfficialFactory(role=UniversityRole.ADVISER, unit=first).user
    OfficialFactory(user=user, role=UniversityRole.COMMISSION, unit=second)
    assert set(university_scope(user, UniversityAction.SEE_INTERNS)[1]) == {first.pk, second.pk}
    assert university_scope(user, UniversityAction.TAKE_PAPERS)[1] == [first.pk]
    assert university_scope(user, UniversityAction.REVIEW_APPEALS) == (None, [])


def test_a_role_ends_with_its_day():
    today = timezone.localdate()
    member = OfficialFactory(ends_on=today)
    assert university_may(again(member.user), UniversityAction.MANAGE)
    member.ends_on = today - dt.timedelta(days=1)
    member.save()
    assert not university_may(again(member.user), UniversityAction.MANAGE)
    assert university_scope(again(member.user), UniversityAction.MANAGE) == (None, [])
    assert list(member.user.university_memberships.running()) == []
