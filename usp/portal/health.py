"""Whether the parts the portal stands on answer, found out within two seconds each and without raising."""

import logging
import time
from collections.abc import Callable

import psycopg
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

HEARTBEAT_KEY = "health:worker"
HEARTBEAT_EVERY_SECONDS = 5
HEARTBEAT_LASTS_SECONDS = 30
PROBE_PATHS = "/saglik/"

logger = logging.getLogger(__name__)


def database_answers() -> bool:
    """A connection of its own, so that neither an open transaction nor a pool that is used up colours the
    answer.
    """
    wanted = connection.get_connection_params()
    about = {name: wanted[name] for name in ("host", "port", "dbname", "user", "password") if wanted.get(name)}
    try:
        with psycopg.connect(**about, connect_timeout=2, options="-c statement_timeout=1500", autocommit=True) as own:
            own.execute("SELECT 1")
    except psycopg.Error as error:
        logger.warning("health: the database does not answer: %s", error)
        return False
    return True


def cache_answers() -> bool:
    """The cache takes a value and gives it back; its time-outs are those of ``settings.CACHES``."""
    value = time.time()
    try:
        cache.set("health:probe", value, 30)
        return bool(cache.get("health:probe") is not None)
    except Exception as error:
        logger.warning("health: the cache does not answer: %s", error)
        return False


def worker_is_alive() -> bool:
    """A worker beat within the last half minute, whatever the length of its queue."""
    try:
        return cache.get(HEARTBEAT_KEY) is not None
    except Exception as error:
        logger.warning("health: the worker's heartbeat cannot be read: %s", error)
        return False


def report() -> dict[str, bool]:
    """Each part and whether it answers. Without the cache nothing can be known of the worker, so it counts
    as missing.
    """
    has_cache = cache_answers()
    return {"database": database_answers(), "cache": has_cache, "worker": has_cache and worker_is_alive()}


class ProbesFirstMiddleware:
    """Answer the probes before sessions, host names and redirects, which need what the probes are asked
    about.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the probe's view directly; every other path goes the usual way."""
        if request.path_info.startswith(PROBE_PATHS):
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return HttpResponse(status=404)
            return match.func(request, *match.args, **match.kwargs)
        return self.get_response(request)
