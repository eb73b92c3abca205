"""System packages: which are missing on this machine, and installing them where that is allowed."""

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from usp.stack import paths
from usp.stack.console import StackError, Step

# What WeasyPrint loads at run time, by the file names Linux and macOS give them, and Debian's package for
# each.
LIBRARIES = {
    ("libpango-1.0.so.0", "libpango-1.0.dylib"): "libpango-1.0-0",
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"): "libpangoft2-1.0-0",
    ("libharfbuzz.so.0", "libharfbuzz.dylib"): "libharfbuzz0b",
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"): "libharfbuzz-subset0",
}
HOMEBREW = (Path("/opt/homebrew/lib"), Path("/usr/local/lib"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def missing_libraries() -> list[str]:
    """Debian packages of the libraries WeasyPrint would not find."""
    return [package for names, package in LIBRARIES.items() if not any(_loads(name) for name in names)]


def _loads(name: str) -> bool:
    candidates = [name, *(str(folder / name) for folder in HOMEBREW if (folder / name).exists())]
    for candidate in candidates:
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


def has_browser() -> bool:
    """Whether a Chromium for the browser tests is on the path."""
    return any(shutil.which(name) for name in BROWSERS)


def has_venv_module() -> bool:
    """Debian and Ubuntu ship Python without the parts that ``venv`` needs."""
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def venv_packages() -> list[str]:
    """The package that completes this Python: the distribution's own, or the one of its version number."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    own = Path("/usr/bin/python3").resolve().name == version
    return ["python3-venv"] if own else [f"{version}-venv"]


def distribution() -> str:
    """``debian``, ``ubuntu``, … or an empty text outside Linux."""
    try:
        return platform.freedesktop_os_release().get("ID", "")
    except OSError:
        return ""


def chromium_packages() -> list[str]:
    """Debian's Chromium. Ubuntu's package only points to a snap, which a script should not install."""
    return [] if distribution() == "ubuntu" else ["chromium"]


def install_packages(packages: list[str], purpose: str) -> None:
    """Install with apt-get as root or with a sudo that asks nothing; otherwise one sentence with the
    command.
    """
    by_hand = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if sys.platform == "darwin":
        raise StackError(f"{purpose} needs system libraries; install them and start again: brew install pango")
    if shutil.which("apt-get") is None:
        raise StackError(
            f"{purpose} needs the system packages {' '.join(packages)} (Debian's names); install them and start again."
        )
    prefix = _privileged()
    if prefix is None:
        raise StackError(f"{purpose} needs system packages; install them and start again: sudo {by_hand}")
    with Step(f"Installing system packages for {purpose}: {' '.join(packages)}"):
        install = ["install", "-y", "--no-install-recommends", *packages]
        if _apt_get(prefix, install) and (_apt_get(prefix, ["update"]) or _apt_get(prefix, install)):
            raise StackError(
                f"The system packages for {purpose} could not be installed (see {_log()}); "
                f"install them by hand and start again: {'' if paths.is_root() else 'sudo '}{by_hand}"
            )


def _privileged() -> list[str] | None:
    """The words before apt-get that make it run as root; None when this user may not."""
    if paths.is_root():
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return ["sudo", "-n"] if allowed.returncode == 0 else None


def _apt_get(prefix: list[str], arguments: list[str]) -> int:
    command = [
        *prefix,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=120",
        *arguments,
    ]
    with open(_log(), "ab") as log:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", check=False
        ).returncode


def _log() -> Path:
    return paths.LOGS / "system-packages.log"


def ensure_venv_module() -> None:
    """Python's own ``venv`` works, or a sentence says how to get it."""
    if not has_venv_module():
        install_packages(venv_packages(), "Python's virtual environment")
        importlib.invalidate_caches()
        if not has_venv_module():
            raise StackError(
                f"{sys.executable} still cannot make virtual environments; "
                "name another Python: make run PYTHON=python3.12"
            )


def ensure_libraries() -> None:
    """WeasyPrint can draw PDFs on this machine, or a sentence says what is missing."""
    missing = missing_libraries()
    if missing:
        install_packages(missing, "Drawing PDF documents")
        still = missing_libraries()
        if still:
            raise StackError(f"The libraries for drawing PDF documents are still not found: {', '.join(still)}.")


def ensure_browser() -> str:
    """A Chromium for the browser tests; returns a sentence when there is none and it cannot be installed
    here.
    """
    if has_browser():
        return ""
    packages = chromium_packages()
    if not packages:
        return "No Chromium found, and Ubuntu has it as a snap only: snap install chromium, or install Chrome."
    try:
        install_packages(packages, "The browser tests")
    except StackError as problem:
        return str(problem)
    return "" if has_browser() else "Chromium was installed but is not on the path."


def owner_of(path: Path) -> int:
    """The numeric owner of a file; used to name whose folder is in the way."""
    return os.stat(path).st_uid
