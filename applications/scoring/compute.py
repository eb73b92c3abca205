"""Reading scores as the statements compute them: nothing here writes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from applications.models import Application, ScoringMethod
from applications.scoring import statements


@dataclass(frozen=True)
class Line:
    """One item of one subject: its own points, and what of them counts. ``id`` is the declaration's, or the row's."""

    id: int
    item_id: int
    amount: Decimal | None
    points: Decimal
    place: int
    leads: bool
    counts: bool
    counted: Decimal


@dataclass(frozen=True)
class CategoryScore:
    """One category of one subject: ``points = 100 × sum of kinds / base``."""

    category: str
    points: Decimal
    kinds: dict[str, Decimal]
    base: Decimal

    @property
    def total(self) -> Decimal:
        """The kinds' points together, before they are brought to 100."""
        return sum(self.kinds.values(), Decimal("0.00"))


@dataclass(frozen=True)
class ExampleRow:
    """One made-up item of an example."""

    id: int
    kind_id: int
    option_id: int | None = None
    language_id: int | None = None
    amount: Decimal | None = None


Scores = dict[str, CategoryScore]


def scores_of(application: Application, method: ScoringMethod) -> Scores:
    """The application's three scores under the method, as they would be stored now."""
    return scores_under(method, [application.pk]).get(application.pk, {})


def scores_under(method: ScoringMethod, application_ids: Sequence[int]) -> dict[int, Scores]:
    """The scores of completed applications of the method's season, by application. Nothing is stored."""
    values = {"season": method.season_id, "only": list(application_ids), "method": method.pk}
    return _scores(statements.SEASON_SCORES, values)


def lines_of(application: Application, method: ScoringMethod) -> list[Line]:
    """What makes up the application's scores, item by item; approved items only."""
    values = {"season": method.season_id, "only": [application.pk], "method": method.pk}
    return [line for _subject, line in _lines(statements.SEASON_LINES, values)]


def worth_of_undecided(application: Application, method: ScoringMethod) -> dict[int, tuple[Line | None, Decimal]]:
    """For each item that is not approved: its line, and how many points its score would gain if it alone were."""
    values = {"application": application.pk, "method": method.pk}
    scores = _scores(statements.CASE_SCORES, values)
    lines = {subject: line for subject, line in _lines(statements.CASE_LINES, values) if line.id == subject}
    now = scores.pop(0, {})
    return {
        subject: (
            lines.get(subject),
            sum((one.points - now[category].points for category, one in cases.items()), Decimal("0.00")),
        )
        for subject, cases in scores.items()
    }


def example(
    method: ScoringMethod, rows: Sequence[ExampleRow], *, level: str, class_year: int
) -> tuple[Scores, list[Line]]:
    """The scores of made-up items, by the same statement as everybody's."""
    values = {
        "rows": json.dumps([vars(row) for row in rows], default=str),
        "level": level,
        "class_year": class_year,
        "method": method.pk,
    }
    scores = _scores(statements.ROW_SCORES, values)[0]
    return scores, [line for _subject, line in _lines(statements.ROW_LINES, values)]


def _scores(statement: str, values: dict[str, Any]) -> dict[int, Scores]:
    found: dict[int, Scores] = {}
    for subject, category, points, kinds, base in _rows(statement, values):
        # Django leaves jsonb of a raw statement as text.
        by_kind = {number: Decimal(text) for number, text in sorted(json.loads(kinds).items())}
        found.setdefault(subject, {})[category] = CategoryScore(category, points, by_kind, base)
    return found


def _lines(statement: str, values: dict[str, Any]) -> list[tuple[int, Line]]:
    return [(row[0], Line(*row[1:])) for row in _rows(statement, values)]


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
