"""When the pool is built: as soon as the season's day has come, and anew every night of the offer weeks."""

from applications.models import PoolState
from applications.pool.build import build_pool
from applications.selectors import current_season
from usp.core import clock


def build_due_pool() -> int:
    """Build the current season's pool if it is due and not there yet; answers how many entries were made."""
    season = current_season()
    if season is None or clock.now() < season.pool_opens_at:
        return 0
    if PoolState.objects.filter(season=season).exists():
        return 0
    return build_pool(season=season)


def rebuild_pool() -> int:
    """Make the current season's open pool anew while offers may be sent; answers how many entries it has.

    What changed since yesterday is counted at once for everybody: windows that could not come or go alone, levels of
    languages, periods that have begun (decision 0010).
    """
    season = current_season()
    if season is None or not season.pool_opens_at <= clock.now() < season.offers_close_at:
        return 0
    return build_pool(season=season)
