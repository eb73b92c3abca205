"""What speaks against one enrolment, and everything at once against an application with it. Pure, as `rules`."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.rules import (
    CORRECTION_HELP,
    DepartmentFacts,
    LevelRule,
    Reason,
    SeasonRules,
    person_reasons,
    season_reasons,
)
from usp.core.templatetags.usp import tr_decimal
from usp.edevlet.records import Enrolment, EnrolmentStatus, Person, StudyMode
from usp.reference.models import DepartmentGroup, Level, Unit


def enrolment_reasons(
    rules: SeasonRules, enrolment: Enrolment, department: DepartmentFacts | None, person: Person
) -> list[Reason]:
    """What speaks against this enrolment: status, study mode, level and class, grade average, exclusions."""
    found = [
        *_status_reasons(enrolment),
        *_mode_reasons(rules, enrolment),
        *_department_reasons(rules, department),
        *_level_reasons(rules, enrolment, department, person),
    ]
    if not gno_exempt(rules, enrolment):
        found += _gno_reasons(rules, enrolment)
    return found


def reasons_against(
    rules: SeasonRules,
    *,
    now: dt.datetime,
    person: Person,
    enrolments: Sequence[Enrolment],
    enrolment: Enrolment,
    department: DepartmentFacts | None,
    has_live: bool = False,
) -> list[Reason]:
    """Every reason at once against applying now with this enrolment; empty when nothing speaks against it."""
    return [
        *season_reasons(rules, now),
        *person_reasons(rules, person, enrolments, has_live=has_live),
        *enrolment_reasons(rules, enrolment, department, person),
    ]


def unknown_scales(rules: SeasonRules, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Running enrolments whose grade scale the season has no limit for: an operator has to add one.

    A season without any limit asks for no average, so that nothing is unknown to it.
    """
    if not rules.gno_limits:
        return []
    return [one for one in enrolments if one.is_active and one.gno and scale_of(one) not in rules.gno_limits]


def scale_of(enrolment: Enrolment) -> int | None:
    """The enrolment's grade scale as its highest grade, 4 or 100; None when it is no whole number."""
    try:
        scale = Decimal(enrolment.gno_scale)
    except InvalidOperation:
        return None
    return int(scale) if scale.is_finite() and scale == scale.to_integral_value() else None


def _status_reasons(enrolment: Enrolment) -> list[Reason]:
    texts = {
        EnrolmentStatus.GRADUATED: _("Bu programdan mezun olmuşsunuz."),
        EnrolmentStatus.SUSPENDED: _("Bu programda kaydınız dondurulmuş görünüyor."),
        EnrolmentStatus.LEFT: _("Bu programdaki kaydınız silinmiş görünüyor."),
    }
    if enrolment.is_active:
        return []
    way_out = (
        _("Çift ana dal öğreniminiz sürüyorsa onunla başvurabilirsiniz.")
        if enrolment.status == EnrolmentStatus.GRADUATED
        else str(CORRECTION_HELP)
    )
    return [Reason(enrolment.status, texts[EnrolmentStatus(enrolment.status)], way_out)]


def _mode_reasons(rules: SeasonRules, enrolment: Enrolment) -> list[Reason]:
    if enrolment.study_mode in rules.study_modes:
        return []
    text = _("%(mode)s bu dönemin kapsamı dışında; başvurabilen öğretim türleri: %(allowed)s.")
    allowed = ", ".join(str(StudyMode(mode).label) for mode in StudyMode.values if mode in rules.study_modes)
    return [
        Reason(
            "study_mode",
            text % {"mode": StudyMode(enrolment.study_mode).label, "allowed": allowed},
            _("Bu türlerden birinde başka bir kaydınız varsa onunla başvurun."),
        )
    ]


