"""Real threads on one insurance case: one entry, and never an open one that nobody is told to take back."""

import pytest

from insurance.models import InsuranceCase, InsuranceEntry, InsuranceTask
from insurance.services.case_moves import declare_entry
from insurance.services.record_checks import vouch_for_record
from insurance.states import CaseState
from offers.services.ending import cancel_placement
from offers.states import Ending
from tests.factories import OfficialFactory
from tests.insurance.world import officer_of, place, with_papers
from tests.offers.test_races import at_once, refusals
from tests.offers.world import make_world
from usp.accounts.models import UniversityRole

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_at_once_declare_one_entry_and_a_cancellation_leaves_no_open_one_untold(season_clock):
    season_clock("2024-05-13 10:00")
    world = make_world(quota=2)
    first, second = place(world, season_clock), place(world, season_clock, name="Zeynep Kaya")
    officer = officer_of(first)
    colleague = OfficialFactory(role=UniversityRole.INSURANCE, unit=first.department.unit).user
    season_clock("2024-07-15 10:00")
    cases = []
    for placement in (first, second):
        case = with_papers(placement, officer)
        vouch_for_record(case_id=case.pk, actor=officer)
        cases.append(case)
    results = at_once(
        lambda: declare_entry(case_id=cases[0].pk, actor=officer),
        lambda: declare_entry(case_id=cases[0].pk, actor=colleague),
    )
    assert refusals(results) == []
    assert results[0] == results[1]
    assert InsuranceEntry.objects.filter(case=cases[0]).count() == 1
    results = at_once(
        lambda: declare_entry(case_id=cases[1].pk, actor=officer),
        lambda: cancel_placement(placement_id=second.pk, ending=Ending.AGREED, actor=world.employer_user),
    )
    assert set(refusals(results)) <= {"placement_ended", "insurance_transition"}
    entered = InsuranceEntry.objects.filter(case=cases[1]).exists()
    assert InsuranceTask.objects.filter(case=cases[1], kind="delete_entry").exists() == entered
    assert InsuranceCase.objects.get(pk=cases[1].pk).state == CaseState.CANCELLED
