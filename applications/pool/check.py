"""Whether everybody in the pool can hide, and whether the bit strings say what the rows say. Looked at every night."""

import logging

from django.db import connection, transaction

from applications.models import PoolEntry, PoolState, Season
from applications.pool.classes import SMALLEST
from applications.pool.facets import Facet
from applications.selectors import current_season

logger = logging.getLogger(__name__)
# Institutions are left out: each is a question of one employer only, and its answer was meant for it (decision 0010).
_ALONE = ("provinces", "whole_provinces", "districts", "periods")
_SMALLEST = """
with entry as (
  select group_code, level, class_year, provinces, whole_provinces, districts, periods, languages
  from applications_poolentry where season_id = %(season)s and listed
)
select min(n) from (
  select count(*) as n from entry group by group_code, level, class_year
  union all
  {alone}
  union all
  select count(*) from entry, unnest(languages) l, generate_series(1, l %% 10) level_at_least
    group by group_code, level, class_year, l / 10, level_at_least
  union all
  select count(*) from entry, unnest(provinces) p, unnest(periods) w group by group_code, level, class_year, p, w
) as classes
"""
_MARK = "select count(*) from entry, unnest({mark}) as mark group by group_code, level, class_year, mark"


_COUNTED = """
select coalesce(sum(n), 0) from applications_poolbits where season_id = %s and build = %s and facet = %s
"""


def smallest_class(season: Season) -> int | None:
    """The fewest people that answer to one class (group, level, year), alone or with one more thing to ask; with a
    province and a period also both at once. None when empty. Not asked: who prefers an institution (decision 0010).

    Must be at least ``classes.SMALLEST``.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        alone = "\n  union all\n  ".join(_MARK.format(mark=one) for one in _ALONE)
        cursor.execute(_SMALLEST.format(alone=alone), {"season": season.pk})
        (smallest,) = cursor.fetchone()
    return None if smallest is None else int(smallest)


def faults(season: Season) -> list[str]:
    """What is wrong with the season's pool, a sentence each; nothing before it is made."""
    state = PoolState.objects.filter(season=season).first()
    if state is None:
        return []
    found = []
    smallest = smallest_class(season)
    if smallest is not None and smallest < SMALLEST:
        found.append(f"a class of {smallest} can be singled out")
    rows = PoolEntry.objects.filter(season=season, listed=True)
    available = rows.filter(available=True)
    for facet, word, known in ((Facet.LISTED, "listed", rows), (Facet.AVAILABLE, "available", available)):
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED, [season.pk, state.build, facet])
            (counted,) = cursor.fetchone()
        if counted != known.count():
            found.append(f"{counted} entries are {word} to searches, {known.count()} in truth")
    return found


def report_faults() -> int:
    """Write what is wrong with the current season's pool to the log, as errors; answers how many."""
    season = current_season()
    found = faults(season) if season else []
    for one in found:
        logger.error("pool of season %s: %s", season.pk if season else None, one)
    return len(found)
