"""Logs: one JSON object a line, with the request's name and without personal data."""

import json
import logging
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("usp_request_id", default="-")
_ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{9}(\d{2})(?!\d)")
_EMAIL = re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9.-]+)")
_INVITATION = re.compile(r"(/davet/)[0-9a-f]{16,}")


def mask(text: str) -> str:
    """The text with identity numbers reduced to their last two digits and e-mail names to their first letter.

    What opens an invitation is left out: whoever reads logs must not be able to take somebody's role.
    """
    text = _INVITATION.sub(r"\1…", text)
    return _EMAIL.sub(r"\1***@\2", _ELEVEN_DIGITS.sub(r"*********\1", text))


class RequestIdFilter(logging.Filter):
    """Put the current request's name on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class MaskFilter(logging.Filter):
    """Mask personal data in the message before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), None
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line; an exception's text is masked as well."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
