"""How far each entry is generalised so that nobody stands in a class of fewer than five (docs/rules.md P1).

Pure: counts in, shown classes out. A class is what a row shows: group, level, class year.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

SMALLEST = 5
FIELD_PREFIX = "alan-"
EVERYTHING = FIELD_PREFIX + "tumu"


class Cell(NamedTuple):
    """What an application is: department group, its field, level and class year."""

    group: str
    field: str
    level: str
    class_year: int


class Shown(NamedTuple):
    """What its pool row says; an empty level and a missing year are left out of the row."""

    group: str
    level: str
    class_year: int | None


def _rungs(cell: Cell) -> tuple[Shown, ...]:
    """From the most telling to the least."""
    return (
        Shown(cell.group, cell.level, cell.class_year),
        Shown(FIELD_PREFIX + cell.field, cell.level, cell.class_year),
        Shown(EVERYTHING, cell.level, cell.class_year),
        Shown(EVERYTHING, cell.level, None),
        Shown(EVERYTHING, "", None),
    )


def generalise(counts: Mapping[Cell, int], small_groups: set[str]) -> dict[Cell, Shown]:
    """Which class each cell is shown in, so that every class has at least SMALLEST members.

    Groups in ``small_groups`` start as their field. A class that stays too small goes one rung further; a rest that is
    too small even as «everything» takes the smallest other class with it. Only a season with fewer than SMALLEST
    applications in all cannot be helped; ``build.smallest_class`` tells it.
    """
    rung = {cell: 1 if cell.group in small_groups else 0 for cell in counts}
    for step in range(4):
        here = [cell for cell in counts if rung[cell] == step]
        sizes = _sizes(counts, {cell: _rungs(cell)[step] for cell in here})
        for cell in here:
            if sizes[_rungs(cell)[step]] < SMALLEST:
                rung[cell] = step + 1
    shown = {cell: _rungs(cell)[rung[cell]] for cell in counts}
    sizes = _sizes(counts, shown)
    rest = Shown(EVERYTHING, "", None)
    if 0 < sizes[rest] < SMALLEST and len(sizes) > 1:
        smallest = min((size, key) for key, size in sizes.items() if key != rest)[1]
        shown = {cell: rest if key == smallest else key for cell, key in shown.items()}
    return shown


def _sizes(counts: Mapping[Cell, int], shown: Mapping[Cell, Shown]) -> Counter[Shown]:
    sizes: Counter[Shown] = Counter()
    for cell, key in shown.items():
        sizes[key] += counts[cell]
    return sizes
