"""«Yapılacaklar» of one official: every source in one query, the people of a page in another."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import CharField, QuerySet, Value
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
class Worklist:
    """Everything that waits, sorted, and how much of it stands in each section and kind.

    ``sections`` counts what the kind leaves, ``kinds`` what the section leaves: each is a way to narrow further.
    """

    found: tuple[Found, ...]
    sections: dict[str, int]
    kinds: dict[str, int]
    total: int


def worklist(user: User, query: WorkQuery | None = None) -> Worklist:
    """What waits for this official, the longest overdue first. Two queries, however many interns there are."""
    query = query or WorkQuery()
    everything = _found(user, query)
    of_kind = [one for one in everything if query.kind in ("", one.source.key)]
    of_section = [one for one in everything if query.section in ("", one.section)]
    return Worklist(
        tuple(one for one in of_kind if query.section in ("", one.section)),
        Counter(one.section for one in of_kind),
        Counter(one.source.key for one in of_section),
        len(everything),
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
    found = _found(user, WorkQuery())
    remember_pressing(user, found)
    return _pressing(found)


def remember_pressing(user: User, found: Iterable[Found]) -> None:
    """The whole list was just read: the badge need not wait for its minute."""
    try:
        cache.set(_badge_key(user), _pressing(found), _KEPT_SECONDS)
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


def _pressing(found: Iterable[Found]) -> int:
    return sum(1 for one in found if one.section in ("late", "today"))


def _found(user: User, query: WorkQuery) -> list[Found]:
    today = clock.page_now().date()
    parts = [rows for source in sources() if (rows := _rows(user, query, source, today)) is not None]
    if not parts:
        return []
    known = {source.key: source for source in sources()}
    first, *rest = parts
    closed = closed_days() if any(source.shift for source in known.values()) else frozenset()
    shifted: dict[tuple[str, dt.date], dt.date] = {}
    found = []
    for placement_id, due_on, key in first.union(*rest, all=True) if rest else first:
        source = known[key]
        if due_on is not None and source.shift:
            place = (key, due_on)
            if place not in shifted:
                shifted[place] = source.shift(due_on, closed)
            due_on = shifted[place]
        found.append(Found(placement_id, source, due_on, _section(due_on, today)))
    return sorted(found, key=lambda one: (one.due_on or dt.date.max, one.placement_id, one.source.key))


def _rows(user: User, query: WorkQuery, source: Source, today: dt.date) -> "QuerySet[Placement, tuple] | None":
    """One source's placements in the official's scope, as the columns of the union; None where nothing is in scope."""
    university, units = university_scope(user, source.action)
    if university is None:
        return None
    mine: QuerySet[Placement] = Placement.objects.of_university(university, units).filter(kind=Kind.INTERNSHIP)
    for word in turkish.fold(query.text).split():
        mine = mine.filter(student__search_name__contains=word)
    if query.unit is not None:
        mine = mine.filter(department__unit=query.unit)
    key = Value(source.key, output_field=CharField())
    return source.find(mine, today).annotate(source_key=key).order_by().values_list("pk", "due_on", "source_key")


def _section(due_on: dt.date | None, today: dt.date) -> str:
    if due_on is None or due_on > today + WEEK:
        return "later"
    if due_on > today:
        return "week"
    return "today" if due_on == today else "late"


def _url(source: Source, placement_id: int) -> str:
    anchor = f"#{source.anchor}" if source.anchor else ""
    return f"{reverse(source.route, args=[placement_id])}{anchor}"
