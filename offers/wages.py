"""What the law says an intern is paid (docs/rules.md A11, B5, B6). Pure: rows in, figures out.

An internship may run through several minimum wages (the turn of a year, July): each stretch of days with one wage
and one set of rates is counted by itself. Where several rates apply, the highest binds and all are named. A day
without a row has no amount, and the answer says so. Pay falls due after the end, to those who complete.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DAY = dt.timedelta(days=1)
KURUS = Decimal("0.01")
# A month of pay has thirty days, however long it is.
MONTH = 30
NOBODY_ABSENT: AbstractSet[dt.date] = frozenset()


@dataclass(frozen=True)
class WageRow:
    """The net minimum wage (TL a month) from ``first`` until before ``end``."""

    first: dt.date
    end: dt.date | None
    net: Decimal
    source: str


@dataclass(frozen=True)
class RateRow:
    """A share of the net minimum wage from ``first`` until before ``end``: for whom, and on which ground."""

    first: dt.date
    end: dt.date | None
    ground: str
    label: str
    rate: Decimal
    source: str
    is_public: bool | None = None
    is_compulsory: bool | None = None
    personnel_from: int = 0
    personnel_below: int | None = None
    state_thirds: int = 0

    def fits(self, *, is_public: bool, personnel_count: int, is_compulsory: bool | None) -> bool:
        """Whether the row is about such an employer and such an internship; what is unknown fits either."""
        return (
            self.is_public in (None, is_public)
            and (self.is_compulsory is None or is_compulsory in (None, self.is_compulsory))
            and self.personnel_from <= personnel_count
            and (self.personnel_below is None or personnel_count < self.personnel_below)
        )


@dataclass(frozen=True)
class WageTable:
    """All rows, as they stand in the database."""

    wages: tuple[WageRow, ...]
    rates: tuple[RateRow, ...]


@dataclass(frozen=True)
class Applied:
    """One rate that applies, as amounts a month. ``state_monthly`` is what the State adds to the employer."""

    row: RateRow
    monthly: Decimal
    state_monthly: Decimal
    binds: bool


@dataclass(frozen=True)
class Stretch:
    """Days with one wage and one set of rates; the amount is for these days."""

    first: dt.date
    last: dt.date
    paid_days: int
    wage: WageRow
    applied: tuple[Applied, ...]
    amount: Decimal

    @property
    def binding(self) -> Applied:
        """The highest rate."""
        return next(one for one in self.applied if one.binds)

    @property
    def state_amount(self) -> Decimal:
        """What the State adds to the employer for these days; of several rows the largest."""
        shares = [self.wage.net * one.row.rate * one.row.state_thirds for one in self.applied]
        return rounded(max(shares, default=Decimal(0)) * self.paid_days / 3 / MONTH)

    @property
    def monthly(self) -> Decimal:
        """What the binding rate makes a month."""
        return self.binding.monthly


@dataclass(frozen=True)
class WageFacts:
    """The answer: stretches in order of time, and the days for which no row says anything."""

    stretches: tuple[Stretch, ...]
    missing: tuple[tuple[dt.date, dt.date], ...]

    @property
    def is_known(self) -> bool:
        """Whether every day has its amount."""
        return bool(self.stretches) and not self.missing

    @property
    def total(self) -> Decimal | None:
        """The estimate for all the days; None while a day has no row."""
        return sum((one.amount for one in self.stretches), Decimal(0)) if self.is_known else None

    @property
    def paid_days(self) -> int:
        """How many days are paid."""
        return sum(one.paid_days for one in self.stretches)

    @property
    def monthly(self) -> tuple[Decimal, ...]:
        """The monthly amounts, each once, in order of time."""
        return tuple(dict.fromkeys(one.monthly for one in self.stretches))

    @property
    def rates(self) -> tuple[Applied, ...]:
        """Every rate of the first stretch, the law's own first (B5)."""
        return self.stretches[0].applied if self.stretches else ()


def wage_for(
    table: WageTable,
    *,
    is_public: bool,
    personnel_count: int,
    starts_on: dt.date,
    ends_on: dt.date,
    is_compulsory: bool | None = None,
    unpaid: AbstractSet[dt.date] = NOBODY_ABSENT,
) -> WageFacts:
    """The legal pay of an internship from ``starts_on`` to ``ends_on``, both included.

    ``is_compulsory`` None means that nobody has said whether the curriculum demands it: both kinds of rows are
    named then. Paid days are calendar days less ``unpaid`` ones (B6). Amounts are TL, half-up to the kuruş.
    """
    fitting = [
        row
        for row in table.rates
        if row.fits(is_public=is_public, personnel_count=personnel_count, is_compulsory=is_compulsory)
    ]
    stretches: list[Stretch] = []
    missing: list[tuple[dt.date, dt.date]] = []
    for first, last in _cut(starts_on, ends_on, [*table.wages, *fitting]):
        wage = next((row for row in table.wages if _covers(row, first)), None)
        rates = [row for row in fitting if _covers(row, first)]
        if wage is None or not rates:
            missing.append((first, last))
            continue
        days = sum(1 for number in range((last - first).days + 1) if first + number * DAY not in unpaid)
        stretches.append(_stretch(first, last, days, wage, rates))
    return WageFacts(tuple(stretches), tuple(_joined(missing)))


def rounded(amount: Decimal) -> Decimal:
    """Half-up to the kuruş."""
    return amount.quantize(KURUS, ROUND_HALF_UP)


def _stretch(first: dt.date, last: dt.date, days: int, wage: WageRow, rates: Sequence[RateRow]) -> Stretch:
    highest = max(row.rate for row in rates)
    # The law's own minimum first, then what goes beyond it.
    order = sorted(rates, key=lambda row: (row.ground != "law", row.rate))
    binding = next(row for row in order if row.rate == highest)
    applied = tuple(
        Applied(
            row,
            rounded(wage.net * row.rate),
            rounded(wage.net * row.rate * row.state_thirds / 3),
            row is binding,
        )
        for row in order
    )
    return Stretch(first, last, days, wage, applied, rounded(wage.net * highest * days / MONTH))


def _cut(first: dt.date, last: dt.date, rows: Iterable[WageRow | RateRow]) -> list[tuple[dt.date, dt.date]]:
    """The days cut wherever a row begins or ends."""
    edges = {edge for row in rows for edge in (row.first, row.end) if edge is not None and first < edge <= last}
    starts = [first, *sorted(edges)]
    return list(zip(starts, [*(start - DAY for start in starts[1:]), last], strict=True))


def _covers(row: WageRow | RateRow, day: dt.date) -> bool:
    return row.first <= day and (row.end is None or day < row.end)


def _joined(spans: Iterable[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """Neighbouring spans as one."""
    found: list[tuple[dt.date, dt.date]] = []
    for first, last in spans:
        if found and found[-1][1] + DAY == first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found
