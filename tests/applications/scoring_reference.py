"""The method of the decision record in plain Python, written without a look at the statement: for comparison only."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from applications.models import MethodItem

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Item:
    """One approved item."""

    id: int
    kind_id: int
    option_id: int | None
    language_id: int | None
    amount: Decimal | None


def rounded(number: Decimal) -> Decimal:
    return number.quantize(CENT, ROUND_HALF_UP)


def own_points(rule: MethodItem, item: Item) -> Decimal:
    rows = list(rule.options.all())
    points = Decimal(0)
    if rule.shape == "linear" and item.amount is not None:
        way = rule.points * (item.amount - rule.floor) / (rule.ceiling - rule.floor)
        points = min(max(way, Decimal(0)), rule.points)
    elif rule.shape in ("options", "units"):
        row = next((one for one in rows if one.option_id == item.option_id), None)
        if row and rule.shape == "options":
            points = row.points
        elif row and item.amount is not None:
            points = item.amount // row.per * row.points
    elif rule.shape == "bands" and item.amount is not None:
        reached = sorted((one.up_to, one.points) for one in rows if item.amount <= one.up_to)
        points = reached[0][1] if reached else Decimal(0)
    if rule.item_cap is not None:
        points = min(points, rule.item_cap)
    return rounded(points)


def kind_points(rule: MethodItem, items: list[Item]) -> Decimal:
    ranked = sorted(((own_points(rule, one), one) for one in items), key=lambda pair: (-pair[0], pair[1].id))
    if rule.one_per == "language":
        seen, best = set(), []
        for points, one in ranked:
            if one.language_id not in seen:
                seen.add(one.language_id)
                best.append((points, one))
        ranked = best
    if rule.best_of:
        ranked = ranked[: rule.best_of]
    total = Decimal(0)
    for place, (points, _one) in enumerate(ranked):
        total += rounded(points * rule.weights[place]) if place < len(rule.weights) else points
    return min(total, rule.cap)


def scores(rules: list[MethodItem], items: list[Item], *, level: str, class_year: int) -> dict[str, Decimal]:
    """The three scores of one person."""
    with localcontext() as context:
        context.prec = 60
        by_kind: dict[int, list[Item]] = defaultdict(list)
        for item in items:
            by_kind[item.kind_id].append(item)
        total: dict[str, Decimal] = dict.fromkeys(("academic", "social", "sport"), Decimal(0))
        base = dict(total)
        for rule in rules:
            category = rule.kind.category
            base[category] += rule.cap
            if rule.kind_id in by_kind:
                total[category] += kind_points(rule, by_kind[rule.kind_id])
            elif rule.rescale == "always" or (
                rule.rescale == "associate-1" and level == "associate" and class_year <= 1
            ):
                base[category] -= rule.cap
        return {name: rounded(100 * total[name] / base[name]) if base[name] else Decimal(0) for name in total}
