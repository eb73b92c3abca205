"""``make test`` and ``make lint``: what the CI runs, against servers of its own that are thrown away."""

import concurrent.futures
import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from usp.stack import environment, homes, machine, paths, services
from usp.stack.console import StackError, complain, say
from usp.stack.services import Services
from usp.stack.supervisor import turn_signals_into_interrupt

_SHOWN_LINES = 80
PACKAGES = ("usp", "applications", "offers", "insurance")


@contextlib.contextmanager
def throw_away_services(*, careless: bool = True) -> Iterator[tuple[Services, Path]]:
    """PostgreSQL (careless: without fsync) and an empty Valkey in a folder that is removed afterwards; with a
    folder for files.
    """
    turn_signals_into_interrupt()
    home = homes.passing()
    files = Path(tempfile.mkdtemp(prefix="test-files-", dir=paths.LOCAL))
    servers = None
    try:
        servers = services.start(home, careless=careless)
        yield servers, files
    finally:
        if servers:
            services.stop(servers)
        home.remove()
        shutil.rmtree(files, ignore_errors=True)


def linters(servers: Services | None, files: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Name → command and environment. Those that ask the database are left out when there is none."""
    tools = paths.VENV / "bin"
    python = str(paths.VENV_PYTHON)
    database, redis = (
        (servers.database_url, servers.redis_url) if servers else ("postgres://usp@/usp", "redis://127.0.0.1:1/0")
    )
    test = environment.tests(database_url=database, redis_url=redis, files=files)
    production = environment.production_shape(database, redis)
    found = {
        "mypy": ([f"{tools}/mypy", *PACKAGES], test),
        "ruff check": ([f"{tools}/ruff", "check", "--output-format", "concise", "."], test),
        "ruff format": ([f"{tools}/ruff", "format", "--check", "--quiet", "."], test),
        "import order": ([f"{tools}/lint-imports"], test),
        "djlint": ([f"{tools}/djlint", "templates", "--lint", "--quiet"], test),
        "check --deploy": ([python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], production),
    }
    if servers:
        found["makemigrations --check"] = (
            [python, "manage.py", "makemigrations", "--check", "--dry-run"],
            test,
        )
    return found


def run_linters(servers: Services | None, files: Path) -> list[str]:
    """Run them, as many at a time as there are cores; print what they have to say; return the names of
    those that object.
    """

    def one(item: tuple[str, tuple[list[str], dict[str, str]]]) -> tuple[str, int, str, float]:
        name, (command, values) = item
        began = time.monotonic()
        done = subprocess.run(
            command,
            cwd=paths.ROOT,
            env=values,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return name, done.returncode, (done.stdout + done.stderr).strip(), time.monotonic() - began

    objecting = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        waiting = [pool.submit(one, item) for item in linters(servers, files).items()]
        for done in concurrent.futures.as_completed(waiting):
            name, code, output, seconds = done.result()
            say(f"  {name:<24} {'ok' if code == 0 else 'FAILED'}  {seconds:.1f} s")
            if code:
                objecting.append(name)
                lines = output.splitlines()
                say("\n".join(f"    {line}" for line in lines[-_SHOWN_LINES:]))
                if len(lines) > _SHOWN_LINES:
                    say(f"    (the last {_SHOWN_LINES} of {len(lines)} lines)")
    return objecting


def lint(words: list[str]) -> int:
    """The linters alone, without servers."""
    files = Path(tempfile.mkdtemp(prefix="test-files-", dir=paths.LOCAL))
    try:
        objecting = run_linters(None, files)
    finally:
        shutil.rmtree(files, ignore_errors=True)
    if objecting:
        complain(f"These checks object: {', '.join(objecting)}.")
    return 1 if objecting else 0


def test(words: list[str]) -> int:
    """Linters, then pytest, whose closing line is the last one. Fails when either objects."""
    trouble = machine.ensure_browser()
    if trouble:
        raise StackError(trouble)
    with throw_away_services() as (servers, files):
        objecting = run_linters(servers, files)
        if objecting:
            say(f"These checks object: {', '.join(objecting)}. The tests run all the same.")
        values = environment.tests(database_url=servers.database_url, redis_url=servers.redis_url, files=files)
        command = [str(paths.VENV_PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", *words]
        code = subprocess.run(command, cwd=paths.ROOT, env=values, stdin=subprocess.DEVNULL, check=False).returncode
    return code or (1 if objecting else 0)


def bench(words: list[str]) -> int:
    """The figures of docs/performance.md, measured against a PostgreSQL with fsync on."""
    if not (paths.ROOT / "tests" / "benchmarks" / "__main__.py").exists():
        raise StackError("There are no benchmarks yet (tests/benchmarks).")
    with throw_away_services(careless=False) as (servers, files):
        values = environment.tests(database_url=servers.database_url, redis_url=servers.redis_url, files=files)
        values |= environment.bench_sizes()
        command = [str(paths.VENV_PYTHON), "-m", "tests.benchmarks", *words]
        return subprocess.run(command, cwd=paths.ROOT, env=values, stdin=subprocess.DEVNULL, check=False).returncode
