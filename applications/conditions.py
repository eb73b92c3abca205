"""A season's conditions as sentences, made from its rows, so that what a page says is what the rules check."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.date_conditions import DateConditionKind, gno_expectation
from applications.rules import DateCondition, SeasonRules
from usp.core.templatetags.usp import tr_day, tr_decimal
from usp.edevlet.records import StudyMode
from usp.reference.models import DepartmentGroup, Level, Unit


@dataclass(frozen=True)
class Condition:
    """One sentence; ``excludes`` tells who is left out instead of who may apply."""

    text: str
    excludes: bool = False


def conditions(rules: SeasonRules) -> list[Condition]:
    """«Programa kimler başvurabilir?»: who may apply, and who is left out."""
    sentences = [_level_sentence(rules, level) for level in Level.values if any(r.level == level for r in rules.levels)]
    sentences.append(_mode_sentence(rules))
    sentences += _gno_sentences(rules)
    if rules.born_after:
        sentences.append(_("%(day)s tarihinde veya sonrasında doğanlar") % {"day": tr_day(rules.born_after)})
    excluded = [str(Unit.Kind(kind).label) for kind in sorted(rules.excluded_unit_kinds)]
    excluded += [str(DepartmentGroup.Tag(tag).label) for tag in sorted(rules.excluded_group_tags)]
    found = [Condition(sentence) for sentence in sentences]
    if excluded:
        found.append(Condition(_("Kapsam dışı: %(names)s") % {"names": _list(excluded)}, excludes=True))
    return found


def date_sentences(rules: SeasonRules) -> list[str]:
    """«Staj yapılacak tarihte …» (A2): what is expected on the internship's date, in the order of the rows."""
    texts = {
        DateConditionKind.ADVANCED_CLASS: _("%(who)s: bir üst sınıfa geçmiş olmak"),
        DateConditionKind.NOT_GRADUATED: _("%(who)s: öğrenciliği sürmek, mezun olmamış olmak"),
        DateConditionKind.GNO_MINIMUM: _("%(who)s: not ortalaması %(limit)s"),
    }
    return [
        texts[DateConditionKind(one.kind)]
        % {"who": _who(one), "limit": gno_expectation(one) if one.minimum is not None else ""}
        for one in rules.date_conditions
    ]


def _who(condition: DateCondition) -> str:
    level = Level(condition.level).label
    if condition.class_year is None:
        return _("%(level)s öğrencileri") % {"level": level}
    return _("%(level)s %(year)d. sınıf öğrencileri") % {"level": level, "year": condition.class_year}


def _level_sentence(rules: SeasonRules, level: str) -> str:
    rows = [rule for rule in rules.levels if rule.level == level]
    years = [_("son") if rule.class_year is None else _("%d.") % rule.class_year for rule in rows]
    text = (
        _("%(level)s %(years)s sınıf öğrencileri (yalnızca yurt dışında okuyanlar)")
        if all(rule.only_abroad for rule in rows)
        else _("%(level)s %(years)s sınıf öğrencileri")
    )
    return text % {"level": Level(level).label, "years": _list(years)}


def _mode_sentence(rules: SeasonRules) -> str:
    modes = set(rules.study_modes)
    if modes == {StudyMode.ORGUN, StudyMode.IKINCI}:
        return _("Örgün eğitim görenler (ikinci öğretim dahil)")
    return _list(str(StudyMode(mode).label) for mode in StudyMode.values if mode in modes)


def _gno_sentences(rules: SeasonRules) -> list[str]:
    limits = [
        _("%(scale)d üzerinden en az %(limit)s") % {"scale": scale, "limit": tr_decimal(limit)}
        for scale, limit in sorted(rules.gno_limits.items())
    ]
    if not limits:
        return []
    found = [_("Not ortalaması %(limits)s olanlar") % {"limits": _(" ya da ").join(limits)}]
    exempt = [rule for rule in rules.levels if rule.gno_exempt]
    found += [
        _("%(level)s %(year)s sınıfta başvuru için not ortalaması aranmaz")
        % {
            "level": Level(rule.level).label,
            "year": _("son") if rule.class_year is None else _("%d.") % rule.class_year,
        }
        for rule in exempt
    ]
    return found


def _list(words: Iterable[str]) -> str:
    """«2., 3. ve 4.»."""
    found = list(words)
    return (
        found[0]
        if len(found) == 1
        else _("%(first)s ve %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}
    )
