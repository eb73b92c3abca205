"""What the database refuses, whoever writes: each constraint and trigger is broken on purpose, by SQL."""

import datetime as dt
import itertools
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

import applications.migrations
from applications.models import (
    Application,
    ApplicationTransition,
    DistrictPreference,
    ProvincePreference,
    Season,
    SeasonExclusion,
    SeasonGnoLimit,
    SeasonLevel,
    WindowChoice,
)
from applications.states import TRANSITIONS, ApplicationState, target_of
from tests.applications.conftest import IN_SEASON, LAST_SECOND, TOO_LATE
from tests.factories import ApplicationFactory, SeasonFactory, WindowFactory, moment
from usp.core.db import acting

pytestmark = pytest.mark.django_db
S = ApplicationState


def refused(name: str, action) -> None:
    """The action breaks exactly this constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), acting("test"):
        action()
    assert error.value.__cause__.diag.constraint_name == name


def sql(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def set_state(application: Application, state: str, **extra: object) -> None:
    columns = {"state": state, **extra}
    assignments = ", ".join(f"{name} = %s" for name in columns)
    sql(f"update applications_application set {assignments} where id = %s", *columns.values(), application.pk)


def test_the_databases_table_of_moves_is_the_one_in_states():
    with connection.cursor() as cursor:
        cursor.execute("select frm, dst from application_allowed")
        stored = set(cursor.fetchall())
    assert stored == {(source.value, target.value) for _name, source, target, _who in TRANSITIONS}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pair
        for pair in itertools.permutations(S.values, 2)
        if pair not in {(source.value, target.value) for _name, source, target, _who in TRANSITIONS}
    ],
)
def test_every_other_move_is_refused_by_sql(ground, at, source, target):
    at(IN_SEASON)
    application = ground.application(state=source)
    refused("application_transition", lambda: set_state(application, target))


@pytest.mark.parametrize(("action", "source"), [("register", S.STARTED), ("complete", S.REGISTERED)])
def test_stages_end_with_the_last_second_of_the_season(ground, at, action, source):
    moves = {"allowed": 1, "completed_at": moment(LAST_SECOND)} if action == "complete" else {}
    application = ground.application(state=source)
    at(TOO_LATE)
    refused("application_in_time", lambda: set_state(application, target_of(action), **moves))
    at("2023-12-27 23:59:59")
    refused("application_in_time", lambda: set_state(application, target_of(action), **moves))
    at("2024-03-10 23:59:59.999")
    with transaction.atomic(), acting("test"):
        set_state(application, target_of(action), **moves)


@pytest.mark.parametrize(
    "change",
    [
        {"gno": "4.00"},
        {"class_year": 4},
        {"records": "{}"},
        {"completed_at": "2024-02-02 00:00+03"},
        {"allowed": 2},
        {"department_id": None},
        {"highschool": '{"name": "Başka Lise"}'},
    ],
)
def test_a_completed_application_is_frozen(ground, at, change):
    at(IN_SEASON)
    application = ground.application()
    refused("application_frozen", lambda: set_state(application, S.COMPLETED, **change))


def test_a_disqualified_application_is_frozen_too(ground, at):
    at(IN_SEASON)
    application = ground.application(state=S.DISQUALIFIED)
    refused("application_frozen", lambda: set_state(application, S.DISQUALIFIED, gno="4.00"))


def test_a_right_is_used_but_never_overdrawn(ground):
    application = ground.application()
    sql("update applications_application set used = 1 where id = %s", application.pk)
    refused(
        "application_right_not_overdrawn",
        lambda: sql("update applications_application set used = 2 where id = %s", application.pk),
    )


def test_one_live_application_a_student_and_season(ground):
    first = ground.application(cancelled=True)
    ground.application(started=True, student=first.student)
    refused("application_one_live", lambda: ground.application(started=True, student=first.student))


def test_stage_one_names_an_enrolment(ground, at):
    at(IN_SEASON)
    application = ground.application(started=True)
    refused("application_registered_names_enrolment", lambda: set_state(application, S.REGISTERED))


def test_only_a_completed_application_has_a_completion(ground):
    refused("application_completed_shape", lambda: ground.application(completed_at=None))
    refused("application_completed_shape", lambda: ground.application(allowed=0))
    refused("application_completed_shape", lambda: ground.application(registered=True, completed_at=moment(IN_SEASON)))


def test_each_move_leaves_a_row_with_its_actor_and_moment(ground, at):
    application = ground.application(registered=True)
    when = at(IN_SEASON)
    with transaction.atomic(), acting("user:7", "deneme"):
        Application.objects.filter(pk=application.pk).update(state=S.CANCELLED)
    row = application.transitions.last()
    assert (row.from_state, row.to_state, row.actor, row.reason, row.at) == (
        "registered",
        "cancelled",
        "user:7",
        "deneme",
        when,
    )


def test_a_move_without_an_actor_is_refused(ground):
    application = ground.application(registered=True)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Application.objects.filter(pk=application.pk).update(state=S.CANCELLED)
    assert error.value.__cause__.diag.constraint_name == "application_transition_names_actor"
    assert ApplicationTransition.objects.filter(application=application).count() == 1


def test_preferences_of_a_completed_application_are_closed_after_the_last_second(ground, at):
    at(LAST_SECOND)
    application = ground.application()
    row = ProvincePreference.objects.create(application=application, province=ground.ankara, rank=1)
    district = DistrictPreference.objects.create(preference=row, district_id=600, rank=1)
    at(TOO_LATE)
    steps = [
        lambda: ProvincePreference.objects.create(application=application, province=ground.bilecik, rank=2),
        lambda: sql("update applications_provincepreference set rank = 2 where id = %s", row.pk),
        lambda: sql("delete from applications_provincepreference where id = %s", row.pk),
        lambda: DistrictPreference.objects.create(preference=row, district_id=601, rank=2),
        lambda: sql("update applications_districtpreference set rank = 2 where id = %s", district.pk),
        lambda: sql("delete from applications_districtpreference where id = %s", district.pk),
    ]
    for step in steps:
        refused("preference_in_time", step)


def test_preferences_and_windows_have_one_place_each(ground, at):
    at(IN_SEASON)
    application = ground.application(registered=True)
    row = ProvincePreference.objects.create(application=application, province=ground.ankara, rank=1)
    DistrictPreference.objects.create(preference=row, district_id=600, rank=1)
    WindowChoice.objects.create(application=application, window=ground.windows[0], rank=1)
    second = WindowFactory(season=ground.season, starts_on=dt.date(2024, 8, 19))

    def province(**values):
        return lambda: ProvincePreference.objects.create(application=application, **values)

    def district(**values):
        return lambda: DistrictPreference.objects.create(preference=row, **values)

    def window(**values):
        return lambda: WindowChoice.objects.create(application=application, **values)

    refused("province_preference_once", province(province=ground.ankara, rank=2))
    refused("province_preference_rank_once", province(province=ground.bilecik, rank=1))
    refused("province_preference_rank_from_one", province(province=ground.bilecik, rank=0))
    refused("district_preference_once", district(district_id=600, rank=2))
    refused("district_preference_rank_once", district(district_id=601, rank=1))
    refused("district_preference_rank_from_one", district(district_id=601, rank=0))
    refused("window_choice_once", window(window=ground.windows[0], rank=2))
    refused("window_choice_rank_once", window(window=second, rank=1))
    refused("window_choice_rank_from_one", window(window=second, rank=0))


def test_a_season_keeps_its_dates_in_order_and_is_alone_in_force():
    season = SeasonFactory()
    refused(
        "season_dates_in_order",
        lambda: Season.objects.filter(pk=season.pk).update(pool_opens_at=moment("2024-03-10 12:00")),
    )
    refused("season_one_current", lambda: SeasonFactory(code="2025", is_current=True))
    refused("season_reply_hours_in_order", lambda: Season.objects.filter(pk=season.pk).update(reply_hour_from=18))
    refused("season_gno_limit_once", lambda: SeasonGnoLimit.objects.create(season=season, scale=4, minimum=3))
    refused("season_level_once", lambda: SeasonLevel.objects.create(season=season, level="bachelor", class_year=3))
    SeasonLevel.objects.create(season=season, level="graduate", class_year=None)
    refused("season_level_once", lambda: SeasonLevel.objects.create(season=season, level="graduate", class_year=None))
    refused("season_exclusion_names_one", lambda: SeasonExclusion.objects.create(season=season))
    refused(
        "season_exclusion_names_one",
        lambda: SeasonExclusion.objects.create(season=season, unit_kind="medical_faculty", group_tag="teaching"),
    )
    SeasonExclusion.objects.create(season=season, group_tag="dentistry")
    refused("season_exclusion_once", lambda: SeasonExclusion.objects.create(season=season, group_tag="dentistry"))


def test_a_window_has_working_days_and_exists_once():
    window = WindowFactory()
    refused("internship_window_days_positive", lambda: WindowFactory(working_days=0))
    refused(
        "internship_window_once",
        lambda: type(window).objects.create(
            season=window.season, university=window.university, working_days=20, starts_on=window.starts_on
        ),
    )


def test_every_trigger_rule_has_a_sentence_and_every_sentence_a_trigger():
    folder = Path(applications.migrations.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    for model in (Application, ProvincePreference):
        for name, sentence in model.trigger_rules.items():
            assert f"constraint = '{name}'" in text
            assert str(sentence).endswith(".")


def test_factories_make_rows_that_the_database_accepts_in_each_state(ground):
    states = [ApplicationFactory(season=ground.season, state=state).state for state in S.values]
    assert states == S.values
