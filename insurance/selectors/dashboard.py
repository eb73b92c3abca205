"""«İstatistikler» of a career centre: a season's internships counted, in a fixed number of grouped queries."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractDay, TruncWeek
from django.utils.translation import gettext as _

from applications.models import Season
from insurance.charts import BarChart, grouped_bars
from insurance.models import InsuranceEntry, UnitDecision
from insurance.states import CaseState
from offers.models import Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.core import clock, turkish
from usp.core.templatetags.usp import tr_short
from usp.reference.models import Unit

WEEK = dt.timedelta(days=7)
INSURED = (CaseState.ENTRY_DECLARED, CaseState.ENTRY_SHARED, CaseState.EXIT_DECLARED)
# From the final approval to the entry, in whole days: upper ends of the steps; the last has none.
STEPS: tuple[int | None, ...] = (3, 7, 14, 21, 30, 45, 60, None)
_RUNNING = Q(state=PlacementState.CONFIRMED)


@dataclass(frozen=True)
class Totals:
    """The tiles. ``accepted`` are all final approvals, whatever became of them."""

    accepted: int = 0
    insured: int = 0
    late: int = 0
    cancelled: int = 0
    abandoned: int = 0
    completed: int = 0


@dataclass(frozen=True)
class Line:
    """One figure of a table; ``share`` is the bar's length of 100."""

    label: str
    number: int
    share: int


@dataclass(frozen=True)
class UnitLine:
    """One faculty."""

    name: str
    totals: Totals
    share: int


@dataclass(frozen=True)
class WeekLine:
    """One calendar week, by its Monday."""

    monday: dt.date
    accepted: int
    insured: int
    cancelled: int


@dataclass(frozen=True)
class EntryTimes:
    """How many days lie between final approval and SGK entry: how often, in the middle, and spread."""

    number: int
    median: int | None
    quick: int | None
    slow: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Dashboard:
    """Everything on the page."""

    totals: Totals
    papers: tuple[Line, ...]
    units: tuple[UnitLine, ...]
    weeks: tuple[WeekLine, ...]
    chart: BarChart | None
    entry: EntryTimes
    compulsory: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has been accepted yet."""
        return not self.totals.accepted


def dashboard(user: User, season: Season, unit: Unit | None = None) -> Dashboard:
    """The season's internships of the official's units, or of one of them. Seven grouped queries."""
    mine = Placement.objects.visible_to(user).filter(kind=Kind.INTERNSHIP, application__season=season)
    if unit is not None:
        mine = mine.filter(department__unit=unit)
    today = clock.page_now().date()
    units = _units(mine, today)
    weeks = _weeks(mine)
    return Dashboard(
        totals=_sum(line.totals for line in units),
        papers=_papers(mine, today),
        units=units,
        weeks=weeks,
        chart=_chart(weeks),
        entry=_entry_times(mine),
        compulsory=_compulsory(mine),
    )


def _counts(today: dt.date) -> dict[str, Count]:
    case = "insurance_case__state"
    late = _RUNNING & Q(insurance_case__state=CaseState.AWAITING_PAPERS, insurance_case__papers_due_on__lt=today)
    return {
        "accepted": Count("pk"),
        "insured": Count("pk", filter=Q(**{f"{case}__in": INSURED})),
        "late": Count("pk", filter=late),
        "cancelled": Count("pk", filter=Q(state=PlacementState.CANCELLED)),
        "abandoned": Count("pk", filter=Q(state=PlacementState.ABANDONED)),
        "completed": Count("pk", filter=Q(state=PlacementState.COMPLETED)),
    }


def _units(mine: "QuerySet[Placement]", today: dt.date) -> tuple[UnitLine, ...]:
    """Each faculty's figures, the largest first; one query."""
    counts = _counts(today)
    rows: Any = mine.order_by().values("department__unit__name").annotate(**counts)
    found = [(row["department__unit__name"], Totals(**{name: row[name] for name in counts})) for row in rows]
    most = max((totals.accepted for _name, totals in found), default=0)
    found.sort(key=lambda row: (-row[1].accepted, turkish.sort_key(row[0])))
    return tuple(UnitLine(name, totals, _share(totals.accepted, most)) for name, totals in found)


def _papers(mine: "QuerySet[Placement]", today: dt.date) -> tuple[Line, ...]:
    """Where papers and insurance of running and completed internships stand; one query."""
    live = mine.filter(state__in=[PlacementState.CONFIRMED, PlacementState.COMPLETED])
    late = Q(insurance_case__state=CaseState.AWAITING_PAPERS, insurance_case__papers_due_on__lt=today)
    names: list[tuple[str, Q]] = [
        (_("Evrak bekleniyor, süresi var"), Q(insurance_case__state=CaseState.AWAITING_PAPERS) & ~late),
        (_("Evrak gecikti"), late),
        *(
            (str(state.label), Q(insurance_case__state=state))
            for state in CaseState
            if state not in (CaseState.AWAITING_PAPERS, CaseState.CANCELLED)
        ),
    ]
    found = live.aggregate(**{f"n{number}": Count("pk", filter=q) for number, (_name, q) in enumerate(names)})
    return _lines((name, found[f"n{number}"]) for number, (name, _q) in enumerate(names))


