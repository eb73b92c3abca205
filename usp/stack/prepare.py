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

from usp.stack import paths, postgres
from usp.stack.console import StackError, Step, say
from usp.stack.homes import Home

PACKAGES = ("usp", "applications", "offers", "insurance")


@dataclass(frozen=True)
class Job:
    """One management command, and the files on which its outcome depends."""

    name: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    telling: str
    # Cut off half-way it cannot be repeated: the database is made anew.
    once: bool = False


_DEMO = ("usp/portal/demo/**/*", "usp/portal/management/commands/demo.py")
STATIC = Job(
    "static",
    ("collectstatic", "--noinput", "--clear", "-v", "0"),
    ("static/**/*",),
    "Collecting static files",
)
CERTIFICATE = Job("certificate", ("make_test_certificate",), (), "Making a certificate that signs the demo's papers")
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
    Job(
        "catalogue",
        ("load_catalogue",),
        ("applications/data/*.toml", "applications/catalogue_file.py", "applications/services/catalogue.py"),
        "Loading what students may declare",
    ),
    Job(
        "wages",
        ("load_wages",),
        ("offers/data/wages.toml", "offers/services/wages.py"),
        "Loading what the law says an intern is paid",
    ),
    Job("demo", ("demo", "--if-empty"), _DEMO, "Making the demo season", once=True),
    Job("accounts", ("demo", "--accounts"), _DEMO, "Listing the demo's accounts"),
)
_BEGUN = "begun"


def run(environment: dict[str, str], home: Home | None) -> None:
    """Run each job whose files changed since. ``home`` keeps the note beside the data; None: the database
    is elsewhere, and every job looks for itself.
    """
    note = None if home is None else home.folder / "prepared.json"
    if home and note and _BEGUN in _read(note).values():
        say("  An earlier start was cut off while it made the demo's data; it is made anew.")
        note.unlink()
        postgres.drop_database(home)
        postgres.ensure_database(home)
    if not Path(environment["USP_SIGNING_CERT"]).exists():
        _run_changed((CERTIFICATE,), environment, None)
    static = paths.LOCAL / "static.json"
    if not (paths.LOCAL / "static").exists():
        static.unlink(missing_ok=True)
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as pool:
        beside = pool.submit(_run_changed, (STATIC,), environment, static)
        _run_changed(DATABASE, environment, note)
        beside.result()


def accounts() -> str:
    """The demo's accounts as the demo command printed them; without the log lines around them."""
    try:
        lines = (paths.LOGS / "accounts.log").read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(line for line in lines if not line.startswith("{"))


def _run_changed(jobs: Iterable[Job], environment: dict[str, str], stamps: Path | None) -> None:
    known = _read(stamps)
    for job in jobs:
        fingerprint = _fingerprint(job.patterns)
        if known.get(job.name) == fingerprint:
            continue
        if job.once:
            known = _note(stamps, known, job, _BEGUN)
        with Step(job.telling):
            _manage(job, environment)
        known = _note(stamps, known, job, fingerprint)


def _note(stamps: Path | None, known: dict[str, str], job: Job, state: str) -> dict[str, str]:
    known = {**known, job.name: state}
    if stamps is not None:
        stamps.write_text(json.dumps(known))
    return known


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
