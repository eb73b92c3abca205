"""Who gets what when a sending goes out: ranks, numbers, dates, and warnings of one bit each (docs/rules.md P2).

Exact windows and lead times name a university, so a warning says yes or no and the dates stay inside.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Application, InternshipWindow
from applications.pool.cards import Candidate
from offers.asking import Asker
from offers.cards.shared import start_month
from offers.models import Offer, Position
from offers.papers_time import earliest_papers
from offers.periods import Period, period_of, windows_of
from offers.services.last_calls import takes_reserves
from offers.services.send import Proposal
from offers.services.send_rules import Candidates, Dates
from offers.shortlists import opened_by
from offers.states import Kind, OfferRank, OfferState
from usp.calendars.working_days import end_date
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.reference.selectors import closed_days


@dataclass(frozen=True)
class Wish:
    """What the employer chose for all: ``asil`` first ones get a seat, the rest stand in line.

    ``starts_on`` and ``working_days`` count for shadowing and training, and for candidates without windows.
    ``opened_only`` leaves out whose profile nobody has opened, as bulk sendings must (docs/rules.md A18).
    """

    position: Any  # a Position with its counts, as open_positions() reads it
    asil: int
    reply_by: dt.datetime
    starts_on: dt.date | None = None
    working_days: int | None = None
    periods: Mapping[str, str] | None = None
    opened_only: bool = True

    def dates_for(self, code: str, windows: Sequence[InternshipWindow]) -> tuple[dt.date, int] | None:
        """When this candidate would come: (start, working days); None without any date to propose."""
        if self.position.kind != Kind.INTERNSHIP:
            return (self.starts_on, self.position.working_days) if self.starts_on else None
        if not windows:
            return (self.starts_on, self.working_days) if self.starts_on and self.working_days else None
        chosen = [one for one in windows if period_of(one).key == (self.periods or {}).get(code)]
        fitting = chosen or [one for one in windows if self.fits(one)] or windows
        later = [one for one in fitting if one.starts_on > self.reply_by.date()]
        best = (later or list(fitting))[0]
        return best.starts_on, best.working_days

    def fits(self, window: InternshipWindow) -> bool:
        """Whether an internship in the window lies in the time the position can run."""
        position = self.position
        if position.runs_from and window.starts_on < position.runs_from:
            return False
        return not position.runs_until or self.end_of(window.starts_on, window.working_days) <= position.runs_until

    def end_of(self, starts_on: dt.date, working_days: int) -> dt.date:
        """The last day, by the position's weekly days."""
        return end_date(starts_on, working_days, week=self.position.weekly_days, closed=self._closed)

    @cached_property
    def _closed(self) -> frozenset[dt.date]:
        return closed_days()


@dataclass(frozen=True)
class Line:
    """One candidate of the sending as the preview shows it; ``proposal`` goes to the verb only."""

    candidate: Candidate
    rank: str
    number: int
    when: str
    working_days: int
    warnings: tuple[str, ...]
    options: tuple[tuple[str, str, bool], ...]  # (period's key, label, chosen)
    proposal: Proposal


@dataclass(frozen=True)
class LeftOut:
    """Somebody who gets nothing now, and why; ``to_open`` says that opening the profile would change it."""

    candidate: Candidate
    reason: str
    to_open: bool = False


@dataclass(frozen=True)
class Plan:
    """Who gets what, in order."""

    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def asil(self) -> int:
        """How many get a seat."""
        return sum(1 for line in self.lines if line.rank == OfferRank.ASIL)

    @property
    def yedek(self) -> int:
        """How many stand in line."""
        return len(self.lines) - self.asil

    @property
    def warned(self) -> int:
        """How many lines carry a warning."""
        return sum(1 for line in self.lines if line.warnings)


@dataclass(frozen=True)
class _Facts:
    """What the database knows of the candidates, read once for all."""

    windows: Mapping[int, list[InternshipWindow]]
    opened: set[int]
    rules: Candidates
    now: dt.datetime


def plan(asker: Asker, chosen: Mapping[str, int], wish: Wish, terms: Mapping[str, Any]) -> Plan:
    """Lay out a sending to the candidates in their order; ``chosen`` maps codes to applications.

    Who would be refused by the verb's own rules is left out here, with the rule's sentence, so that one candidate
    does not stop the others. Ten queries, however many candidates.
    """
    shown = asker.shown(list(chosen.values()))
    now = clock.page_now()
    windows = windows_of(shown, now.date())
    dates = {one: wish.dates_for(code, windows.get(one, [])) for code, one in chosen.items() if one in shown}
    facts = _facts(asker, wish, windows, dates, now)
    left: list[LeftOut] = []
    coming: list[tuple[int, tuple[dt.date, int]]] = []
    for one, when in dates.items():
        rank = OfferRank.ASIL if len(coming) < wish.asil else OfferRank.YEDEK
        reason = _refusal(one, rank, when, wish, facts, terms)
        if reason or when is None:
            left.append(LeftOut(shown[one], reason, one not in facts.opened and wish.opened_only))
        else:
            coming.append((one, when))
    late = _late({one: start for one, (start, _days) in coming}, wish, facts)
    lines = [_line(shown[one], one, index, when, wish, facts, one in late) for index, (one, when) in enumerate(coming)]
    return Plan(tuple(lines), tuple(left))


