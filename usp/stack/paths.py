"""Where the launcher keeps things. Everything it makes lives in ``.venv`` and ``.local`` of the checkout,
both ignored by git.
"""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCAL = ROOT / ".local"
LOGS = LOCAL / "logs"
SECRETS = LOCAL / "secrets.env"
PROCESSES = LOCAL / "processes.json"
STACK_ENV = LOCAL / "stack.env"
REQUIREMENTS = ROOT / "requirements" / "dev.txt"

# PostgreSQL refuses to run as root. Then its data, socket and binaries live here, owned by a system user,
# because that user must not be let into a private checkout (a home folder).
SYSTEM_FOLDER = Path("/var/lib/usp-portal")
SYSTEM_USER = "usp-portal"


def is_root() -> bool:
    """Whether this process may switch users."""
    return os.geteuid() == 0


def checkout_id() -> str:
    """A short name for this checkout's path, for folders outside it."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


def make_local() -> None:
    """``.local`` and its logs, readable by the owner only: it holds keys and the demo's mails."""
    LOCAL.mkdir(mode=0o700, exist_ok=True)
    LOGS.mkdir(exist_ok=True)
