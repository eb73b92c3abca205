"""A season in numbers for its operators: applications, verification, offers and internships, in one place."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications.declaration_states import DeclarationState
from applications.models import Application, Declaration, Season
from applications.states import UNFINISHED, ApplicationState
from insurance.models import InsuranceCase
from insurance.states import CaseState
from offers.models import Offer, Placement
from offers.states import OfferRank, OfferState, PlacementState
from usp.core import turkish
from usp.reference.models import Level

TOP_UNIVERSITIES = 20
_FEWEST_SLOTS = 30


@dataclass(frozen=True)
class Line:
    """One figure; ``second`` is another count beside it, ``share`` the bar's length of 100."""

    label: str
    value: int
    second: int = 0
    share: int = 0


@dataclass(frozen=True)
class Table:
    """Figures that belong together. ``headings`` name the columns; two of them mean one count a line."""

    key: str
    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def slots(self) -> int:
        """How many bars a chart of these lines has room for: a season's first days are not drawn as walls."""
        return max(len(self.lines), _FEWEST_SLOTS)

    @property
    def total(self) -> int:
        """All of the first count."""
        return sum(line.value for line in self.lines)


def tables_of(season: Season, search: str = "", top: int | None = TOP_UNIVERSITIES) -> list[Table]:
    """Every table of the season. A fixed number of grouped queries, whatever the season's size."""
    applications = Application.objects.filter(season=season).order_by()
    return [
        _states(applications),
        _levels(applications),
        _days(applications),
        _universities(applications, search, top),
        _verification(season),
        _offers(season),
        _placements(season),
        _insurance(season),
    ]


def csv_rows(tables: Iterable[Table]) -> Iterator[list[str | int]]:
    """The same numbers as rows: table, line, one or two counts."""
    yield [_("Tablo"), _("Satır"), _("Sayı"), _("İkinci sayı"), _("Başlıklar")]
    for table in tables:
        two = len(table.headings) > 2
        for line in table.lines:
            yield [table.title, line.label, line.value, line.second if two else "", " / ".join(table.headings[1:])]


def _table(key: str, title: str, headings: tuple[str, ...], lines: Iterable[Line]) -> Table:
    found = list(lines)
    most = max((line.value for line in found), default=0)
    drawn = (Line(line.label, line.value, line.second, round(100 * line.value / most) if most else 0) for line in found)
    return Table(key, title, headings, tuple(drawn))


def _states(applications: QuerySet[Application]) -> Table:
    counts = _by(applications, "state")
    labels = {state: str(ApplicationState(state).label) for state in ApplicationState.values}
    labels[ApplicationState.STARTED] = _("Yarım kalan: e-Devlet aşamasında")
    labels[ApplicationState.REGISTERED] = _("Yarım kalan: başvuru formunda")
    lines = [Line(labels[state], counts.get(state, 0)) for state in ApplicationState.values]
    return _table("durum", _("Başvurular"), (_("Durum"), _("Başvuru")), lines)


def _levels(applications: QuerySet[Application]) -> Table:
    rows = (
        applications.filter(state=ApplicationState.COMPLETED)
        .values_list("level", "class_year")
        .annotate(number=Count("pk"))
        .order_by("level", "class_year")
    )
    lines = [
        Line(_("%(level)s %(year)d. sınıf") % {"level": Level(level).label, "year": year}, number)
        for level, year, number in rows
    ]
    return _table("duzey", _("Tamamlanan başvurular: düzey ve sınıf"), (_("Sınıf"), _("Başvuru")), lines)


def _days(applications: QuerySet[Application]) -> Table:
    started = _by_day(applications, "started_at")
    completed = _by_day(applications, "completed_at")
    lines = [
        Line(date_format(day, "j F Y"), completed.get(day, 0), started.get(day, 0))
        for day in sorted(started.keys() | completed.keys())
    ]
    return _table("gun", _("Gün gün"), (_("Gün"), _("Tamamlanan"), _("Başlatılan")), lines)


def _universities(applications: QuerySet[Application], search: str, top: int | None) -> Table:
    found = applications.filter(department__isnull=False)
    if search:
        found = found.filter(department__unit__university__sort_key__contains=turkish.sort_key(search))
    name = "department__unit__university__name"
    completed = _by(found.filter(state=ApplicationState.COMPLETED), name)
    unfinished = _by(found.filter(state__in=UNFINISHED), name)
    names = sorted(
        completed.keys() | unfinished.keys(),
        key=lambda one: (-completed.get(one, 0), -unfinished.get(one, 0), turkish.sort_key(one)),
    )
    lines = [Line(one, completed.get(one, 0), unfinished.get(one, 0)) for one in names[:top]]
    headings = (_("Üniversite"), _("Tamamlanan"), _("Yarım kalan"))
    return _table("universite", _("Üniversiteler"), headings, lines)


def _verification(season: Season) -> Table:
    counts = _by(
        Declaration.objects.filter(
            application__season=season,
            application__state=ApplicationState.COMPLETED,
            source=Declaration.Source.STUDENT,
        ).order_by(),
        "state",
    )
    lines = [Line(str(DeclarationState(state).label), counts.get(state, 0)) for state in DeclarationState.values]
    return _table("dogrulama", _("Beyanların doğrulanması"), (_("Durum"), _("Beyan")), lines)


def _offers(season: Season) -> Table:
    rows = Offer.objects.filter(position__season=season).order_by().values_list("state", "rank")
    counts = {(state, rank): number for state, rank, number in rows.annotate(number=Count("pk"))}
    lines = [
        Line(str(OfferState(state).label), counts.get((state, OfferRank.ASIL), 0), counts.get((state, "yedek"), 0))
        for state in OfferState.values
        if any(one == state for one, _rank in counts)
    ]
    return _table("teklif", _("Teklifler"), (_("Durum"), _("Asil"), _("Yedek")), lines)


def _placements(season: Season) -> Table:
    counts = _by(Placement.objects.filter(application__season=season).order_by(), "state")
    lines = [Line(str(PlacementState(state).label), counts.get(state, 0)) for state in PlacementState.values]
    return _table("staj", _("Kesinleşen stajlar ve programlar"), (_("Durum"), _("Kişi")), lines)


def _insurance(season: Season) -> Table:
    counts = _by(InsuranceCase.objects.filter(placement__application__season=season).order_by(), "state")
    lines = [Line(str(CaseState(state).label), counts.get(state, 0)) for state in CaseState.values]
    return _table("sigorta", _("Sigorta işlemleri"), (_("Durum"), _("Staj")), lines)


def _by(rows: QuerySet[Any], field: str) -> Mapping[str, int]:
    return dict(rows.values_list(field).annotate(number=Count("pk")))


def _by_day(applications: QuerySet[Application], field: str) -> dict[dt.date, int]:
    """How many a day, by the calendar of Istanbul."""
    rows = applications.filter(**{f"{field}__isnull": False}).annotate(day=TruncDate(field))
    return dict(rows.values_list("day").annotate(number=Count("pk")))
