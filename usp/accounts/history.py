"""Who changed what when, read from the field history that the database writes (django-pghistory)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from usp.accounts.models import User
from usp.core.templatetags.usp import tr_day

MOST = 200
_OURS = ("pgh_", "changed_at", "confirmed_at", "confirmed_by", "version")


@dataclass(frozen=True)
class Change:
    """One field's way from one value to another."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """What one person did to one row at one moment."""

    at: dt.datetime
    who: str
    subject: str
    label: str
    changes: tuple[Change, ...]


def history_of(
    model: type[models.Model], *, subject: Callable[[Any], str], most: int = MOST, **found: Any
) -> list[Entry]:
    """The newest entries of the rows that the filter finds, newest first. Three queries at most.

    ``found`` filters the event rows (``university=…``, ``pgh_obj=…``); ``subject`` names the row of an event. The
    moment is the row's own ``changed_at`` or ``confirmed_at`` where it has one, since the history's is the machine's
    clock, not the portal's.
    """
    events = model.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory.track
    kept = [field for field in events._meta.concrete_fields if not field.name.startswith(_OURS) and field.name != "id"]
    newest = list(events.objects.filter(**found).select_related("pgh_context").order_by("-pgh_id")[:most])
    actors = _actors(newest)
    before = _predecessors(events, newest)
    return [_entry(event, before.get(event.pgh_id), kept, actors, subject) for event in newest]


def _actors(events: list[Any]) -> dict[int, str]:
    wanted = {actor for event in events if (actor := _actor(event))}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


def _actor(event: Any) -> int:
    """Who was signed in; 0 when a command wrote."""
    return (event.pgh_context.metadata if event.pgh_context else {}).get("user") or 0


def _predecessors(events: Any, newest: list[Any]) -> dict[int, Any]:
    """For each event the one before it on the same row. One query."""
    rows = {event.pgh_obj_id for event in newest}
    ordered = list(events.objects.filter(pgh_obj__in=rows).order_by("pgh_obj_id", "pgh_id")) if rows else []
    found: dict[int, Any] = {}
    last: Any = None
    for event in ordered:
        if last is not None and last.pgh_obj_id == event.pgh_obj_id:
            found[event.pgh_id] = last
        last = event
    return found


def _entry(event: Any, before: Any, fields: list[Any], actors: dict[int, str], subject: Callable[[Any], str]) -> Entry:
    changes: tuple[Change, ...] = ()
    if event.pgh_label == "delete":
        label = _("silindi")
    elif before is None:
        label = _("eklendi")
    else:
        label = _("değiştirildi")
        changes = tuple(
            Change(str(field.verbose_name), value_of(before, field), value_of(event, field))
            for field in fields
            if getattr(before, field.attname) != getattr(event, field.attname)
        )
    at = getattr(event, "changed_at", None) or getattr(event, "confirmed_at", None) or event.pgh_created_at
    return Entry(at, actors.get(_actor(event), "–"), subject(event), label, changes)


def value_of(row: Any, field: Any) -> str:
    """One value as people read it; «–» for none."""
    value = getattr(row, field.attname)
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("evet") if value else _("hayır")
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return tr_day(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
