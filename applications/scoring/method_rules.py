"""What a method must keep to before it may be saved or published; each broken rule is one sentence."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from applications.models import MethodItem, MethodOption, ScoreCategory, Shape
from applications.scoring.rules_text import plain

FULL = Decimal(100)


def method_problems(items: Sequence[MethodItem]) -> list[str]:
    """Every sentence that keeps the method from being used; none for a sound one."""
    found = list(_sums(items))
    for item in items:
        if item.cap > 0:
            found += [f"{item.kind.number} · {item.kind}: {text}" for text in _item(item)]
    return found


def _sums(items: Sequence[MethodItem]) -> Iterator[str]:
    total = Decimal(0)
    for category in ScoreCategory:
        cap = sum((item.cap for item in items if item.kind.category == category), Decimal(0))
        total += cap
        if cap not in (0, FULL):
            text = _("%(category)s: üst sınırların toplamı %(cap)s; 100 olmalıdır (alan hiç puanlanmayacaksa 0).")
            yield text % {"category": category.label, "cap": plain(cap)}
    if total == 0:
        yield _("En az bir alanda puan veren kalem olmalıdır.")


def _item(item: MethodItem) -> Iterator[str]:
    rows = list(item.options.all())
    if item.shape == Shape.LINEAR:
        if item.points is not None and item.points > item.cap:
            yield _("tam puan üst sınırdan büyük.")
    elif not any(row.points > 0 for row in rows):
        yield _("puan veren bir satır yok.")
    for row in rows:
        if row.points > item.cap:
            yield _("%(row)s satırının puanı üst sınırdan büyük.") % {"row": _name(row)}
        if item.shape == Shape.UNITS and row.per is None:
            yield _("%(row)s satırında birim boş.") % {"row": _name(row)}
    if item.shape == Shape.BANDS:
        yield from _bands(rows)
    if any(weight < 0 or weight > 1 for weight in item.weights) or sorted(item.weights, reverse=True) != item.weights:
        yield _("sıra ağırlıkları 0 ile 1 arasında ve azalan olmalıdır.")
    if item.best_of and len(item.weights) > item.best_of:
        yield _("sayılan beyandan çok ağırlık var.")


def _bands(rows: Sequence[MethodOption]) -> Iterator[str]:
    ordered = sorted((row for row in rows if row.up_to is not None), key=lambda row: row.up_to or 0)
    points = [row.points for row in ordered]
    if points != sorted(points, reverse=True):
        yield _("daha geniş bir dilim daha çok puan alamaz.")


def _name(row: MethodOption) -> str:
    if row.option:
        return str(row.option)
    return _("ilk %%%(share)s") % {"share": plain(row.up_to)} if row.up_to is not None else _("tek")
