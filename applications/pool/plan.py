"""The statements of a search: filters as bit strings, combined once for all and once without each filter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from applications.pool.asking import Asked, Pool, Values, base_facet
from applications.pool.facets import Facet

# The part of each filter's strings that a segment's search reads: one probe of the key per (segment, range).
Ranges = Sequence[tuple[Facet, int, int]]
_MOST = 2**31 - 1
_BASE = "b as materialized (select seg, bits from applications_poolbits where {of} and facet = {facet} and value = 1)"
_ONE = "select seg, bits from applications_poolbits where {of} and facet = {facet} and value = {value}"
_SOME = "select seg, bit_or(bits) as bits from applications_poolbits where {of} and ({values}) group by seg"
_HIDDEN = (
    "hidden as materialized (select seg, hex::varbit as bits "
    "from unnest(%(hidden_segs)s::int[], %(hidden_bits)s::text[]) as u(seg, hex))"
)
_NEWS = (
    "news as materialized (select seg, found & ~seen as bits from applications_poolmemorybits "
    "where memory_id = %(news_of)s)"
)
# OFFSET 0: the product is made once a segment, and strings of 4 kB are never sorted.
_VIEW = """{name} as materialized (
  select seg, bits from (select b.seg, {product} as bits from b {joins} offset 0) x where bit_count(bits) > 0)"""
_COUNT = """select p.facet, p.value, sum(p.n)::bigint as n from {view} v
cross join (values {ranges}) as r(facet, low, high)
cross join lateral (
  select facet, value, bit_count(p.bits & v.bits) as n from applications_poolbits p
  where p.season_id = %(season)s and p.build = %(build)s and p.seg = v.seg
    and p.facet = r.facet and p.value between r.low and r.high offset 0
) p where p.n > 0 group by 1, 2"""
_TOTAL = "select {total}, 0, coalesce(sum(bit_count(bits)), 0)::bigint from {view}"
TOTAL = -1  # the facet number under which a view's size comes


@dataclass(frozen=True)
class Plan:
    """The filters of one question as parts of statements."""

    pool: Pool
    asked: Asked

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of every statement."""
        segs, hexes = masks(self.asked.hidden, self.pool.segment)
        return {
            "season": self.pool.season.pk,
            "build": self.pool.build,
            "hidden_segs": segs,
            "hidden_bits": hexes,
            "news_of": self.asked.news_of,
            "segment": self.pool.segment,
        }

    def head(self, views: Mapping[str, str]) -> str:
        """``with …`` up to these views: name → the filter it leaves out («» for none). Each has seg and bits."""
        of = "season_id = %(season)s and build = %(build)s"
        parts = [_BASE.format(of=of, facet=int(base_facet(self.asked.kind)))]
        parts += [f"f{no} as materialized ({_strings(of, one)})" for no, one in enumerate(self.asked.filters.values())]
        if self.asked.hidden:
            parts.append(_HIDDEN)
        if self.asked.news_of is not None:
            parts.append(_NEWS)
        parts += [self._view(name, without) for name, without in views.items()]
        return "with " + ",\n".join(parts)

    def _view(self, name: str, without: str) -> str:
        used = [f"f{no}" for no, one in enumerate(self.asked.filters) if one != without]
        if self.asked.news_of is not None:
            used.append("news")
        product = " & ".join(["b.bits", *(f"{one}.bits" for one in used)])
        joins = [f"join {one} using (seg)" for one in used]
        if self.asked.hidden:
            joins.append("left join hidden using (seg)")
            product = f"case when hidden.bits is null then {product} else {product} & ~hidden.bits end"
        return _VIEW.format(name=name, product=product, joins=" ".join(joins))

    def counts(self, wanted: Mapping[str, Ranges]) -> str:
        """(facet, value, n) of each range, counted without the filter it is named after; the total under «»."""
        names = {f"v{no}": without for no, without in enumerate(wanted)}
        selects = [
            _COUNT.format(view=name, ranges=", ".join(f"({int(f)}, {low}, {high})" for f, low, high in wanted[without]))
            for name, without in names.items()
            if wanted[without]
        ]
        everybody = next(name for name, without in names.items() if without == "")
        selects.append(_TOTAL.format(total=TOTAL, view=everybody))
        return f"{self.head(names)}\n" + "\nunion all\n".join(selects)


def whole(facet: Facet) -> tuple[Facet, int, int]:
    """All values of a facet."""
    return facet, 0, _MOST


def masks(rows: Iterable[int], segment: int) -> tuple[list[int], list[str]]:
    """Row numbers as bit strings: the segments and what PostgreSQL reads as bits."""
    found: dict[int, int] = {}
    for row in rows:
        seg, position = divmod(row - 1, segment)
        found[seg] = found.get(seg, 0) | 1 << (segment - 1 - position)
    return list(found), [f"x{bits:0{segment // 4}x}" for bits in found.values()]


def _strings(of: str, alternatives: Values) -> str:
    """One string a segment of whoever has one of the values. Values are numbers of ours, never text."""
    given = [(facet, [v for v in values if 0 <= v <= _MOST]) for facet, values in alternatives]
    if sum(len(values) for _facet, values in given) == 1:
        facet, value = next((facet, values[0]) for facet, values in given if values)
        return _ONE.format(of=of, facet=int(facet), value=int(value))
    parts = [
        f"facet = {int(facet)} and value in ({', '.join(str(int(v)) for v in values)})"
        for facet, values in given
        if values
    ]
    return _SOME.format(of=of, values=" or ".join(parts) or "false")
