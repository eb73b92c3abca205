"""The edges of HTTP that every view shares."""

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
# What a statement that begins like a read may hide: a writing WITH part, a lock, a function that moves offers.
_WRITING = re.compile(
    r"\b(insert\s+into|update\s+\S+\s+set|delete\s+from|merge\s+into|for\s+(no\s+key\s+)?update|offers_settle|nextval)\b"
)
_READING = ("select", "with", "savepoint", "release", "rollback", "begin", "commit", "set transaction", "fetch")


class WriteInReadOnlyError(RuntimeError):
    """A page that only reads tried to write: a fault of ours, never of the user."""


@functools.lru_cache(maxsize=512)
def _writes(sql: str) -> bool:
    """Whether a statement writes, the session's own aside. The same pages ask the same questions: judged once."""
    text = sql.lstrip(" (\n").lower()
    writes = not text.startswith(_READING) or _WRITING.search(text) is not None
    return writes and '"django_session"' not in text


@contextmanager
def only_reading() -> Iterator[None]:
    """Refuse every statement that is not a read, but the session's own housekeeping."""

    def guard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _writes(str(sql)):
            raise WriteInReadOnlyError(f"a page that only reads tried to write: {str(sql)[:120]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield


def read_only(view: View) -> View:
    """Mark a GET view as one that reads: it cannot write, whoever calls what inside it (docs/rules.md I12)."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        with only_reading():
            return view(request, *args, **kwargs)

    run.read_only = True  # type: ignore[attr-defined]  # read by the consistency tests
    return run


def wants_fragment(request: HttpRequest) -> bool:
    """True when htmx asks for a part of the page; the back button and boosted links want the whole one."""
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return False
    return not htmx.boosted and not htmx.history_restore_request


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: the data and files of a POST, an empty one too; nothing for a page that is looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
