"""The method report's worked example: a made-up student, scored by the same statement as everybody."""

from dataclasses import dataclass
from decimal import Decimal

from applications.models import Language, MethodItem, ScoringMethod
from applications.scoring.compute import ExampleRow, example
from applications.scoring.explain import ExplainedCategory, Given, explain

# (kind, grade, amount, language): a third-year bachelor student. Kinds that the method does not know are left out.
_STUDENT: tuple[tuple[str, str | None, str | None, str | None], ...] = (
    ("gno", None, "76.67", None),
    ("school-grade", None, "86.40", None),
    ("placement-rank", None, "7.40", None),
    ("language", "b2", "78.75", "en"),
    ("language", "a2", None, "de"),
    ("project", "finalist", None, None),
    ("certificate", "long", None, None),
    ("certificate", "short", None, None),
    ("work", None, "64", None),
    ("volunteering", None, "45", None),
    ("club", "member", "2", None),
    ("club", "board", "1", None),
    ("social-project", "participant", None, None),
    ("licensed-athlete", None, "2", None),
    ("team", None, "3", None),
)


@dataclass(frozen=True)
class Example:
    """The example taken apart."""

    categories: tuple[ExplainedCategory, ...]


def worked_example(method: ScoringMethod, items: list[MethodItem]) -> Example:
    """The made-up student under the method; in another draft the same items, so that versions compare."""
    by_kind = {item.kind.code: item for item in items if item.cap > 0}
    languages = {one.code: one for one in Language.objects.filter(code__in=["en", "de"])}
    rows, given = [], {}
    for number, (code, grade, amount, language) in enumerate(_STUDENT, start=1):
        item = by_kind.get(code)
        if item is None:
            continue
        options = {row.option.code: row.option for row in item.options.all() if row.option}
        option = options.get(grade) if grade else None
        spoken = languages.get(language) if language else None
        value = Decimal(amount) if amount else None
        # Without the list of languages two results still count as two languages.
        language_id = (spoken.pk if spoken else -number) if language else None
        rows.append(ExampleRow(number, item.kind_id, option.pk if option else None, language_id, value))
        label = " · ".join(str(part) for part in (spoken, option) if part)
        given[number] = Given(number, label, option, value)
    scores, lines = example(method, rows, level="bachelor", class_year=3)
    return Example(explain(items, scores, lines, given))
