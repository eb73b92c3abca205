"""The statements of a search: filters as bit strings, combined once for all and once without each filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from applications.pool.asking import Asked, Pool, Values, base_facet
from applications.pool.facets import Facet

# The part of each filter's strings that a segment's search reads: one probe of the key per (segment, range).
Ranges = Sequence[tuple[Facet, int, int]]
_MOST = 2**31 - 1
_OF = "season_id = %(season)s and build = %(build)s"
_BASE = """b as materialized (
  select e.seg, {bits} as bits from applications_poolbits e {joins} where {of} and facet = {facet} and value = 1)"""
_ONE = "select seg, bits from applications_poolbits where {of} and facet = {facet} and value = {value}"
_SOME = "select seg, bit_or(bits) as bits from applications_poolbits where {of} and ({values}) group by seg"
# Row numbers travel, not strings: 300 numbers are a kilobyte, their strings 130 and as many to write down and read.
_HIDDEN = (
    "hidden as materialized (select (row_no - 1) / %(segment)s as seg, "
    "bit_or(set_bit(0::bit({segment}), (row_no - 1) %% %(segment)s, 1))::varbit as bits "
    "from unnest(%(hidden)s::int[]) as u(row_no) group by 1)"
)
_NEWS = (
    "news as materialized (select seg, found & ~seen as bits from applications_poolmemorybits "
    "where memory_id = %(news_of)s)"
)
# All filters side by side, once; each view is their product without one of them. OFFSET 0: the products are made once a
# segment, and strings of 4 kB are never sorted.
_VIEWS = """v as materialized (
  select x.view, x.seg, x.bits from (
    select v.view, b.seg, v.bits from b {joins} cross join lateral (values {products}) as v(view, bits) offset 0
  ) x where bit_count(x.bits) > 0)"""
_COUNT = """{head}
select p.facet, p.value, sum(p.n)::bigint as n
from (values {ranges}) as r(view, facet, low, high)
join v on v.view = r.view
cross join lateral (
  select facet, value, bit_count(p.bits & v.bits) as n from applications_poolbits p
  where p.season_id = %(season)s and p.build = %(build)s and p.seg = v.seg
    and p.facet = r.facet and p.value between r.low and r.high offset 0
) p where p.n > 0 group by 1, 2
union all
"""
_TOTAL = "select {total}, 0, coalesce(sum(bit_count(bits)), 0)::bigint from v where view = {view}"
TOTAL = -1  # the facet number under which a view's size comes


@dataclass(frozen=True)
class Plan:
    """The filters of one question as parts of statements."""

    pool: Pool
    asked: Asked

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of every statement."""
        return {
            "season": self.pool.season.pk,
            "build": self.pool.build,
            "hidden": list(self.asked.hidden),
            "news_of": self.asked.news_of,
            "segment": self.pool.segment,
        }

    def head(self, views: Sequence[str] = ("",)) -> str:
        """``with …`` up to ``v (view, seg, bits)``: a view for each filter that is left out, «» leaving out none."""
        parts, bits, joins = [], "e.bits", ""
        if self.asked.news_of is not None:
            parts.append(_NEWS)
            bits, joins = f"{bits} & news.bits", " join news using (seg)"
        if self.asked.hidden:
            parts.append(_HIDDEN.format(segment=int(self.pool.segment)))
            bits = f"case when hidden.bits is null then {bits} else {bits} & ~hidden.bits end"
            joins += " left join hidden using (seg)"
        facet = int(base_facet(self.asked.kind))
        parts.append(_BASE.format(of=_OF, facet=facet, bits=bits, joins=joins))
        parts += [f"f{no} as materialized ({_strings(one)})" for no, one in enumerate(self.asked.filters.values())]
        products = [
            " & ".join(["b.bits", *(f"f{no}.bits" for no, one in enumerate(self.asked.filters) if one != without)])
            for without in views
        ]
        parts.append(
            _VIEWS.format(
                joins=" ".join(f"left join f{no} using (seg)" for no in range(len(self.asked.filters))),
                products=", ".join(f"({no}, {product})" for no, product in enumerate(products)),
            )
        )
        return "with " + ",\n".join(parts)

    def counts(self, wanted: Mapping[str, Ranges]) -> str:
        """(facet, value, n) of each range, counted without the filter it is named after, and the TOTAL without none."""
        views = ["", *(name for name in wanted if name)]
        ranges = ", ".join(
            f"({views.index(name)}, {int(facet)}, {low}, {high})"
            for name in wanted
            for facet, low, high in wanted[name]
        )
        head = self.head(views) + "\n"
        return (_COUNT.format(head=head, ranges=ranges) if ranges else head) + _TOTAL.format(total=TOTAL, view=0)


def whole(facet: Facet) -> tuple[Facet, int, int]:
    """All values of a facet."""
    return facet, 0, _MOST


def _strings(alternatives: Values) -> str:
    """One string a segment of whoever has one of the values. Values are numbers of ours, never text."""
    given = [(facet, [v for v in values if 0 <= v <= _MOST]) for facet, values in alternatives]
    if sum(len(values) for _facet, values in given) == 1:
        facet, value = next((facet, values[0]) for facet, values in given if values)
        return _ONE.format(of=_OF, facet=int(facet), value=int(value))
    parts = [
        f"facet = {int(facet)} and value in ({', '.join(str(int(v)) for v in values)})"
        for facet, values in given
        if values
    ]
    return _SOME.format(of=_OF, values=" or ".join(parts) or "false")
