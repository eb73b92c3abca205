"""The probes: alive needs nothing, ready needs database, cache and worker; neither ever answers 500 or
hangs.
"""

import socket
import time
from collections.abc import Iterator

import pytest
from celery import signals
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from usp.portal import health, tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word: a server that hangs."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(8)
        yield server.getsockname()[1]


@pytest.fixture(autouse=True)
def fresh_heartbeat(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tasks, "_last_written", 0.0)
    cache.delete(health.HEARTBEAT_KEY)
    yield
    cache.delete(health.HEARTBEAT_KEY)


def redis_at(port: int) -> dict[str, object]:
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }


def ask(path: str = "/saglik/hazir", **headers: str) -> tuple[int, dict[str, object]]:
    began = time.monotonic()
    answer = Client(raise_request_exception=False, headers=headers or None).get(path)
    assert time.monotonic() - began < 5
    assert "no-cache" in answer["Cache-Control"]
    return answer.status_code, answer.json()


def beat() -> None:
    signals.heartbeat_sent.send(sender=None)


def test_ready_when_every_part_answers() -> None:
    beat()
    assert ask() == (
        200,
        {"status": "ready", "missing": [], "parts": {"database": True, "cache": True, "worker": True}},
    )


def test_without_a_worker_the_answer_is_503_and_names_it() -> None:
    status, body = ask()
    assert (status, body["missing"]) == (503, ["worker"])


def test_a_heartbeat_is_forgotten_when_the_worker_stops() -> None:
    beat()
    assert 0 < cache._cache.get_client().ttl(cache.make_key(health.HEARTBEAT_KEY)) <= health.HEARTBEAT_LASTS_SECONDS


def test_the_worker_does_not_write_more_often_than_needed() -> None:
    beat()
    cache.delete(health.HEARTBEAT_KEY)
    beat()
    assert cache.get(health.HEARTBEAT_KEY) is None


def test_a_heartbeat_that_cannot_be_written_does_not_stop_the_worker(closed_port: int) -> None:
    with override_settings(CACHES=redis_at(closed_port)):
        beat()
    beat()
    assert health.worker_is_alive()


@pytest.mark.parametrize("kind", ["closed_port", "silent_port"])
def test_a_cache_that_is_away_or_hangs_is_named(kind: str, request: pytest.FixtureRequest) -> None:
    with override_settings(CACHES=redis_at(request.getfixturevalue(kind))):
        status, body = ask()
    assert (status, body["missing"]) == (503, ["cache", "worker"])


@pytest.mark.parametrize("kind", ["closed_port", "silent_port"])
def test_a_database_that_is_away_or_hangs_is_named(
    kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(request.getfixturevalue(kind)))
    status, body = ask()
    assert (status, body["missing"]) == (503, ["database"])


def test_alive_asks_nobody(closed_port: int, django_assert_num_queries: object) -> None:
    with override_settings(CACHES=redis_at(closed_port)), django_assert_num_queries(0):  # type: ignore[operator]
        assert ask("/saglik/canli") == (200, {"status": "alive"})


def test_a_browser_with_a_session_gets_an_answer_without_the_session_being_read(
    django_assert_num_queries: object, client: Client
) -> None:
    client.cookies["usp_session"] = "x" * 32
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/saglik/canli").status_code == 200


@override_settings(ALLOWED_HOSTS=["usp.example"], SECURE_SSL_REDIRECT=True)
def test_a_proxy_may_ask_by_address_and_without_https() -> None:
    assert ask("/saglik/canli", host="10.1.2.3")[0] == 200


@pytest.mark.parametrize("path", ["/saglik/canli", "/saglik/hazir"])
def test_probes_only_answer_questions(path: str, client: Client) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code in (200, 503)


def test_other_addresses_under_health_do_not_exist(client: Client) -> None:
    assert client.get("/saglik/yok").status_code == 404
