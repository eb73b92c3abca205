"""What the launcher tells the person at the terminal: short lines, and one sentence when something is in
the way.
"""

import errno
import sys
import time


class StackError(Exception):
    """Something is in the way of the command; the text is one sentence for the person at the terminal."""


def say(line: str = "") -> None:
    """One line of progress, shown at once also when the output is a file or a pipe."""
    print(line, flush=True)


def complain(line: str) -> None:
    """One sentence on the error stream."""
    print(line, file=sys.stderr, flush=True)


def sentence_of(error: OSError) -> str:
    """An operating-system error as a sentence that names the file and what to do."""
    where = error.filename or "a file of the project"
    if error.errno == errno.ENOSPC:
        return f"The disk is full (writing {where}): free some space (about 1 GB) and start again."
    if error.errno == errno.EDQUOT:
        return f"Your disk quota is used up (writing {where}): free some space (about 1 GB) and start again."
    if error.errno == errno.EROFS:
        return f"{where} is on a read-only file system: copy the project where you can write and start there."
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"{where} may not be written by this user: start as the owner of the project folder, "
            "or copy the project to a folder of your own."
        )
    return f"{where}: {error.strerror or error}."


class Step:
    """``with Step("Installing packages")``: prints the name, then how long it took when that was worth
    telling.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> "Step":
        self.began = time.monotonic()
        say(f"  {self.name} …")
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        took = time.monotonic() - self.began
        if kind is None and took >= 2:
            say(f"  {self.name}: {took:.0f} s")
