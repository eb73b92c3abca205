"""The application's verbs: who may do what in which state, until when, and what each leaves behind."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from applications.models import Application, Season, WindowChoice
from applications.scoring.services import ensure_method
from applications.selectors import preferences_of
from applications.services.completing import complete_application
from applications.services.preferences import ProvinceChoice, save_preferences
from applications.services.registering import NotEligible, cancel_application, register
from applications.services.starting import _refresh, _start, refresh_records, start_application
from applications.services.windows import save_windows
from applications.signals import application_completed
from applications.states import ApplicationState
from tests.applications.conftest import IN_SEASON, LAST_SECOND, TOO_LATE, sandbox_student, user_of
from tests.factories import (
    MemberFactory,
    OfficialFactory,
    StudentFactory,
    UserFactory,
    WindowFactory,
    make_enrolment,
    make_records,
    moment,
)
from usp.core.errors import RuleViolation
from usp.edevlet.records import Contact, School
from usp.notifications.models import Delivery, Notification

pytestmark = pytest.mark.django_db
S = ApplicationState
SCHOOL = School("Ertuğrul Gazi Lisesi", "Anadolu Lisesi", 2021, "85.50", "100")


def code_of(action) -> str:
    with pytest.raises(RuleViolation) as refused:
        action()
    assert str(refused.value).endswith((".", "?")), str(refused.value)
    return refused.value.code


def whole(province) -> list[ProvinceChoice]:
    return [ProvinceChoice(province.pk, all_districts=True)]


ACTIONS = {
    "register": lambda actor, pk, ground: register(actor=actor, application_id=pk, enrolment_id="e-1"),
    "refresh": lambda actor, pk, ground: _refresh(actor=actor, application_id=pk, records=make_records()),
    "preferences": lambda actor, pk, ground: save_preferences(
        actor=actor, application_id=pk, provinces=whole(ground.ankara)
    ),
    "windows": lambda actor, pk, ground: save_windows(
        actor=actor, application_id=pk, window_ids=[ground.windows[0].pk]
    ),
    "complete": lambda actor, pk, ground: complete_application(actor=actor, application_id=pk),
    "cancel": lambda actor, pk, ground: cancel_application(actor=actor, application_id=pk),
}
# What the owner's call leads to; a missing cell is refused. Verbs that find their work done change nothing.
LEADS_TO = {
    ("register", S.STARTED): S.REGISTERED,
    ("register", S.REGISTERED): S.REGISTERED,
    ("refresh", S.STARTED): S.STARTED,
    ("refresh", S.REGISTERED): S.STARTED,
    ("preferences", S.REGISTERED): S.REGISTERED,
    ("preferences", S.COMPLETED): S.COMPLETED,
    ("windows", S.REGISTERED): S.REGISTERED,
    ("windows", S.COMPLETED): S.COMPLETED,
    ("complete", S.REGISTERED): S.COMPLETED,
    ("complete", S.COMPLETED): S.COMPLETED,
    ("cancel", S.STARTED): S.CANCELLED,
    ("cancel", S.REGISTERED): S.CANCELLED,
    ("cancel", S.CANCELLED): S.CANCELLED,
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("action", list(ACTIONS))
def test_every_state_and_action_of_the_owner(ground, at, action, state):
    at(IN_SEASON)
    application = ground.application(state=state)
    if state == S.REGISTERED:
        save_preferences(actor=user_of(application), application_id=application.pk, provinces=whole(ground.bilecik))
    expected = LEADS_TO.get((action, state))
    if expected is None:
        assert code_of(lambda: ACTIONS[action](user_of(application), application.pk, ground))
        expected = state
    else:
        ACTIONS[action](user_of(application), application.pk, ground)
    assert Application.objects.get(pk=application.pk).state == expected


@pytest.mark.parametrize("action", list(ACTIONS))
def test_nobody_else_acts_on_an_application(ground, at, action):
    at(IN_SEASON)
    application = ground.application(registered=True)
    others = [
        StudentFactory().user,
        MemberFactory().user,
        OfficialFactory().user,
        UserFactory(),
    ]
    for somebody in others:
        with pytest.raises(Application.DoesNotExist):
            ACTIONS[action](somebody, application.pk, ground)
    assert Application.objects.get(pk=application.pk).state == S.REGISTERED


@pytest.mark.parametrize(
    ("action", "state"),
    [("register", S.STARTED), ("complete", S.REGISTERED), ("preferences", S.COMPLETED), ("refresh", S.REGISTERED)],
)
def test_the_deadline_to_the_second(ground, at, action, state):
    at(IN_SEASON)
    application = ground.application(state=state)
    if state == S.REGISTERED:
        save_preferences(actor=user_of(application), application_id=application.pk, provinces=whole(ground.bilecik))
    at(TOO_LATE)
    assert code_of(lambda: ACTIONS[action](user_of(application), application.pk, ground)) in (
        "not_eligible",
        "application_in_time",
        "preference_in_time",
        "season_closed",
    )
    assert Application.objects.get(pk=application.pk).state == state
    at(LAST_SECOND)
    ACTIONS[action](user_of(application), application.pk, ground)


def test_windows_may_change_until_offers_close_though_applications_have(ground, at):
    # SA «Staj Takvimlerim»; A7: outside the frozen application
    application = ground.application()
    user = user_of(application)
    at("2024-08-30 16:59:59")
    ids = [ground.windows[1].pk, ground.windows[0].pk]
    save_windows(actor=user, application_id=application.pk, window_ids=ids)
    assert list(application.window_choices.order_by("rank").values_list("window_id", flat=True)) == ids
    at("2024-08-30 17:00:00")
    assert code_of(lambda: save_windows(actor=user, application_id=application.pk, window_ids=[])) == "windows_in_time"
    assert WindowChoice.objects.filter(application=application).count() == 2


def test_windows_are_the_universitys_of_this_season_each_once(ground, at):
    at(IN_SEASON)
    application = ground.application(registered=True)
    foreign = WindowFactory(season=ground.season, university__code="baska", university__name="Başka Üniversitesi")

    def save(*ids):
        return lambda: save_windows(actor=user_of(application), application_id=application.pk, window_ids=list(ids))

    assert code_of(save(foreign.pk)) == "window_unknown"
    assert code_of(save(ground.windows[0].pk, ground.windows[0].pk)) == "window_twice"
    assert code_of(save(10**9)) == "window_unknown"
    save()()


def test_start_needs_an_open_season(ground, at):
    student = StudentFactory()
    for text, code in (("2023-12-27 23:59:59", "season_not_open"), (TOO_LATE, "season_closed")):
        at(text)
        assert code_of(lambda: start_application(actor=student.user)) == code
    at("2023-12-28 00:00:00")
    application = _start(actor=student.user, season=ground.season, records=make_records())
    assert application.state == S.STARTED
    assert application.transitions.get().actor == f"user:{student.user.pk}"


def test_start_needs_a_season():
    assert code_of(lambda: start_application(actor=StudentFactory().user)) == "no_season"


def test_a_second_start_is_refused_and_one_after_a_cancellation_is_not(ground, at):
    at(IN_SEASON)
    application = ground.application(started=True)
    user = user_of(application)
    assert code_of(lambda: start_application(actor=user)) == "application_one_live"
    assert code_of(lambda: _start(actor=user, season=ground.season, records=make_records())) == "application_one_live"
    cancel_application(actor=user, application_id=application.pk)
    again = _start(actor=user, season=ground.season, records=make_records())
    assert (again.pk != application.pk, again.state) == (True, S.STARTED)


def test_start_fetches_the_records_of_the_person_who_signed_in(ground, at, edevlet_sandbox):
    at("2024-01-15 10:00")
    student = sandbox_student("lisans-2")
    application = start_application(actor=student.user)
    assert application.records["enrolments"][0]["department_name"] == "Bilgisayar Mühendisliği"
    assert student.tckn not in str(application.records)
    student.refresh_from_db()
    assert (student.contact_email, str(student.contact_phone)) == (
        application.records["contact"]["email"],
        application.records["contact"]["phone"],
    )
    assert student.birth_date == dt.date(2004, 3, 21)


def test_a_gateway_that_is_away_is_a_sentence_and_leaves_nothing(ground, at, edevlet_sandbox):
    at("2024-01-15 10:00")
    student = sandbox_student("lisans-2")
    edevlet_sandbox.stop()
    assert code_of(lambda: start_application(actor=student.user)) == "records_unavailable"
    assert not Application.objects.exists()


def test_a_person_without_records_is_told_whom_to_ask(ground, at, edevlet_sandbox):
    at("2024-01-15 10:00")
    student = sandbox_student("kayitsiz")
    assert code_of(lambda: start_application(actor=student.user)) == "records_none"


def test_a_corrected_record_makes_a_refused_student_eligible(ground, at, edevlet_sandbox):
    # The sandbox's «kaydi-eski»: the university corrects the record on 1 February
    at("2024-01-15 10:00")
    student = sandbox_student("kaydi-eski")
    application = start_application(actor=student.user)
    ids = [one["id"] for one in application.records["enrolments"]]
    with pytest.raises(NotEligible) as refused:
        register(actor=student.user, application_id=application.pk, enrolment_id=ids[0])
    assert "class_year" in [reason.code for reason in refused.value.reasons]
    edevlet_sandbox.at("2024-02-02 10:00")
    at("2024-02-02 10:00")
    refreshed = refresh_records(actor=student.user, application_id=application.pk)
    assert refreshed.records["enrolments"][0]["class_year"] == 2


def test_register_stores_the_facts_of_the_chosen_second_major(ground, at):
    at(IN_SEASON)
    main = make_enrolment(id="1", status="graduated", graduated_on=dt.date(2024, 1, 20))
    second = make_enrolment(id="2", is_second_major=True, class_year=4, gno="3.05", student_no="210305002")
    application = ground.application(started=True, source=make_records(main, second))
    user = user_of(application)
    assert code_of(lambda: register(actor=user, application_id=application.pk, enrolment_id="1")) == "not_eligible"
    application = register(actor=user, application_id=application.pk, enrolment_id="2")
    application.refresh_from_db()
    facts = (
        application.enrolment_id,
        application.department,
        application.student_no,
        application.level,
        application.class_year,
        application.study_mode,
        application.gno,
        application.gno_scale,
        application.registered_at,
    )
    assert facts == (
        "2",
        ground.department,
        "210305002",
        "bachelor",
        4,
        "orgun",
        Decimal("3.05"),
        4,
        moment(IN_SEASON),
    )


def test_register_finds_the_department_whatever_the_case_and_dots_of_its_name(ground, at):
    at(IN_SEASON)
    shouting = make_enrolment(unit_name="MÜHENDİSLİK FAKÜLTESİ", department_name="BİLGİSAYAR MÜHENDİSLİĞİ")
    application = ground.application(started=True, source=make_records(shouting))
    done = register(actor=user_of(application), application_id=application.pk, enrolment_id="e-1")
    assert done.department == ground.department


def test_register_refuses_what_is_not_in_the_records(ground, at):
    at(IN_SEASON)
    application = ground.application(started=True)
    user = user_of(application)
    assert code_of(lambda: register(actor=user, application_id=application.pk, enrolment_id="x")) == "enrolment_unknown"


def test_a_missing_school_record_has_to_be_declared(ground, at):
    # SA «“Beyan Etmek İçin Tıklayınız” butonu aracılığıyla bilgilerini ilgili alanlara girerek»
    at(IN_SEASON)
    application = ground.application(started=True, source=make_records(school=None))
    user, pk = user_of(application), application.pk
    assert code_of(lambda: register(actor=user, application_id=pk, enrolment_id="e-1")) == "highschool_missing"
    done = register(actor=user, application_id=pk, enrolment_id="e-1", highschool=SCHOOL)
    done.refresh_from_db()
    assert School.from_json(done.highschool) == SCHOOL


def test_a_declaration_never_replaces_a_record(ground, at):
    at(IN_SEASON)
    application = ground.application(started=True)
    done = register(actor=user_of(application), application_id=application.pk, enrolment_id="e-1", highschool=SCHOOL)
    done.refresh_from_db()
    assert done.highschool is None


def test_a_refresh_after_register_asks_to_confirm_again_with_the_new_records(ground, at):
    # A22
    at(IN_SEASON)
    application = ground.application(registered=True)
    user = user_of(application)
    worse = make_records(make_enrolment(gno="1.80"))
    application = _refresh(actor=user, application_id=application.pk, records=worse)
    assert (application.state, application.registered_at) == (S.STARTED, None)
    assert code_of(lambda: register(actor=user, application_id=application.pk, enrolment_id="e-1")) == "not_eligible"


def test_windows_of_the_university_before_a_refresh_do_not_survive_another_one(ground, at):
    at(IN_SEASON)
    application = ground.application(registered=True)
    user = user_of(application)
    save_windows(actor=user, application_id=application.pk, window_ids=[ground.windows[0].pk])
    _refresh(actor=user, application_id=application.pk, records=make_records())
    register(actor=user, application_id=application.pk, enrolment_id="e-1")
    assert application.window_choices.count() == 1
    moved = WindowFactory(season=ground.season, university__code="baska", university__name="Başka Üniversitesi")
    WindowChoice.objects.create(application=application, window=moved, rank=2)
    _refresh(actor=user, application_id=application.pk, records=make_records())
    register(actor=user, application_id=application.pk, enrolment_id="e-1")
    assert [choice.window for choice in application.window_choices.all()] == [ground.windows[0]]


def test_contact_data_follow_edevlet_until_the_student_changes_them(ground, at):
    # A45
    at(IN_SEASON)
    student = StudentFactory(contact_email="", contact_phone="")
    application = _start(actor=student.user, season=ground.season, records=make_records())
    student.refresh_from_db()
    assert student.contact_email == "ayse@edevlet.example"
    newer = make_records(contact=Contact("yeni@edevlet.example", "+905550002022"))
    _refresh(actor=student.user, application_id=application.pk, records=newer)
    student.refresh_from_db()
    assert (student.contact_email, str(student.contact_phone)) == ("yeni@edevlet.example", "+905550002022")
    student.contact_email, student.email_confirmed_at = "kendim@ornek.example", student.user.date_joined
    student.save()
    _refresh(actor=student.user, application_id=application.pk, records=make_records())
    student.refresh_from_db()
    assert (student.contact_email, str(student.contact_phone)) == ("kendim@ornek.example", "+905550001011")


def test_an_unknown_grade_scale_reaches_each_operator_once(ground, at):
    at(IN_SEASON)
    operators = [UserFactory(), UserFactory()]
    odd = make_records(make_enrolment(gno="4.10", gno_scale="5"))
    application = _start(actor=StudentFactory().user, season=ground.season, records=odd)
    _refresh(actor=user_of(application), application_id=application.pk, records=odd)
    _start(actor=StudentFactory().user, season=ground.season, records=odd)
    notices = Notification.objects.filter(kind="gno_scale_unknown")
    assert sorted(notice.recipient_id for notice in notices) == sorted(one.pk for one in operators)
    assert "Bilecik" in notices[0].context["university"]


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ([], "province_missing"),
        ([ProvinceChoice(6)], "district_or_all"),
        ([ProvinceChoice(6, all_districts=True, district_ids=(600,))], "district_or_all"),
        ([ProvinceChoice(6, district_ids=(600, 600))], "district_twice"),
        ([ProvinceChoice(6, district_ids=(1100,))], "district_elsewhere"),
        ([ProvinceChoice(6, district_ids=(99999,))], "district_elsewhere"),
        ([ProvinceChoice(6, district_ids=(600, 601, 602, 603, 604, 605))], "district_too_many"),
        ([ProvinceChoice(6, all_districts=True), ProvinceChoice(6, all_districts=True)], "province_twice"),
        ([ProvinceChoice(82, all_districts=True)], "province_unknown"),
        ([ProvinceChoice(number, all_districts=True) for number in range(1, 7)], "province_too_many"),
    ],
)
def test_preferences_outside_the_seasons_limits_are_refused_whole(ground, at, choices, code):
    # SA «en az 1, en fazla 5 seçim»; «İlçe Seç … en az 1, en fazla 5» or «Tüm İlçeleri Seç», one of them obligatory
    at(IN_SEASON)
    application = ground.application(registered=True)
    user = user_of(application)
    save_preferences(actor=user, application_id=application.pk, provinces=whole(ground.bilecik))
    found = code_of(lambda: save_preferences(actor=user, application_id=application.pk, provinces=choices))
    assert found == code
    assert [row.province for row in preferences_of(application)] == [ground.bilecik]


def test_preferences_are_kept_in_order_with_their_districts(ground, at):
    at(IN_SEASON)
    application = ground.application(registered=True)
    choices = [ProvinceChoice(11, all_districts=True), ProvinceChoice(6, district_ids=(603, 600))]
    save_preferences(actor=user_of(application), application_id=application.pk, provinces=choices)
    rows = preferences_of(application)
    assert [(row.province_id, row.all_districts) for row in rows] == [(11, True), (6, False)]
    assert [row.district_id for row in rows[1].districts.all()] == [603, 600]


def test_completion_needs_a_province_but_no_window(ground, at):
    at(IN_SEASON)
    application = ground.application(registered=True)
    user = user_of(application)
    assert code_of(lambda: complete_application(actor=user, application_id=application.pk)) == "province_missing"
    save_preferences(actor=user, application_id=application.pk, provinces=whole(ground.ankara))
    assert complete_application(actor=user, application_id=application.pk).state == S.COMPLETED


def test_completion_gives_the_seasons_right_scores_and_tells_the_student(ground, at):
    at(IN_SEASON)
    Season.objects.filter(pk=ground.season.pk).update(internships_per_student=2)
    ensure_method(ground.season)
    application = ground.application(registered=True)
    user = user_of(application)
    save_preferences(actor=user, application_id=application.pk, provinces=whole(ground.ankara))
    heard = []

    def hear(sender, application, **kwargs):
        heard.append((application.pk, application.scores.count()))

    application_completed.connect(hear)
    try:
        done = complete_application(actor=user, application_id=application.pk)
        complete_application(actor=user, application_id=application.pk)
    finally:
        application_completed.disconnect(hear)
    done.refresh_from_db()
    assert (done.allowed, done.used, done.completed_at) == (2, 0, moment(IN_SEASON))
    assert heard == [(application.pk, 3)]
    notice = Notification.objects.get(recipient=user, kind="application_completed")
    assert sorted(notice.deliveries.values_list("channel", flat=True)) == ["email", "inbox"]
    assert Delivery.objects.count() == 2


def test_a_reason_of_the_person_refuses_every_enrolment(ground, at):
    at(IN_SEASON)
    Season.objects.filter(pk=ground.season.pk).update(born_after=dt.date(2004, 1, 1))
    records = make_records()
    older = dataclasses.replace(records.person, birth_date=dt.date(2003, 12, 31))
    application = ground.application(started=True, source=make_records(person=older))
    with pytest.raises(NotEligible) as refused:
        register(actor=user_of(application), application_id=application.pk, enrolment_id="e-1")
    assert [reason.code for reason in refused.value.reasons] == ["age"]
