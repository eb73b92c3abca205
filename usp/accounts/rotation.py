"""Everything that is encrypted with the field keys, and writing it anew with the newest one (docs/operations.md).

Each app's ``encrypted.py`` names its places with ``register_place``; ``manage.py rotate_keys`` walks them. Nothing here
knows what a piece says: it is decrypted with whichever key fits and encrypted with the first.
"""

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.db import models, transaction

from usp.accounts import crypto

_TOKEN = re.compile(r"gAAAAA[\w-]{60,}={0,2}", re.ASCII)  # a Fernet token: version, a moment, a signature
_PACKED = re.compile(r"Z0FBQUFB[A-Za-z0-9+/]{80,}={0,2}")  # the same once more in base64, as snapshots keep it


@dataclass(frozen=True)
class Place:
    """One kind of row that holds something encrypted.

    ``read`` answers the encrypted pieces of a row, ``write`` the columns with each piece encrypted anew. ``frozen``
    names the triggers that keep those columns as they are: what they say stays, only the key changes.
    """

    name: str
    model: type[models.Model]
    read: Callable[[Any], Sequence[bytes]]
    write: Callable[[Any], Mapping[str, Any]]
    frozen: tuple[str, ...] = ()


@dataclass
class Tally:
    """What became of some rows: how many were looked at, how many were old, and which no key could read."""

    seen: int = 0
    old: int = 0
    unreadable: list[int] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Both together."""
        self.seen += other.seen
        self.old += other.old
        self.unreadable += other.unreadable


_places: dict[str, Place] = {}


def register_place(place: Place) -> None:
    """Let an app's rows be written anew, too. Called when the app is ready."""
    if place.name in _places:
        raise ValueError(f"the place {place.name} is registered twice")
    _places[place.name] = place


def places() -> tuple[Place, ...]:
    """All of them, in the order of registration."""
    return tuple(_places.values())


def renew(place: Place, *, size: int, dry_run: bool = False) -> Iterator[Tally]:
    """Write a place's old rows anew, ``size`` at a time and each batch in a transaction; what became of each batch.

    Whatever stops it leaves every batch whole, and a second run passes over what the newest key reads already. With
    ``dry_run`` nothing is written.
    """
    rows, after = place.model._base_manager.order_by("pk"), 0
    while pks := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:size]):
        yield _renew_batch(place, pks, dry_run)
        after = pks[-1]


def _renew_batch(place: Place, pks: Sequence[int], dry_run: bool) -> Tally:
    tally = Tally()
    rows = place.model._base_manager.filter(pk__in=pks).order_by("pk")
    with transaction.atomic(), _unfrozen(place):
        for row in (rows if dry_run else rows.select_for_update(of=("self",), no_key=True)).iterator(chunk_size=20):
            tally.seen += 1
            try:
                if all(crypto.is_newest(piece) for piece in place.read(row)):
                    continue
                tally.old += 1
                changed = {} if dry_run else place.write(row)
            except (crypto.Unreadable, OSError):
                tally.unreadable.append(row.pk)
                continue
            if changed:
                place.model._base_manager.filter(pk=row.pk).update(**changed)
    return tally


def _unfrozen(place: Place) -> AbstractContextManager[Any]:
    return pgtrigger.ignore(*place.frozen) if place.frozen else nullcontext()


def pieces_in(value: Any) -> Iterator[bytes]:
    """Every encrypted piece in JSON, however deep."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from pieces_in(one)
    elif isinstance(value, str):
        if _TOKEN.fullmatch(value):
            yield value.encode("ascii")
        elif _PACKED.fullmatch(value):
            yield base64.b64decode(value)


def renewed(value: Any) -> Any:
    """The same JSON with every encrypted piece encrypted anew."""
    if isinstance(value, Mapping):
        return {name: renewed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [renewed(one) for one in value]
    if isinstance(value, str) and _TOKEN.fullmatch(value):
        return crypto.rotate(value.encode("ascii")).decode("ascii")
    if isinstance(value, str) and _PACKED.fullmatch(value):
        return base64.b64encode(crypto.rotate(base64.b64decode(value))).decode("ascii")
    return value
