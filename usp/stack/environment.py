"""The environment of the portal's processes: keys made once for this checkout, addresses, and what the
caller overrides.
"""

import base64
import os
import secrets
import shlex
from pathlib import Path
from urllib.parse import quote

from usp.stack import paths

# A part of the portal on another machine, or a choice of the person at the terminal (README.md,
# configuration table).
OVERRIDABLE = (
    "DATABASE_URL",
    "REDIS_URL",
    "STORAGE_URL",
    "EMAIL_URL",
    "SMS_URL",
    "USP_FROM_EMAIL",
    "USP_LOG_LEVEL",
    "USP_DEBUG",
)
# How large a benchmark is to be (docs/performance.md).
_BENCH_SIZES = ("HISTORIES", "USP_BENCH_POOL")
_KEPT = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TERM", "TMPDIR", "TZ", "SSL_CERT_FILE", "CI", "COLUMNS")
_EDEVLET = "OAuth2AuthorizationServer"


def local_keys() -> dict[str, str]:
    """The keys of this checkout's demo, readable by their owner only."""
    keys = read(paths.SECRETS)
    missing = {name: make() for name, make in _KEY_MAKERS.items() if not keys.get(name)}
    if missing:
        keys = {**keys, **missing}
        write(paths.SECRETS, keys)
    return keys


_KEY_MAKERS = {
    "USP_SECRET_KEY": lambda: secrets.token_urlsafe(64),
    "USP_FIELD_KEYS": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "USP_HASH_KEY": lambda: secrets.token_urlsafe(32),
    "EDEVLET_CLIENT_SECRET": lambda: secrets.token_urlsafe(24),
    "VALKEY_PASSWORD": lambda: secrets.token_urlsafe(24),
    "USP_SIGNING_PASSWORD": lambda: secrets.token_urlsafe(24),
}


def base() -> dict[str, str]:
    """What a child sees of the caller's environment: nothing that would change the portal's settings by
    accident.
    """
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {"PYTHONUNBUFFERED": "1"}


def overrides() -> dict[str, str]:
    """What the caller set on purpose."""
    return {name: os.environ[name] for name in OVERRIDABLE if os.environ.get(name)}


def bench_sizes() -> dict[str, str]:
    """How large the caller wants the benchmarks."""
    return {name: os.environ[name] for name in _BENCH_SIZES if os.environ.get(name)}


def demo(*, port: int, sandbox_port: int, database_url: str, redis_url: str) -> dict[str, str]:
    """Everything the processes of ``make run`` need."""
    sandbox = f"http://127.0.0.1:{sandbox_port}"
    keys = local_keys()
    keys.pop("VALKEY_PASSWORD")
    return {
        **base(),
        "DJANGO_SETTINGS_MODULE": "usp.settings.local",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "USP_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "USP_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "EDEVLET_AUTHORIZE_URL": f"{sandbox}/{_EDEVLET}/AuthorizationController",
        "EDEVLET_TOKEN_URL": f"{sandbox}/{_EDEVLET}/AccessTokenController",
        "EDEVLET_RESOURCE_URL": f"{sandbox}/{_EDEVLET}/AuthenticationController",
        "EDEVLET_RECORDS_URL": f"{sandbox}/kayitlar",
        "EDEVLET_CLIENT_ID": "usp-demo",
        "STORAGE_URL": f"file://{paths.LOCAL / 'files'}",
        "EMAIL_URL": f"filemail:///{quote(str(paths.LOCAL / 'mail'))}",
        "SMS_URL": f"file://{paths.LOCAL / 'sms'}",
        "USP_STATIC_ROOT": str(paths.LOCAL / "static"),
        "USP_FROM_EMAIL": "Ulusal Staj Programı <bildirim@usp.example>",
        "USP_SIGNING_CERT": str(paths.LOCAL / "signing.p12"),
        "USP_HTTPS": "False",
        **keys,
        **overrides(),
    }


def tests(*, database_url: str, redis_url: str, files: Path) -> dict[str, str]:
    """The environment of the checks; ``usp.settings.test`` fills in the rest."""
    return {
        **base(),
        "DJANGO_SETTINGS_MODULE": "usp.settings.test",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "STORAGE_URL": f"file://{files / 'files'}",
        "SMS_URL": f"file://{files / 'sms'}",
    }


def production_shape(database_url: str, redis_url: str) -> dict[str, str]:
    """Values as a deployment would give them, for ``check --deploy``."""
    keys = {name: make() for name, make in _KEY_MAKERS.items() if not name.endswith("_PASSWORD")}
    service = "https://giris.example/OAuth2AuthorizationServer"
    return {
        **base(),
        "DJANGO_SETTINGS_MODULE": "usp.settings.base",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "USP_ALLOWED_HOSTS": "usp.example",
        "USP_PUBLIC_URL": "https://usp.example",
        "EDEVLET_AUTHORIZE_URL": f"{service}/AuthorizationController",
        "EDEVLET_TOKEN_URL": f"{service}/AccessTokenController",
        "EDEVLET_RESOURCE_URL": f"{service}/AuthenticationController",
        "EDEVLET_RECORDS_URL": "https://kayitlar.example",
        "EDEVLET_CLIENT_ID": "usp",
        "STORAGE_URL": f"file://{paths.LOCAL / 'files'}",
        "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
        "SMS_URL": "jsons://sms.example/?to={phone}",
        "USP_FROM_EMAIL": "Ulusal Staj Programı <bildirim@usp.example>",
        **keys,
    }


def read(path: Path) -> dict[str, str]:
    """A file of ``NAME=value`` lines, quoted as a shell would read them."""
    try:
        words = shlex.split(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return dict(word.split("=", 1) for word in words if "=" in word)


def write(path: Path, values: dict[str, str]) -> None:
    """Write such a file for its owner's eyes only; it appears whole or not at all."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
    new.replace(path)
