"""One page in the order of a score: (whole points, random tie), from a cursor downwards or upwards.

A run of points that few of those who fit share is enumerated from the bit strings; one point that many share is
walked in the score's index, which is short because the tie is random. Either costs the same on every page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from applications.pool.asking import Asked, Pool, base_facet
from applications.pool.facets import SCORES, TENS, Facet
from applications.pool.plan import Plan

# So many of those who fit are taken from the bit strings at once.
_RUN = 400
Key = tuple[int, int, int]  # score, tie, row number

_ENTRY = (
    "e.row_no, e.group_name, e.level, e.class_year, e.academic, e.social, e.sport, e.provinces, e.whole_provinces, "
    "e.districts, e.periods, e.languages, e.institutions, e.{sort} as score, e.tie"
)
# The pool's own bits are seconds old; who has been placed meanwhile is passed over here (docs/rules.md A23).
_LIVE = """cross join lateral (
  select 1 from applications_poollink l join applications_application a on a.id = l.application_id
  where l.entry_id = e.id and a.state = 'completed' and ({everybody} or a.used < a.allowed) offset 0
) live"""
_STRINGS = (
    "(select seg, bits from applications_poolbits "
    "where season_id = {season} and build = {build} and facet = {facet} and value = {value})"
)
_MEMBERS = """{head}
select seg, encode(substring(varbit_send(bits) from 5), 'hex') from (
  select v.seg, {product} as bits from v {joins} offset 0
) x where bit_count(bits) > 0
"""
_ROWS = """
with found as materialized (
  select e.id, {entry} from applications_poolentry e
  where e.season_id = %(season)s and e.row_no = any(%(rows)s)
)
select e.* from (
  select * from found where {beyond} order by score {direction}, tie {direction}, row_no {direction} offset 0
) e {live} limit %(limit)s
"""
# The index alone tells who is next; only those who fit are read.
_WALK = """{head},
strings as materialized (
  select array_agg(v.bits order by s.seg) as bits
  from generate_series(0, (select max(seg) from v)) s(seg) left join v using (seg)
)
select e.* from (
  select row_no from applications_poolentry e
  where season_id = %(season)s and {sort} = %(point)s and {beyond}
    and get_bit((select bits from strings)[(row_no - 1) / %(segment)s + 1], (row_no - 1) %% %(segment)s) = 1
  order by tie {direction}, row_no {direction} offset 0
) w
cross join lateral (
  select e.id, {entry} from applications_poolentry e
  where e.season_id = %(season)s and e.row_no = w.row_no offset 0
) e {live} limit %(limit)s
"""


@dataclass
class Walk:
    """The way from one place in the order to the next rows. ``tens``: how many have at least 0, 10 … 100 points."""

    pool: Pool
    asked: Asked
    tens: dict[int, int]
    backwards: bool = False
    start: Key | None = None
    _reached: dict[int, int] = field(default_factory=dict)

    def rows(self, wanted: int) -> list[tuple[Any, ...]]:
        """The next rows, at most so many, in the direction of the way: (entry id, row number, …)."""
        found: list[tuple[Any, ...]] = []
        point = self.start[0] if self.start else (0 if self.backwards else 100)
        while 0 <= point <= 100 and len(found) < wanted:
            if self._left(point) == 0:
                break
            last = self._run_from(point, wanted - len(found))
            if last is None:
                found += self._walked(point, wanted - len(found))
                last = point
            else:
                found += self._enumerated(min(point, last), max(point, last), wanted - len(found))
            point = last + (1 if self.backwards else -1)
        return found

    def _left(self, point: int) -> int:
        """How many stand at this point or further on."""
        ten = point // 10 * 10
        if self.backwards:
            return self.tens[ten]  # at least this many; the rest of the ten costs a statement to know
        return self.tens[0] - self.tens.get(ten + 10, 0)

    def _run_from(self, point: int, wanted: int) -> int | None:
        """The last point of a run to enumerate; None when this one point alone is too much."""
        most, sure, taken, last = max(_RUN, 2 * wanted), 0, 0, None
        for first, end in self._tens_from(point):
            whole_ten = self._between(min(first, end) // 10 * 10, min(first, end) // 10 * 10 + 9)
            if taken + whole_ten > most:
                for one in range(first, end + (1 if self.backwards else -1), 1 if self.backwards else -1):
                    here = self._between(one, one)
                    if taken + here > most:
                        return last
                    taken, last = taken + here, one
                    sure += 0 if self.start and self.start[0] == one else here
                    if sure >= wanted:
                        return last
            else:
                taken, last = taken + whole_ten, end
                sure += 0 if self.start and self.start[0] // 10 == end // 10 else whole_ten
            if sure >= wanted:
                return last
        return last

    def _tens_from(self, point: int) -> Iterator[tuple[int, int]]:
        """The rest of the ten that the point is in, then ten by ten: (first point, last point) in the direction."""
        while 0 <= point <= 100:
            end = min(point // 10 * 10 + 9, 100) if self.backwards else point // 10 * 10
            yield point, end
            point = end + (1 if self.backwards else -1)

    def _between(self, low: int, high: int) -> int:
        """How many of those who fit have a score from low to high."""
        return self._at_least(low) - self._at_least(high + 1)

    def _at_least(self, point: int) -> int:
        if point % 10 == 0 or point > 100:
            return self.tens.get(point, 0)
        point = -(-point // self.pool.step) * self.pool.step  # nobody stands between two steps
        return self.tens.get(point, 0) if point % 10 == 0 or point > 100 else self._singles(point)

    def _singles(self, point: int) -> int:
        """The single points of one ten: one small statement."""
        low = point // 10 * 10
        if low not in self._reached:
            plan = Plan(self.pool, self.asked)
            facet = SCORES[self.asked.sort]
            with connection.cursor() as cursor:
                cursor.execute(plan.counts({"": [(facet, low + 1, low + 9)]}), plan.values)
                self._reached[low] = 1
                self._reached |= {value: count for number, value, count in cursor.fetchall() if number == facet}
        return self._reached.get(point, 0)

    def _enumerated(self, low: int, high: int, wanted: int) -> list[tuple[Any, ...]]:
        """Those from low to high points, by the bit strings."""
        plan = Plan(self.pool, self.asked)
        product, joins = "v.bits", ""
        for name, point in (("low", low), ("high", high + 1)):
            if not 0 < point <= 100:
                continue
            facet, value = self._threshold(point)
            strings = _STRINGS.format(
                season=int(self.pool.season.pk), build=int(self.pool.build), facet=facet, value=value
            )
            if name == "low":
                joins += f" join {strings} low using (seg)"
                product += " & low.bits"
            else:
                joins += f" left join {strings} high using (seg)"
                product = f"case when high.bits is null then {product} else {product} & ~high.bits end"
        with connection.cursor() as cursor:
            cursor.execute(_MEMBERS.format(head=plan.head(), product=product, joins=joins), plan.values)
            rows = [row for seg, bits in cursor.fetchall() for row in members(seg, bits, self.pool.segment)]
            beyond = "true"
            values: dict[str, Any] = {"season": self.pool.season.pk, "rows": rows, "limit": wanted}
            if self.start and low <= self.start[0] <= high:
                beyond = f"(score, tie, row_no) {'>' if self.backwards else '<'} (%(score)s, %(tie)s, %(row_no)s)"
                values |= dict(zip(("score", "tie", "row_no"), self.start, strict=True))
            cursor.execute(self._text(_ROWS, beyond=beyond), values)
            return cursor.fetchall()

    def _walked(self, point: int, wanted: int) -> list[tuple[Any, ...]]:
        """Those of one point, along the score's index."""
        plan = Plan(self.pool, self.asked)
        beyond, values = "true", plan.values | {"point": point, "limit": wanted}
        if self.start and self.start[0] == point:
            beyond = f"(e.tie, e.row_no) {'>' if self.backwards else '<'} (%(tie)s, %(row_no)s)"
            values |= {"tie": self.start[1], "row_no": self.start[2]}
        with connection.cursor() as cursor:
            cursor.execute(self._text(_WALK, head=plan.head(), beyond=beyond), values)
            return cursor.fetchall()

    def _text(self, statement: str, **parts: str) -> str:
        everybody = "true" if base_facet(self.asked.kind) == Facet.LISTED else "false"
        return statement.format(
            entry=_ENTRY.format(sort=self.asked.sort),
            live=_LIVE.format(everybody=everybody),
            sort=self.asked.sort,
            direction="asc" if self.backwards else "desc",
            **parts,
        )

    def _threshold(self, point: int) -> tuple[int, int]:
        """The facet and value of «at least this point»."""
        if point % 10:
            point = -(-point // self.pool.step) * self.pool.step
        if point % 10 == 0:
            return int(TENS[self.asked.sort]), point
        return int(SCORES[self.asked.sort]), point


def members(seg: int, bits: str, segment: int) -> list[int]:
    """The row numbers of a string's ones, as PostgreSQL sends it (hexadecimal, filled up to whole bytes)."""
    found = []
    for place, byte in enumerate(bytes.fromhex(bits)):
        if byte:
            first = seg * segment + place * 8 + 1
            found += [first + bit for bit in range(8) if byte & 128 >> bit]
    return found
