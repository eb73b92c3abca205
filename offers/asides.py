"""Parts of a placement's page for student and employer that apps above add: dates, decisions.

``insurance`` registers them; offers never look up. A part is a template and a function that reads what it shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from offers.models import Placement
from usp.accounts.models import User

AsideContext = Callable[[User, Placement], dict[str, Any] | None]


@dataclass(frozen=True)
class Aside:
    """One part of one page, read."""

    template: str
    context: dict[str, Any]


_asides: dict[str, tuple[int, AsideContext]] = {}


def register_aside(order: int, template: str, context: AsideContext) -> None:
    """Show ``template`` on a placement's page, for student and employer, wherever ``context`` returns something."""
    if template in _asides:
        raise ValueError(template)
    _asides[template] = (order, context)


def asides_of(user: User, placement: Placement) -> list[Aside]:
    """What the page shows to this user besides its own, in order."""
    read = [
        (template, context(user, placement))
        for template, (_order, context) in sorted(_asides.items(), key=lambda one: (one[1][0], one[0]))
    ]
    return [Aside(template, found) for template, found in read if found is not None]
