"""Saved searches: whom the daily refresh found for the first time (pool.md §1.9).

The searches themselves stand with the offers; here is what each of them found, by row number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from applications.models import Season
from applications.pool.query import PoolQuery
from usp.accounts.models import Employer


@dataclass(frozen=True)
class SavedQuery:
    """One saved search, as its owner keeps it."""

    saved_search_id: int
    query: PoolQuery
    employer: Employer
    allowed_provinces: Sequence[int]


def remember(season: Season, saved: SavedQuery) -> None:
    """Note whom the search finds now; from here on the daily refresh tells who is new. Part of saving it."""
    raise NotImplementedError


def refresh_saved(season: Season, searches: Iterable[SavedQuery]) -> int:
    """Once a day, for all at once: find again, and keep who is new. Answers how many searches were refreshed."""
    raise NotImplementedError


def news(saved_search_ids: Sequence[int]) -> dict[int, int]:
    """How many candidates each search's last refresh found for the first time since somebody last looked."""
    raise NotImplementedError


def looked(saved_search_id: int) -> None:
    """Somebody has opened the search: its news stay for the day, and the next refresh begins from what it found."""
    raise NotImplementedError


def forget(saved_search_id: int) -> None:
    """The search was deleted."""
    raise NotImplementedError
