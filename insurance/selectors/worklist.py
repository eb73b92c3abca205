"""«Yapılacaklar» of one official: the database counts everything that waits by its day, and finds one page of it.

How many things of which kind wait until which day is all that tabs, kinds and badge need; what turns a day into the
last working day before it is asked once a day, not once a line. Only the lines of the page are ever read.
"""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, overload

from django.core.cache import cache
from django.db.models import Case, Count, DateField, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.worklist import Source, sources
from offers.models import Placement
from offers.states import Kind
from usp.accounts.models import User
from usp.accounts.permissions import university_scope
from usp.core import clock, turkish
from usp.reference.selectors import closed_days

logger = logging.getLogger(__name__)
WEEK = dt.timedelta(days=7)
SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("late", _("Gecikmiş")),
    ("today", _("Bugün")),
    ("week", _("Bu hafta")),
    ("later", _("Sonra")),
)
_KEPT_SECONDS = 60  # what others do may be a minute old in the menu; one's own acts are counted at once


@dataclass(frozen=True)
class Found:
    """One thing that waits: whose internship, what kind of work, until which day (None: no day presses)."""

    placement_id: int
    source: Source
    due_on: dt.date | None
    section: str


@dataclass(frozen=True)
class WorkRow:
    """One row: one person, one thing, one button."""

    placement: Placement
    source: Source
    due_on: dt.date | None
    section: str
    details: str
    url: str
    days: int

    @property
    def days_late(self) -> int:
        """How many days ago the last day was; 0 while it has not passed."""
        return max(-self.days, 0)

    @property
    def days_left(self) -> int:
        """How many days are left; 0 on the last one."""
        return max(self.days, 0)


@dataclass(frozen=True)
class WorkQuery:
    """What the list is narrowed to; empty values leave everything in."""

    text: str = ""
    unit: int | None = None
    kind: str = ""
    section: str = ""


@dataclass(frozen=True)
class _Day:
    """What of one source the database knows by one day: how many, and until which day they really wait."""

    source: Source
    known_as: dt.date | None
    due_on: dt.date | None
    section: str
    number: int


class Lines(Sequence[Found]):
    """What waits, the longest overdue first. Its length is known; a slice of it is one query for that slice alone."""

    def __init__(self, user: User, query: WorkQuery, days: Iterable[_Day]) -> None:
        self._user, self._query = user, query
        self._days = sorted(days, key=lambda one: one.due_on or dt.date.max)

    def __len__(self) -> int:
        return sum(one.number for one in self._days)

    def __iter__(self) -> Iterator[Found]:
        return iter(self[:])

    @overload
    def __getitem__(self, part: int) -> Found: ...
    @overload
    def __getitem__(self, part: slice) -> list[Found]: ...
    def __getitem__(self, part: int | slice) -> Found | list[Found]:
        if isinstance(part, int):
            place = range(len(self))[part]
            return self[place : place + 1][0]
        begin, end, _step = part.indices(len(self))
        wanted, skipped = self._around(begin, end)
        return _read(self._user, self._query, wanted, begin - skipped, end - skipped) if wanted else []

    def _around(self, begin: int, end: int) -> tuple[list[_Day], int]:
        """The days a slice touches, and how many lines come before the first of them."""
        wanted: list[_Day] = []
        before = skipped = 0
        for _due_on, group in groupby(self._days, key=lambda one: one.due_on):
            together = list(group)
            after = before + sum(one.number for one in together)
            if after <= begin:
                skipped = after
            elif before < end:
                wanted += together
            before = after
        return wanted, skipped


@dataclass(frozen=True)
class Worklist:
    """Everything that waits, in order, and how much of it stands in each section and kind.

    ``sections`` counts what the kind leaves, ``kinds`` what the section leaves: each is a way to narrow further.
    """

    found: Lines
    sections: dict[str, int]
    kinds: dict[str, int]
    total: int


def worklist(user: User, query: WorkQuery | None = None) -> Worklist:
    """What waits for this official, the longest overdue first. Two queries, and one for each slice of its lines."""
    query = query or WorkQuery()
    everything = _days(user, query)
    of_kind = [one for one in everything if query.kind in ("", one.source.key)]
    of_section = [one for one in everything if query.section in ("", one.section)]
    return Worklist(
        Lines(user, query, (one for one in of_kind if query.section in ("", one.section))),
        _numbers((one.section, one.number) for one in of_kind),
        _numbers((one.source.key, one.number) for one in of_section),
        sum(one.number for one in everything),
    )


def rows_of(found: Sequence[Found]) -> list[WorkRow]:
    """The rows of one page with everything they show. One query for the people, and what each source's words need."""
    today = clock.page_now().date()
    people = {
        one.pk: one
        for one in Placement.objects.filter(pk__in={one.placement_id for one in found}).select_related(
            "student__user",
            "offer__position__employer",
            "application__season",
            "department__unit__university__paper_rules",
            "department__internship_rule",
            "insurance_case",
            "pay_terms",
        )
    }
    words: dict[tuple[str, int], str] = {}
    for source in {one.source.key: one.source for one in found}.values():
        if source.details:
            mine = [people[one.placement_id] for one in found if one.source == source and one.placement_id in people]
            words |= {(source.key, pk): text for pk, text in source.details(mine).items()}
    return [
        WorkRow(
            people[one.placement_id],
            one.source,
            one.due_on,
            one.section,
            words.get((one.source.key, one.placement_id), ""),
            _url(one.source, one.placement_id),
            (one.due_on - today).days if one.due_on else 0,
        )
        for one in found
        if one.placement_id in people
    ]


