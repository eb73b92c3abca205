"""The parts of an intern's page: each feature registers its own, the page shows them in order.

A part is a template and a function that reads what it shows; ``None`` leaves the part out. The template sees what the
function returned, ``placement`` and the request. Orders in use: 10 the internship, 20 contact, 30 case, 35 SGK, 40
papers, 50 dates, 55 decisions, 60 pay, 70 the end, 90 history.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from offers.models import Placement
from usp.accounts.models import User

PartContext = Callable[[User, Placement], dict[str, Any] | None]


@dataclass(frozen=True)
class Shown:
    """One part of one page, read."""

    template: str
    context: dict[str, Any]


_parts: dict[str, tuple[int, PartContext]] = {}


def register_part(order: int, template: str, context: PartContext) -> None:
    """Show ``template`` on every intern's page for which ``context`` returns something, in this order.

    ``context`` gets who looks and the placement (as ``selectors.interns`` reads it, with its relations). Called from
    a module that the app imports when it is ready. Shadowing and training have a page too, but no insurance case: parts
    about insurance return None for them. ValueError when the template is registered already.
    """
    if template in _parts:
        raise ValueError(template)
    _parts[template] = (order, context)


def parts_of(user: User, placement: Placement, extra: Mapping[str, Mapping[str, Any]] | None = None) -> list[Shown]:
    """What the page shows to this user, in order.

    ``extra`` lies over what parts read, by template: the form that was refused, with what was typed into it.
    """
    read = [
        (template, context(user, placement))
        for template, (_order, context) in sorted(_parts.items(), key=lambda part: (part[1][0], part[0]))
    ]
    over = extra or {}
    return [Shown(template, {**found, **over.get(template, {})}) for template, found in read if found is not None]
