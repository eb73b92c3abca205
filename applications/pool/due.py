"""When the pool is built: once, as soon as the season's day has come."""

from applications.models import PoolEntry
from applications.pool.build import build_pool
from applications.selectors import current_season
from usp.core import clock


def build_due_pool() -> int:
    """Build the current season's pool if it is due and not there yet; answers how many entries were made."""
    season = current_season()
    if season is None or clock.now() < season.pool_opens_at:
        return 0
    if PoolEntry.objects.filter(season=season).exists():
        return 0
    return build_pool(season=season)
