"""Bars drawn on the server, for pages and paper alike: pure, numbers in, rectangles out."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, TOP, LEFT = 720, 190, 10, 40
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """One rectangle with what it says when pointed at."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True)
class Tick:
    """A line of the scale with its number, or a mark below the bars with its word."""

    at: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """Groups of bars side by side over one scale. ``series`` are the names of the bars of a group, in order."""

    bars: tuple[Bar, ...]
    scale: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    series: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT

    @property
    def floor(self) -> int:
        """Where the bars stand."""
        return self.height - 24

    @property
    def middle(self) -> int:
        """The height of the drawing with its words."""
        return self.height


def grouped_bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> BarChart:
    """One group for each label, one bar in it for each series. All series are as long as ``labels``."""
    top = ceiling(max((max(values, default=0) for _name, values in series), default=0))
    floor, room = HEIGHT - 24, WIDTH - LEFT
    # A season's first weeks are bars, no walls.
    slot = room / max(len(labels), 8)
    width = slot * 0.8 / max(len(series), 1)
    bars = []
    for group, label in enumerate(labels):
        for number, (name, values) in enumerate(series):
            height = (floor - TOP) * values[group] / top
            if values[group]:
                x = LEFT + group * slot + slot * 0.1 + number * width
                bars.append(
                    Bar(_r(x), _r(floor - height), _r(width), _r(height), number, f"{label}: {values[group]} {name}")
                )
    scale = tuple(Tick(_r(floor - (floor - TOP) * part / 2), f"{top * part // 2}") for part in range(3))
    step = max(1, -(-len(labels) // 8))
    marks = tuple(Tick(_r(LEFT + (n + 0.5) * slot), label) for n, label in enumerate(labels) if n % step == 0)
    return BarChart(tuple(bars), scale, marks, tuple(name for name, _values in series))


def ceiling(most: int) -> int:
    """The round even number at which a scale for this largest value ends."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= most and step * power % 2 == 0:
                return step * power
        power *= 10


def _r(number: float) -> float:
    return round(number, 1)
