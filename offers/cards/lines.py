"""A reserve's way through the line as a drawing: steps over time, and the same numbers for a table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from offers.selectors.student import LineMove

WIDTH, HEIGHT = 400, 96
# Room for the axis' numbers on the left and the dates below.
_LEFT, _RIGHT, _TOP, _BOTTOM = 28, 10, 10, 22


@dataclass(frozen=True)
class LineChart:
    """``path`` draws the steps, ``last`` is the point of today; ``moves`` are the numbers."""

    path: str
    last: tuple[int, int]
    marks: tuple[tuple[int, int], ...]
    begins: dt.datetime
    ends: dt.datetime
    moves: tuple[LineMove, ...]


def line_chart(moves: Sequence[LineMove], now: dt.datetime) -> LineChart | None:
    """The drawing; None for whoever does not wait. The first place is at the top."""
    if not moves:
        return None
    begins = moves[0].at
    seconds = max(1.0, (now - begins).total_seconds())
    worst = max(move.place for move in moves)

    def x(at: dt.datetime) -> int:
        return _LEFT + round((WIDTH - _LEFT - _RIGHT) * (at - begins).total_seconds() / seconds)

    def y(place: int) -> int:
        return _TOP + round((HEIGHT - _TOP - _BOTTOM) * (place - 1) / max(1, worst - 1))

    path = f"M{x(begins)} {y(moves[0].place)}"
    for move in moves[1:]:
        path += f"H{x(move.at)}V{y(move.place)}"
    path += f"H{x(now)}"
    marks = tuple(sorted({(1, y(1)), (worst, y(worst)), (moves[-1].place, y(moves[-1].place))}))
    return LineChart(path, (x(now), y(moves[-1].place)), marks, begins, now, tuple(moves))