def _facts(
    asker: Asker,
    wish: Wish,
    windows: Mapping[int, list[InternshipWindow]],
    dates: Mapping[int, tuple[dt.date, int] | None],
    now: dt.datetime,
) -> _Facts:
    found = Application.objects.filter(pk__in=list(dates)).select_related("department__unit")
    applications = {application.pk: application for application in found}
    return _Facts(
        windows=windows,
        opened=opened_by(asker.employer, dates),
        rules=Candidates(wish.position, applications, now),
        now=now,
    )


def _refusal(
    one: int, rank: str, when: tuple[dt.date, int] | None, wish: Wish, facts: _Facts, terms: Mapping[str, Any]
) -> str:
    """Why the candidate gets nothing now; empty for those who do."""
    if wish.opened_only and one not in facts.opened:
        return _("Kurumunuzdan kimse profilini açmadı.")
    if when is None:
        return _("Önerilecek tarih yok: aday staj takvimi seçmemiş. Başlama tarihini ve süreyi siz yazın.")
    dates = Dates(when[0], wish.end_of(*when), when[1])
    try:
        application = facts.rules.check(one, dates)
        facts.rules.attempt(application, rank, dates, terms)
    except RuleViolation as rule:
        return str(rule)
    if rank == OfferRank.YEDEK and not takes_reserves(wish.position.season, when[0], facts.now):
        return _("Yedek sıraya artık alınamaz; çağrı için yeterli zaman kalmadı.")
    return ""


def _late(starts: Mapping[int, dt.date], wish: Wish, facts: _Facts) -> set[int]:
    """Those whose papers may be due no later than the day until which they may answer.

    Judged by the month of the start (by the day, where the employer chose it) and by the university that wants papers
    first: whoever tries every deadline and every start learns nothing of this candidate's own university.
    """
    if wish.position.kind != Kind.INTERNSHIP:
        return set()
    judged = {one: day.replace(day=1) if facts.windows.get(one) else day for one, day in starts.items()}
    due = earliest_papers(set(judged.values()))
    return {one for one, day in judged.items() if due.get(day, day) <= wish.reply_by.date()}


def _line(
    candidate: Candidate,
    application: int,
    index: int,
    dates: tuple[dt.date, int],
    wish: Wish,
    facts: _Facts,
    late: bool,
) -> Line:
    starts_on, days = dates
    windows = facts.windows.get(application, []) if wish.position.kind == Kind.INTERNSHIP else []
    chosen = Period(starts_on.year, starts_on.month, days)
    rank = OfferRank.ASIL if index < wish.asil else OfferRank.YEDEK
    options = list(dict.fromkeys(period_of(window) for window in windows))
    return Line(
        candidate=candidate,
        rank=rank,
        number=index + 1 if rank == OfferRank.ASIL else index - wish.asil + wish.position.line_length + 1,
        when=chosen.label if windows else start_month(starts_on),
        working_days=days,
        warnings=tuple(_warnings(candidate, wish, windows, facts.rules.earlier.get(application, []), late)),
        options=tuple((one.key, one.label, one == chosen) for one in options),
        proposal=Proposal(application, rank, starts_on, days),
    )


def _warnings(
    candidate: Candidate,
    wish: Wish,
    windows: Sequence[InternshipWindow],
    earlier: Iterable[Offer],
    late: bool,
) -> Iterable[str]:
    position: Position = wish.position
    if windows and not any(wish.fits(window) for window in windows[:1]):
        yield _("İlk tercih ettiği zaman pozisyonun zamanına uymuyor")
    if position.kind == Kind.INTERNSHIP and not windows:
        yield _("Staj takvimi seçmemiş; tarihi siz öneriyorsunuz")
    if late:
        yield _("Evrak yetişmeyebilir")
    if position.province.name not in candidate.provinces_matched:
        yield _("%(province)s, tercihleri arasında görünmüyor") % {"province": position.province.name}
    if any(offer.state != OfferState.UNDONE for offer in earlier):
        yield _("Bu pozisyon için daha önce teklif gönderdiniz")
