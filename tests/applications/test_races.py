"""Two hands on the same button, with real threads and real connections."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from applications.models import Application, ApplicationTransition, ProvincePreference, Score
from applications.scoring.services import recompute_season
from applications.services.completing import complete_application
from applications.services.preferences import ProvinceChoice, save_preferences
from applications.services.registering import cancel_application, register
from applications.services.starting import start_application
from applications.services.verifying import decide
from applications.states import ApplicationState
from tests.applications.conftest import IN_SEASON, make_ground, sandbox_student, user_of
from tests.applications.desk_world import APPROVED, IN_EVALUATION, make_desk
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification

pytestmark = pytest.mark.django_db(transaction=True)
S = ApplicationState


def together(*actions: Callable[[], object]) -> list[object]:
    """Run the actions at the same time, each on its own connection; refusals are answered by their code."""
    barrier = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(index: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            results[index] = action()
        except RuleViolation as refusal:
            results[index] = refusal.code
        except Exception as error:  # the test shows it
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_two_starts_make_one_application(season_clock, edevlet_sandbox):
    season_clock("2024-01-15 10:00")
    make_ground()
    student = sandbox_student("lisans-2")
    results = together(*[lambda: start_application(actor=student.user)] * 3)
    assert sorted(str(result) for result in results if isinstance(result, str)) == ["application_one_live"] * 2
    assert Application.objects.filter(student=student).count() == 1
    assert ApplicationTransition.objects.count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_two_clicks_on_register_move_the_application_once(season_clock, attempt):
    season_clock(IN_SEASON)
    application = make_ground().application(started=True)
    user, pk = user_of(application), application.pk
    results = together(*[lambda: register(actor=user, application_id=pk, enrolment_id="e-1")] * 2)
    assert [result.state for result in results] == [S.REGISTERED] * 2
    assert application.transitions.filter(to_state=S.REGISTERED).count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_completing_against_cancelling_ends_in_one_of_the_two(season_clock, attempt):
    season_clock(IN_SEASON)
    ground = make_ground()
    application = ground.application(registered=True)
    user, pk = user_of(application), application.pk
    save_preferences(actor=user, application_id=pk, provinces=[ProvinceChoice(6, all_districts=True)])
    done, cancelled = together(
        lambda: complete_application(actor=user, application_id=pk),
        lambda: cancel_application(actor=user, application_id=pk),
    )
    application.refresh_from_db()
    if application.state == S.COMPLETED:
        assert cancelled == "application_frozen"
        assert Notification.objects.filter(kind="application_completed").count() == 1
    else:
        assert (application.state, done) == (S.CANCELLED, "application_transition")
        assert not Notification.objects.exists()


def test_two_tabs_that_save_preferences_leave_one_whole_list(season_clock):
    season_clock(IN_SEASON)
    ground = make_ground()
    application = ground.application(registered=True)
    user, pk = user_of(application), application.pk
    lists = [
        [ProvinceChoice(6, all_districts=True), ProvinceChoice(11, all_districts=True)],
        [ProvinceChoice(11, all_districts=True)],
    ]
    results = together(
        *[
            lambda choices=choices: save_preferences(actor=user, application_id=pk, provinces=choices)
            for choices in lists
        ]
    )
    assert all(isinstance(result, Application) for result in results), results
    kept = list(ProvincePreference.objects.order_by("rank").values_list("province_id", flat=True))
    assert kept in ([6, 11], [11])


def test_completing_that_waits_past_the_deadline_is_refused(season_clock):
    """The clock is read after the lock: however long it was waited for, the season's last second decides."""
    season_clock(IN_SEASON)
    ground = make_ground()
    application = ground.application(registered=True)
    user, pk = user_of(application), application.pk
    save_preferences(actor=user, application_id=pk, provinces=[ProvinceChoice(6, all_districts=True)])
    season_clock("2024-03-10 23:59:59.300")
    held, closed = threading.Event(), threading.Event()

    def hold() -> str:
        with transaction.atomic():
            Application.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
            held.set()
            closed.wait(timeout=10)
        return "let go"

    def complete() -> Application:
        held.wait(timeout=10)
        threading.Timer(1.2, closed.set).start()  # half a second after midnight of the eleventh
        return complete_application(actor=user, application_id=pk)

    assert together(hold, complete) == ["let go", "application_in_time"]
    application.refresh_from_db()
    assert application.state == S.REGISTERED
    assert not application.scores.exists()
    assert not Notification.objects.exists()


def test_two_decisions_at_once_count_both(season_clock, at):
    season_clock(IN_EVALUATION)
    desk = make_desk()
    application = desk.application()
    items = [desk.declare(application, "B2", amount=1, issuer=f"Topluluk {number}") for number in range(2)]
    desk.completed(application)
    people = (desk.verifier, desk.other_verifier)
    together(
        *(
            lambda item=item, actor=actor: decide(actor=actor, declaration_id=item.pk, verdict=APPROVED)
            for item, actor in zip(items, people, strict=True)
        )
    )
    before = Score.objects.get(application=application, category="social").points
    recompute_season(desk.season)
    assert Score.objects.get(application=application, category="social").points == before > 0


def test_two_officials_on_one_item_make_one_decision(season_clock, at):
    season_clock(IN_EVALUATION)
    desk = make_desk()
    declaration = desk.waiting()
    results = together(
        lambda: decide(actor=desk.verifier, declaration_id=declaration.pk, verdict=APPROVED),
        lambda: decide(actor=desk.other_verifier, declaration_id=declaration.pk, verdict=APPROVED),
    )
    assert sorted(str(result) for result in results if isinstance(result, str)) == ["declaration_transition"]
    assert declaration.decisions.count() == 1
