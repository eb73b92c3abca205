"""Whether an offer could count as the curriculum's internship, as the app above knows it (rules A27, A29).

``insurance`` registers the provider; offers never look up. It says what is known before a yes; the unit's commission
decides, and insurance does not hang on it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from offers.models import Offer


@dataclass(frozen=True)
class CompulsoryNote:
    """One sentence for the offer's card; ``tone`` is done (fits what is known) or clock (look twice)."""

    title: str
    text: str
    tone: str


# a student's offers → offer id → note, for departments with a compulsory internship
Provider = Callable[[Sequence[Offer]], Mapping[int, CompulsoryNote]]
_providers: list[Provider] = []


def register_compulsory(provider: Provider) -> None:
    """Let the app above judge by the departments' criteria. One call asks for all the offers of a page."""
    if provider not in _providers:
        _providers.append(provider)


def compulsory_notes(offers: Sequence[Offer]) -> dict[int, CompulsoryNote]:
    """What is known of these offers; those without anything to say are missing."""
    found: dict[int, CompulsoryNote] = {}
    for provider in _providers if offers else ():
        found |= provider(offers)
    return found
