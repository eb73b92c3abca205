"""Bringing rows and bit strings up to date with what has changed since the build, in order, every few seconds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from applications.models import PoolChange, PoolState, ScoreCorrection, Season
from applications.pool.changes import may_hold_pool
from applications.pool.classes import SMALLEST
from applications.pool.facets import SCORES, TENS, Facet
from applications.pool.marks import PERIOD
from applications.scoring.services import ensure_method, write_profiles
from usp.core.db import verb

_BATCH = 500
_TAKE = """
delete from applications_poolchange where id in (
  select id from applications_poolchange where season_id = %(season)s order by id limit %(batch)s
) returning application_id
"""
_FACTS = f"""
select a.id, e.id, e.row_no, e.listed, e.available, array[e.academic, e.social, e.sport]::int[], e.periods::int[],
       a.state = 'completed', a.state = 'completed' and a.used < a.allowed,
       (select array[
          max(floor(s.points / %(step)s) * %(step)s) filter (where s.category = 'academic'),
          max(floor(s.points / %(step)s) * %(step)s) filter (where s.category = 'social'),
          max(floor(s.points / %(step)s) * %(step)s) filter (where s.category = 'sport')]::int[]
        from applications_score s where s.application_id = a.id),
       coalesce((select array_agg(distinct {PERIOD}) from applications_windowchoice c
          join applications_internshipwindow w on w.id = c.window_id
          where c.application_id = a.id and w.state = 'open'
            and w.starts_on > (usp_now() at time zone 'Europe/Istanbul')::date), '{{}}')
from applications_poollink l
join applications_poolentry e on e.id = l.entry_id
join applications_application a on a.id = l.application_id
where a.id = any(%(applications)s) order by e.row_no
"""  # noqa: S608 -- a constant
# How many others of the class share each of these periods, alone (0) and with each province of the entry.
_SHARED = """
select q, p, count(*)
from applications_poolentry me
join applications_poolentry e on e.season_id = me.season_id and e.group_code = me.group_code and e.level = me.level
  and e.class_year is not distinct from me.class_year and e.id <> me.id and e.listed
cross join unnest(%(periods)s::int[]) q
cross join unnest(me.provinces || 0::smallint) p
where me.id = %(entry)s and q = any(e.periods) and (p = 0 or p = any(e.provinces))
group by 1, 2
"""
_PROVINCES = "select provinces || 0::smallint from applications_poolentry where id = %(entry)s"
_WRITE = """
update applications_poolentry set listed = %(listed)s, available = %(available)s, academic = %(academic)s,
  social = %(social)s, sport = %(sport)s, periods = %(periods)s::int[] where id = %(entry)s
"""
_CLEAR = """
update applications_poolbits p set bits = p.bits & ~c.bits, n = bit_count(p.bits & ~c.bits)
from (select seg, facet, value, hex::varbit as bits
      from unnest(%(segs)s::int[], %(facets)s::int[], %(values)s::int[], %(hexes)s::text[])
        as u(seg, facet, value, hex)) c
where p.season_id = %(season)s and p.build = %(build)s
  and p.seg = c.seg and p.facet = c.facet and p.value = c.value
