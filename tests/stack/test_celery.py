"""Queueing background work: after the commit only, and never at the cost of the request that committed."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction

from usp import celery as portal_celery


@contextmanager
def task_of_a_broker_at(port: int) -> Iterator[object]:
    """A task with the portal's settings, on a broker of the test's own."""
    app = Celery("test", task_cls=portal_celery.CommittedTask, set_as_current=False, fixups=[])
    app.config_from_object(settings, namespace="CELERY")
    app.conf.broker_url = f"redis://127.0.0.1:{port}/0"

    @app.task(name="stack.nothing", shared=False)
    def nothing() -> None:
        """Do nothing."""

    try:
        yield nothing
    finally:
        app.close()


@pytest.fixture
def silent_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(8)
        yield server.getsockname()[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["closed_port", "silent_port"])
@pytest.mark.parametrize("way", ["delay_on_commit", "apply_async_on_commit"])
def test_a_broker_that_is_away_or_hangs_does_not_reach_the_request(
    kind: str, way: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    began = time.monotonic()
    with task_of_a_broker_at(request.getfixturevalue(kind)) as task, transaction.atomic():
        getattr(task, way)()
    assert time.monotonic() - began < 15  # minutes, without the settings' limits
    assert "Error calling" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_nothing_is_queued_by_a_transaction_that_is_rolled_back(closed_port: int) -> None:
    with task_of_a_broker_at(closed_port) as task, transaction.atomic():
        task.delay_on_commit()  # type: ignore[attr-defined]
        transaction.set_rollback(True)


def test_every_process_that_reads_the_settings_publishes_to_the_portal_s_broker() -> None:
    assert portal_celery.app.conf.broker_url == settings.CELERY_BROKER_URL
    assert portal_celery.app.conf.task_acks_late


def test_every_scheduled_job_is_a_task_of_the_portal() -> None:
    portal_celery.app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(portal_celery.app.tasks), scheduled - set(portal_celery.app.tasks)
