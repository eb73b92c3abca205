"""The virtual environment: made once, remade when half-made, moved or broken, filled from pinned and hashed
requirements.
"""

import hashlib
import json
import shutil
import subprocess
import sys

from usp.stack import machine, paths
from usp.stack.console import StackError, Step

MARKER = paths.VENV / ".usp-installed.json"
OFFLINE_SIGNS = (
    "Failed to establish a new connection",
    "NameResolutionError",
    "Temporary failure in name resolution",
    "Max retries exceeded",
    "Could not find a version",
    "No matching distribution",
    "ReadTimeoutError",
)


def wanted() -> dict[str, str]:
    """What a complete environment says of itself."""
    return {
        "requirements": hashlib.sha256(paths.REQUIREMENTS.read_bytes()).hexdigest(),
        "folder": str(paths.VENV),
    }


def is_complete() -> bool:
    """Whether the environment holds exactly today's requirements and its Python still starts."""
    return recorded() == wanted() and python_starts()


def recorded() -> dict[str, str]:
    """What the last finished installation wrote; empty when there was none."""
    try:
        found = json.loads(MARKER.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def python_starts() -> bool:
    """A Python that was upgraded or removed under the environment leaves a dead link."""
    try:
        return subprocess.run([paths.VENV_PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def ensure() -> None:
    """Bring ``.venv`` to today's requirements; does nothing when it is there already."""
    if is_complete():
        return
    if recorded().get("folder") != str(paths.VENV) or not python_starts():
        _remake()
    MARKER.unlink(missing_ok=True)
    with Step("Installing Python packages (the first time takes a minute or two)"):
        _fill()
    MARKER.write_text(json.dumps(wanted()))


def _remake() -> None:
    """A new, empty environment. Only a folder that is a virtual environment (or the rest of one) is
    removed.
    """
    machine.ensure_venv_module()
    if paths.VENV.is_symlink() or paths.VENV.is_file():
        raise StackError(f"{paths.VENV} is not a folder: remove it and start again.")
    if paths.VENV.exists():
        strange = {entry.name for entry in paths.VENV.iterdir()} - {
            "bin",
            "include",
            "lib",
            "lib64",
            "share",
            "etc",
        }
        if strange and not (paths.VENV / "pyvenv.cfg").exists():
            raise StackError(f"{paths.VENV} is not a virtual environment: move it away and start again.")
        shutil.rmtree(paths.VENV)
    with Step("Making .venv"):
        log = paths.LOGS / "venv.log"
        with open(log, "wb") as output:
            made = subprocess.run(
                [sys.executable, "-m", "venv", paths.VENV],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
        if made.returncode:
            raise StackError(
                f"The virtual environment could not be made: {_reason(log.read_text(errors='replace'), log)}"
            )


def _fill() -> None:
    log = paths.LOGS / "pip.log"
    command = [
        str(paths.VENV_PYTHON),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--no-compile",
    ]
    with open(log, "wb") as output:
        done = subprocess.run(
            [*command, "--require-hashes", "-r", str(paths.REQUIREMENTS)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    if done.returncode:
        raise StackError(f"The Python packages could not be installed: {_reason(log.read_text(errors='replace'), log)}")


def _reason(output: str, log: object) -> str:
    """pip's trouble in one sentence; the whole of it stays in the log."""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return f"the disk is full; free about 1 GB and start again ({log})."
    if "DO NOT MATCH THE HASHES" in output:
        return f"a downloaded file is not the one that was pinned; see {log}."
    if any(sign in output for sign in OFFLINE_SIGNS):
        return f"the package index did not answer; check the network (or pip's settings), start again ({log})."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"{lines[-1] if lines else 'no reason given'} ({log})."
