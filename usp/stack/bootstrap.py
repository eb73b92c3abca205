"""The first half of every command: runs on the machine's own Python, sets up ``.venv`` and hands over to
it.
"""

import argparse
import os
import shlex
import sys

from usp.stack import machine, paths, venv
from usp.stack.console import StackError, complain, say, sentence_of
from usp.stack.locks import only_one

COMMANDS = ("install", "run", "test", "lint", "bench", "stop", "clean", "manage")


def arguments(words: list[str]) -> argparse.Namespace:
    """The command line as the Makefile writes it."""
    parser = argparse.ArgumentParser(
        prog="usp.stack", description="Sets up, runs and checks the portal on this machine."
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--port", type=int, default=8000, help="the portal's port")
    parser.add_argument("--sandbox-port", type=int, default=8001, help="the port of e-Devlet's sandbox")
    parser.add_argument("--args", default="", help="words handed on to the tool behind the command")
    options = parser.parse_args(words)
    options.words = shlex.split(options.args)
    return options


def start(words: list[str]) -> int:
    """Run one command; every expected trouble ends in one sentence and an exit code that is not 0."""
    options = arguments(words)
    try:
        return _run(options, words)
    except StackError as problem:
        complain(str(problem))
    except OSError as error:
        complain(sentence_of(error))
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    return 1


def _run(options: argparse.Namespace, words: list[str]) -> int:
    inside = os.path.realpath(sys.prefix) == os.path.realpath(paths.VENV)
    if not inside:
        _check_folder()
        if options.command in ("stop", "clean") and not venv.is_complete():
            say("Nothing to stop: the project is not installed here.")
            return 0
        if options.command not in ("stop", "clean"):
            _install()
        if options.command == "install":
            say("Ready: make run starts the portal, make test runs the checks.")
            return 0
        sys.stdout.flush()
        os.chdir(paths.ROOT)
        os.execv(paths.VENV_PYTHON, [str(paths.VENV_PYTHON), "-m", "usp.stack", *words])  # noqa: S606 -- no shell
    from usp.stack import commands  # noqa: PLC0415 -- needs the packages of .venv

    return commands.run(options)


def _check_folder() -> None:
    """The checkout can be written by this user; otherwise a sentence, before anything is half done."""
    paths.make_local()
    for folder in (paths.ROOT, paths.LOCAL, paths.LOGS, paths.VENV):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise PermissionError(13, "not writable", str(folder))


def _install() -> None:
    waiting = "Another make is installing in this folder; waiting for it …"
    with only_one("install", wait=True, taken=waiting):
        venv.ensure()
        machine.ensure_libraries()
