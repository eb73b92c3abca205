"""Which days of an internship were attended, as the app above has them marked day by day; proposed at completion.

``insurance`` registers the provider; offers never look up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from offers.models import Placement


@dataclass(frozen=True)
class Attended:
    """Working days so far: attended, missed without an excuse, and not marked yet (excused ones are none of these)."""

    attended: int
    unexcused: int
    unmarked: int


Provider = Callable[[Placement], Attended | None]
_providers: list[Provider] = []


def register_attendance(provider: Provider) -> None:
    """Let the app above tell of marked days; None where nobody marked any."""
    if provider not in _providers:
        _providers.append(provider)


def attended_of(placement: Placement) -> Attended | None:
    """What was marked of this placement; None where nothing was."""
    return next((found for provider in _providers if (found := provider(placement)) is not None), None)
