"""Bringing files and database to today's code before the portal starts, skipping what has not changed
since.
"""

import concurrent.futures
import hashlib
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from usp.stack import paths
from usp.stack.console import StackError, Step

PACKAGES = ("usp", "applications", "offers", "insurance")


@dataclass(frozen=True)
class Job:
    """One management command, and the files on which its outcome depends."""

    name: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    telling: str


STATIC = Job(
    "static",
    ("collectstatic", "--noinput", "--clear", "-v", "0"),
    ("static/**/*",),
    "Collecting static files",
)
DATABASE = (
    Job(
        "migrations",
        ("migrate", "--noinput", "-v", "0"),
        tuple(f"{package}/**/migrations/*.py" for package in PACKAGES),
        "Bringing the database to today's shape",
    ),
    Job(
        "reference",
        ("load_reference",),
        ("usp/reference/**/*",),
        "Loading provinces, universities and holidays",
    ),
    Job("demo", ("demo", "--if-empty"), ("usp/portal/demo/**/*",), "Making the demo season"),
)


def run(environment: dict[str, str], home: Path | None) -> None:
    """Run each job whose files changed since. ``home`` keeps the note beside the data; None: the database
    is elsewhere.
    """
    database = None if home is None else home / "prepared.json"
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as pool:
        beside = pool.submit(_run_changed, (STATIC,), environment, paths.LOCAL / "static.json")
        _run_changed(DATABASE, environment, database)
        beside.result()


def _run_changed(jobs: Iterable[Job], environment: dict[str, str], stamps: Path | None) -> None:
    known = _read(stamps)
    for job in jobs:
        fingerprint = _fingerprint(job.patterns)
        if known.get(job.name) == fingerprint or not _is_written(job.words[0]):
            continue
        with Step(job.telling):
            _manage(job, environment)
        known = {**known, job.name: fingerprint}
        if stamps is not None:
            stamps.write_text(json.dumps(known))


def _manage(job: Job, environment: dict[str, str]) -> None:
    log = paths.LOGS / f"{job.name}.log"
    with open(log, "wb") as output:
        done = subprocess.run(
            [paths.VENV_PYTHON, "manage.py", *job.words],
            cwd=paths.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    if done.returncode:
        end = "\n".join(f"    {line[:300]}" for line in log.read_text(errors="replace").splitlines()[-5:])
        raise StackError(f"manage.py {' '.join(job.words)} failed; the end of {log}:\n{end}")


def _fingerprint(patterns: Iterable[str]) -> str:
    """The content of the files, and the packages installed beside them."""
    digest = hashlib.sha256(paths.REQUIREMENTS.read_bytes())
    for pattern in patterns:
        for path in sorted(paths.ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(paths.ROOT)).encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(stamps: Path | None) -> dict[str, str]:
    try:
        return dict(json.loads(stamps.read_text())) if stamps else {}
    except (OSError, ValueError):
        return {}


def _is_written(command: str) -> bool:
    return command in ("migrate", "collectstatic") or any(
        path
        for package in PACKAGES
        for path in paths.ROOT.glob(f"{package}/**/management/commands/{command}.py")
    )
