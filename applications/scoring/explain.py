"""A score taken apart: every item with the sum it stands for, every kind with its cap, every category to 100."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Application, Declaration, ItemOption, Language, MethodItem, ScoreCategory, Shape
from applications.scoring.compute import Line, Scores
from applications.scoring.rules_text import plain


@dataclass(frozen=True)
class Given:
    """What was declared, as far as an explanation says it."""

    id: int
    label: str
    option: ItemOption | None
    amount: Decimal | None


@dataclass(frozen=True)
class ExplainedLine:
    """One item: what it is, the sum, its own points and what of them counts."""

    label: str
    sum: str
    points: Decimal
    counted: Decimal
    remark: str


@dataclass(frozen=True)
class ExplainedKind:
    """One kind: its items and what is left after the cap."""

    number: str
    name: str
    cap: Decimal
    points: Decimal
    lines: tuple[ExplainedLine, ...]

    @property
    def is_cut(self) -> bool:
        """Whether the cap took something away."""
        return sum((line.counted for line in self.lines), Decimal(0)) > self.points


@dataclass(frozen=True)
class ExplainedCategory:
    """One score: ``points = 100 × total / base``."""

    category: str
    label: str
    points: Decimal
    total: Decimal
    base: Decimal
    kinds: tuple[ExplainedKind, ...]

    @property
    def is_rescaled(self) -> bool:
        """Whether something was left out and the rest brought to 100."""
        return self.base not in (Decimal(0), Decimal(100))


def given_of(declarations: Iterable[Declaration]) -> dict[int, Given]:
    """Declarations as explanations name them."""
    return {
        one.pk: Given(one.pk, _label(one.language, one.option, one.title), one.option, one.amount)
        for one in declarations
    }


def declared(application: Application) -> list[Declaration]:
    """All of the application's declarations with what their labels need, in the catalogue's order."""
    return list(
        application.declarations.select_related("kind", "option", "language", "exam").order_by("kind__order", "pk")
    )


def explain(
    items: Sequence[MethodItem], scores: Scores, lines: Iterable[Line], given: dict[int, Given]
) -> tuple[ExplainedCategory, ...]:
    """Scores and lines of one subject, put together. The numbers are the statement's; only words are made here."""
    by_item: dict[int, list[Line]] = {}
    for line in lines:
        by_item.setdefault(line.item_id, []).append(line)
    found = []
    for category in ScoreCategory:
        score = scores[category.value]
        kinds = tuple(
            ExplainedKind(
                item.kind.number,
                str(item.kind),
                item.cap,
                score.kinds.get(item.kind.number, Decimal("0.00")),
                tuple(explain_line(item, line, given[line.id]) for line in by_item.get(item.pk, [])),
            )
            for item in items
            if item.kind.category == category and item.pk in by_item
        )
        found.append(
            ExplainedCategory(category.value, str(category.label), score.points, score.total, score.base, kinds)
        )
    return tuple(found)


def explain_line(item: MethodItem, line: Line, given: Given) -> ExplainedLine:
    """One item's sum in words and numbers."""
    remark = ""
    weight = item.weights[line.place - 1] if line.place <= len(item.weights) else Decimal(1)
    if not line.counts:
        remark = _("daha iyisi sayıldığı için bu katılmaz")
    elif weight != 1:
        remark = _("%(place)d. sırada: × %(weight)s") % {"place": line.place, "weight": plain(weight)}
    return ExplainedLine(given.label or str(item.kind), _sum(item, line, given), line.points, line.counted, remark)


def _sum(item: MethodItem, line: Line, given: Given) -> str:
    amount = given.amount
    if item.shape == Shape.LINEAR and amount is not None and item.floor is not None and item.ceiling is not None:
        values: dict[str, Any] = {
            "points": plain(item.points or Decimal(0)),
            "amount": plain(amount),
            "floor": plain(item.floor),
            "range": plain(item.ceiling - item.floor),
        }
        return "{points} × ({amount} − {floor}) / {range}".format(**values)
    if item.shape == Shape.UNITS and amount is not None:
        row = next(
            (one for one in item.options.all() if one.option_id == (given.option.pk if given.option else None)), None
        )
        if row is not None and row.per:
            steps = amount // row.per
            text = _("%(amount)s %(unit)s: %(steps)s × %(points)s")
            unit = item.kind.get_amount_unit_display()
            return text % {
                "amount": plain(amount), "unit": unit, "steps": plain(steps), "points": plain(row.points)
            }  # fmt: skip
    if item.shape == Shape.BANDS and amount is not None:
        return _("başarı dilimi %%%(share)s") % {"share": plain(amount)}
    return str(given.option) if given.option else ""


def _label(language: Language | None, option: ItemOption | None, title: str) -> str:
    return " · ".join(str(part) for part in (language, option, title) if part)
