"""The way a code leaves the house. The apps above know e-mail and SMS; they register here (docs/architecture.md)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from usp.accounts.models import ContactChannel


class CodeNotSentError(Exception):
    """The code has certainly not left."""


class CodeFateUnknownError(Exception):
    """The code may have left; nobody can tell."""


@dataclass(frozen=True)
class CodeMessage:
    """One code on its way to a contact that nobody has proven yet."""

    channel: ContactChannel
    value: str
    digits: str = field(repr=False)
    language: str


Sender = Callable[[CodeMessage], None]
_senders: dict[str, Sender] = {}


def register_sender(channel: ContactChannel, sender: Sender) -> None:
    """Let an app carry the codes of a channel. It raises CodeNotSentError or CodeFateUnknownError, nothing else."""
    _senders[channel] = sender


def send_code(message: CodeMessage) -> None:
    """Send one code now; raises CodeNotSentError or CodeFateUnknownError."""
    try:
        sender = _senders[message.channel]
    except KeyError:
        raise CodeNotSentError(f"nobody carries codes by {message.channel}") from None
    sender(message)
