"""What the demo sent: e-mails written by Django's file backend and SMS written by our transport."""

import datetime as dt
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from usp.notifications.transports import FOLDER_SCHEME

_SEPARATOR = b"-" * 79 + b"\n"  # what Django's file backend writes after each message
_NEWEST = 100
EMAIL_BOX, SMS_BOX = "eposta", "sms"


@dataclass(frozen=True)
class Entry:
    """One sent e-mail or SMS."""

    box: str
    name: str
    at: dt.datetime
    to: str
    subject: str
    text: str
    html: str = ""


def newest() -> list[Entry]:
    """The newest hundred of both kinds, newest first."""
    files = sorted((*_files(EMAIL_BOX), *_files(SMS_BOX)), key=lambda found: found[1].stat().st_mtime, reverse=True)
    entries = [entry for box, path in files[:_NEWEST] for entry in _read(box, path)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:_NEWEST]


def find(box: str, name: str) -> Entry | None:
    """The entry of that name: only names that a listing of the folder yields are ever opened."""
    return next(
        (
            entry
            for _box, path in _files(box)
            if name.startswith(path.stem)
            for entry in _read(box, path)
            if entry.name == name
        ),
        None,
    )


def _folder(box: str) -> Path | None:
    if box == EMAIL_BOX:
        path = getattr(settings, "EMAIL_FILE_PATH", None)
        return Path(path) if path else None
    if box == SMS_BOX and settings.USP_SMS_URL.startswith(FOLDER_SCHEME):
        return Path(settings.USP_SMS_URL.removeprefix(FOLDER_SCHEME))
    return None


def _files(box: str) -> Iterator[tuple[str, Path]]:
    folder = _folder(box)
    if folder is not None and folder.is_dir():
        pattern = "*.log" if box == EMAIL_BOX else "*.txt"
        yield from ((box, path) for path in folder.glob(pattern) if path.is_file())


def _read(box: str, path: Path) -> Iterator[Entry]:
    at = timezone.localtime(dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC))
    if box == SMS_BOX:
        to, _blank, text = path.read_text(encoding="utf-8").partition("\n\n")
        yield Entry(box, path.stem, at, to, text.strip()[:80], text.strip())
        return
    for number, source in enumerate(path.read_bytes().split(_SEPARATOR)):
        if source.strip():
            yield _email(f"{path.stem}-{number}", at, source)


def _email(name: str, at: dt.datetime, source: bytes) -> Entry:
    message = email.message_from_bytes(source.lstrip(), policy=email.policy.default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return Entry(
        EMAIL_BOX,
        name,
        at,
        str(message["To"]),
        str(message["Subject"]),
        plain.get_content() if plain else "",
        html.get_content() if html else "",
    )
