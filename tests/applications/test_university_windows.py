"""A career centre's windows: computed ends, refused starts, flagged overlaps; a window in use stands (A7, A10, A12)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.lengths import lengths_for
from applications.models import DepartmentRule, InternshipWindow, Term, WindowChoice, WindowRules
from applications.services.departments import DepartmentAnswer, confirm_departments
from applications.services.university_windows import (
    add_window,
    change_window,
    close_window,
    copy_windows,
    publish_windows,
    remove_window,
    reopen_window,
    save_term,
    save_window_rules,
)
from applications.services.windows import remind_missing_windows, save_windows
from applications.window_selectors import student_windows, university_windows
from tests.applications.conftest import user_of
from tests.factories import (
    ApplicationFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    OfficialFactory,
    SeasonFactory,
    UnitFactory,
    UniversityFactory,
    UserFactory,
    WindowFactory,
    moment,
)
from tests.offers.world import make_world
from tests.people import enter
from usp.accounts.models import UniversityRole
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification
from usp.reference.models import ClosedDay

pytestmark = pytest.mark.django_db

NOW = "2024-04-17 10:00"
DAY = dt.date(2024, 7, 16)


@pytest.fixture
def season(at):
    at(NOW)
    return SeasonFactory()


@pytest.fixture
def department(season):
    return DepartmentFactory()


@pytest.fixture
def manager(department):
    return OfficialFactory(university=department.unit.university).user


def code_of(verb, **values) -> str:
    with pytest.raises(RuleViolation) as caught:
        verb(**values)
    return caught.value.code


# --- windows ---------------------------------------------------------------------------------------------------------


def test_the_ten_ranges_of_the_seed_come_out_of_the_career_centre_s_page(client, season, department, manager):
    # SA «Ulusal Staj Programı kapsamında stajımı ne zaman yapabilirim?»
    enter(client, manager)
    starts = {20: ("2024-07-16", "2024-08-05", "2024-08-19"), 30: ("2024-07-16", "2024-08-05")}
    for days, texts in starts.items():
        for text in texts:
            data = {"starts_on": text, "working_days": days}
            assert client.post(reverse("applications:university-windows"), data).status_code == 302
    page = " ".join(client.get(reverse("applications:university-windows")).content.decode().split())
    for ends in (
        "12 Ağustos 2024 / 7 Ağustos 2024", "2 Eylül 2024 / 27 Ağustos 2024", "16 Eylül 2024 / 11 Eylül 2024",
        "26 Ağustos 2024 / 19 Ağustos 2024", "16 Eylül 2024 / 9 Eylül 2024",
    ):  # fmt: skip
        assert ends in page


@pytest.mark.parametrize(
    ("starts_on", "code", "words"),
    [
        (dt.date(2024, 7, 15), "calendar_closed_day", "16.07.2024 Salı"),  # a public holiday
        (dt.date(2024, 7, 21), "calendar_closed_day", "22.07.2024 Pazartesi"),  # Sunday
        (dt.date(2024, 7, 20), "calendar_closed_day", "22.07.2024 Pazartesi"),  # Saturday: five days a week as well
        (dt.date(2024, 7, 26), "calendar_closed_day", "29.07.2024 Pazartesi"),  # an extra closed day
        (dt.date(2024, 4, 17), "window_past", "bugünden sonraki"),
        (dt.date(2024, 3, 8), "window_past", "bugünden sonraki"),
    ],
)
def test_a_start_nobody_works_on_is_refused_with_the_next_working_day(season, manager, starts_on, code, words):
    ClosedDay.objects.create(date=dt.date(2024, 7, 26), name="İdarî izin", source="test")
    with pytest.raises(RuleViolation) as caught:
        add_window(actor=manager, season_id=season.pk, starts_on=starts_on, working_days=20)
    assert caught.value.code == code
    assert words in str(caught.value)


def test_a_window_is_there_once_and_only_managers_of_the_whole_university_set_it(season, department, manager):
    values = {"season_id": season.pk, "starts_on": DAY, "working_days": 20}
    add_window(actor=manager, **values)
    assert code_of(add_window, actor=manager, **values) == "internship_window_once"
    unit = department.unit
    for role, place in ((UniversityRole.MANAGER, unit), (UniversityRole.INSURANCE, None)):
        official = OfficialFactory(university=unit.university, unit=place, role=role).user
        assert code_of(add_window, actor=official, **values) == "not_yours"


def test_a_window_that_a_student_chose_stands_and_can_only_be_closed(season, department, manager):
    window = WindowFactory(season=season, starts_on=DAY)
    application = ApplicationFactory(season=season, department=department)
    save_windows(actor=user_of(application), application_id=application.pk, window_ids=[window.pk])
    change = {"window_id": window.pk, "starts_on": dt.date(2024, 7, 17), "working_days": 20}
    assert code_of(change_window, actor=manager, **change) == "window_in_use"
    assert code_of(remove_window, actor=manager, window_id=window.pk) == "window_in_use"
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        InternshipWindow.objects.filter(pk=window.pk).update(starts_on=dt.date(2024, 7, 17))
    assert caught.value.__cause__.diag.constraint_name == "internship_window_in_use"
    close_window(actor=manager, window_id=window.pk, reason="Akademik takvim değişti.")
    notice = Notification.objects.get(recipient=user_of(application), kind="window_closed")
    assert notice.context["reason"] == "Akademik takvim değişti"
    close_window(actor=manager, window_id=window.pk, reason="bir daha")
    assert Notification.objects.filter(kind="window_closed").count() == 1
    assert reopen_window(actor=manager, window_id=window.pk).is_open


def test_a_window_in_which_an_offer_stands_cannot_be_changed(at):
    at("2024-05-13 10:00")
    world = make_world()
    application = world.candidate()
    world.send(application)
    manager = OfficialFactory(university=application.enrolled_at.unit.university).user
    window, _new = InternshipWindow.objects.get_or_create(
        season=application.season,
        university=application.enrolled_at.unit.university,
        starts_on=dt.date(2024, 8, 5),
        working_days=20,
    )
    window.choices.all().delete()
    values = {"window_id": window.pk, "starts_on": dt.date(2024, 8, 6), "working_days": 20}
    assert code_of(change_window, actor=manager, **values) == "window_in_use"
    (seen,) = [
        one for one in university_windows(manager, window.university, window.season) if one.window.pk == window.pk
    ]
    assert (seen.offered, seen.in_use) == (1, True)


def test_an_unused_window_is_changed_or_removed_and_its_history_stays(season, department, manager):
    window = add_window(actor=manager, season_id=season.pk, starts_on=DAY, working_days=20)
    change_window(actor=manager, window_id=window.pk, starts_on=dt.date(2024, 8, 5), working_days=30)
    remove_window(actor=manager, window_id=window.pk)
    events = InternshipWindow.pgh_event_model.objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update", "delete"]


def test_another_university_s_window_does_not_exist_for_a_manager(season, department, manager):
    foreign = WindowFactory(season=season, university=UniversityFactory(code="baska"))
    with pytest.raises(InternshipWindow.DoesNotExist):
        close_window(actor=manager, window_id=foreign.pk, reason="x")


def test_last_season_s_windows_come_as_drafts_on_the_same_weekday_moved_off_holidays(season, department, manager):
    later = SeasonFactory(
        code="2025",
        is_current=False,
        **{
            name: moment(text)
            for name, text in {
                "applications_open_at": "2024-12-30 00:00", "applications_close_at": "2025-03-10 23:59:59",
                "pool_opens_at": "2025-05-08 09:00", "offers_close_at": "2025-08-30 17:00",
                "answers_close_at": "2025-09-06 17:00", "confirm_close_at": "2025-09-20 17:00",
            }.items()
        },
    )  # fmt: skip
    WindowFactory(season=season, starts_on=DAY)  # 364 days later it is 15 July, a holiday
    WindowFactory(season=season, starts_on=dt.date(2024, 8, 5), working_days=30)
    WindowFactory(season=season, starts_on=dt.date(2024, 8, 6), state="draft")
    values = {"actor": manager, "from_season_id": season.pk, "to_season_id": later.pk}
    assert copy_windows(**values) == 2
    assert copy_windows(**values) == 0
    drafts = InternshipWindow.objects.filter(season=later).order_by("working_days")
    assert [(one.working_days, one.starts_on, one.state) for one in drafts] == [
        (20, dt.date(2025, 7, 16), "draft"),
        (30, dt.date(2025, 8, 4), "draft"),
    ]
    assert publish_windows(actor=manager, window_ids=[one.pk for one in drafts]) == 2
    assert InternshipWindow.objects.filter(season=later).choosable().count() == 2


# --- terms -----------------------------------------------------------------------------------------------------------


def term(manager, name: str = "2024-2025 Güz", starts: dt.date = dt.date(2024, 9, 16)) -> Term:
    return save_term(actor=manager, term_id=None, name=name, starts_on=starts, ends_on=dt.date(2025, 1, 3))


@pytest.mark.parametrize(
    ("starts_on", "days", "overlaps"),
    [
        (dt.date(2024, 8, 16), 20, False),  # ends on 13 September with five days a week
        (dt.date(2024, 8, 19), 20, True),  # ends on 16 September, the first day of lectures
    ],
)
def test_an_overlap_with_term_dates_is_flagged_and_the_university_s_rule_decides(
    season, department, manager, starts_on, days, overlaps
):
    term(manager)
    values = {"actor": manager, "season_id": season.pk, "starts_on": starts_on, "working_days": days}
    window = add_window(**values)
    (seen,) = university_windows(manager, department.unit.university, season)
    assert bool(seen.row.overlaps) is overlaps
    remove_window(actor=manager, window_id=window.pk)
    save_window_rules(actor=manager, term_overlap="refused", usual_days=20, largest_days=None)
    if overlaps:
        assert code_of(add_window, **values) == "window_overlaps_term"
    else:
        add_window(**values)


def test_a_term_ends_after_it_begins_and_has_its_own_name(manager):
    term(manager)
    values = {"term_id": None, "starts_on": dt.date(2024, 2, 1), "actor": manager}
    assert code_of(save_term, name="2024-2025 Güz", ends_on=dt.date(2024, 3, 1), **values) == "term_name_once"
    assert code_of(save_term, name="Ters", ends_on=dt.date(2024, 1, 1), **values) == "term_ends_after_it_begins"


# --- the student -----------------------------------------------------------------------------------------------------


def test_a_student_chooses_only_open_windows_of_a_length_that_fits(season, department):
    fits = WindowFactory(season=season, starts_on=DAY)
    too_long = WindowFactory(season=season, starts_on=DAY, working_days=30)
    closed = WindowFactory(season=season, starts_on=dt.date(2024, 8, 5), state="closed", reason="Dolu")
    draft = WindowFactory(season=season, starts_on=dt.date(2024, 8, 6), state="draft")
    application = ApplicationFactory(season=season, department=department)
    assert [row.window for row in student_windows(application).rows] == [fits]
    for window, code in ((too_long, "window_length"), (closed, "window_closed"), (draft, "window_unknown")):
        values = {"actor": user_of(application), "application_id": application.pk, "window_ids": [window.pk]}
        assert code_of(save_windows, **values) == code
    save_windows(actor=user_of(application), application_id=application.pk, window_ids=[fits.pk])


def test_what_was_chosen_before_may_stay_whatever_has_become_of_it(season, department, manager):
    first, second = WindowFactory(season=season, starts_on=DAY), WindowFactory(season=season)
    application = ApplicationFactory(season=season, department=department)
    ids = [first.pk, second.pk]
    save_windows(actor=user_of(application), application_id=application.pk, window_ids=ids)
    close_window(actor=manager, window_id=first.pk, reason="Dolu")
    confirm_departments(actor=manager, answers=[DepartmentAnswer(department.pk, 30)])
    save_windows(actor=user_of(application), application_id=application.pk, window_ids=ids[::-1])
    assert [row.window.pk for row in student_windows(application).rows] == [first.pk, second.pk]
    save_windows(actor=user_of(application), application_id=application.pk, window_ids=[second.pk])
    assert [row.window.pk for row in student_windows(application).rows] == [second.pk]


def test_the_student_s_page_says_why_these_lengths_and_flags_the_term(client, season, department, manager):
    term(manager)
    application = ApplicationFactory(season=season, department=department)
    enter(client, user_of(application))
    page = reverse("applications:windows")
    assert "henüz staj takvimi yayımlamadı" in client.get(page).content.decode()
    WindowFactory(season=season, working_days=30)
    assert "Bölümünüze uyan takvim henüz yok" in client.get(page).content.decode()
    WindowFactory(season=season, starts_on=dt.date(2024, 8, 19))
    said = client.get(page).content.decode()
    assert "Bölümünüzde zorunlu staj yok; stajınız 20 iş günü sürer." in said
    assert "üniversiteniz henüz onaylamadı" in said
    assert "«2024-2025 Güz» ile çakışır" in said
    assert "30 iş günü" not in said


def test_students_of_universities_abroad_need_no_windows(client, season):
    abroad = UniversityFactory(code="bonn", kind="abroad", province=None)
    application = ApplicationFactory(season=season, department=DepartmentFactory(unit=UnitFactory(university=abroad)))
    enter(client, user_of(application))
    assert "Sizin için takvim gerekmiyor" in client.get(reverse("applications:windows")).content.decode()


def test_who_has_chosen_none_is_reminded_at_most_once_a_week(season, department, at):
    waiting = ApplicationFactory(season=season, department=department)
    ApplicationFactory(season=season, department=department, registered=True)
    chosen = ApplicationFactory(season=season, department=department)
    elsewhere = DepartmentFactory(unit=UnitFactory(university=UniversityFactory(code="baska")))
    ApplicationFactory(season=season, department=elsewhere)
    long = DepartmentFactory(group=DepartmentGroupFactory(code="insaat"), compulsory_days=30)
    ApplicationFactory(season=season, department=long)  # nothing of this length is published
    assert remind_missing_windows() == 0
    WindowChoice.objects.create(application=chosen, window=WindowFactory(season=season), rank=1)
    assert remind_missing_windows() == 1
    assert Notification.objects.get(kind="windows_missing").recipient == user_of(waiting)
    for text, number in (("2024-04-24 09:59:59", 0), ("2024-04-24 10:00:01", 1), ("2024-08-30 17:00:00", 0)):
        at(text)
        assert remind_missing_windows() == number, text


# --- departments -----------------------------------------------------------------------------------------------------


def test_the_university_s_word_outlives_the_reference_data_and_names_who_gave_it(season, department, manager):
    department.compulsory_days = 20
    department.save()
    assert confirm_departments(actor=manager, answers=[DepartmentAnswer(department.pk, 40, (20, 20), True, " x ")]) == 1
    type(department).objects.filter(pk=department.pk).update(compulsory_days=30)  # the next load_reference
    department.refresh_from_db()
    found = lengths_for(department, season)
    assert (found.compulsory, found.is_confirmed, found.days) == (40, True, {20, 40})
    rule = DepartmentRule.objects.get()
    assert (rule.confirmed_by, rule.confirmed_at, rule.criteria) == (manager, moment(NOW), "x")


def test_two_tabs_do_not_overwrite_each_other(department, manager, at):
    other = DepartmentFactory(group=DepartmentGroupFactory(code="insaat"))
    confirm_departments(actor=manager, answers=[DepartmentAnswer(department.pk, 20)])
    stale = [DepartmentAnswer(department.pk, 30), DepartmentAnswer(other.pk, 30)]
    assert code_of(confirm_departments, actor=manager, answers=stale) == "rule_changed"
    assert DepartmentRule.objects.count() == 1
    same = [DepartmentAnswer(department.pk, 20), DepartmentAnswer(other.pk, 30)]
    assert confirm_departments(actor=manager, answers=same) == 1


def test_a_commission_decides_for_its_own_unit_only(department):
    unit = department.unit
    commission = OfficialFactory(university=unit.university, unit=unit, role=UniversityRole.COMMISSION).user
    elsewhere = DepartmentFactory(unit=UnitFactory(code="iibf"))
    assert confirm_departments(actor=commission, answers=[DepartmentAnswer(department.pk, 30)]) == 1
    for actor, target in ((commission, elsewhere), (UserFactory(), department)):
        assert code_of(confirm_departments, actor=actor, answers=[DepartmentAnswer(target.pk, 30)]) == "not_yours"


def test_the_table_keeps_what_was_typed_and_writes_all_rows_or_none(client, season, department, manager):
    other = DepartmentFactory(group=DepartmentGroupFactory(code="insaat"))
    enter(client, manager)
    page = reverse("applications:unit-departments", args=[department.unit.pk])
    assert client.get(page).content.decode().count("Elle derlendi, lütfen onaylayın") == 2
    typed = {f"d{department.pk}-compulsory_days": "30", f"d{other.pk}-other_lengths": "yirmi"}
    refused = client.post(page, typed)
    assert refused.status_code == 422
    assert "örneğin 20, 40" in refused.content.decode()
    assert 'value="30"' in refused.content.decode()
    assert not DepartmentRule.objects.exists()
    saved = client.post(page, typed | {f"d{other.pk}-other_lengths": "40; 20"}, follow=True).content.decode()
    assert "2 bölümün bilgisi kaydedildi ve onaylandı." in saved
    assert "Elle derlendi" not in saved
    assert DepartmentRule.objects.get(department=other).other_lengths == [20, 40]
    assert "Onaylı" in client.get(reverse("applications:departments")).content.decode()


# --- pages -----------------------------------------------------------------------------------------------------------


def test_ends_are_computed_while_typing(client, manager):
    term(manager)
    enter(client, manager)
    ask = reverse("applications:window-ends")
    said = client.get(ask, {"starts_on": "2024-08-19", "working_days": "20"}).content.decode()
    assert "16 Eylül 2024 Pazartesi, haftada 6 gün çalışılan yerde 11 Eylül 2024" in said
    assert "«2024-2025 Güz» ile çakışır" in said
    said = client.get(ask, {"starts_on": "2024-07-15", "working_days": "20"}).content.decode()
    assert "en yakın iş günü 16.07.2024 Salı" in said
    assert client.get(ask).status_code == 200


def test_a_window_is_closed_with_a_reason_on_its_page(client, season, department, manager):
    window = WindowFactory(season=season, starts_on=DAY)
    enter(client, manager)
    close = reverse("applications:window-close", args=[window.pk])
    assert client.post(close, {"reason": " "}).status_code == 422
    assert client.post(close, {"reason": "Dolu"}).status_code == 302
    page = client.get(reverse("applications:university-windows")).content.decode()
    assert "Yeni seçime kapalı" in page
    assert "Dolu" in page
    assert manager.full_name in page


def test_others_of_the_university_read_and_see_no_drafts(client, season, department, manager):
    WindowFactory(season=season, starts_on=DAY, state="draft")
    WindowFactory(season=season)
    officer = OfficialFactory(university=department.unit.university, role=UniversityRole.INSURANCE).user
    enter(client, officer)
    page = client.get(reverse("applications:university-windows")).content.decode()
    assert "Taslak" not in page
    assert 'name="starts_on"' not in page
    data = {"starts_on": "2024-07-16", "working_days": "20"}
    assert client.post(reverse("applications:university-windows"), data).status_code == 422
    assert client.get(reverse("applications:university-terms")).status_code == 200
    assert client.post(reverse("applications:university-terms"), {}).status_code == 422
    assert not WindowRules.objects.exists()


def test_pages_cost_the_same_with_one_row_and_with_three(
    client, season, department, manager, django_assert_max_num_queries
):
    enter(client, manager)
    client.get(reverse("portal:home"))  # what waits is counted once a minute, for the menu
    counts = []
    pages = [
        reverse("applications:university-windows"),
        reverse("applications:university-terms"),
        reverse("applications:departments"),
        reverse("applications:unit-departments", args=[department.unit.pk]),
    ]
    for number, day in ((0, 16), (1, 17), (2, 18)):
        add_window(actor=manager, season_id=season.pk, starts_on=dt.date(2024, 7, day), working_days=20)
        term(manager, f"Dönem {number}")
        more = DepartmentFactory(group=DepartmentGroupFactory(code=f"g{number}"))
        confirm_departments(actor=manager, answers=[DepartmentAnswer(more.pk, 30)])
        if number == 1:
            continue
        for page in pages:
            with django_assert_max_num_queries(22) as asked:
                assert client.get(page).status_code == 200
            counts.append(len(asked))
    assert counts[:4] == counts[4:]
