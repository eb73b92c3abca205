"""Reads of the inbox."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from usp.accounts.models import User
from usp.notifications import kinds
from usp.notifications.models import MutedChannel, Notification
from usp.notifications.states import Channel

PAGE_SIZE = 20


@dataclass(frozen=True)
class InboxItem:
    """One notice as the inbox shows it, in the language of the page."""

    id: int
    title: str
    body: str
    at: dt.datetime
    unread: bool
    link: str


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox: days, newest first; in each day what is unread comes first."""

    days: list[tuple[dt.date, list[InboxItem]]]
    next_cursor: str


def unread_count(user: User) -> int:
    """How many notices wait unread: one query over a small index."""
    return Notification.objects.visible_to(user).unread().count()


def inbox_page(user: User, cursor: str = "") -> InboxPage:
    """The user's notices from a cursor on, newest first; a cursor that is none starts at the top."""
    rows = Notification.objects.visible_to(user)
    after = _parse_cursor(cursor)
    if after is not None:
        moment, last_id = after
        rows = rows.filter(Q(not_before__lt=moment) | Q(not_before=moment, id__lt=last_id))
    found = list(rows.order_by("-not_before", "-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    days: dict[dt.date, list[InboxItem]] = {}
    for row in shown:
        days.setdefault(timezone.localdate(row.not_before), []).append(_item(row))
    for items in days.values():
        items.sort(key=lambda item: not item.unread)
    more = f"{shown[-1].not_before.isoformat()}_{shown[-1].pk}" if len(found) > PAGE_SIZE else ""
    return InboxPage(list(days.items()), more)


@dataclass(frozen=True)
class ChannelChoice:
    """One channel of a kind: its name in the form, whether it is on, whether it can be switched off."""

    name: str
    channel: Channel
    on: bool
    locked: bool

    @property
    def label(self) -> str:
        """«E-posta», «Kısa mesaj»."""
        return str(self.channel.label)


@dataclass(frozen=True)
class KindChoice:
    """One kind of notice with the channels it is sent on besides the inbox; ``why`` says why it is locked."""

    title: str
    mandatory: bool
    why: str
    channels: tuple[ChannelChoice, ...]


def kind_choices(user: User) -> list[KindChoice]:
    """Every kind this user may get on more than the inbox, those that can be chosen first, the locked ones by reason.

    Locked kinds that read alike (one event, told to two audiences) stand there once. One query.
    """
    muted = set(MutedChannel.objects.filter(user=user).values_list("kind", "channel"))
    rows = [
        KindChoice(
            title=kinds.title_of(kind),
            mandatory=kind.mandatory,
            why=str(kind.why) if kind.mandatory else "",
            channels=tuple(
                ChannelChoice(
                    f"{kind.key}:{channel}",
                    channel,
                    kind.mandatory or (kind.key, channel.value) not in muted,
                    kind.mandatory,
                )
                for channel in kind.channels
                if channel != Channel.INBOX
            ),
        )
        for kind in kinds.all_kinds()
        if user.kind in kind.audience
    ]
    shown: dict[object, KindChoice] = {}
    for row in rows:
        if row.channels:
            names = tuple(channel.channel if row.mandatory else channel.name for channel in row.channels)
            shown.setdefault((row.title, row.mandatory, names), row)
    return sorted(shown.values(), key=lambda row: (row.mandatory, row.why))


def _item(row: Notification) -> InboxItem:
    texts = texts_of(row.kind, row.context, translation.get_language() or "tr")
    return InboxItem(row.pk, texts.title, texts.body, row.not_before, row.read_at is None, row.link)


def texts_of(kind: str, context: Mapping[str, str], language: str) -> kinds.Rendered:
    """A stored notice's texts in one language; one whose kind no longer exists says so instead of failing."""
    try:
        return kinds.render(kinds.get(kind), context, language)
    except kinds.UnknownKindError:
        with translation.override(language):
            title, body = _("Eski bildirim"), _("Bu bildirimin metni artık gösterilemiyor.")
            return kinds.Rendered(title, body, title, body)


def _parse_cursor(cursor: str) -> tuple[dt.datetime, int] | None:
    moment, _mark, last_id = cursor.rpartition("_")
    try:
        parsed = parse_datetime(moment)
        return (parsed, int(last_id)) if parsed and parsed.tzinfo and int(last_id) < 2**63 else None
    except ValueError:
        return None
