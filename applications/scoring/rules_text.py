"""A method's rows as sentences, made from the numbers that compute; nobody writes them by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from applications.models import (
    MethodItem,
    MethodOption,
    OnePer,
    Rescale,
    ScoreCategory,
    ScoringMethod,
    Shape,
)


@dataclass(frozen=True)
class KindRule:
    """One kind of item in a method: what it is worth, up to which cap, on which conditions, who verifies it."""

    number: str
    name: str
    cap: Decimal
    how: str
    worths: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    verifier: str
    automatic: bool


@dataclass(frozen=True)
class CategoryRules:
    """One score: its items and what they add up to."""

    category: str
    label: str
    cap: Decimal
    kinds: tuple[KindRule, ...]


def plain(number: Decimal) -> str:
    """A number without idle zeros, in the page's language: «53,33», «0,5», «25»."""
    text = f"{number.normalize():f}"
    return text if get_language() == "en" else text.replace(".", ",")


def items_of(method: ScoringMethod) -> list[MethodItem]:
    """The method's items with everything a sentence needs, in the catalogue's order."""
    return list(
        method.items.select_related("kind__institution").prefetch_related("options__option").order_by("kind__order")
    )


def rules_of(items: Iterable[MethodItem]) -> tuple[CategoryRules, ...]:
    """The three scores as rules; items that cannot give points are left out."""
    counted = [item for item in items if item.cap > 0]
    found = []
    for category in ScoreCategory:
        mine = [item for item in counted if item.kind.category == category]
        cap = sum((item.cap for item in mine), Decimal(0))
        found.append(CategoryRules(category.value, str(category.label), cap, tuple(_rule(item) for item in mine)))
    return tuple(found)


def how(item: MethodItem) -> str:
    """How one declared item of the kind gets its points."""
    if item.shape == Shape.LINEAR and item.points is not None and item.floor is not None and item.ceiling is not None:
        text = _("%(points)s × (değer − %(floor)s) / %(range)s; %(floor)s ve altı 0, %(ceiling)s için %(points)s puan")
        return text % {
            "points": plain(item.points),
            "floor": plain(item.floor),
            "range": plain(item.ceiling - item.floor),
            "ceiling": plain(item.ceiling),
        }
    if item.shape == Shape.UNITS:
        return _("Her tam birim için puan")
    return _("Başarı dilimine göre") if item.shape == Shape.BANDS else _("Her beyan için")


def worths(item: MethodItem) -> tuple[tuple[str, str], ...]:
    """What each grade, unit or band is worth: («B2», «10 puan»)."""
    return tuple((_named(item, row), _worth(item, row)) for row in item.options.all())


def notes(item: MethodItem) -> Iterator[str]:
    """The conditions under which items of the kind count."""
    if item.one_per == OnePer.LANGUAGE:
        yield _("Her dilin yalnızca en iyi sonucu sayılır.")
    if item.best_of:
        text = ngettext(
            "En yüksek puanlı %(count)d beyan sayılır.", "En yüksek puanlı %(count)d beyan sayılır.", item.best_of
        )
        yield text % {"count": item.best_of}
    for place, weight in enumerate(item.weights, start=1):
        if weight != 1:
            yield _("%(place)d. sıradaki puan × %(weight)s") % {"place": place, "weight": plain(weight)}
    if item.item_cap is not None:
        yield _("Bir beyan en çok %(cap)s puan.") % {"cap": plain(item.item_cap)}
    if item.rescale == Rescale.FIRST_ASSOCIATE:
        yield _("Ön lisans 1. sınıfta kaydı yoksa kapsam dışı kalır; alan puanı kalanlar üzerinden 100'e tamamlanır.")
    elif item.rescale == Rescale.ALWAYS:
        yield _("Kaydı yoksa kapsam dışı kalır; alan puanı kalanlar üzerinden 100'e tamamlanır.")
    if item.kind.consent_code:
        yield _("İsteğe bağlıdır; ayrı açık rızayla alınır ve işverene gösterilmez.")


def _rule(item: MethodItem) -> KindRule:
    verifier = item.kind.institution or item.kind.get_verifier_display()
    return KindRule(
        number=item.kind.number,
        name=str(item.kind),
        cap=item.cap,
        how=how(item),
        worths=worths(item),
        notes=tuple(notes(item)),
        verifier=str(verifier),
        automatic=not item.kind.by_student,
    )


def _named(item: MethodItem, row: MethodOption) -> str:
    if row.up_to is not None:
        return _("ilk %%%(share)s") % {"share": plain(row.up_to)}
    return str(row.option) if row.option else str(item.kind)


def _worth(item: MethodItem, row: MethodOption) -> str:
    if item.shape == Shape.UNITS and row.per is not None:
        unit = item.kind.get_amount_unit_display()
        if row.per == 1:
            return _("%(unit)s başına %(points)s puan") % {"unit": unit, "points": plain(row.points)}
        return _("%(per)s %(unit)s başına %(points)s puan") % {
            "per": plain(row.per),
            "unit": unit,
            "points": plain(row.points),
        }
    return _("%(points)s puan") % {"points": plain(row.points)}
