"""Whether everybody in the pool can hide, and whether the bit strings say what the rows say. Looked at every night."""

from django.db import connection

from applications.models import PoolEntry, PoolState, Season
from applications.pool.classes import SMALLEST
from applications.pool.facets import Facet

_ALONE = ("provinces", "whole_provinces", "districts", "periods", "institutions")
_SMALLEST = """
with entry as (
  select group_code, level, class_year, provinces, whole_provinces, districts, periods, languages, institutions
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


def smallest_class(season: Season) -> int | None:
    """The fewest people that answer to one class (group, level, year), alone or with one more thing to ask; with a
    province and a period also both at once. None when empty.

    Must be at least ``classes.SMALLEST``.
    """
    with connection.cursor() as cursor:
        alone = "\n  union all\n  ".join(_MARK.format(mark=one) for one in _ALONE)
        cursor.execute(_SMALLEST.format(alone=alone), {"season": season.pk})
        (smallest,) = cursor.fetchone()
    return None if smallest is None else int(smallest)


def faults(season: Season) -> list[str]:
    """What is wrong with the season's pool, a sentence each; none before it is made."""
    state = PoolState.objects.filter(season=season).first()
    if state is None:
        return []
    found = []
    smallest = smallest_class(season)
    if smallest is not None and smallest < SMALLEST:
        found.append(f"pool {season.pk}: a class of {smallest} can be singled out")
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(n), 0) from applications_poolbits where season_id = %s and build = %s and facet = %s",
            [season.pk, state.build, Facet.AVAILABLE],
        )
        (counted,) = cursor.fetchone()
    rows = PoolEntry.objects.filter(season=season, listed=True, available=True).count()
    if counted != rows:
        found.append(f"pool {season.pk}: {counted} entries are searched as available, {rows} are")
    return found
