"""The intern list's memory: what changed, who took note of it, when an official looked."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from insurance.models import InternEvent, InternListSettings
from offers.models import Placement
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation

VISIT = dt.timedelta(minutes=30)
"""A pause of this length ends a visit: what came since counts as new when the official is back."""


def note_event(placement: Placement, kind: InternEvent.Kind, *, was: str = "", now: str = "") -> InternEvent:
    """Write what changed for one intern, as part of the caller's transaction; ``was`` and ``now`` are words to read."""
    return InternEvent.objects.create(placement=placement, kind=kind, at=clock.now(), was=was[:120], now=now[:120])


@verb
def acknowledge(*, actor: User, event_ids: Collection[int] | None = None, up_to: int | None = None) -> int:
    """Take note of these changes, or of all that are not newer than ``up_to``; answers how many.

    One official does it for all of them: the list shows by whom. What somebody else took note of keeps that name;
    events outside the actor's units are left alone.
    """
    rows = InternEvent.objects.filter(seen_at__isnull=True, placement__in=Placement.objects.visible_to(actor))
    if event_ids is not None:
        rows = rows.filter(pk__in=event_ids)
    elif up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    else:
        return 0
    return InternEvent.objects.filter(pk__in=rows.values("pk"), seen_at__isnull=True).update(
        seen_at=clock.now(), seen_by=actor
    )


@verb
def note_visit(*, actor: User) -> InternListSettings:
    """The official looks at the list. After a pause (`VISIT`) a new visit begins, and the one before is kept."""
    now = clock.now()
    InternListSettings.objects.get_or_create(user=actor)
    found = InternListSettings.objects.select_for_update(of=("self",), no_key=True).get(user=actor)
    if found.visited_at is None or now - found.visited_at > VISIT:
        found.before_at = found.visited_at
    found.visited_at = now
    found.save(update_fields=["visited_at", "before_at"])
    return found


@verb
def save_list_settings(
    *, actor: User, columns: Sequence[str], wants_digest: bool, known: Collection[str]
) -> InternListSettings:
    """Which columns the official sees, in the list's own order, and whether the daily digest comes.

    RuleViolation for a column that does not exist, and where none is left.
    """
    wrong = set(columns) - set(known)
    if wrong or not columns:
        raise RuleViolation(_("En az bir sütun seçin."), code="no_columns")
    found, _new = InternListSettings.objects.update_or_create(
        user=actor, defaults={"columns": [one for one in known if one in columns], "wants_digest": wants_digest}
    )
    return found
