"""What a season asks for on the internship's date (A2, A4, A39): told at application, judged later. Pure, no database.

SA: «Staj yapılacak tarihte; lisans 2. sınıf ve ön lisans 1. sınıf öğrencilerinin bir üst sınıfa geçmiş olması, lisans
4. sınıf ve ön lisans 2. sınıf öğrencilerinin mezun durumuna geçmemiş olması, ön lisans 1. sınıf öğrencilerinin not
ortalamasının ise 2’nin üzerinde olması beklenmektedir.»
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.enrolment_rules import scale_of
from applications.rules import CORRECTION_HELP, DateCondition, Reason, SeasonRules
from usp.core.templatetags.usp import tr_day, tr_decimal
from usp.edevlet.records import Enrolment

# A record that no university has touched for this long is shown with a hint, never refused.
OLD_RECORD = dt.timedelta(days=180)


class DateConditionKind(models.TextChoices):
    """What is looked at on the internship's date."""

    ADVANCED_CLASS = "advanced_class", gettext_lazy("Bir üst sınıfa geçmiş olmak")
    NOT_GRADUATED = "not_graduated", gettext_lazy("Öğrenciliği sürmek (mezun olmamış olmak)")
    GNO_MINIMUM = "gno_minimum", gettext_lazy("Not ortalaması")


class Consequence(models.TextChoices):
    """What follows when the condition does not hold."""

    WARN = "warn", gettext_lazy("İşveren uyarılır, teklifini iptal edebilir")
    STOP = "stop", gettext_lazy("Sigorta girişi yapılmaz, staj iptal edilir")


class Comparison(models.TextChoices):
    """How a grade average is held against the minimum."""

    ABOVE = "gt", gettext_lazy("üzerinde (>)")
    AT_LEAST = "gte", gettext_lazy("en az (≥)")


K, C = DateConditionKind, Consequence


@dataclass(frozen=True)
class Finding:
    """A condition that does not hold on the date, and what follows; the text names nobody."""

    code: str
    text: str
    consequence: str

    @property
    def stops(self) -> bool:
        """Whether no insurance entry may be made."""
        return self.consequence == C.STOP


def running_enrolment(rules: SeasonRules, chosen_id: str, enrolments: Iterable[Enrolment]) -> Enrolment | None:
    """The studentship that carries the internship on a day (A39): the chosen enrolment while it runs, else another one.

    Only study modes of the season count («herhangi bir aktif örgün kayıt»). None when no studentship runs.
    """
    running = [one for one in enrolments if one.is_active and one.study_mode in rules.study_modes]
    chosen = [one for one in running if one.id == chosen_id]
    return next(iter(chosen or running), None)


def date_condition_findings(rules: SeasonRules, then: Enrolment, now: Enrolment | None) -> list[Finding]:
    """The conditions of the season that do not hold on the internship's date; empty when nothing speaks against it.

    ``then`` is the enrolment of the application, ``now`` the studentship that carries the internship on the date
    (``running_enrolment``), or None when there is none. Class and average are judged on the chosen programme alone:
    another running programme only keeps the studentship alive.
    """
    found = []
    for condition in _asked_of(rules, then):
        if condition.kind == K.NOT_GRADUATED:
            found += _studentship_findings(condition, now)
        elif now is None or not now.is_active or now.id != then.id:
            continue
        elif condition.kind == K.ADVANCED_CLASS:
            found += _class_findings(condition, then, now)
        else:
            found += _gno_findings(condition, now)
    return found


def notices_for(rules: SeasonRules, enrolment: Enrolment, today: dt.date) -> list[Reason]:
    """What refuses nothing but has to be known at application: the conditions on the date, an old record."""
    if not enrolment.is_active:
        return []
    asked = _asked_of(rules, enrolment)
    found: list[Reason] = []
    if graduates_in_season(rules, enrolment):
        found += [_graduation_notice() for one in asked if one.kind == K.NOT_GRADUATED][:1]
    else:
        found += [_advance_notice(one) for one in asked if one.kind == K.ADVANCED_CLASS][:1]
    found += [_gno_notice(one) for one in asked if one.kind == K.GNO_MINIMUM][:1]
    if today - enrolment.updated_on > OLD_RECORD:
        text = _("Üniversiteniz bu kaydı en son %(day)s tarihinde güncellemiş.")
        found.append(Reason("old_record", text % {"day": tr_day(enrolment.updated_on)}, str(CORRECTION_HELP)))
    return found


