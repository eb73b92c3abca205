"""Ending roles (A15): at once, by day, never the last manager; and who may see and end which."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import DepartmentFactory, OfficialFactory, UnitFactory, UniversityFactory, UserFactory
from tests.people import browser
from usp.accounts import selectors
from usp.accounts.models import DepartmentAdviser, UniversityMembership, UniversityRole, User
from usp.accounts.permissions import UniversityAction, university_may
from usp.accounts.services.advisers import name_adviser, remove_adviser
from usp.accounts.services.delegates import set_end, withdraw_role
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
R = UniversityRole


@pytest.fixture
def manager() -> UniversityMembership:
    return OfficialFactory()


def today() -> dt.date:
    return timezone.localdate()


def refusal(call, **kwargs) -> str:
    with pytest.raises(RuleViolation) as refused:
        call(**kwargs)
    return refused.value.code


def test_a_withdrawn_role_opens_nothing_from_the_next_request_on(manager):
    adviser = OfficialFactory(university=manager.university, role=R.ADVISER)
    client = browser(adviser.user)
    assert client.get("/kariyer-merkezi/stajyerler/").status_code == 200
    withdraw_role(membership_id=adviser.pk, actor=manager.user, reason="Görev değişikliği")
    assert client.get("/kariyer-merkezi/stajyerler/").status_code == 403
    assert client.get("/").status_code == 200
    assert not UniversityMembership.objects.running().filter(pk=adviser.pk).exists()
    assert withdraw_role(membership_id=adviser.pk, actor=manager.user).pk == adviser.pk  # a double click


def test_a_role_holds_through_its_last_day(manager):
    adviser = OfficialFactory(university=manager.university, role=R.ADVISER)
    set_end(membership_id=adviser.pk, ends_on=today(), actor=manager.user)
    assert university_may(User.objects.get(pk=adviser.user_id), UniversityAction.SEE_INTERNS)
    assert list(UniversityMembership.objects.running().filter(pk=adviser.pk)) == [adviser]
    UniversityMembership.objects.filter(pk=adviser.pk).update(ends_on=today() - dt.timedelta(days=1))
    assert not university_may(User.objects.get(pk=adviser.user_id), UniversityAction.SEE_INTERNS)
    call = {"membership_id": adviser.pk, "ends_on": None, "actor": manager.user}
    assert refusal(set_end, **call) == "role_ended"


def test_no_role_ends_in_the_past(manager):
    adviser = OfficialFactory(university=manager.university, role=R.ADVISER)
    call = {"membership_id": adviser.pk, "ends_on": today() - dt.timedelta(days=1), "actor": manager.user}
    assert refusal(set_end, **call) == "ends_in_the_past"


@pytest.mark.parametrize("other", ["nobody", "of a unit", "ended", "closed account", "second manager"])
def test_the_last_manager_stays(manager, other):
    unit = UnitFactory(university=manager.university)
    match other:
        case "of a unit":
            OfficialFactory(university=manager.university, unit=unit)
        case "ended":
            OfficialFactory(university=manager.university, ends_on=today() - dt.timedelta(days=1))
        case "closed account":
            OfficialFactory(university=manager.university, user__is_active=False)
        case "second manager":
            OfficialFactory(university=manager.university)
    call = {"membership_id": manager.pk, "actor": manager.user}
    if other == "second manager":
        assert withdraw_role(**call).withdrawn_at
    else:
        assert refusal(withdraw_role, **call) == "last_manager"
        assert refusal(set_end, **call, ends_on=today() + dt.timedelta(days=9)) == "last_manager"


def test_a_manager_may_leave_on_a_day_after_which_another_stays(manager):
    OfficialFactory(university=manager.university, ends_on=today() + dt.timedelta(days=5))
    call = {"membership_id": manager.pk, "actor": manager.user}
    assert refusal(set_end, **call, ends_on=today() + dt.timedelta(days=5)) == "last_manager"
    assert set_end(**call, ends_on=today() + dt.timedelta(days=4)).ends_on == today() + dt.timedelta(days=4)


@pytest.mark.parametrize("actor_role", R.values)
@pytest.mark.parametrize("where", ["same unit", "whole university", "other unit", "other university"])
def test_who_may_end_a_role_of_a_unit(manager, actor_role, where):
    """Every role × place: only a manager of that unit or of the whole university."""
    mine = UnitFactory(university=manager.university, code="bir")
    target = OfficialFactory(university=manager.university, unit=mine, role=R.ADVISER)
    place = {
        "same unit": {"university": manager.university, "unit": mine},
        "whole university": {"university": manager.university, "unit": None},
        "other unit": {
            "university": manager.university, "unit": UnitFactory(university=manager.university, code="iki"),
        },
        "other university": {"university": UniversityFactory(code="baska"), "unit": None},
    }[where]  # fmt: skip
    actor = OfficialFactory(role=actor_role, **place).user
    allowed = actor_role == R.MANAGER and where in ("same unit", "whole university")
    call = {"membership_id": target.pk, "actor": actor}
    if allowed:
        assert withdraw_role(**call).withdrawn_at
    else:
        assert refusal(withdraw_role, **call) == "not_manager_here"
    assert selectors.memberships_managed(actor).filter(pk=target.pk).exists() is allowed


def test_operators_may_end_a_role_where_nobody_else_can(manager):
    OfficialFactory(university=manager.university)
    assert withdraw_role(membership_id=manager.pk, actor=UserFactory()).withdrawn_at


def test_the_history_says_who_did_what_and_why(manager):
    adviser = OfficialFactory(university=manager.university, role=R.ADVISER)
    set_end(membership_id=adviser.pk, ends_on=today(), actor=manager.user)
    withdraw_role(membership_id=adviser.pk, actor=manager.user, reason="Yurt dışı görevi")
    newest, changed, granted = selectors.role_history(manager.user, adviser.user)
    assert newest.text == "Bölüm kariyer danışmanı görevi geri alındı (bütün üniversite)."
    assert (newest.who, newest.reason) == ("Zeynep Iğdır", "Yurt dışı görevi")
    assert "son günü" in changed.text
    assert "görevi verildi" in granted.text


# --- advisers of departments -----------------------------------------------------------------------------------------


def named(manager, department, adviser, **changes) -> DepartmentAdviser:
    values = {"department_id": department.pk, "user_id": adviser.user_id, "actor": manager.user}
    return name_adviser(**(values | changes))


def test_students_see_an_adviser_only_while_everything_holds(manager):
    department = DepartmentFactory(unit=UnitFactory(university=manager.university))
    adviser = OfficialFactory(university=manager.university, unit=department.unit, role=R.ADVISER)
    row = named(manager, department, adviser, room="B 214", hours="Salı 14.00–16.00", phone="+902282141111")
    assert selectors.advisers_of(department) == [row]
    assert selectors.departments_managed(manager.user, only_gaps=True) == []
    for change in (
        {"starts_on": today() + dt.timedelta(days=1)},
        {"starts_on": today() - dt.timedelta(days=9), "ends_on": today() - dt.timedelta(days=1)},
        {"removed_at": timezone.now()},
    ):
        DepartmentAdviser.objects.update(**({"starts_on": today(), "ends_on": None, "removed_at": None} | change))
        assert selectors.advisers_of(department) == []
    DepartmentAdviser.objects.update(starts_on=today(), ends_on=None, removed_at=None)
    withdraw_role(membership_id=adviser.pk, actor=manager.user)
    assert selectors.advisers_of(department) == []
    assert selectors.departments_managed(manager.user, only_gaps=True) == [department]


def test_naming_again_corrects_and_revives_one_row(manager):
    department = DepartmentFactory(unit=UnitFactory(university=manager.university))
    adviser = OfficialFactory(university=manager.university, role=R.ADVISER)
    first = named(manager, department, adviser)
    remove_adviser(adviser_id=first.pk, actor=manager.user)
    second = named(manager, department, adviser, room="C 1")
    assert (second.pk, second.room, second.removed_at) == (first.pk, "C 1", None)


def test_only_an_adviser_of_that_unit_is_named(manager):
    department = DepartmentFactory(unit=UnitFactory(university=manager.university))
    elsewhere = UnitFactory(university=manager.university, code="iki")
    for wrong in (
        OfficialFactory(university=manager.university, unit=elsewhere, role=R.ADVISER),
        OfficialFactory(university=manager.university, unit=department.unit, role=R.INSURANCE),
        OfficialFactory(university=UniversityFactory(code="baska"), role=R.ADVISER),
    ):
        call = {"department_id": department.pk, "user_id": wrong.user_id, "actor": manager.user}
        assert refusal(name_adviser, **call) == "not_an_adviser"


def test_a_manager_of_another_unit_names_nobody_here(manager):
    department = DepartmentFactory(unit=UnitFactory(university=manager.university))
    adviser = OfficialFactory(university=manager.university, unit=department.unit, role=R.ADVISER)
    head = OfficialFactory(university=manager.university, unit=UnitFactory(university=manager.university, code="iki"))
    call = {"department_id": department.pk, "user_id": adviser.user_id, "actor": head.user}
    assert refusal(name_adviser, **call) == "not_manager_here"
    row = named(manager, department, adviser)
    assert refusal(remove_adviser, adviser_id=row.pk, actor=head.user) == "not_manager_here"


@pytest.mark.parametrize(
    ("roles", "warned"),
    [
        ([(R.VERIFIER, "bir"), (R.SECOND_REVIEWER, "bir")], True),
        ([(R.MANAGER, None), (R.SECOND_REVIEWER, "bir")], True),
        ([(R.VERIFIER, "bir"), (R.SECOND_REVIEWER, None)], True),
        ([(R.VERIFIER, "bir"), (R.SECOND_REVIEWER, "iki")], False),
        ([(R.VERIFIER, "bir"), (R.ADVISER, "bir")], False),
    ],
)
def test_verifying_and_judging_appeals_of_one_unit_is_warned_of(manager, roles, warned):
    user = UserFactory(kind="career_center")
    held = [
        OfficialFactory(
            user=user,
            university=manager.university,
            role=role,
            unit=UnitFactory(university=manager.university, code=code) if code else None,
        )
        for role, code in roles
    ]
    assert selectors.both_sides(held) is warned
