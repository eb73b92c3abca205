"""Opening places."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from offers.models import Offer, Position, Seat
from offers.services.engine import lock_positions, settle
from offers.states import PositionState
from usp.accounts.models import EmployerStatus, User
from usp.core.db import verb
from usp.core.errors import RuleViolation


@verb
def open_position(*, position: Position, quota: int, actor: User) -> Position:
    """Save a new position of the actor's employer and publish it with as many seats as its quota."""
    employer = actor.employer_membership.employer
    if employer.status != EmployerStatus.APPROVED:
        raise RuleViolation(_("Kurumunuz onaylanmadan pozisyon yayımlanamaz."), code="employer_status")
    position.employer, position.state = employer, PositionState.PUBLISHED
    position.save()
    Seat.objects.bulk_create(Seat(position=position, no=number) for number in range(1, quota + 1))
    return position


@verb
def change_quota(*, position_id: int, quota: int, actor: User) -> Position:
    """Raise or lower the number of seats. Occupied seats stay; raised ones go to the line at once."""
    Position.objects.visible_to(actor).get(pk=position_id)
    position = lock_positions([position_id])[0]
    settle([position])
    taken = set(Offer.objects.filter(position=position, seat_no__isnull=False).values_list("seat_no", flat=True))
    numbers = sorted(Seat.objects.filter(position=position).values_list("no", flat=True))
    if quota < len(taken):
        raise RuleViolation(
            _("%(taken)s yer dolu ya da teklifte; kontenjan bundan aza indirilemez.") % {"taken": len(taken)},
            code="quota_below_taken",
        )
    surplus = [number for number in reversed(numbers) if number not in taken][: max(0, len(numbers) - quota)]
    Seat.objects.filter(position=position, no__in=surplus).delete()
    last = max(numbers, default=0)
    missing = quota - len(numbers)
    Seat.objects.bulk_create(Seat(position=position, no=last + step) for step in range(1, missing + 1))
    settle([position])
    return position


@verb
def change_position(*, position_id: int, changes: dict[str, Any], actor: User) -> Position:
    """Change what a position says, as long as nobody was offered it."""
    Position.objects.visible_to(actor).get(pk=position_id)
    position = lock_positions([position_id])[0]
    if Offer.objects.filter(position=position).exists():
        raise RuleViolation(
            _("Bu pozisyon için teklif gönderildi; içeriği artık değiştirilemez. Yeni bir pozisyon açabilirsiniz."),
            code="position_frozen",
        )
    for name, value in changes.items():
        setattr(position, name, value)
    position.save()
    return position
