"""«Başvurabilir miyim?»: a few answers judged by the very rules of the application. Nothing is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import rules
from applications.date_conditions import notices_for
from applications.enrolment_rules import enrolment_reasons
from usp.core.templatetags.usp import tr_day
from usp.edevlet.records import Enrolment, EnrolmentStatus, Person
from usp.reference.models import DepartmentGroup, Unit


class Studentship(models.TextChoices):
    """What goes on with somebody's studies."""

    RUNNING = "running", gettext_lazy("Öğrenciliğim sürüyor")
    SECOND_MAJOR = "second_major", gettext_lazy("Ana dalımdan mezun oldum, çift ana dalım sürüyor")
    GRADUATED = "graduated", gettext_lazy("Mezun oldum")
    SUSPENDED = "suspended", gettext_lazy("Kaydım dondurulmuş")


class Place(models.TextChoices):
    """The three places of the seed: «Türkiye, KKTC ve yurt dışında üniversitelerde»."""

    TURKIYE = "turkiye", gettext_lazy("Türkiye")
    KKTC = "kktc", gettext_lazy("KKTC")
    ABROAD = "abroad", gettext_lazy("Yurt dışı")


class Citizenship(models.TextChoices):
    """What graduate students abroad are asked for."""

    TURKISH = "tr", gettext_lazy("Türkiye vatandaşıyım")
    MAVI_KART = "mavi", gettext_lazy("Mavi Kart sahibiyim")
    OTHER = "other", gettext_lazy("İkisi de değil")


_STATUS = {
    Studentship.RUNNING: EnrolmentStatus.ACTIVE,
    Studentship.SECOND_MAJOR: EnrolmentStatus.ACTIVE,
    Studentship.GRADUATED: EnrolmentStatus.GRADUATED,
    Studentship.SUSPENDED: EnrolmentStatus.SUSPENDED,
}


@dataclass(frozen=True)
class Answer:
    """What the rules say: all reasons against it, what to know besides, and why not at this moment."""

    reasons: tuple[rules.Reason, ...]
    notices: tuple[rules.Reason, ...]
    timing: tuple[rules.Reason, ...]

    @property
    def is_eligible(self) -> bool:
        """Whether nothing but the date speaks against an application with these answers."""
        return not self.reasons


def areas(about: rules.SeasonRules) -> list[tuple[str, str]]:
    """The kinds of unit and groups of departments that the season leaves out, as choices, and «none of them»."""
    kinds = [(f"unit:{kind}", str(Unit.Kind(kind).label)) for kind in sorted(about.excluded_unit_kinds)]
    groups = [(f"group:{tag}", str(DepartmentGroup.Tag(tag).label)) for tag in sorted(about.excluded_group_tags)]
    return [("", _("Bunlardan hiçbiri")), *kinds, *groups]


def judge_answers(about: rules.SeasonRules, answers: Mapping[str, Any], now: dt.datetime) -> Answer:
    """What speaks for or against an application now; the sentences are those of the application itself.

    Only a year of birth is asked: in the limit's own year the day decides, and the answer says so.
    """
    enrolment, person = _enrolment(answers, now.date()), _person(about, answers)
    found = [
        *rules.person_reasons(about, person, [enrolment]),
        *enrolment_reasons(about, enrolment, _department(answers), person),
    ]
    notices = notices_for(about, enrolment, now.date())
    limit, year = about.born_after, answers.get("birth_year")
    if limit and year == limit.year and (limit.month, limit.day) != (1, 1):
        text = _("Doğum gününüz %(day)s gününden önceyse bu döneme başvuramazsınız.")
        notices.append(rules.Reason("birthday_decides", text % {"day": tr_day(limit)}))
    reasons = tuple(_said_here(one) for one in found)
    return Answer(reasons, tuple(notices), tuple(rules.season_reasons(about, now)))


def _said_here(reason: rules.Reason) -> rules.Reason:
    """The reason without what only an application can do: tell operators, have a record corrected."""
    if reason.code != "gno_scale_unknown":
        help_text = "" if reason.help.endswith(str(rules.CORRECTION_HELP)) else reason.help
        return rules.Reason(reason.code, reason.text, help_text)
    text = _("Not sisteminizin sınırı bu dönemde tanımlı değil.")
    return rules.Reason(reason.code, text, _("Başvurunuzu başlattığınızda operatöre iletilir; karşılığı eklenir."))


def _enrolment(answers: Mapping[str, Any], today: dt.date) -> Enrolment:
    year = int(answers["class_year"])
    studentship = Studentship(answers["studentship"])
    return Enrolment(
        id="self-check",
        university_code="",
        unit_name="",
        department_name="",
        level=answers["level"],
        class_year=year,
        programme_years=year if answers["is_final_year"] else year + 1,
        study_mode=answers["study_mode"],
        status=_STATUS[studentship],
        is_second_major=studentship == Studentship.SECOND_MAJOR,
        gno=None if answers.get("gno") is None else str(answers["gno"]),
        gno_scale=str(answers.get("gno_scale", "")),
        expected_graduation=None,
        started_on=today,
        graduated_on=None,
        student_no="",
        updated_on=today,
    )


def _person(about: rules.SeasonRules, answers: Mapping[str, Any]) -> Person:
    """Somebody born on the last day of the year, so that only a year that is certainly too early refuses."""
    year = answers.get("birth_year") or (about.born_after.year if about.born_after else about.open_at.year)
    citizenship = answers.get("citizenship") or Citizenship.TURKISH
    return Person(
        tckn="",
        first_name="",
        last_name="",
        birth_date=dt.date(year, 12, 31),
        citizenship="TR" if citizenship == Citizenship.TURKISH else "",
        is_foreign=citizenship == Citizenship.OTHER,
        has_mavi_kart=citizenship == Citizenship.MAVI_KART,
    )


def _department(answers: Mapping[str, Any]) -> rules.DepartmentFacts:
    what, _colon, value = answers["area"].partition(":")
    return rules.DepartmentFacts(
        id=0,
        unit_kind=value if what == "unit" else Unit.Kind.FACULTY,
        group_tag=value if what == "group" else "",
        is_abroad=answers["place"] == Place.ABROAD,
    )
