"""The unit's decisions: lectures case by case, what counts as compulsory, the principles behind (A10, A29)."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from applications.models import DepartmentRule
from insurance.compulsory_rules import InternshipFacts, check_criteria, countable_days
from insurance.models import CompulsoryCriteria, DateChange, Guidelines, InsuranceCase, UnitDecision
from insurance.selectors.compulsory import is_compulsory
from insurance.selectors.decisions import term_refusal, term_state
from insurance.services.date_changes import Proposal, agree_dates, propose_dates
from insurance.services.decisions import Criteria, decide_compulsory, decide_term, save_criteria
from insurance.services.guidelines import Principles, publish_guidelines
from offers.selectors.student import received_offers
from tests.factories import OfficialFactory, TermFactory, UniversityFactory, WindowFactory, moment
from tests.insurance.world import declared, officer_of, place
from tests.keeping import kept
from tests.offers.world import make_world, student_of
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db
WORDS = Principles("USP Uygulama İlkeleri", dt.date(2024, 5, 2), "Süre en az 20 iş günüdür.", "2024/7")


@kept
def world(at):
    at("2024-05-13 10:00")
    return make_world()


@kept
def placement(world, at):
    placed = place(world, at)
    at("2024-06-03 10:00")
    return placed


@kept
def manager(placement):
    return OfficialFactory(university=placement.department.unit.university).user


@kept
def commission(placement):
    unit = placement.department.unit
    return OfficialFactory(role=UniversityRole.COMMISSION, unit=unit, university=unit.university).user


@kept
def lectures(placement):
    return TermFactory(university=placement.department.unit.university, starts_on=dt.date(2024, 8, 26))


@kept
def compulsory(placement, manager):
    DepartmentRule.objects.create(
        department=placement.department,
        compulsory_days=30,
        confirmed_by=manager,
        confirmed_at=moment("2024-01-02 10:00"),
    )
    return publish_guidelines(principles=WORDS, file=None, actor=manager)


def code_of(refused) -> str:
    return refused.value.code


def facts(**changed) -> InternshipFacts:
    usual = {
        "working_days": 20, "is_public": True, "personnel": 50, "supervisor_title": "Bilgisayar Mühendisi",
        "class_year": 3, "compulsory_days": 30,
    }  # fmt: skip
    return InternshipFacts(**(usual | changed))


@pytest.mark.parametrize(
    ("criteria", "changed", "holds"),
    [
        ({}, {}, [False]),
        ({}, {"working_days": 30}, [True]),
        ({"min_days": 20}, {}, [True]),
        ({"min_days": 20, "sector": "public"}, {}, [True, True]),
        ({"min_days": 20, "sector": "private"}, {}, [True, False]),
        ({"min_days": 20, "min_personnel": 51}, {}, [True, False]),
        ({"min_days": 20, "min_personnel": 10}, {"personnel": None}, [True, None]),
        ({"min_days": 20, "supervisor_titles": ["mühendis", "mimar"]}, {}, [True, True]),
        ({"min_days": 20, "supervisor_titles": ["MİMAR"]}, {"supervisor_title": "İç mimar"}, [True, True]),
        ({"min_days": 20, "supervisor_titles": ["mimar"]}, {}, [True, False]),
        ({"min_days": 20, "class_years": [4]}, {}, [True, False]),
        ({"min_days": 20, "class_years": [3, 4], "content": "Yazılım"}, {}, [True, True, None]),
    ],
)
def test_each_criterion_that_asks_something_is_held_against_the_internship(criteria, changed, holds):
    assert [check.holds for check in check_criteria(CompulsoryCriteria(**criteria), facts(**changed))] == holds


@pytest.mark.parametrize(
    ("most", "days", "counts"), [(None, 20, 20), (15, 20, 15), (None, 40, 30), (30, 40, 30), (60, 10, 10)]
)
def test_no_more_days_count_than_a_term_allows_or_are_owed(most, days, counts):
    assert countable_days(CompulsoryCriteria(max_days_a_term=most), facts(working_days=days)) == counts


def test_lectures_wait_for_the_unit_and_hold_the_entry_back(placement, lectures, commission):
    officer = officer_of(placement)
    with pytest.raises(RuleViolation) as refused:
        declared(placement, officer)
    assert code_of(refused) == "term_overlap"
    decide_term(placement_id=placement.pk, granted=True, reason="Yönetmelik md. 5", actor=commission)
    assert (term_state(placement).state, term_refusal(placement)) == ("granted", "")
    told = Notification.objects.filter(kind="term_granted").values_list("recipient", flat=True)
    assert placement.student.user.pk in told


def test_refused_lectures_are_healed_by_other_dates(placement, lectures, commission, world):
    decide_term(placement_id=placement.pk, granted=False, reason="Devam zorunlu", actor=commission)
    assert term_state(placement).stops_entry
    earlier = Proposal(dt.date(2024, 7, 16), 20, 5, DateChange.Why.TERM)
    WindowFactory(
        season=placement.application.season,
        university=placement.department.unit.university,
        starts_on=dt.date(2024, 7, 16),
    )
    change = propose_dates(placement_id=placement.pk, proposal=earlier, actor=placement.student.user)
    agree_dates(change_id=change.pk, actor=world.employer_user)
    placement.refresh_from_db()
    assert term_state(placement) is None


def test_a_decision_on_lectures_is_about_its_dates(placement, lectures, commission, world):
    decide_term(placement_id=placement.pk, granted=True, reason="Uygun", actor=commission)
    later = Proposal(dt.date(2024, 8, 12), 20, 5, DateChange.Why.WORKPLACE)
    change = propose_dates(placement_id=placement.pk, proposal=later, actor=world.employer_user)
    agree_dates(change_id=change.pk, actor=placement.student.user)
    agree_dates(change_id=change.pk, actor=commission, reason="Yine uygun")
    placement.refresh_from_db()
    assert (term_state(placement).state, UnitDecision.objects.filter(subject="term").count()) == ("granted", 2)


def test_nobody_decides_where_nothing_is_to_decide(placement, commission, manager):
    with pytest.raises(RuleViolation) as refused:
        decide_term(placement_id=placement.pk, granted=True, reason="x", actor=commission)
    assert code_of(refused) == "no_overlap"
    with pytest.raises(RuleViolation) as refused:
        decide_compulsory(placement_id=placement.pk, granted=True, days=20, reason="x", actor=commission)
    assert code_of(refused) == "not_compulsory"


def test_the_commission_counts_days_by_the_published_principles_and_insurance_stays(placement, compulsory, commission):
    before = InsuranceCase.objects.values("state", "papers_due_on").get()
    assert is_compulsory(placement) is None
    made = decide_compulsory(placement_id=placement.pk, granted=True, days=15, reason="Kısmen uygun", actor=commission)
    assert (made.days, made.guidelines, made.decided_by) == (15, compulsory, commission)
    assert made.grounds["checks"][0]["holds"] is False
    assert is_compulsory(placement) is True
    again = decide_compulsory(placement_id=placement.pk, granted=True, days=15, reason="Kısmen uygun", actor=commission)
    assert again == made
    decide_compulsory(placement_id=placement.pk, granted=False, days=None, reason="İçerik uymuyor", actor=commission)
    assert (is_compulsory(placement), UnitDecision.objects.count()) == (False, 2)
    assert InsuranceCase.objects.values("state", "papers_due_on").get() == before
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        UnitDecision.objects.update(granted=True)


@pytest.mark.parametrize("days", [None, 0, 21])
def test_days_that_cannot_count_are_refused(placement, compulsory, commission, days):
    with pytest.raises(RuleViolation) as refused:
        decide_compulsory(placement_id=placement.pk, granted=True, days=days, reason="x", actor=commission)
    assert code_of(refused) == "days"


def test_without_published_principles_nothing_is_decided(placement, compulsory, commission):
    other = UniversityFactory(code="baska")
    stranger = OfficialFactory(university=other).user
    with pytest.raises(placement.__class__.DoesNotExist):
        decide_compulsory(placement_id=placement.pk, granted=True, days=10, reason="x", actor=stranger)
    assert Guidelines.objects.filter(university=other).count() == 0


def test_principles_get_versions_and_the_same_words_twice_are_one(placement, manager, commission):
    first = publish_guidelines(principles=WORDS, file=None, actor=manager)
    assert publish_guidelines(principles=WORDS, file=None, actor=manager) == first
    changed = Principles("USP Uygulama İlkeleri", dt.date(2024, 5, 20), "Süre en az 25 iş günüdür.")
    second = publish_guidelines(principles=changed, file=None, actor=manager)
    assert (first.version, second.version) == (1, 2)
    assert Notification.objects.filter(kind="guidelines_published", recipient=placement.student.user).count() == 2
    with pytest.raises(RuleViolation) as refused:
        publish_guidelines(principles=changed, file=None, actor=commission)
    assert code_of(refused) == "not_yours"


def test_the_offer_says_beforehand_what_the_department_asks(world, at, manager, placement, compulsory):
    department = placement.department
    save_criteria(department_id=department.pk, criteria=Criteria(min_days=25), actor=manager)
    at("2024-06-03 10:00")
    other = make_world()
    (offer,) = other.send(other.candidate(department=department), reply_by=moment("2024-06-07 17:00"))
    at("2024-06-03 10:05")
    (card,) = received_offers(student_of(offer))
    assert card.compulsory.tone == "clock"
    assert "25 iş günü" in card.compulsory.text
    save_criteria(department_id=department.pk, criteria=Criteria(min_days=20), actor=manager)
    (card,) = received_offers(student_of(offer))
    assert card.compulsory.tone == "done"
