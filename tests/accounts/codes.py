"""The codes that the portal has sent, read where their owner would read them."""

import datetime as dt
import re
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.db.models.functions import Now

from usp.accounts.models import ContactCode


def emailed_code(number: int = -1) -> str:
    """The digits of an e-mail in the outbox, the last one unless told otherwise."""
    return "".join(re.search(r"(\d{3}) (\d{3})", mail.outbox[number].subject).groups())


def texted_code() -> str:
    """The digits of the newest SMS in the folder."""
    folder = Path(settings.USP_SMS_URL.removeprefix("file://"))
    newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    return re.search(r"\b(\d{6})\b", newest.read_text(encoding="utf-8")).group(1)


def wrong(digits: str) -> str:
    """Another code than this one."""
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def age(code: ContactCode, seconds: float) -> None:
    """Let the code be that old, by the database's real clock."""
    moment = Now() - dt.timedelta(seconds=seconds)
    ContactCode.objects.filter(pk=code.pk).update(issued_at=moment, sent_at=moment)
