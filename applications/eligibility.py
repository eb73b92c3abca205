"""Brings together what eligibility needs: the season's rows, the e-Devlet records and the reference departments."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from applications import rules
from applications.date_conditions import notices_for
from applications.enrolment_rules import enrolment_reasons
from applications.models import Application, Season
from usp.core.turkish import fold
from usp.edevlet.records import Enrolment, Records, StudyMode
from usp.reference.models import Department, Level, University


@dataclass(frozen=True)
class EnrolmentCard:
    """One enrolment of the records as the page shows it, with what the portal knows of it and its verdict."""

    enrolment: Enrolment
    university_name: str
    department: Department | None
    verdict: rules.Verdict

    @property
    def level_label(self) -> str:
        """«Lisans»."""
        return str(Level(self.enrolment.level).label)

    @property
    def mode_label(self) -> str:
        """«Örgün öğretim»."""
        return str(StudyMode(self.enrolment.study_mode).label)


@dataclass(frozen=True)
class Eligibility:
    """Everything that speaks for or against an application with these records at this moment."""

    records: Records
    general: tuple[rules.Reason, ...]
    cards: tuple[EnrolmentCard, ...]

    @property
    def eligible_cards(self) -> list[EnrolmentCard]:
        """The enrolments with which «Başvur» would succeed now."""
        return [card for card in self.cards if not self.general and card.verdict.is_eligible]

    @property
    def is_eligible(self) -> bool:
        """Whether at least one enrolment can apply."""
        return bool(self.eligible_cards)


def season_rules(season: Season) -> rules.SeasonRules:
    """The season's rows as the pure rules take them. Four queries."""
    exclusions = list(season.exclusions.all())
    return rules.SeasonRules(
        title=season.title,
        open_at=season.applications_open_at,
        close_at=season.applications_close_at,
        ends_at=season.confirm_close_at,
        support_email=season.support_email,
        study_modes=frozenset(season.study_modes),
        levels=tuple(
            rules.LevelRule(row.level, row.class_year, row.gno_exempt, row.only_abroad) for row in season.levels.all()
        ),
        gno_limits={row.scale: row.minimum for row in season.gno_limits.all()},
        excluded_unit_kinds=frozenset(row.unit_kind for row in exclusions if row.unit_kind),
        excluded_group_tags=frozenset(row.group_tag for row in exclusions if row.group_tag),
        born_after=season.born_after,
        date_conditions=tuple(
            rules.DateCondition(
                row.level, row.class_year, row.kind, row.consequence, row.comparison, row.scale, row.minimum
            )
            for row in season.date_conditions.all()
        ),
    )


def departments_of(enrolments: Iterable[Enrolment]) -> dict[str, Department]:
    """The reference departments behind enrolments, by enrolment id: university code, then unit and department name.

    The records name units and departments in words, so they are compared in the folded form of the search
    («ŞEYH» finds «Şeyh»). An enrolment that leads nowhere is missing from the answer. One query.
    """
    wanted = list(enrolments)
    found = Department.objects.select_related("unit__university", "group").filter(
        unit__university__code__in={one.university_code for one in wanted},
        level__in={one.level for one in wanted},
    )
    names = {(row.unit.university.code, row.level, fold(row.unit.name), fold(row.name)): row for row in found if wanted}
    keys = {one.id: (one.university_code, one.level, fold(one.unit_name), fold(one.department_name)) for one in wanted}
    return {pk: names[key] for pk, key in keys.items() if key in names}


def facts_of(department: Department | None) -> rules.DepartmentFacts | None:
    """What the rules need to know of a department."""
    if department is None:
        return None
    return rules.DepartmentFacts(
        id=department.pk,
        unit_kind=department.unit.kind,
        group_tag=department.group.tag,
        is_abroad=department.unit.university.kind == University.Kind.ABROAD,
    )


def judge(season: Season, records: Records, now: dt.datetime, *, has_live: bool = False) -> Eligibility:
    """Every reason against every enrolment at once, and what refuses nothing but should be known. Six queries."""
    about = season_rules(season)
    departments = departments_of(records.enrolments)
    universities = dict(
        University.objects.filter(code__in={one.university_code for one in records.enrolments}).values_list(
            "code", "name"
        )
    )
    cards = []
    for enrolment in sorted(records.enrolments, key=lambda one: (not one.is_active, one.is_second_major, one.id)):
        department = departments.get(enrolment.id)
        reasons = enrolment_reasons(about, enrolment, facts_of(department), records.person)
        notices = notices_for(about, enrolment, now.date())
        cards.append(
            EnrolmentCard(
                enrolment=enrolment,
                university_name=universities.get(enrolment.university_code, enrolment.university_code),
                department=department,
                verdict=rules.Verdict(tuple(reasons), tuple(notices)),
            )
        )
    general = rules.season_reasons(about, now) + rules.person_reasons(
        about, records.person, records.enrolments, has_live=has_live
    )
    return Eligibility(records=records, general=tuple(general), cards=tuple(cards))


def records_of(application: Application) -> Records:
    """The e-Devlet records as they were last fetched for this application (without the identity number)."""
    return Records.from_snapshot(application.records)