"""
_SET = """
insert into applications_poolbits as p (season_id, build, seg, facet, value, n, bits)
select %(season)s, %(build)s, seg, facet, value, bit_count(hex::varbit), hex::varbit
from unnest(%(segs)s::int[], %(facets)s::int[], %(values)s::int[], %(hexes)s::text[]) as u(seg, facet, value, hex)
on conflict (season_id, build, seg, facet, value)
do update set bits = p.bits | excluded.bits, n = bit_count(p.bits | excluded.bits)
"""
_TIDY = "delete from applications_poolbits where season_id = %(season)s and build = %(build)s and n = 0"

Token = tuple[int, int]  # facet, value


@dataclass(frozen=True)
class _Facts:
    """What may change of an entry between two builds."""

    listed: bool
    available: bool
    scores: tuple[int, ...]
    periods: tuple[int, ...]

    def tokens(self, step: int) -> set[Token]:
        """The bits that say so."""
        found: set[Token] = {(Facet.PERIOD, period) for period in self.periods}
        if self.listed:
            found.add((Facet.LISTED, 1))
        if self.listed and self.available:
            found.add((Facet.AVAILABLE, 1))
        for name, points in zip(SCORES, self.scores, strict=True):
            found |= {(SCORES[name], value) for value in range(step, points + 1, step)}
            found |= {(TENS[name], value) for value in range(10, points + 1, 10)}
        return found


def apply_changes() -> int:
    """Apply all that has changed, season by season, in order; answers how many changes were taken.

    While a build or another worker writes there is nothing to do: what waits comes after it.
    """
    taken = 0
    for season in Season.objects.filter(pk__in=PoolChange.objects.order_by().values("season").distinct()):
        while batch := _apply_batch(season=season):
            taken += batch
    return taken


@verb
def _apply_batch(*, season: Season) -> int:
    if not may_hold_pool(season):
        return 0
    state = PoolState.objects.filter(season=season).first()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"season": season.pk, "batch": _BATCH})
        applications = [row[0] for row in cursor.fetchall()]
        if state is None or not applications:  # a pool that is still to be made reads everything anew
            return len(applications)
        cursor.execute(_FACTS, {"step": state.step, "applications": applications})
        rows = cursor.fetchall()
    bits: dict[tuple[bool, int, Token], int] = defaultdict(int)
    for row in rows:
        _apply(row, state, bits)
    corrected = set(ScoreCorrection.objects.filter(application__in=applications).values_list("application", flat=True))
    if corrected:
        write_profiles(season, method=ensure_method(season), only=sorted(corrected))
    _write_bits(state, bits)
    return len(applications)


def _apply(row: tuple[Any, ...], state: PoolState, bits: dict[tuple[bool, int, Token], int]) -> None:
    """Write one entry as it is now, and gather the bits that this sets and clears."""
    _application, entry, row_no, listed, available, scores, periods, completed, right_left, points, windows = row
    before = _Facts(listed, available, tuple(scores), tuple(periods))
    new_periods = before.periods if not completed else _shown_periods(entry, before.periods, windows)
    new_scores = tuple(was if now is None else now for was, now in zip(scores, points, strict=True))
    after = _Facts(completed, right_left, new_scores, new_periods)
    if after == before:
        return
    with connection.cursor() as cursor:
        values = {"entry": entry, "listed": completed, "available": right_left, "periods": list(new_periods)}
        cursor.execute(_WRITE, values | dict(zip(SCORES, new_scores, strict=True)))
    seg, position = divmod(row_no - 1, state.segment)
    bit = 1 << (state.segment - 1 - position)
    old, new = before.tokens(state.step), after.tokens(state.step)
    for token in new - old:
        bits[True, seg, token] |= bit
    for token in old - new:
        bits[False, seg, token] |= bit


def _shown_periods(entry: int, shown: tuple[int, ...], windows: Iterable[int]) -> tuple[int, ...]:
    """The entry's periods now, where neither coming nor going leaves somebody in a class of one to four.

    What cannot come or go today does so with the next build, which looks at everybody.
    """
    wanted = set(windows)
    moving = sorted(wanted ^ set(shown))
    if not moving:
        return shown
    with connection.cursor() as cursor:
        cursor.execute(_PROVINCES, {"entry": entry})
        (provinces,) = cursor.fetchone()
        cursor.execute(_SHARED, {"entry": entry, "periods": moving})
        others = {(period, province): count for period, province, count in cursor.fetchall()}
    result = set(shown)
    for period in moving:
        counts = [others.get((period, province), 0) for province in provinces]
        if period in wanted and all(count >= SMALLEST - 1 for count in counts):
            result.add(period)
        elif period not in wanted and all(count == 0 or count >= SMALLEST for count in counts):
            result.remove(period)
    return tuple(sorted(result))


def _write_bits(state: PoolState, bits: dict[tuple[bool, int, Token], int]) -> None:
    if not bits:
        return
    ids = {"season": state.season_id, "build": state.build}
    with connection.cursor() as cursor:
        for setting, statement in ((False, _CLEAR), (True, _SET)):
            rows = [(seg, *token, bit) for (sets, seg, token), bit in sorted(bits.items()) if sets is setting]
            columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
            values = dict(zip(("segs", "facets", "values"), (list(map(int, c)) for c in columns), strict=False))
            hexes = [f"x{bit:0{state.segment // 4}x}" for bit in columns[3]]
            cursor.execute(statement, ids | values | {"hexes": hexes})
        cursor.execute(_TIDY, ids)
        cursor.execute("update applications_poolstate set revision = revision + 1 where season_id = %(season)s", ids)
