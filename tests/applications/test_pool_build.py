"""Making the pool: whom it holds, what it says of them, and what it can never say."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from applications.models import Application, PoolEntry, PoolLink, ProfileView, Season
from applications.pool.apply import apply_changes
from applications.pool.build import build_pool, refresh_availability
from applications.pool.check import smallest_class
from applications.pool.log import record_profile_view
from applications.pool.pseudonyms import pseudonym
from applications.pool.selectors import application_behind, candidate, card_for
from tests.applications.pool_world import (
    CLOSED,
    OPEN,
    Applicant,
    make_applicants,
    make_department,
    make_employer,
    make_recruiter,
    make_season,
    pseudonym_of,
    random_applicants,
)
from tests.keeping import kept
from usp.core.db import acting
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
At = Callable[[str], object]

# Everything a pool row holds. A new column must be argued for here (docs/rules.md I7, P1).
ENTRY_COLUMNS = {
    "id", "season_id", "row_no", "group_code", "group_name", "group_sort_key", "level", "class_year",
    "academic", "social", "sport", "tie", "provinces", "whole_provinces", "districts", "periods", "languages",
    "institutions", "listed", "available",
}  # fmt: skip


@kept
def season(at: At) -> Season:
    at(CLOSED)
    return make_season()


def entry_of(application: Application) -> PoolEntry:
    return PoolEntry.objects.get(link__application=application)


def test_a_pool_row_has_no_column_that_leads_to_a_person() -> None:
    assert {field.column for field in PoolEntry._meta.concrete_fields} == ENTRY_COLUMNS
    assert {field.name for field in PoolEntry._meta.concrete_fields if field.is_relation} == {"season"}


def test_it_refuses_before_applications_close(at: At) -> None:
    season = make_season()
    at("2024-03-10 23:59:59")
    with pytest.raises(RuleViolation, match="başvurular kapanmadan"):
        build_pool(season=season)
    at("2024-03-11 00:00:00")
    assert build_pool(season=season) == 0


def test_it_holds_completed_applications_of_its_season_only(season: Season) -> None:
    department = make_department("Bilgisayar")
    completed = make_applicants(season, [Applicant(department)] * 6)
    make_applicants(season, [Applicant(department, state="registered")] * 3)
    make_applicants(make_season(is_current=False), [Applicant(department)] * 5)
    assert build_pool(season=season) == 6
    assert set(PoolLink.objects.values_list("application", flat=True)) == {a.pk for a in completed}


def test_it_says_group_level_year_and_floored_scores(season: Season) -> None:
    department = make_department("Bilgisayar")
    [application, *_rest] = make_applicants(season, [Applicant(department, provinces=(34, 6))] * 5)
    build_pool(season=season)
    entry = entry_of(application)
    assert (entry.group_name, entry.level, entry.class_year) == ("Bilgisayar", "bachelor", 3)
    assert (entry.academic, entry.social, entry.sport) == (50, 0, 0)  # 50,01 points, in steps of five
    assert entry.provinces == [6, 34]  # sorted: the order of preference is not told
    assert entry.available


@pytest.mark.parametrize(
    ("universities", "applicants", "shown"),
    [(5, 50, "Bilgisayar"), (4, 50, "Mühendislik alanı"), (5, 49, "Mühendislik alanı")],
)
def test_a_small_group_is_shown_as_its_field(at: At, universities: int, applicants: int, shown: str) -> None:
    at(CLOSED)
    season = make_season(pool_min_universities=5, pool_min_applicants=50)
    department = make_department("Bilgisayar", universities=universities)
    make_applicants(season, [Applicant(department)] * applicants)
    build_pool(season=season)
    assert set(PoolEntry.objects.values_list("group_name", flat=True)) == {shown}


def test_a_province_chosen_by_fewer_than_five_of_a_class_is_left_out(season: Season) -> None:
    department = make_department("Bilgisayar")
    crowd = [Applicant(department, provinces=(6, 42))] * 4 + [Applicant(department, provinces=(6, 34))] * 5
    applications = make_applicants(season, crowd)
    build_pool(season=season)
    assert entry_of(applications[0]).provinces == [6]
    assert entry_of(applications[-1]).provinces == [6, 34]


@pytest.mark.parametrize("seed", range(4))
def test_every_question_of_group_level_year_and_province_finds_none_or_five(season: Season, seed: int) -> None:
    groups = ["Bilgisayar", "Makine", "Maden", "Hukuk"]
    departments = [make_department(group, field="Hukuk" if group == "Hukuk" else "Mühendislik") for group in groups]
    departments.append(make_department("Muhasebe", field="İktisat", level="associate"))
    make_applicants(season, random_applicants(60 + 40 * seed, seed, departments))
    build_pool(season=season)
    classes: Counter[tuple[object, ...]] = Counter()
    for entry in PoolEntry.objects.all():
        shown = (entry.group_code, entry.level, entry.class_year)
        classes[shown] += 1
        for province in entry.provinces:
            classes[*shown, province] += 1
    assert min(classes.values()) >= 5
    assert smallest_class(season) == min(classes.values())


def test_smallest_class_tells_of_a_season_too_small_to_hide_in(season: Season) -> None:
    assert smallest_class(season) is None
    make_applicants(season, [Applicant(make_department("Bilgisayar"))] * 3)
    build_pool(season=season)
    assert smallest_class(season) == 3
    assert PoolEntry.objects.filter(level="", class_year=None, provinces=[]).count() == 3


def test_numbers_are_dealt_at_random_inside_a_class(season: Season) -> None:
    applications = make_applicants(season, [Applicant(make_department("Bilgisayar"))] * 60)
    build_pool(season=season)
    numbers = [entry_of(application).row_no for application in applications]
    assert sorted(numbers) == list(range(1, 61))
    assert numbers != sorted(numbers)
    assert [e.row_no for e in PoolEntry.objects.order_by("pk")] == sorted(numbers)  # keys follow numbers, not people
    assert len(set(PoolEntry.objects.values_list("tie", flat=True))) > 55


def test_a_rebuild_keeps_names_and_takes_leavers_out(season: Season, at: At) -> None:
    department = make_department("Bilgisayar")
    applications = make_applicants(season, [Applicant(department)] * 12)
    build_pool(season=season)
    before = {a.pk: (entry_of(a).row_no, entry_of(a).tie) for a in applications}
    with acting("operator"):
        Application.objects.filter(pk=applications[0].pk).update(state="disqualified")
    late = make_applicants(season, [Applicant(department)])[0]
    assert build_pool(season=season) == 12
    after = {
        link.application_id: (link.entry.row_no, link.entry.tie) for link in PoolLink.objects.select_related("entry")
    }
    assert applications[0].pk not in after
    assert after.pop(late.pk)[0] == 13
    assert after == {pk: place for pk, place in before.items() if pk != applications[0].pk}


def test_a_used_right_leaves_the_search_and_comes_back(season: Season) -> None:
    department = make_department("Bilgisayar")
    applications = make_applicants(season, [Applicant(department, used=1)] + [Applicant(department)] * 5)
    build_pool(season=season)
    assert not entry_of(applications[0]).available
    for used, available in ((1, False), (0, True)):
        Application.objects.filter(pk=applications[1].pk).update(used=used)
        refresh_availability(application_id=applications[1].pk)
        assert entry_of(applications[1]).available is not available  # not in the verb's own transaction
        assert apply_changes() == 1
        assert entry_of(applications[1]).available is available
    assert entry_of(applications[2]).available  # nobody else's changed


def test_only_the_employers_own_name_finds_the_candidate_and_only_once_open(season: Season, at: At) -> None:
    applications = make_applicants(season, [Applicant(make_department("Bilgisayar"), provinces=(6, 34))] * 6)
    build_pool(season=season)
    ours, theirs = make_employer(), make_employer("Başka Kurum")
    application = applications[2]
    code = pseudonym_of(application.pk, ours.pk)
    assert code == pseudonym(season, ours.pk, entry_of(application).row_no)
    assert candidate(season, ours.pk, code) is None
    assert application_behind(season, ours.pk, code) is None
    at(OPEN)
    assert application_behind(season, ours.pk, code) == application.pk
    assert application_behind(season, theirs.pk, code) is None
    assert candidate(season, theirs.pk, code) is None
    found = candidate(season, ours.pk, code, [34, 42])
    assert found is not None
    assert (found.code, found.provinces_matched) == (code, ("İstanbul",))
    assert candidate(season, ours.pk, code).provinces_matched == ()


def test_opened_profiles_are_logged_once_a_day_and_never_changed(season: Season, at: At) -> None:
    application = make_applicants(season, [Applicant(make_department("Bilgisayar"))] * 5)[0]
    build_pool(season=season)
    employer = make_employer()
    viewer = make_recruiter(employer)
    code = pseudonym_of(application.pk, employer.pk)
    for when in (OPEN, "2024-05-08 23:59", "2024-05-09 00:01"):
        at(when)
        record_profile_view(season=season, employer=employer, viewer=viewer, code=code)
    record_profile_view(season=season, employer=employer, viewer=viewer, code="A-0000000")
    assert [str(v.viewed_on) for v in ProfileView.objects.all()] == ["2024-05-09", "2024-05-08"]
    for tamper in (lambda: ProfileView.objects.update(viewer=viewer), lambda: ProfileView.objects.all().delete()):
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
            tamper()
    build_pool(season=season)  # a rebuild replaces the row, not the log
    looks = card_for(application).looks
    assert [(str(look.day), look.who) for look in looks] == [
        ("2024-05-09", "Ankara’da bir kamu kurumu"),
        ("2024-05-08", "Ankara’da bir kamu kurumu"),
    ]


def test_the_students_card_is_the_employers_card(season: Season, at: At) -> None:
    applications = make_applicants(season, [Applicant(make_department("Bilgisayar"), provinces=(6, 34))] * 6)
    assert card_for(applications[0]) is None  # no scores yet
    build_pool(season=season)
    at(OPEN)
    card = card_for(applications[0])
    employer = make_employer()
    seen = candidate(season, employer.pk, pseudonym_of(applications[0].pk, employer.pk))
    assert card.in_pool
    assert card.candidate.scores == seen.scores == [("Akademik/Mesleki", 50), ("Sanatsal/Sosyal", 0), ("Sportif", 0)]
    assert (card.candidate.group_name, card.candidate.level_text) == (seen.group_name, seen.level_text)
    assert seen.level_text == "Lisans, 3. sınıf"
    assert card.provinces == ("Ankara", "İstanbul")
    assert [item.text for item in card.breakdown[0].items] == ["100 üzerinden 70–80 arası"]
    assert [str(points) for _name, points in card.scores] == ["50.01", "0.00", "0.00"]
    PoolLink.objects.all().delete()
    preview = card_for(applications[0])
    assert not preview.in_pool
    assert preview.candidate.scores == seen.scores
    assert preview.provinces == ("Ankara", "İstanbul")
