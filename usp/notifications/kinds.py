"""The kinds of notices: what they say, where they go, whether they can be switched off (docs/rules.md A20)."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import formats, timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usp.accounts.models import UserKind
from usp.notifications.states import Channel

Text = str | Promise
Value = str | int | dt.date | dt.datetime

EVERYWHERE = (Channel.INBOX, Channel.EMAIL, Channel.SMS)
INBOX_AND_EMAIL = (Channel.INBOX, Channel.EMAIL)
INBOX_ONLY = (Channel.INBOX,)

_INTERNSHIP = gettext_lazy("Stajınızı doğrudan etkilediği için kapatılamaz.")

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_TWO_STOPS = re.compile(r"(?<!\.)\.(»?)\.(?!\.)")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


class UnknownKindError(LookupError):
    """A kind nobody registered: a fault of ours, never of the user."""


@dataclass(frozen=True)
class Kind:
    """One kind of notice, registered by the app that knows the event.

    ``title`` and ``body`` are translatable templates with named places such as ``%(employer)s``; dates in the
    context are written out in the reader's language. ``email_subject`` defaults to the title, ``sms`` to the
    body. ``link`` names the URL that the notice opens unless ``notify()`` is given one. A ``mandatory`` kind
    cannot be switched off, and ``why`` says for what reason; the others are offered for that to the user kinds of
    ``audience``.
    """

    key: str
    title: Text
    body: Text
    channels: tuple[Channel, ...] = INBOX_AND_EMAIL
    mandatory: bool = False
    why: Text = _INTERNSHIP
    link: str = ""
    email_subject: Text = ""
    sms: Text = ""
    audience: tuple[str, ...] = tuple(UserKind.values)

    def __post_init__(self) -> None:
        if Channel.INBOX not in self.channels:
            raise ValueError(f"kind {self.key}: every notice is in the inbox")

    @cached_property
    def places(self) -> frozenset[str]:
        """The names that the texts need from the context."""
        with translation.override("tr"):
            texts = (str(self.title), str(self.body), str(self.email_subject), str(self.sms))
            return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text))


@dataclass(frozen=True)
class Rendered:
    """A notice in one language."""

    title: str
    body: str
    email_subject: str
    sms: str


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; called from each app's ``notifications.py``."""
    for kind in kinds:
        if _kinds.get(kind.key, kind) != kind:
            raise ValueError(f"kind {kind.key} is registered twice")
        _kinds[kind.key] = kind


def get(key: str) -> Kind:
    """The kind of that key; raises UnknownKindError."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKindError(key) from None


def all_kinds() -> list[Kind]:
    """Every registered kind, in the order of registration."""
    return list(_kinds.values())


def storable(context: Mapping[str, Value]) -> dict[str, str]:
    """The context as it is stored: plain strings, dates in ISO form, moments with their offset."""
    return {name: value.isoformat() if isinstance(value, dt.date) else str(value) for name, value in context.items()}


def render(kind: Kind, context: Mapping[str, str], language: str) -> Rendered:
    """The notice's texts in the language; a place without a value (an old row) becomes «—»."""
    with translation.override(language):
        values = _Values({name: _readable(value) for name, value in context.items()})
        title, body = _filled(kind.title, values), _filled(kind.body, values)
        return Rendered(
            title=title,
            body=body,
            email_subject=_filled(kind.email_subject, values) if kind.email_subject else title,
            sms=_filled(kind.sms, values) if kind.sms else body,
        )


def _filled(text: Text, values: Mapping[str, str]) -> str:
    """The template with its values; a value that ends in a full stop («A.Ş.»), quoted or not, brings no second one."""
    return _TWO_STOPS.sub(r".\1", str(text) % values)


def title_of(kind: Kind) -> str:
    """The kind's own name for lists: its title with «…» in each place."""
    return _PLACEHOLDER.sub("…", str(kind.title)).replace("%%", "%")


def closing() -> str:
    """The sentence with which every e-mail and SMS ends (docs/rules.md A20)."""
    return _("Ayrıntılar için Kariyer Kapısı’na giriş yapın.")


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def _readable(value: str) -> str:
    """A stored value as people read it: ISO days and moments written out, all else as it is."""
    try:
        if _ISO_DAY.match(value):
            return formats.date_format(dt.date.fromisoformat(value), "j F Y l")
        if _ISO_MOMENT.match(value):
            return formats.date_format(timezone.localtime(dt.datetime.fromisoformat(value)), "j F Y l H.i")
    except ValueError:
        pass
    return value
