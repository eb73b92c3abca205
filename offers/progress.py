"""How far papers and insurance of placements are, as the app above knows it; and what a placement is called today.

``insurance`` registers the provider; offers never look up. «Devam ediyor» needs running dates *and* a shared insurance
entry (docs/rules.md A1); job shadowing and training need none (A3).
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.models import Placement
from offers.states import Kind, PlacementState


@dataclass(frozen=True)
class Progress:
    """Where papers and insurance of a placement stand, in words, and whether the entry was shared.

    ``url`` is the student's page of the papers; ``next_step`` says in a sentence what comes next or what is wrong.
    """

    label: str | Promise
    entry_shared: bool
    papers_in: bool = False
    papers_due_on: dt.date | None = None
    url: str = ""
    next_step: str = ""


# placement ids → placement id → progress, where the app above has a case for it
Provider = Callable[[Sequence[int]], Mapping[int, Progress]]
_providers: list[Provider] = []
# why a placement may not be stated as completed, in words; empty when nothing speaks against it
CompletionRule = Callable[[Placement], "str | Promise"]
_completion_rules: list[CompletionRule] = []


@dataclass(frozen=True)
class Standing:
    """What a placement is called on a day. ``group`` is coming, running or ended."""

    group: str
    label: str | Promise
    tone: str


def register_progress(provider: Provider) -> None:
    """Let the app above tell of its cases. One call asks for all the placements of a page."""
    if provider not in _providers:
        _providers.append(provider)


def register_completion_rule(rule: CompletionRule) -> None:
    """Let the app above refuse a completion: an internship whose entry was never shared (docs/rules.md A1)."""
    if rule not in _completion_rules:
        _completion_rules.append(rule)


def refusal_to_complete(placement: Placement) -> str:
    """Why this placement cannot be completed, as a sentence; empty when it can."""
    return next((str(text) for rule in _completion_rules if (text := rule(placement))), "")


def progress_of(placement_ids: Sequence[int]) -> dict[int, Progress]:
    """The progress of these placements; those without a case are missing."""
    found: dict[int, Progress] = {}
    for provider in _providers if placement_ids else ():
        found |= provider(placement_ids)
    return found


def could_begin(placement: Placement, progress: Progress | None) -> bool:
    """Whether nothing keeps the person from coming: an internship only once its entry was shared (docs/rules.md A1)."""
    return placement.kind != Kind.INTERNSHIP or (progress is not None and progress.entry_shared)


def standing(placement: Placement, progress: Progress | None, today: dt.date) -> Standing:
    """The placement's name of the day, red where nobody may start it (A1)."""
    if placement.state != PlacementState.CONFIRMED:
        tone = "done" if placement.state == PlacementState.COMPLETED else "plain"
        return Standing("ended", placement.get_state_display(), tone)
    insured = could_begin(placement, progress)
    if today < placement.first_day:
        return Standing("coming", _("Başlayacak"), "brand")
    if not insured:
        return Standing("running", _("Başlatılamaz: sigorta girişi yok"), "danger")
    if today <= placement.last_day:
        return Standing("running", _("Devam ediyor"), "done")
    return Standing("running", _("Süresi bitti, sonucu bekleniyor"), "clock")
