"""«Yapılacaklar»: everything that waits for an official, as one list in order of time. Parts register what they know.

A source says which placements of a given set wait for something and until which day; the list scopes the set by the
role's action and the official's units, so that no source can show somebody else's intern. All sources are read in one
query, the people of the page in another.

A source of another part (``insurance/worklist_sources.py`` holds the usual ones)::

    def _reports(placements: QuerySet[Placement], today: dt.date) -> QuerySet[Placement]:
        return placements.filter(reports__state="handed_in").annotate(due_on=...)

    register_source(Source("report", _("Staj raporu okunacak"), UniversityAction.DECIDE_COMPULSORY, _reports, ...))
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.models import Placement
from usp.accounts.permissions import UniversityAction

# The placements of which may wait, the day it is → those that do, annotated with the day until when as ``due_on``.
Find = Callable[["QuerySet[Placement]", dt.date], "QuerySet[Placement]"]
# The placements of one page → what there is to say of each, in words. A constant number of queries.
Details = Callable[[Sequence[Placement]], Mapping[int, str]]

# A day as the database knows it (a start, say) and the extra closed days → the day until when.
Shift = Callable[[dt.date, AbstractSet[dt.date]], dt.date]
OPEN_INTERN = _("Stajyeri aç")


@dataclass(frozen=True)
class Source:
    """One kind of thing to do: what it is called, whose it is, who waits, and the button that leads there.

    ``action`` is what the official's role must grant for the intern's unit. ``find`` gets internships in that scope
    and returns those that wait, with ``due_on`` (the last day, inclusive; null where no day presses) as annotation.
    ``shift`` turns that day into another one where the database cannot count (a working day before a start).
    ``route`` takes the placement's number; ``anchor`` is the part of that page.
    """

    key: str
    label: str | Promise
    action: UniversityAction
    find: Find
    button: str | Promise = OPEN_INTERN
    route: str = "insurance:intern"
    anchor: str = ""
    details: Details | None = None
    shift: Shift | None = None


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Put a kind of work on everybody's list. A key belongs to one source."""
    if _sources.setdefault(source.key, source) != source:
        raise ImproperlyConfigured(f"The worklist has another source «{source.key}»")


def sources() -> tuple[Source, ...]:
    """All of them, in the order of registration."""
    return tuple(_sources.values())
