"""A university's terms for papers: until when, to whom; and what they mean for its windows (domain.md §2.3)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import InternshipWindow, Season
from applications.window_selectors import managed_university
from insurance.deadlines import last_moment
from insurance.models import PaperRules
from insurance.services.cases import last_day, rules_of
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.models import University
from usp.reference.selectors import closed_days


@dataclass(frozen=True)
class PaperTerms:
    """What a manager may set."""

    lead_days: int
    lead_unit: str
    last_hour: dt.time
    taken_by: str
    papers_to: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class PaperDeadline:
    """What the rules mean for one start: the last moment, and whether it has passed already."""

    starts_on: dt.date
    lengths: tuple[int, ...]
    last: dt.datetime | None
    is_past: bool


@verb
def save_paper_rules(*, actor: User, terms: PaperTerms) -> PaperRules:
    """Write the rules of the actor's university. Cases that are open keep the day they were given."""
    university = managed_university(actor)
    if university is None:
        raise RuleViolation(_("Evrak sürelerini yalnızca kariyer merkezi yöneticisi belirler."), code="not_yours")
    PaperRules.objects.get_or_create(university=university, defaults={"changed_at": clock.now()})
    rules = PaperRules.objects.select_for_update(of=("self",), no_key=True).get(university=university)
    rules.lead_days, rules.lead_unit = terms.lead_days, terms.lead_unit
    rules.last_hour, rules.taken_by = terms.last_hour, terms.taken_by
    rules.papers_to, rules.explanation = terms.papers_to.strip(), terms.explanation.strip()
    rules.changed_at = clock.now()
    with rule_from_constraint(PaperRules, "paper_rules_lead_days", "paper_rules_last_hour"):
        rules.save()
    return rules


def deadlines_of(university: University, season: Season, rules: PaperRules | None = None) -> list[PaperDeadline]:
    """What the rules (by default the university's own) mean for each published window. Three queries at most."""
    terms, closed, now = rules or rules_of(university), closed_days(), clock.page_now()
    lengths: dict[dt.date, list[int]] = {}
    windows = InternshipWindow.objects.choosable().filter(university=university, season=season)
    for starts_on, days in windows.order_by("starts_on", "working_days").values_list("starts_on", "working_days"):
        lengths.setdefault(starts_on, []).append(days)
    return [_deadline(starts_on, days, terms, closed, now) for starts_on, days in lengths.items()]


def _deadline(
    starts_on: dt.date, lengths: Sequence[int], rules: PaperRules, closed: frozenset[dt.date], now: dt.datetime
) -> PaperDeadline:
    try:
        last = last_moment(rules, last_day(rules, starts_on, closed))
    except RuleViolation:  # outside the known years
        return PaperDeadline(starts_on, tuple(lengths), None, False)
    return PaperDeadline(starts_on, tuple(lengths), last, last <= now)
