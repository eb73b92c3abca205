"""How long a student's internship may be: what the compulsory internship and the university allow (A27)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.models import DepartmentRule, InternshipWindow, Season, WindowRules
from usp.reference.models import Department


@dataclass(frozen=True)
class Lengths:
    """The lengths in working days that a department's students may choose, and the sentence that says why.

    ``compulsory`` is the department's compulsory internship, None where there is none; ``is_confirmed`` says whether
    the university itself has confirmed that, or only the hand-compiled reference data say so. ``offered`` are those
    of the lengths in which the university has published a window.
    """

    days: frozenset[int]
    offered: frozenset[int]
    reason: str
    compulsory: int | None
    is_confirmed: bool

    def allows(self, working_days: int) -> bool:
        """Whether a window of that length may be chosen."""
        return working_days in self.days

    @property
    def spoken(self) -> str:
        """«20 ya da 30 iş günü»."""
        text = pgettext("ya da ile", "%(days)s iş günü")
        return text % {"days": either([str(one) for one in sorted(self.days)])}


def lengths_for(department: Department, season: Season) -> Lengths:
    """Which window lengths a student of the department may choose in the season. Three queries.

    SA «Kaç gün staj yapabilirim?»: without compulsory internship the university's usual length (20), else the same
    as the compulsory one; the unit may allow others. Where that is longer than the university allows at once (A27),
    every published length up to that limit. Internships done outside USP change nothing unless the unit says so (A28).
    """
    return lengths_of([department], season)[department.pk]


def lengths_of(departments: Iterable[Department], season: Season) -> dict[int, Lengths]:
    """The same for many departments, by their key. Three queries however many; units must be at hand."""
    wanted = list(departments)
    universities = {one.unit.university_id for one in wanted}
    rules = {one.department_id: one for one in DepartmentRule.objects.filter(department__in=wanted)}
    own = {one.university_id: one for one in WindowRules.objects.filter(university__in=universities)}
    published: dict[int, set[int]] = {}
    windows = InternshipWindow.objects.choosable().filter(season=season, university__in=universities)
    for university, days in windows.values_list("university", "working_days").order_by().distinct():
        published.setdefault(university, set()).add(days)
    return {
        one.pk: _lengths(
            one,
            rules.get(one.pk),
            own.get(one.unit.university_id) or WindowRules(),
            published.get(one.unit.university_id, set()),
        )
        for one in wanted
    }


def compulsory_days_of(department: Department, rule: DepartmentRule | None) -> int | None:
    """The department's compulsory internship: the university's own word, else the reference data's."""
    return rule.compulsory_days if rule else department.compulsory_days


def _lengths(department: Department, rule: DepartmentRule | None, own: WindowRules, published: set[int]) -> Lengths:
    compulsory, usual, largest = compulsory_days_of(department, rule), own.usual_days, own.largest_days
    if compulsory is None:
        days = {usual}
        said = [_("Bölümünüzde zorunlu staj yok; stajınız %(days)d iş günü sürer.") % {"days": usual}]
    elif largest is not None and compulsory > largest:
        days = {one for one in published if one <= largest} or {largest}
        text = _(
            "Bölümünüzün zorunlu stajı %(days)d iş günü; üniversiteniz bir yazda en çok %(largest)d iş gününe izin "
            "veriyor. Stajınızı parça parça yaparsınız."
        )
        said = [text % {"days": compulsory, "largest": largest}]
    else:
        days = {compulsory}
        text = _("Bölümünüzün zorunlu stajı %(days)d iş günü; stajınız da o kadar sürer.")
        said = [text % {"days": compulsory}]
    if rule is not None:
        said += _what_the_unit_adds(rule, days, usual, compulsory)
    return Lengths(frozenset(days), frozenset(days & published), " ".join(said), compulsory, rule is not None)


def _what_the_unit_adds(rule: DepartmentRule, days: set[int], usual: int, compulsory: int | None) -> list[str]:
    """Adds to ``days`` what the unit allows besides; answers the sentences about it."""
    said = []
    others = sorted(set(rule.other_lengths) - days)
    if others:
        days.update(others)
        text = _("Biriminiz %(days)s iş günlük stajlara da izin veriyor.")
        said.append(text % {"days": listed([str(one) for one in others])})
    if compulsory is not None and rule.usual_after_earlier and usual not in days:
        days.add(usual)
        text = _("Zorunlu stajınızı USP dışında tamamladıysanız %(days)d iş günü de seçebilirsiniz.")
        said.append(text % {"days": usual})
    return said


def listed(words: list[str]) -> str:
    """«20, 30 ve 40»."""
    return _joined(words, _("ve"))


def either(words: list[str]) -> str:
    """«20, 30 ya da 40»."""
    return _joined(words, _("ya da"))


def _joined(words: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
