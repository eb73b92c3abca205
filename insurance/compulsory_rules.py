"""A department's criteria held against an internship or an offer: length, place, supervisor, class (rules A27, A29).

Pure. What the portal can see it judges; the content is the commission's to read. Nothing here decides anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.lengths import either
from insurance.models import CompulsoryCriteria
from usp.core.turkish import fold

Sector = CompulsoryCriteria.Sector


@dataclass(frozen=True)
class InternshipFacts:
    """What criteria look at. ``None`` where it is not known."""

    working_days: int
    is_public: bool
    personnel: int | None
    supervisor_title: str
    class_year: int | None
    compulsory_days: int


@dataclass(frozen=True)
class Check:
    """One criterion: what is asked, what was found, and whether it holds; ``holds`` None is for people to judge."""

    name: str
    asked: str
    found: str
    holds: bool | None

    def to_json(self) -> dict[str, object]:
        """As a decision keeps it."""
        return {"name": self.name, "asked": self.asked, "found": self.found, "holds": self.holds}


def check_criteria(criteria: CompulsoryCriteria | None, facts: InternshipFacts) -> list[Check]:
    """Each criterion that asks something; without criteria only the curriculum's length."""
    checks = [_length(criteria, facts)]
    if criteria is None:
        return checks
    if criteria.sector != Sector.ANY:
        found = Sector.PUBLIC if facts.is_public else Sector.PRIVATE
        kind = _("Kamu kurumu") if facts.is_public else _("Özel kurum")
        checks.append(Check(_("Kurum"), criteria.get_sector_display(), kind, criteria.sector == found))
    if criteria.min_personnel:
        checks.append(_personnel(criteria.min_personnel, facts.personnel))
    if criteria.supervisor_titles:
        checks.append(_title(criteria.supervisor_titles, facts.supervisor_title))
    if criteria.class_years:
        asked = _("%(years)s. sınıf") % {"years": either([str(year) for year in sorted(criteria.class_years)])}
        found_year = _("%(year)d. sınıf") % {"year": facts.class_year} if facts.class_year else _("Bilinmiyor")
        holds = facts.class_year in criteria.class_years if facts.class_year else None
        checks.append(Check(_("Sınıf"), asked, found_year, holds))
    if criteria.content:
        checks.append(Check(_("İçerik"), criteria.content, _("Komisyon değerlendirir"), None))
    return checks


def countable_days(criteria: CompulsoryCriteria | None, facts: InternshipFacts) -> int:
    """The most working days of it that may count: never more than it has, than a term allows, or than are owed."""
    limits = [facts.working_days, facts.compulsory_days]
    if criteria is not None and criteria.max_days_a_term:
        limits.append(criteria.max_days_a_term)
    return min(limits)


def failing(checks: Sequence[Check]) -> list[Check]:
    """The criteria that do not hold."""
    return [check for check in checks if check.holds is False]


def _length(criteria: CompulsoryCriteria | None, facts: InternshipFacts) -> Check:
    """In full only with the curriculum's length; ``min_days`` is what the department counts at the least."""
    least = criteria.min_days if criteria is not None and criteria.min_days else facts.compulsory_days
    return Check(
        _("Süre"),
        _("En az %(days)d iş günü") % {"days": least},
        _("%(days)d iş günü") % {"days": facts.working_days},
        facts.working_days >= least,
    )


def _personnel(least: int, found: int | None) -> Check:
    return Check(
        _("Personel"),
        _("En az %(number)d kişi") % {"number": least},
        _("%(number)d kişi") % {"number": found} if found is not None else _("Bilinmiyor"),
        found >= least if found is not None else None,
    )


def _title(asked: Sequence[str], found: str) -> Check:
    """A title holds where one of the asked words stands in it, in any spelling of capitals."""
    holds = any(fold(title) in fold(found) for title in asked) if found else None
    return Check(_("Staj sorumlusu"), either(list(asked)), found or _("Bilinmiyor"), holds)
