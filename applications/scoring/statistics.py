"""«Değerleme İstatistikleri»: a student's own scores taken apart, beside the department, and what would add points."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from applications.declaration_states import DeclarationState
from applications.models import (
    Application,
    Declaration,
    MethodItem,
    ScoreAverage,
    ScoreCorrection,
    ScorePublication,
    ScoringMethod,
)
from applications.scoring import compute
from applications.scoring.explain import ExplainedCategory, ExplainedLine, declared, explain, explain_line, given_of
from applications.scoring.rules_text import items_of, notes, worths
from applications.scoring.services import current_method

_ROOM_SHOWN = 4


@dataclass(frozen=True)
class Place:
    """The own score beside the department group's, for a drawing from 0 to 100; shares are those of 100."""

    own: Decimal
    average: ScoreAverage

    @property
    def is_hidden(self) -> bool:
        """Whether too few people stand behind the average."""
        return self.average.mean is None

    @property
    def spread(self) -> Decimal:
        """How wide the middle half is."""
        return (self.average.upper or Decimal(0)) - (self.average.lower or Decimal(0))


@dataclass(frozen=True)
class Undecided:
    """An item that does not count: why, and what the score would gain if it did."""

    number: str
    kind: str
    line: ExplainedLine | None
    label: str
    state: str
    state_text: str
    gain: Decimal


@dataclass(frozen=True)
class Room:
    """A kind whose cap is not used up."""

    number: str
    name: str
    points: Decimal
    cap: Decimal
    rules: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def left(self) -> Decimal:
        """How many points may still be had."""
        return self.cap - self.points


@dataclass(frozen=True)
class CategoryStatistics:
    """One score with everything the page says about it."""

    explained: ExplainedCategory
    place: Place | None
    undecided: tuple[Undecided, ...]
    room: tuple[Room, ...]


@dataclass(frozen=True)
class Statistics:
    """The page. ``published_at`` is empty while the evaluation goes on and scores are provisional."""

    method: ScoringMethod
    published_at: dt.datetime | None
    group_name: str
    categories: tuple[CategoryStatistics, ...]
    corrections: tuple[ScoreCorrection, ...]


def statistics_of(application: Application) -> Statistics | None:
    """What the student of a completed application reads; None for an unfinished one. A fixed number of queries."""
    method = current_method(application.season)
    scores = compute.scores_of(application, method) if method else {}
    if method is None or not scores:
        return None
    items = items_of(method)
    declarations = declared(application)
    explained = explain(items, scores, compute.lines_of(application, method), given_of(declarations))
    waiting = _undecided(application, method, items, declarations)
    group = application.department.group if application.department else None
    averages = {one.category: one for one in ScoreAverage.objects.filter(season=application.season, group=group)}
    publication = ScorePublication.objects.filter(season=application.season).first()
    return Statistics(
        method=method,
        published_at=publication.published_at if publication else None,
        group_name=group.name if group else "",
        categories=tuple(
            CategoryStatistics(
                explained=one,
                place=Place(one.points, averages[one.category]) if one.category in averages else None,
                undecided=waiting.get(one.category, ()),
                room=_room(items, one),
            )
            for one in explained
        ),
        corrections=tuple(application.score_corrections.order_by("pk")),
    )


def _undecided(
    application: Application, method: ScoringMethod, items: Sequence[MethodItem], declarations: Sequence[Declaration]
) -> dict[str, tuple[Undecided, ...]]:
    rest = [one for one in declarations if one.state != DeclarationState.APPROVED]
    if not rest:
        return {}
    worth = compute.worth_of_undecided(application, method)
    by_id = {item.pk: item for item in items}
    given = given_of(rest)
    found: dict[str, list[Undecided]] = {}
    for one in rest:
        line, gain = worth[one.pk]
        found.setdefault(one.kind.category, []).append(
            Undecided(
                number=one.kind.number,
                kind=str(one.kind),
                line=explain_line(by_id[line.item_id], line, given[one.pk]) if line else None,
                label=given[one.pk].label,
                state=one.state,
                state_text=str(one.get_state_display()),
                gain=gain,
            )
        )
    return {category: tuple(rows) for category, rows in found.items()}


def _room(items: Sequence[MethodItem], explained: ExplainedCategory) -> tuple[Room, ...]:
    """Kinds a student may still add to, the widest open first; untouched ones before those begun."""
    have = {kind.number: kind.points for kind in explained.kinds}
    rows = [
        Room(
            item.kind.number,
            str(item.kind),
            have.get(item.kind.number, Decimal("0.00")),
            item.cap,
            worths(item),
            tuple(notes(item)),
        )
        for item in items
        if item.kind.category == explained.category and item.kind.by_student and item.cap > 0
    ]
    open_ = [row for row in rows if row.left > 0]
    return tuple(sorted(open_, key=lambda row: (row.points > 0, -row.left))[:_ROOM_SHOWN])
