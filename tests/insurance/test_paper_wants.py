"""Which papers an internship needs and when: checklist, «Belgelerim» and the insurance desk have one answer."""

import datetime as dt

import pytest

from insurance.models import PaperForm, PaperRules
from insurance.paper_kinds import Paper
from insurance.papers.needs import papers_for
from insurance.selectors.checklist import Line, checklist
from insurance.services.completeness import missing_papers
from offers.models import Placement
from tests.factories import OfficialFactory
from tests.insurance.world import place
from tests.offers.world import World, make_world
from tests.people import browser
from usp.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(at) -> World:
    at("2024-05-13 10:00")
    return make_world()


@pytest.fixture
def placement(world, at) -> Placement:
    return place(world, at)  # 5 August to 2 September 2024


def ruled(placement: Placement, **rules) -> Placement:
    """The same with these rules of its university."""
    PaperRules.objects.update_or_create(university=placement.department.unit.university, defaults=rules)
    return Placement.objects.get(pk=placement.pk)


def own_form(placement: Placement, kind: Paper, **content) -> None:
    official = OfficialFactory().user
    PaperForm.objects.create(
        university=placement.department.unit.university, kind=kind, version=1, written_by=official,
        written_at=clock.now(), published_by=official, published_at=clock.now(), **content,
    )  # fmt: skip


def line_of(placement: Placement, kind: Paper) -> Line:
    clock.forget_reading()
    return next(line for line in checklist(placement) if line.kind == kind)


def test_a_start_form_with_a_last_day_is_wanted_on_every_page_and_missed_from_the_start_on(placement, at):
    assert not line_of(placement, Paper.START_FORM).is_wanted
    placement = ruled(placement, start_form_days=3)
    line = line_of(placement, Paper.START_FORM)
    need = next(need for need in papers_for(placement) if need.kind == Paper.START_FORM)
    assert (line.is_wanted, line.comes_back, line.is_missing) == (True, True, False)
    assert (need.wanted, need.due) == (True, dt.date(2024, 8, 8))
    at("2024-08-04 23:59")
    assert not line_of(placement, Paper.START_FORM).is_missing
    at("2024-08-05 00:00")
    assert line_of(placement, Paper.START_FORM).is_missing
    assert str(Paper.START_FORM.label) not in missing_papers(placement)  # nothing to hold the insurance up


def test_a_university_that_says_more_of_the_start_form_is_heard(placement):
    own_form(placement, Paper.START_FORM, want="never", comes_back_signed=False)
    assert not line_of(ruled(placement, start_form_days=3), Paper.START_FORM).is_wanted


def test_without_a_report_no_page_asks_for_its_cover(placement):
    own_form(placement, Paper.REPORT_COVER, want="always", comes_back_signed=True)
    assert line_of(placement, Paper.REPORT_COVER).is_wanted
    placement = ruled(placement, wants_report=False)
    line = line_of(placement, Paper.REPORT_COVER)
    need = next(need for need in papers_for(placement) if need.kind == Paper.REPORT_COVER)
    assert (line.is_wanted, need.wanted, str(need.why)) == (False, False, "Üniversite staj raporu istemiyor.")


def test_a_necessity_letter_without_a_ground_is_missing_nowhere(placement):
    own_form(placement, Paper.NECESSITY_LETTER, want="always", comes_back_signed=True)
    type(placement.department).objects.filter(pk=placement.department_id).update(compulsory_days=None)
    placement = Placement.objects.get(pk=placement.pk)
    assert not line_of(placement, Paper.NECESSITY_LETTER).is_wanted


def test_both_pages_show_the_same_papers(placement, at):
    placement = ruled(placement, start_form_days=3, wants_report=False)
    at("2024-08-06 10:00")
    center = browser(OfficialFactory().user).get(f"/kariyer-merkezi/stajyerler/{placement.pk}/").content.decode()
    student = browser(placement.student.user).get("/belgelerim/").content.decode()
    for page in (center, student):
        assert "Staj Başlangıç Formu" in page
        assert "Staj Raporu Kapağı" not in page
