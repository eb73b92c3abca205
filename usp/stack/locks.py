"""One launcher at a time per checkout. The lock ends with its process, also when that was killed."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from usp.stack import paths
from usp.stack.console import StackError, say


@contextlib.contextmanager
def only_one(name: str, *, wait: bool, taken: str) -> Iterator[None]:
    """Hold ``.local/<name>.lock``. When another process holds it: wait after saying ``taken``, or refuse
    with it.
    """
    descriptor = os.open(paths.LOCAL / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise StackError(taken) from None
            say(taken)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)