def pressing(user: User) -> int:
    """How many things are late or due today: the menu's badge. Kept for a minute, because every page asks."""
    key = _badge_key(user)
    try:
        known = cache.get(key)
    except Exception as error:  # a cache that is away costs two queries, never a page
        logger.warning("worklist: the badge could not be read from the cache: %s", error)
        known = None
    if isinstance(known, int):
        return known
    found = worklist(user)
    remember_pressing(user, found)
    return _pressing(found)


def remember_pressing(user: User, everything: Worklist) -> None:
    """The whole list was just counted: the badge need not wait for its minute."""
    try:
        cache.set(_badge_key(user), _pressing(everything), _KEPT_SECONDS)
    except Exception as error:
        logger.warning("worklist: the badge could not be kept: %s", error)


def forget_pressing(user: User) -> None:
    """The official has just done something: the next page counts anew."""
    try:
        cache.delete(_badge_key(user))
    except Exception as error:
        logger.warning("worklist: the badge could not be forgotten: %s", error)


def _badge_key(user: User) -> str:
    return f"worklist:{user.pk}:{clock.page_now().date()}"


def _pressing(everything: Worklist) -> int:
    return everything.sections.get("late", 0) + everything.sections.get("today", 0)


def _numbers(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for key, number in counted:
        total[key] += number
    return total


def _days(user: User, query: WorkQuery) -> list[_Day]:
    """How many things wait until which day, all sources counted by one statement."""
    today = clock.page_now().date()
    known = _ordered()
    parts = [
        rows.values_list("source_no", "due_on").annotate(number=Count("*"))
        for number, source in enumerate(known)
        if (rows := _rows(user, query, number, source, today)) is not None
    ]
    if not parts:
        return []
    closed = closed_days() if any(source.shift for source in known) else frozenset()
    days = []
    for source_no, known_as, number in _together(parts):
        source = known[source_no]
        due_on = source.shift(known_as, closed) if known_as is not None and source.shift else known_as
        days.append(_Day(source, known_as, due_on, _section(due_on, today), number))
    return days


def _read(user: User, query: WorkQuery, days: Sequence[_Day], begin: int, end: int) -> list[Found]:
    """Some of the lines of these days: by day, then by internship, then by the name of the source."""
    today = clock.page_now().date()
    known = _ordered()
    parts = []
    for number, source in enumerate(known):
        mine = [one for one in days if one.source == source]
        rows = _rows(user, query, number, source, today) if mine else None
        if rows is None:
            continue
        dated = [one.known_as for one in mine if one.known_as is not None]
        undated = Q(due_on=None) if len(dated) < len(mine) else Q()
        cases = [When(due_on=one.known_as, then=Value(one.due_on)) for one in mine if one.due_on != one.known_as]
        rows = rows.filter(Q(due_on__in=dated) | undated if dated else undated)
        until = Case(*cases, default=F("due_on"), output_field=DateField()) if cases else F("due_on")
        parts.append(rows.annotate(until=until).values_list("until", "pk", "source_no"))
    lines = _together(parts).order_by("until", "pk", "source_no")[begin:end]
    return [Found(pk, known[source_no], until, _section(until, today)) for until, pk, source_no in lines]


def _ordered() -> list[Source]:
    """All sources by name; a source's place in here is its number in the database's rows."""
    return sorted(sources(), key=lambda one: one.key)


def _together(parts: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *rest = parts
    return first.union(*rest, all=True) if rest else first


def _rows(user: User, query: WorkQuery, number: int, source: Source, today: dt.date) -> QuerySet[Any] | None:
    """One source's placements in the official's scope; None where nothing is in scope."""
    university, units = university_scope(user, source.action)
    if university is None:
        return None
    mine: QuerySet[Placement] = Placement.objects.of_university(university, units).filter(kind=Kind.INTERNSHIP)
    for word in turkish.fold(query.text).split():
        mine = mine.filter(student__search_name__contains=word)
    if query.unit is not None:
        mine = mine.filter(department__unit=query.unit)
    return source.find(mine, today).annotate(source_no=Value(number, output_field=IntegerField())).order_by()


def _section(due_on: dt.date | None, today: dt.date) -> str:
    if due_on is None or due_on > today + WEEK:
        return "later"
    if due_on > today:
        return "week"
    return "today" if due_on == today else "late"


def _url(source: Source, placement_id: int) -> str:
    anchor = f"#{source.anchor}" if source.anchor else ""
    return f"{reverse(source.route, args=[placement_id])}{anchor}"
