"""The operator's kill switch: the engine stands still until it is started again."""

from django.utils.translation import gettext_lazy as _

from offers.models import EngineSwitch, Outage
from offers.services.heartbeat import LONGEST_GAP
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation


@verb
def stop_engine(*, actor: User, reason: str) -> EngineSwitch:
    """Let nothing expire, lapse or be called from now on. Answers stay possible only for leaving."""
    if not reason.strip():
        raise RuleViolation(_("Durdurmak için gerekçe yazın."), code="reason_missing")
    return _write(actor, stopped=True, reason=reason.strip()[:200])


@verb
def start_engine(*, actor: User) -> EngineSwitch:
    """Let the engine run again. A stop of more than a few minutes is an outage: what fell due in it waits until
    an operator has extended it (``extend_clocks``), because nobody could answer meanwhile.
    """
    return _write(actor, stopped=False, reason="")


def _write(actor: User, *, stopped: bool, reason: str) -> EngineSwitch:
    if not actor.is_operator:
        raise RuleViolation(_("Bu işlemi yalnızca program yürütücüleri yapabilir."), code="operators_only")
    EngineSwitch.objects.get_or_create(id=1)
    switch = EngineSwitch.objects.select_for_update(of=("self",), no_key=True).get(id=1)
    since, now = switch.changed_at, clock.now()
    if switch.is_stopped and not stopped and since is not None and now - since > LONGEST_GAP:
        Outage.objects.get_or_create(since=since, defaults={"until": now})
    if not (switch.is_stopped and stopped):  # stopped twice has stood still since the first time
        switch.changed_at = now
    switch.is_stopped, switch.reason, switch.changed_by = stopped, reason, actor
    switch.save()
    return switch
