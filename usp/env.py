"""Every value the portal takes from its environment, read once and checked loudly.

Nothing else reads ``os.environ``. A missing or malformed value stops the start with a sentence that names it.
The table of the README lists the same names.
"""

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default a missing or empty one is refused."""
    value = _env.str(name, default=default if default is not None else "")
    if value == "" and default is None:
        raise ImproperlyConfigured(f"{name} is not set; see the configuration table in README.md")
    return str(value)


def flag(name: str, default: bool) -> bool:
    """Exactly ``True`` or ``False``; «yes», «1» and typing errors are refused."""
    value = _env.str(name, default=str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}")
    return value == "True"


def number(name: str, default: int) -> int:
    """A whole number."""
    value = _env.str(name, default=str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def words(name: str, default: str | None = None) -> list[str]:
    """Comma-separated words, blanks trimmed; without a default an empty list is refused."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str = "DATABASE_URL") -> dict[str, object]:
    """Django's settings of the PostgreSQL named by a URL; any other database is refused."""
    url = text(name)
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"{name} must be a postgres:// URL: the portal needs PostgreSQL 15 or later")
    return dict(_env.db_url_config(url))


def email(name: str) -> dict[str, object]:
    """Django's e-mail settings from a URL such as ``smtp+tls://user:password@host:587`` or ``filemail:///folder``."""
    values = dict(_env.email_url_config(text(name)))
    if values.get("EMAIL_FILE_PATH"):  # the URL's path is absolute, however many slashes were typed
        values["EMAIL_FILE_PATH"] = "/" + str(values["EMAIL_FILE_PATH"]).lstrip("/")
    return values


def folder_of(name: str, url: str) -> str:
    """The folder of a ``file:///…`` URL; another scheme is refused."""
    if not url.startswith("file:///"):
        raise ImproperlyConfigured(f"{name} must be a file:/// URL of a folder that web and worker share")
    return url.removeprefix("file://")


def origin(url: str) -> str:
    """Scheme, host and port of an address, as a content security policy names them."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}"