def _weeks(mine: "QuerySet[Placement]") -> tuple[WeekLine, ...]:
    """Final approvals, entries and cancellations by week, from the first to the last; three queries."""
    accepted = _by_week(mine, "confirmed_at")
    cancelled = _by_week(mine.filter(state=PlacementState.CANCELLED), "ended_at")
    entries = InsuranceEntry.objects.filter(case__placement__in=mine, seq=1)
    insured = _by_week(entries, "declared_at")
    known = accepted.keys() | cancelled.keys() | insured.keys()
    if not known:
        return ()
    first, last = min(known), max(known)
    mondays = [first + number * WEEK for number in range((last - first).days // 7 + 1)]
    return tuple(WeekLine(one, accepted.get(one, 0), insured.get(one, 0), cancelled.get(one, 0)) for one in mondays)


def _by_week(rows: "QuerySet[Any]", field: str) -> dict[dt.date, int]:
    week = TruncWeek(field, output_field=DateField())
    weeks = rows.order_by().annotate(week=week).values_list("week").annotate(number=Count("pk"))
    return dict(weeks)


def _chart(weeks: Sequence[WeekLine]) -> BarChart | None:
    if not weeks:
        return None
    return grouped_bars(
        [tr_short(one.monday) for one in weeks],
        [
            (_("staja kabul"), [one.accepted for one in weeks]),
            (_("sigorta girişi"), [one.insured for one in weeks]),
            (_("iptal"), [one.cancelled for one in weeks]),
        ],
    )


def _entry_times(mine: "QuerySet[Placement]") -> EntryTimes:
    """Whole days from final approval to the first entry; one query, a row for each number of days."""
    waited = ExpressionWrapper(F("declared_at") - F("case__placement__confirmed_at"), output_field=DurationField())
    rows = (
        InsuranceEntry.objects.filter(case__placement__in=mine, seq=1)
        .order_by()
        .annotate(days=ExtractDay(waited))
        .values_list("days")
        .annotate(number=Count("pk"))
    )
    days = Counter({max(int(number), 0): count for number, count in rows})
    return EntryTimes(
        days.total(), at_share(days, 0.5), at_share(days, 0.25), at_share(days, 0.75), _lines(in_steps(days))
    )


def at_share(days: Mapping[int, int], share: float) -> int | None:
    """The number of days within which this share of all was done (0.5: the median); None without any."""
    total, passed = sum(days.values()), 0
    for number in sorted(days):
        passed += days[number]
        if passed >= total * share:
            return number
    return None


def in_steps(days: Mapping[int, int]) -> list[tuple[str, int]]:
    """The distribution over `STEPS`, each with its words."""
    found, after = [], 0
    for upto in STEPS:
        number = sum(count for day, count in days.items() if day >= after and (upto is None or day <= upto))
        said = _("%(before)d günden çok") if upto is None else _("%(first)d–%(last)d gün")
        words = said % {"before": after - 1, "first": after, "last": upto}
        found.append((words, number))
        after = (upto or 0) + 1
    return found


def _compulsory(mine: "QuerySet[Placement]") -> tuple[Line, ...]:
    """What the commission has said of internships that a curriculum asks for; the newest decision counts. One query."""
    live = mine.filter(state__in=[PlacementState.CONFIRMED, PlacementState.COMPLETED])
    subject = UnitDecision.objects.filter(placement=OuterRef("pk"), subject=UnitDecision.Subject.COMPULSORY)
    newer = UnitDecision.objects.filter(
        placement=OuterRef("placement"), subject=UnitDecision.Subject.COMPULSORY, pk__gt=OuterRef("pk")
    )
    granted = subject.filter(~Exists(newer), granted=True)
    asked = Q(department__internship_rule__isnull=True, department__compulsory_days__isnull=False) | Q(
        department__internship_rule__compulsory_days__isnull=False
    )
    flagged = live.alias(said=Exists(subject), yes=Exists(granted))
    found = flagged.aggregate(
        counted=Count("pk", filter=Q(yes=True)),
        refused=Count("pk", filter=Q(said=True, yes=False)),
        waiting=Count("pk", filter=asked & Q(said=False)),
        free=Count("pk", filter=~asked & Q(said=False)),
    )
    return _lines(
        (
            (_("Zorunlu staj yerine sayıldı"), found["counted"]),
            (_("Sayılmadı"), found["refused"]),
            (_("Karar bekliyor"), found["waiting"]),
            (_("Bölümde zorunlu staj yok"), found["free"]),
        )
    )


def _sum(totals: Iterable[Totals]) -> Totals:
    names = Totals.__dataclass_fields__
    rows = list(totals)
    return Totals(**{name: sum(getattr(one, name) for one in rows) for name in names})


def _lines(rows: Iterable[tuple[str, int]]) -> tuple[Line, ...]:
    found = list(rows)
    most = max((number for _label, number in found), default=0)
    return tuple(Line(label, number, _share(number, most)) for label, number in found)


def _share(number: int, most: int) -> int:
    return round(100 * number / most) if most else 0
