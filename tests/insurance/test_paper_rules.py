"""Each university says until when papers are taken in; the page shows what that means for its windows."""

import datetime as dt

import pytest
from django.urls import reverse

from insurance.models import PaperRules
from insurance.services.paper_rules import PaperTerms, deadlines_of, save_paper_rules
from tests.factories import OfficialFactory, SeasonFactory, UnitFactory, UniversityFactory, WindowFactory, moment
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db

TERMS = PaperTerms(15, "working", dt.time(17, 0), "adviser")


@pytest.fixture
def university(at):
    at("2024-04-17 10:00")
    return UniversityFactory()


@pytest.fixture
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
    for role, place in ((UniversityRole.INSURANCE, None), (UniversityRole.MANAGER, unit)):
        official = OfficialFactory(university=university, unit=place, role=role).user
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
    typed = {"lead_days": "15", "lead_unit": "working", "last_hour": "17:00"}
    preview = client.get(reverse("insurance:paper-rules-preview"), typed).content.decode()
    assert "evrak en geç 24 Haziran 2024 Pazartesi 17.00" in preview
    assert not PaperRules.objects.exists()
    refused = client.post(page, typed | {"taken_by": "adviser", "lead_days": "0"})
    assert refused.status_code == 422
    assert "Evrak teslim süresi 1 ile 90 gün arasındadır." in refused.content.decode()
    assert client.post(page, typed | {"taken_by": "insurance"}).status_code == 302
    said = client.get(page).content.decode()
    assert "evrak en geç 24 Haziran 2024 Pazartesi 17.00" in said
    assert "Birim sigorta yetkilisi" in said
    assert manager.full_name in said


def test_others_of_the_university_read_and_do_not_change(client, university):
    official = OfficialFactory(university=university, role=UniversityRole.INSURANCE).user
    enter(client, official)
    page = client.get(reverse("insurance:paper-rules"))
    assert 'name="lead_days"' not in page.content.decode()
    typed = {"lead_days": "9", "lead_unit": "working", "last_hour": "17:00", "taken_by": "adviser"}
    assert client.post(reverse("insurance:paper-rules"), typed).status_code == 422
    assert not PaperRules.objects.exists()
