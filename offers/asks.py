"""What the app above asks the student of a placement, answered by one tap on the offer's card (docs/rules.md A36).

``insurance`` registers the provider; offers never look up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Ask:
    """One question: ``options`` are (value, label, is it the answer so far); a tap posts ``name`` to ``url``."""

    label: str | Promise
    name: str
    url: str
    options: tuple[tuple[str, str | Promise, bool], ...]


# placement ids → placement id → what is asked; placements of which nothing is asked are missing
Provider = Callable[[Sequence[int]], Mapping[int, tuple[Ask, ...]]]
_providers: list[Provider] = []


def register_asks(provider: Provider) -> None:
    """Let the app above ask. One call is for all the placements of a page."""
    if provider not in _providers:
        _providers.append(provider)


def asks_of(placement_ids: Sequence[int]) -> dict[int, tuple[Ask, ...]]:
    """What is asked of these placements."""
    found: dict[int, tuple[Ask, ...]] = {}
    for provider in _providers if placement_ids else ():
        found |= provider(placement_ids)
    return found
