"""What an employer may ask of the pool, and the shape of the answer (docs/architecture.md)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from applications.pool.cards import Candidate

PAGE_SIZE = 20
SORTS = ("academic", "social", "sport")
INTERNSHIP = "internship"
KINDS = (INTERNSHIP, "shadowing", "training")


@dataclass(frozen=True)
class PoolQuery:
    """What an employer asks. Values of one kind are alternatives, kinds narrow each other; nothing means anything.

    ``kind``: searches for internships find only those who have a right left, the others everybody (docs/rules.md A3).
    ``languages`` are (language, lowest level) pairs, of which all are asked; the level is 1 (A1) to 6 (C2).
    ``districts`` narrow their own province: those who chose the district or the whole province. ``periods`` are keys
    like «2024-08-20»: a month in which an internship may start and its length in working days. ``news_of`` is a saved
    search: only those whom its last daily refresh found for the first time (``applications.pool.saved``).
    """

    groups: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    class_years: tuple[int, ...] = ()
    languages: tuple[tuple[int, int], ...] = ()
    min_academic: int = 0
    min_social: int = 0
    min_sport: int = 0
    provinces: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    periods: tuple[str, ...] = ()
    prefers_us: bool = False
    hide_offered: bool = False
    kind: str = INTERNSHIP
    news_of: int | None = None
    sort: str = "academic"
    cursor: str = ""


@dataclass(frozen=True)
class FacetValue:
    """One value of a filter and how many candidates choosing it would give; None stands for 1 to 4.

    ``value`` is what the query's field takes: a code, a number, a period's key, a (language, level) pair; True for
    «bizi tercih edenler», the ten a score begins with for the histogram.
    """

    value: str | int | tuple[int, int]
    label: str
    count: int | None
    sort_key: str = ""


@dataclass(frozen=True)
class PoolPage:
    """One page of the answer. ``is_open`` is false, and everything empty, before the season's pool opens.

    ``facets``: groups, levels, class_years, provinces, districts (of the chosen provinces), periods, languages and
    prefers_us, each counted without its own filter, and histogram (the sorted score by tens, of all who fit).
    Without counting there are none of them, and no ``total``. ``counted_at`` is the moment up to which changes of
    the candidates are counted.
    """

    rows: tuple[Candidate, ...] = ()
    total: int | None = 0
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    next_cursor: str = ""
    previous: str = ""
    is_open: bool = True
    counted_at: dt.datetime | None = None