def _department_reasons(rules: SeasonRules, department: DepartmentFacts | None) -> list[Reason]:
    if department is None:
        text = _("Bu bölüm, portaldaki üniversite ve bölüm listesinde bulunamadı.")
        return [Reason("department_unknown", text, str(CORRECTION_HELP))]
    text = _("%(name)s öğrencileri bu dönemin kapsamı dışında.")
    way_out = _("Kapsamda başka bir bölümde öğrenciyseniz onunla başvurabilirsiniz.")
    found = []
    if department.unit_kind in rules.excluded_unit_kinds:
        name: str | Promise = Unit.Kind(department.unit_kind).label
        found.append(Reason("excluded_unit", text % {"name": name}, way_out))
    if department.group_tag in rules.excluded_group_tags:
        name = DepartmentGroup.Tag(department.group_tag).label
        found.append(Reason("excluded_group", text % {"name": name}, way_out))
    return found


def _level_reasons(
    rules: SeasonRules, enrolment: Enrolment, department: DepartmentFacts | None, person: Person
) -> list[Reason]:
    if enrolment.class_year == 0:
        return [
            Reason(
                "preparatory",
                _("Hazırlık sınıfı öğrencileri başvuramaz."),
                _("Sınıfınız yanlış görünüyorsa: ") + str(CORRECTION_HELP),
            )
        ]
    level = Level(enrolment.level).label
    of_level = [rule for rule in rules.levels if rule.level == enrolment.level]
    if not of_level:
        return [Reason("level", _("%(level)s öğrencileri bu dönem başvuramaz.") % {"level": level})]
    matching = [rule for rule in of_level if matches(rule, enrolment)]
    if not matching:
        text = _("%(level)s %(year)d. sınıf öğrencileri bu dönem başvuramaz; başvurabilen sınıflar: %(years)s.")
        years = ", ".join(_("son sınıf") if one.class_year is None else f"{one.class_year}" for one in of_level)
        values = {"level": level, "year": enrolment.class_year, "years": years}
        return [Reason("class_year", text % values, str(CORRECTION_HELP))]
    counts_as_abroad = (
        department is not None and department.is_abroad and (person.citizenship == "TR" or person.has_mavi_kart)
    )
    if all(rule.only_abroad for rule in matching) and not counts_as_abroad:
        text = _(
            "%(level)s düzeyinde yalnızca yurt dışında okuyan Türkiye vatandaşları ve Mavi Kartlılar başvurabilir."
        )
        return [Reason("only_abroad", text % {"level": level})]
    return []


def _gno_reasons(rules: SeasonRules, enrolment: Enrolment) -> list[Reason]:
    class_may = any(matches(rule, enrolment) for rule in rules.levels)
    if enrolment.gno is None:
        if not class_may:
            return []  # the class itself is refused; whether it would need an average is beside the point
        text = _("Not ortalamanız kayıtlarda görünmüyor; bu sınıf için not ortalaması aranır.")
        return [Reason("gno_missing", text, str(CORRECTION_HELP))]
    scale = scale_of(enrolment)
    limit = rules.gno_limits.get(scale) if scale is not None else None
    if limit is None and not class_may:
        return []
    if limit is None:
        return [
            Reason(
                "gno_scale_unknown",
                _(
                    "Üniversitenizin not sistemi (en yüksek not: %(scale)s) bu dönemde tanımlı değil; "
                    "operatöre iletildi."
                )
                % {"scale": enrolment.gno_scale},
                _("Karşılığı eklenince başvurabilirsiniz. Sorunuz varsa: %(email)s") % {"email": rules.support_email},
            )
        ]
    gno = Decimal(enrolment.gno)
    if gno < limit:
        text = _("Not ortalamanız %(gno)s; bu dönem %(scale)d üzerinden en az %(limit)s gerekir.")
        values = {"gno": tr_decimal(gno), "scale": scale, "limit": tr_decimal(limit)}
        return [Reason("gno_low", text % values, str(CORRECTION_HELP))]
    return []


def matches(rule: LevelRule, enrolment: Enrolment) -> bool:
    """Whether the enrolment is in the level and class that the rule names."""
    if rule.level != enrolment.level:
        return False
    if rule.class_year is None:
        return enrolment.class_year >= enrolment.programme_years
    return enrolment.class_year == rule.class_year


def gno_exempt(rules: SeasonRules, enrolment: Enrolment) -> bool:
    """Whether no grade average is asked for at application (SA: «ön lisans 1. sınıf»)."""
    return any(rule.gno_exempt and matches(rule, enrolment) for rule in rules.levels)
