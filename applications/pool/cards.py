"""What a page may show of a candidate: plain values, so that no template can follow a relation to a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usp.reference.models import Level

SCORE_LABELS: dict[str, Promise] = {
    "academic": gettext_lazy("Akademik/Mesleki"),
    "social": gettext_lazy("Sanatsal/Sosyal"),
    "sport": gettext_lazy("Sportif"),
}


def class_text(level: str, class_year: int | None) -> str:
    """«Lisans, 3. sınıf»; what a small class leaves out is said."""
    if not level:
        return _("düzey ve sınıf belirtilmiyor")
    name = str(Level(level).label)
    if class_year is None:
        return _("%(level)s, sınıf belirtilmiyor") % {"level": name}
    if class_year == 0:
        return _("%(level)s, hazırlık") % {"level": name}
    return _("%(level)s, %(year)d. sınıf") % {"level": name, "year": class_year}


@dataclass(frozen=True)
class Candidate:
    """One row of the pool as one employer sees it.

    ``provinces_matched``, ``districts_matched`` (names), ``periods_matched`` (keys like «2024-08-20»),
    ``languages_matched`` («İngilizce B2», the asked level) and ``prefers_us`` answer only what this employer asked;
    what else the candidate chose is never said.
    """

    code: str
    group_name: str
    level_text: str
    class_year: int | None
    academic: int
    social: int
    sport: int
    provinces_matched: tuple[str, ...] = ()
    districts_matched: tuple[str, ...] = ()
    periods_matched: tuple[str, ...] = ()
    languages_matched: tuple[str, ...] = ()
    prefers_us: bool = False
    available: bool = True
    # as PoolProfile keeps them; empty in lists
    lines: Sequence[dict[str, Any]] = ()

    @property
    def scores(self) -> list[tuple[Promise, int]]:
        """The three scores with their labels, in their fixed order."""
        return [(label, getattr(self, name)) for name, label in SCORE_LABELS.items()]


@dataclass(frozen=True)
class ScoreItem:
    """One item that gives points, as employers see it: kind, grade and points, never the number they come from."""

    label: str
    text: str


@dataclass(frozen=True)
class Breakdown:
    """One score and what stands behind it."""

    label: str | Promise
    points: int
    items: tuple[ScoreItem, ...] = ()
    note: str = ""
