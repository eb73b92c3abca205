"""«Örneklemle dene»: random applications of a season under a draft, beside the method in force. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from applications.models import ScoreCategory, ScoringMethod
from applications.scoring.compute import CategoryScore, Scores, scores_under
from applications.scoring.services import current_method

SAMPLE = 500
_SHOWN = 5
_BINS = 10

_PICK = """
select id from applications_application
where season_id = %s and state = 'completed' order by md5(id::text || %s) limit %s
"""


@dataclass(frozen=True)
class Bin:
    """How many of the sample have a score in this tenth, before and after."""

    low: int
    old: int
    new: int


@dataclass(frozen=True)
class Change:
    """One nameless application whose score moves: by how much, and through which kinds."""

    number: int
    before: Decimal
    after: Decimal
    kinds: tuple[tuple[str, Decimal], ...]

    @property
    def by(self) -> Decimal:
        """How far the score moves."""
        return self.after - self.before


@dataclass(frozen=True)
class CategorySample:
    """One score of the sample under both methods."""

    category: str
    label: str
    old_mean: Decimal
    new_mean: Decimal
    bins: tuple[Bin, ...]
    gains: tuple[Change, ...]
    losses: tuple[Change, ...]

    @property
    def tallest(self) -> int:
        """The largest bin, for the drawing; at least one."""
        return max([1, *(one.old for one in self.bins), *(one.new for one in self.bins)])


@dataclass(frozen=True)
class Sample:
    """What the operator reads before publishing."""

    size: int
    in_force: ScoringMethod
    categories: tuple[CategorySample, ...]


def sample_under(draft: ScoringMethod, *, size: int = SAMPLE) -> Sample | None:
    """The same random applications under the draft and under the method in force; None while there are none.

    The choice depends on the draft alone, so that a second look shows the same people.
    """
    in_force = current_method(draft.season)
    with connection.cursor() as cursor:
        cursor.execute(_PICK, [draft.season_id, f"method-{draft.pk}", size])
        chosen = [pk for (pk,) in cursor.fetchall()]
    if in_force is None or not chosen:
        return None
    before, after = scores_under(in_force, chosen), scores_under(draft, chosen)
    pairs = [(before[pk], after[pk]) for pk in chosen]
    return Sample(len(chosen), in_force, tuple(_category(category, pairs) for category in ScoreCategory))


def _category(category: ScoreCategory, pairs: Sequence[tuple[Scores, Scores]]) -> CategorySample:
    both = [(old[category.value], new[category.value]) for old, new in pairs]
    changes = [_change(number, old, new) for number, (old, new) in enumerate(both, start=1) if old.points != new.points]
    changes.sort(key=lambda one: (one.by, one.number))
    olds, news = [old.points for old, _new in both], [new.points for _old, new in both]
    return CategorySample(
        category=category.value,
        label=str(category.label),
        old_mean=_mean(olds),
        new_mean=_mean(news),
        bins=tuple(Bin(low, _in_bin(olds, low), _in_bin(news, low)) for low in range(0, 100, 100 // _BINS)),
        gains=tuple(one for one in reversed(changes[-_SHOWN:]) if one.by > 0),
        losses=tuple(one for one in changes[:_SHOWN] if one.by < 0),
    )


def _change(number: int, old: CategoryScore, new: CategoryScore) -> Change:
    kinds = sorted({*old.kinds, *new.kinds})
    moved = [(kind, new.kinds.get(kind, Decimal(0)) - old.kinds.get(kind, Decimal(0))) for kind in kinds]
    return Change(number, old.points, new.points, tuple((kind, by) for kind, by in moved if by))


def _mean(points: Sequence[Decimal]) -> Decimal:
    return (sum(points, Decimal(0)) / len(points)).quantize(Decimal("0.01"))


def _in_bin(points: Sequence[Decimal], low: int) -> int:
    width = 100 // _BINS
    return sum(1 for one in points if low <= one < low + width or (low + width == 100 and one == 100))
