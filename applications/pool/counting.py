"""Exact total and exact facet counts, from the cache where nothing has changed since (docs/architecture.md)."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.core.cache import cache
from django.db import connection

from applications.models import PoolMemory
from applications.pool.asking import Asked, Pool
from applications.pool.classes import SMALLEST
from applications.pool.facets import LANGUAGE_LEVELS, LEVELS, TENS, Facet, language_value, period_key
from applications.pool.plan import TOTAL, Plan, Ranges, whole
from applications.pool.query import FacetValue
from usp.reference.models import Level

logger = logging.getLogger(__name__)
_KEPT_SECONDS = 3600
Found = dict[int, dict[int, int]]  # facet → value → how many


@dataclass(frozen=True)
class Counts:
    """What a question counts to: the total, the exact facets by their numbers, and the histograms of these sorts."""

    total: int
    found: Found
    sorts: tuple[str, ...]

    def tens(self, sort: str) -> dict[int, int]:
        """How many of those who fit have at least this score: 0, 10 … 100."""
        reached = self.found.get(TENS[sort], {})
        return {ten: self.total if ten == 0 else reached.get(ten, 0) for ten in range(0, 101, 10)}


# Part of every key: counts that another version of the portal kept are not read as ours.
_SHAPE = tuple(one.name for one in fields(Counts))


def count_all(pool: Pool, asked: Asked, *, all_languages: bool) -> Counts:
    """The counts of everything a page shows, kept until the pool changes."""
    languages = _counted_languages(pool, asked, all_languages=all_languages)
    key = _key(pool, asked, languages)
    known = _cached(key)
    if known is None:
        known = _count(pool, asked, languages)
        _keep(key, known)
    elif asked.sort not in known.sorts:  # counted for another sort: one histogram is added
        more = count_sort(pool, asked)
        known = Counts(known.total, known.found | more.found, (*known.sorts, asked.sort))
        _keep(key, known)
    return known


def cached_counts(pool: Pool, asked: Asked) -> Counts | None:
    """The same where somebody has counted already."""
    known = _cached(_key(pool, asked, _counted_languages(pool, asked, all_languages=False)))
    return known and count_all(pool, asked, all_languages=False)


def count_sort(pool: Pool, asked: Asked) -> Counts:
    """The total and one histogram: what a page needs that shows no facets."""
    return Counts(*_run(Plan(pool, asked), {"": [whole(TENS[asked.sort])]}), (asked.sort,))


def count_total(pool: Pool, asked: Asked) -> int:
    """The total alone."""
    return _run(Plan(pool, asked), {"": []})[0]


def _counted_languages(pool: Pool, asked: Asked, *, all_languages: bool) -> tuple[int, ...]:
    """All, or the first of the list (English) and those that are asked: the others cost a quarter of the work."""
    chosen = {language for language, _level in asked.languages}
    return tuple(pk for no, pk in enumerate(pool.names.languages) if all_languages or no == 0 or pk in chosen)


def _count(pool: Pool, asked: Asked, languages: Sequence[int]) -> Counts:
    total, found = _run(Plan(pool, asked), _wanted(asked, languages))
    return Counts(total, found, (asked.sort,))


def _run(plan: Plan, wanted: dict[str, Ranges]) -> tuple[int, Found]:
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(plan.counts(wanted), plan.values)
        for facet, value, count in cursor.fetchall():
            found[facet][value] = count
    return found.pop(TOTAL)[0], dict(found)


def _wanted(asked: Asked, languages: Iterable[int]) -> dict[str, Ranges]:
    """Which ranges to count without which filter."""
    ranges: dict[str, list[tuple[Facet, int, int]]] = {
        "groups": [whole(Facet.GROUP)],
        "levels": [whole(Facet.LEVEL)],
        "class_years": [whole(Facet.YEAR)],
        "place": [(Facet.PROVINCE, one, one) for one in asked.allowed]
        + [(Facet.DISTRICT, one, one) for one in sorted(asked.known_districts)],
        "periods": [whole(Facet.PERIOD)],
        "prefers_us": [(Facet.INSTITUTION, asked.institution, asked.institution)] if asked.institution else [],
    }
    for language in languages:
        ranges[f"language_{language}"] = [(Facet.LANGUAGE, language_value(language, 0), language_value(language, 9))]
    wanted: dict[str, list[tuple[Facet, int, int]]] = {"": [whole(TENS[asked.sort])]}
    for name, some in ranges.items():
        if some:
            wanted.setdefault(name if name in asked.filters else "", []).extend(some)
    return dict(wanted)


def facets_of(pool: Pool, asked: Asked, counts: Counts) -> dict[str, tuple[FacetValue, ...]]:
    """The counts in words; one to four are not told."""
    return {
        "groups": _groups(pool, counts.found.get(Facet.GROUP, {})),
        "levels": tuple(
            _value(LEVELS[no - 1], str(Level(LEVELS[no - 1]).label), n, f"{no}")
            for no, n in sorted(counts.found.get(Facet.LEVEL, {}).items())
        ),
        "class_years": tuple(
            _value(year, str(year), n) for year, n in sorted(counts.found.get(Facet.YEAR, {}).items())
        ),
        "provinces": _provinces(pool, counts.found.get(Facet.PROVINCE, {})),
        "districts": _districts(asked, counts.found.get(Facet.DISTRICT, {})),
        "periods": tuple(
            _value(period_key(no), period_key(no), n) for no, n in sorted(counts.found.get(Facet.PERIOD, {}).items())
        ),
        "languages": _languages(pool, counts.found.get(Facet.LANGUAGE, {})),
        "prefers_us": tuple(_value(True, "", n) for n in counts.found.get(Facet.INSTITUTION, {}).values()),
        "histogram": _histogram(counts.tens(asked.sort)),
    }


def _value(value: str | int | tuple[int, int], label: str, count: int, sort_key: str = "") -> FacetValue:
    return FacetValue(value, label, count if count >= SMALLEST else None, sort_key)


def _groups(pool: Pool, found: dict[int, int]) -> tuple[FacetValue, ...]:
    return tuple(
        _value(code, name, found[no], key) for no, (code, name, key) in pool.names.groups.items() if no in found
    )


def _provinces(pool: Pool, found: dict[int, int]) -> tuple[FacetValue, ...]:
    return tuple(_value(pk, name, found[pk], key) for pk, (name, key) in pool.names.provinces.items() if pk in found)


def _districts(asked: Asked, found: dict[int, int]) -> tuple[FacetValue, ...]:
    return tuple(_value(pk, name, found[pk]) for pk, (_province, name) in asked.known_districts.items() if pk in found)


def _languages(pool: Pool, found: dict[int, int]) -> tuple[FacetValue, ...]:
    return tuple(
        _value((pk, level), f"{language} {LANGUAGE_LEVELS[level - 1]}", found[language_value(pk, level)])
        for pk, language in pool.names.languages.items()
        for level in range(1, len(LANGUAGE_LEVELS) + 1)
        if language_value(pk, level) in found
    )


def _histogram(tens: dict[int, int]) -> tuple[FacetValue, ...]:
    """0–9, 10–19 … 100."""
    return tuple(
        FacetValue(ten, f"{ten}–{min(ten + 9, 100)}", count if count >= SMALLEST or count == 0 else None)
        for ten, count in ((ten, tens[ten] - tens.get(ten + 10, 0)) for ten in range(0, 101, 10))
    )


def _key(pool: Pool, asked: Asked, languages: Sequence[int]) -> str:
    refreshed = None
    if asked.news_of is not None:
        refreshed = PoolMemory.objects.filter(pk=asked.news_of).values_list("refreshed_at", "looked").first()
    what = (_SHAPE, pool.season.pk, pool.build, pool.revision, tuple(languages), refreshed, asked.key())
    return "pool:" + hashlib.sha256(repr(what).encode()).hexdigest()


def _cached(key: str) -> Counts | None:
    try:
        known = cache.get(key)
    except Exception as error:
        logger.warning("pool: the counts could not be read from the cache: %s", error)
        return None
    return known if isinstance(known, Counts) else None


def _keep(key: str, counts: Counts) -> None:
    try:
        cache.set(key, counts, _KEPT_SECONDS)
    except Exception as error:
        logger.warning("pool: the counts could not be kept: %s", error)
