"""Saved searches: whom the daily refresh found for the first time (docs/rules.md P7).

The searches themselves stand with the offers; here is what each of them found, as bit strings of row numbers, which
outlive every rebuild. News are made once a day, for all searches at once: a difference found right after somebody's
cancellation would be that person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from applications.models import PoolMemory, Season
from applications.pool.asking import open_pool, resolve
from applications.pool.plan import Plan
from applications.pool.query import PoolQuery
from usp.accounts.models import Employer
from usp.core import clock
from usp.core.db import verb

_REMEMBER = """
insert into applications_poolmemorybits (memory_id, seg, seen, found)
{head} select %(memory)s, seg, bits, bits from v
"""
_REFRESH = """
insert into applications_poolmemorybits as m (memory_id, seg, seen, found)
{head}, old as (select seg, seen, found from applications_poolmemorybits where memory_id = %(memory)s)
select %(memory)s, seg,
       coalesce(case when %(looked)s then old.found else old.seen end, repeat('0', %(segment)s)::varbit),
       coalesce(v.bits, repeat('0', %(segment)s)::varbit)
from v full join old using (seg)
on conflict (memory_id, seg) do update set seen = excluded.seen, found = excluded.found
"""
_NEWS = """
update applications_poolmemory set looked = false, refreshed_at = usp_now(),
  news = (select coalesce(sum(bit_count(found & ~seen)), 0) from applications_poolmemorybits
          where memory_id = %(memory)s)
where saved_search_id = %(memory)s
"""


@dataclass(frozen=True)
class SavedQuery:
    """One saved search, as its owner keeps it."""

    saved_search_id: int
    query: PoolQuery
    employer: Employer
    allowed_provinces: Sequence[int]
    offered: Sequence[int] = ()


@verb
def remember(season: Season, saved: SavedQuery) -> None:
    """Note whom the search finds now; from here on the daily refresh tells who is new. Part of saving it.

    Doing it again, after its filters have changed, begins anew. Before the pool opens it finds nobody.
    """
    forget(saved.saved_search_id)
    PoolMemory.objects.create(
        saved_search_id=saved.saved_search_id, season=season, news=0, looked=False, refreshed_at=clock.now()
    )
    _write(season, saved, _REMEMBER, looked=False)


@verb
def refresh_saved(season: Season, searches: Iterable[SavedQuery]) -> int:
    """Once a day, for all at once: find again, and keep who is new. Answers how many searches were refreshed.

    One that is not remembered yet begins today.
    """
    refreshed = 0
    for saved in searches:
        memory = PoolMemory.objects.filter(pk=saved.saved_search_id, season=season).first()
        if memory is None:
            remember(season, saved)
        elif _write(season, saved, _REFRESH, looked=memory.looked):
            with connection.cursor() as cursor:
                cursor.execute(_NEWS, {"memory": saved.saved_search_id})
        refreshed += 1
    return refreshed


def news(saved_search_ids: Sequence[int]) -> dict[int, int]:
    """How many candidates each search's last refresh found for the first time since somebody last looked."""
    rows = PoolMemory.objects.filter(pk__in=saved_search_ids).values_list("saved_search_id", "news")
    return dict.fromkeys(saved_search_ids, 0) | dict(rows)


def looked(saved_search_id: int) -> None:
    """Somebody has opened the search: its news stay for the day, and the next refresh begins from what it found."""
    PoolMemory.objects.filter(pk=saved_search_id).update(looked=True)


@verb
def forget(saved_search_id: int) -> None:
    """The search was deleted."""
    PoolMemory.objects.filter(pk=saved_search_id).delete()


def _write(season: Season, saved: SavedQuery, statement: str, *, looked: bool) -> bool:
    """Run the statement over whom the search finds; false before the pool opens."""
    pool = open_pool(season)
    if pool is None:
        return False
    query = replace(saved.query, news_of=None)  # the news of the news would be nobody
    plan = Plan(pool, resolve(pool, query, saved.employer, saved.allowed_provinces, saved.offered))
    with connection.cursor() as cursor:
        values = plan.values | {"memory": saved.saved_search_id, "looked": looked}
        cursor.execute(statement.format(head=plan.head()), values)
    return True
