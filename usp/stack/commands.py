"""The second half of every command: runs inside ``.venv``."""

import argparse
import os
import shutil

from usp.stack import environment, homes, paths
from usp.stack import run as running
from usp.stack.console import StackError, say


def run(options: argparse.Namespace) -> int:
    """Run one command."""
    if options.command == "run":
        return running.run(options.port, options.sandbox_port)
    if options.command == "stop":
        return running.stop()
    if options.command == "clean":
        return clean()
    if options.command == "manage":
        return manage(options.words)
    from usp.stack import checks  # noqa: PLC0415 -- only these three need it

    return {"test": checks.test, "lint": checks.lint, "bench": checks.bench}[options.command](options.words)


def clean() -> int:
    """Remove what the launcher made: packages, demo data, keys, logs."""
    running.stop()
    homes.lasting().remove()
    for folder in (paths.LOCAL, paths.VENV):
        shutil.rmtree(folder, ignore_errors=True)
    say("Removed .venv, .local and the demo's data.")
    return 0


def manage(words: list[str]) -> int:
    """Hand over to ``manage.py`` with the running portal's environment."""
    values = environment.read(paths.STACK_ENV)
    if not values:
        raise StackError("The portal does not run: start it in another terminal with make run.")
    os.chdir(paths.ROOT)
    command = [str(paths.VENV_PYTHON), "manage.py", *words]
    os.execve(paths.VENV_PYTHON, command, {**os.environ, **values})  # noqa: S606 -- no shell