def graduates_in_season(rules: SeasonRules, enrolment: Enrolment) -> bool:
    """Whether the programme ends before the season does: by its expected end, else by its final year."""
    if enrolment.expected_graduation is not None:
        return enrolment.expected_graduation <= rules.ends_at.date()
    return enrolment.class_year >= enrolment.programme_years


def gno_expectation(condition: DateCondition) -> str:
    """«4 üzerinden 2,00’ın üzerinde» said so that no suffix hangs on the number; ``>`` and ``>=`` read differently."""
    if condition.comparison == Comparison.ABOVE:
        text = _("%(scale)d üzerinden %(limit)s değerinin üzerinde")
    else:
        text = _("%(scale)d üzerinden en az %(limit)s")
    return text % {"scale": condition.scale, "limit": tr_decimal(condition.minimum)}


def _asked_of(rules: SeasonRules, enrolment: Enrolment) -> list[DateCondition]:
    """The conditions for this level and class; of those on the average, the one in the enrolment's own scale.

    When the season names averages but none in this scale, the first stands for «cannot be checked».
    """
    asked = [
        one
        for one in rules.date_conditions
        if one.level == enrolment.level and one.class_year in (None, enrolment.class_year)
    ]
    averages = [one for one in asked if one.kind == K.GNO_MINIMUM]
    own_scale = [one for one in averages if one.scale == scale_of(enrolment)]
    return [one for one in asked if one.kind != K.GNO_MINIMUM] + (own_scale or averages[:1])


def _studentship_findings(condition: DateCondition, now: Enrolment | None) -> list[Finding]:
    if now is not None and now.is_active:
        return []
    text = _("Öğrenciliği sona ermiş ya da askıda; sigorta girişi yapılamaz.")
    return [Finding("studentship_ended", text, condition.consequence)]


def _class_findings(condition: DateCondition, then: Enrolment, now: Enrolment) -> list[Finding]:
    if now.class_year > then.class_year:
        return []
    text = _("Bir üst sınıfa geçmemiş; kayıtlarda hâlâ %(year)d. sınıfta.")
    return [Finding("class_not_advanced", text % {"year": now.class_year}, condition.consequence)]


def _gno_findings(condition: DateCondition, now: Enrolment) -> list[Finding]:
    if now.gno is None:
        text = _("Not ortalaması kayıtlarda yok; beklenen: %(limit)s.")
        return [Finding("gno_missing_on_date", text % {"limit": gno_expectation(condition)}, condition.consequence)]
    if condition.scale != scale_of(now) or condition.minimum is None:
        text = _("Not ortalaması dönemde tanımlı olmayan bir sistemde (%(scale)s); karşılığına operatör karar verir.")
        return [Finding("gno_scale_unknown_on_date", text % {"scale": now.gno_scale}, condition.consequence)]
    gno = Decimal(now.gno)
    holds = gno > condition.minimum if condition.comparison == Comparison.ABOVE else gno >= condition.minimum
    if holds:
        return []
    text = _("Not ortalaması %(gno)s; beklenen: %(limit)s.")
    values = {"gno": tr_decimal(gno), "limit": gno_expectation(condition)}
    return [Finding("gno_low_on_date", text % values, condition.consequence)]


def _graduation_notice() -> Reason:
    return Reason(
        "will_graduate",
        _("Bu dönem mezun olabilirsiniz: staj için staj tarihlerinde öğrenciliğinizin sürmesi gerekir."),
        _(
            "Öğrenciliğiniz biterse stajınız iptal edilir, çünkü sigorta girişi yapılamaz. İş gölgeleme ve "
            "eğitim programlarına mezun olsanız da katılabilirsiniz."
        ),
    )


def _advance_notice(condition: DateCondition) -> Reason:
    return Reason("advance", _("Staj tarihinde bir üst sınıfa geçmiş olmanız beklenir."), _what_follows(condition))


def _gno_notice(condition: DateCondition) -> Reason:
    text = _("Staj tarihinde not ortalamanızın %(limit)s olması beklenir.")
    return Reason("gno_on_date", text % {"limit": gno_expectation(condition)}, _what_follows(condition))


def _what_follows(condition: DateCondition) -> str:
    if condition.consequence == C.STOP:
        return _("Bu koşul sağlanmazsa sigorta girişi yapılamaz ve staj iptal edilir.")
    return _("Bu koşul sağlanmazsa işveren teklifini iptal edebilir.")
