"""Each university says until when papers are taken in; the page shows what that means for its windows."""

import datetime as dt

import pytest
from django.urls import reverse

from insurance.models import InsuranceCase, PaperRules
from insurance.services.paper_rules import PaperTerms, deadlines_of, recount_papers_due, save_paper_rules
from tests.factories import OfficialFactory, SeasonFactory, UnitFactory, UniversityFactory, WindowFactory, moment
from tests.insurance.world import place
from tests.keeping import kept
from tests.offers.world import make_world
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.reference.models import ClosedDay

pytestmark = pytest.mark.django_db

TERMS = PaperTerms(15, "working", dt.time(17, 0), "adviser")
TYPED = {
    "lead_days": "15", "lead_unit": "working", "last_hour": "17:00", "approval_days": "3", "late_days": "2",
    "change_days": "15", "entry_freezes_dates": "on", "starts_on_weekday": "1", "free_days_between": "1",
    "voluntary_days_a_year": "30", "start_form_days": "5", "report_days": "5", "wants_report": "on", "sick_days": "3",
    "leave_days": "3", "absence_percent": "10", "pays_working_days": "True",
}  # fmt: skip


@kept
def university(at):
    at("2024-04-17 10:00")
    return UniversityFactory()


@kept
def manager(university):
    return OfficialFactory(university=university).user


@pytest.mark.parametrize(
    ("terms", "starts_on", "last"),
    [
        # 15 July and the Kurban holiday of 2024 (15 to 19 June, from noon of the 15th) lie in between
        (PaperTerms(15, "working", dt.time(17, 0), "adviser"), dt.date(2024, 7, 16), "2024-06-24 17:00"),
        (PaperTerms(15, "calendar", dt.time(16, 0), "adviser"), dt.date(2024, 7, 16), "2024-07-01 16:00"),
        (PaperTerms(15, "calendar", dt.time(17, 0), "adviser"), dt.date(2024, 11, 12), "2024-10-28 13:00"),  # half day
        (PaperTerms(10, "calendar", dt.time(12, 0), "adviser"), dt.date(2024, 8, 5), "2024-07-26 12:00"),
        (PaperTerms(1, "working", dt.time(17, 0), "adviser"), dt.date(2024, 8, 5), "2024-08-02 17:00"),
    ],
)
def test_the_last_moment_follows_the_university_s_own_terms(university, manager, terms, starts_on, last):
    season = SeasonFactory()
    WindowFactory(season=season, university=university, starts_on=starts_on)
    WindowFactory(season=season, university=university, starts_on=starts_on, working_days=30)
    save_paper_rules(actor=manager, terms=terms)
    (deadline,) = deadlines_of(university, season)
    assert (deadline.last, deadline.lengths) == (moment(last), (20, 30))


def test_only_the_manager_of_the_whole_university_sets_them(university):
    unit = UnitFactory(university=university)
    for role, where in ((UniversityRole.INSURANCE, None), (UniversityRole.MANAGER, unit)):
        official = OfficialFactory(university=university, unit=where, role=role).user
        with pytest.raises(RuleViolation) as caught:
            save_paper_rules(actor=official, terms=TERMS)
        assert caught.value.code == "not_yours"
    assert not PaperRules.objects.exists()


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (PaperTerms(0, "working", dt.time(17, 0), "adviser"), "paper_rules_lead_days"),
        (PaperTerms(91, "working", dt.time(17, 0), "adviser"), "paper_rules_lead_days"),
        (PaperTerms(5, "working", dt.time(18, 1), "adviser"), "paper_rules_last_hour"),
    ],
)
def test_terms_nobody_could_keep_are_refused(manager, terms, code):
    with pytest.raises(RuleViolation) as caught:
        save_paper_rules(actor=manager, terms=terms)
    assert caught.value.code == code


def test_the_page_shows_what_the_rules_mean_before_and_after_they_are_saved(client, university, manager):
    season = SeasonFactory()
    WindowFactory(season=season, university=university, starts_on=dt.date(2024, 7, 16))
    enter(client, manager)
    page = reverse("insurance:paper-rules")
    preview = client.get(reverse("insurance:paper-rules-preview"), TYPED).content.decode()
    assert "evrak en geç 24 Haziran 2024 Pazartesi 17.00" in preview
    assert not PaperRules.objects.exists()
    refused = client.post(page, TYPED | {"taken_by": "adviser", "lead_days": "0"})
    assert refused.status_code == 422
    assert "Evrak teslim süresi 1 ile 90 gün arasındadır." in refused.content.decode()
    assert client.post(page, TYPED | {"taken_by": "insurance"}).status_code == 302
    said = client.get(page).content.decode()
    assert "evrak en geç 24 Haziran 2024 Pazartesi 17.00" in said
    assert "Birim sigorta yetkilisi" in said
    assert manager.full_name in said
    assert "kuralın istediği günde başlamıyor" in said  # 16 July 2024 is a Tuesday
    rules = PaperRules.objects.get()
    assert (rules.change_days, rules.entry_freezes_dates, rules.starts_on_weekday) == (15, True, 1)
    assert (rules.free_days_between, rules.voluntary_days_a_year, rules.start_form_days) == (1, 30, 5)
    assert (rules.sick_days, rules.leave_days, rules.pays_working_days, rules.wants_report) == (3, 3, True, True)


def test_what_is_not_limited_is_left_empty(client, university, manager):
    enter(client, manager)
    empty = {"starts_on_weekday": "", "voluntary_days_a_year": "", "start_form_days": "", "pays_working_days": "False"}
    typed = {key: value for key, value in TYPED.items() if key not in ("entry_freezes_dates", "wants_report")}
    assert client.post(reverse("insurance:paper-rules"), typed | empty | {"taken_by": "adviser"}).status_code == 302
    rules = PaperRules.objects.get()
    assert (rules.starts_on_weekday, rules.voluntary_days_a_year, rules.start_form_days) == (None, None, None)
    assert (rules.entry_freezes_dates, rules.wants_report, rules.pays_working_days) == (False, False, False)


def test_open_cases_get_a_later_day_and_never_an_earlier_one(university, at):
    placement = place(make_world(), at)
    case = placement.insurance_case
    assert case.papers_due_on.isoformat() == "2024-07-19"
    PaperRules.objects.create(university=university, lead_days=40)
    assert recount_papers_due() == 0
    ClosedDay.objects.create(date=dt.date(2024, 7, 19), name="İdarî izin")
    PaperRules.objects.update(lead_days=15)
    assert recount_papers_due() == 0  # the closed day would take one away from somebody who was told the 19th
    PaperRules.objects.update(lead_days=10)
    assert recount_papers_due() == 1
    case.refresh_from_db()
    assert case.papers_due_on.isoformat() == "2024-07-26"
    InsuranceCase.objects.filter(pk=case.pk).update(state="papers_received")
    PaperRules.objects.update(lead_days=5)
    assert recount_papers_due() == 0


def test_others_of_the_university_read_and_do_not_change(client, university):
    official = OfficialFactory(university=university, role=UniversityRole.INSURANCE).user
    enter(client, official)
    page = client.get(reverse("insurance:paper-rules"))
    assert 'name="lead_days"' not in page.content.decode()
    assert client.post(reverse("insurance:paper-rules"), TYPED | {"taken_by": "adviser"}).status_code == 422
    assert not PaperRules.objects.exists()
