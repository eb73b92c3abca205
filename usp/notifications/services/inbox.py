"""What people do with their notices."""

from collections.abc import Collection

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.notifications import selectors
from usp.notifications.models import MutedChannel, Notification, usp_now


@verb
def mark_read(*, actor: User, notification: Notification) -> None:
    """Note that the reader opened the notice; the first time counts."""
    Notification.objects.visible_to(actor).filter(pk=notification.pk).update(read_at=Coalesce(F("read_at"), usp_now()))


@verb
def mark_all_read(*, actor: User) -> int:
    """Note all visible notices as read; answers how many were unread."""
    return Notification.objects.visible_to(actor).unread().update(read_at=usp_now())


@verb
def choose_channels(*, actor: User, wanted: Collection[str]) -> None:
    """Keep exactly the wanted ones («kind:channel») of what the user may switch off; all others go silent.

    What cannot be switched off is not among the choices; naming anything else is a RuleViolation.
    """
    rows = [channel for row in selectors.kind_choices(actor) for channel in row.channels if not channel.locked]
    names = {row.name for row in rows}
    if set(wanted) - names:
        raise RuleViolation(_("Bu bildirim için seçim yapılamaz."), code="not_a_choice")
    for name in names:
        kind, _colon, channel = name.rpartition(":")
        if name in wanted:
            MutedChannel.objects.filter(user=actor, kind=kind, channel=channel).delete()
        else:
            MutedChannel.objects.get_or_create(user=actor, kind=kind, channel=channel)
