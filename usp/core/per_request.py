"""What one request reads once, however many of its parts ask. Outside a request nothing is remembered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_store: ContextVar[dict[str, Any] | None] = ContextVar("usp_per_request", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Begin a request: what it remembers is gone at its end."""
    token = _store.set({})
    try:
        yield
    finally:
        _store.reset(token)


def remember(key: str, read: Callable[[], T]) -> T:
    """The value read under this key in this request; read now when it was not yet, or when there is no request."""
    store = _store.get()
    if store is None:
        return read()
    if key not in store:
        store[key] = read()
    value: T = store[key]
    return value


def forget(key: str) -> None:
    """Read anew next time: something in this request has changed it."""
    store = _store.get()
    if store is not None:
        store.pop(key, None)
