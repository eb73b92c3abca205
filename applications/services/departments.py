"""What a university says of its departments' compulsory internships; it outlives the next load of reference data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications.models import DepartmentRule
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_scope
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.reference.models import Department, Unit


@dataclass(frozen=True)
class DepartmentAnswer:
    """What was entered for one department; ``seen`` is the token of what the page showed."""

    department_id: int
    compulsory_days: int | None
    other_lengths: tuple[int, ...] = ()
    usual_after_earlier: bool = False
    criteria: str = ""
    seen: str = ""


class RuleChangedMeanwhile(RuleViolation):
    """Somebody else has written the department's rule since the page was shown."""

    def __init__(self, department: Department) -> None:
        self.department_id = department.pk
        text = _("«%(department)s» siz düzenlerken değiştirildi. Sayfayı yenileyip yeniden bakın.")
        super().__init__(text % {"department": department.name}, code="rule_changed")


def editable_units(user: User) -> QuerySet[Unit]:
    """The units for whose departments the user decides about compulsory internships."""
    university_id, unit_ids = university_scope(user, UniversityAction.DECIDE_COMPULSORY)
    mine = Unit.objects.filter(university=university_id).order_by("sort_key", "id")
    return mine if unit_ids is None else mine.filter(pk__in=unit_ids)


def token_of(rule: DepartmentRule | None) -> str:
    """What a page sends back, so that a later save is not blind."""
    return rule.confirmed_at.isoformat() if rule else ""


@verb
def confirm_departments(*, actor: User, answers: Sequence[DepartmentAnswer]) -> int:
    """Write what the university says of these departments, and who said it; answers how many rows changed.

    A row that says what is confirmed already is left alone. Raises RuleChangedMeanwhile for one that somebody else
    has written since, RuleViolation for a department outside the actor's units; then nothing is written.
    """
    asked = Department.objects.filter(pk__in=[one.department_id for one in answers], unit__in=editable_units(actor))
    # Locked, so that two who say something of a department for the first time come one after the other.
    locked = asked.select_for_update(of=("self",), no_key=True).order_by("pk")
    departments = {one.pk: one for one in locked}
    if len(departments) < len(answers):
        raise RuleViolation(_("Bölümlerden biri sizin birimlerinizden değil."), code="not_yours")
    before = _locked_rules(departments)
    now = clock.now()
    changed = 0
    for answer in answers:
        department, rule = departments[answer.department_id], before.get(answer.department_id)
        if rule is not None and _says_the_same(rule, answer):
            continue
        if token_of(rule) != answer.seen:
            raise RuleChangedMeanwhile(department)
        rule = rule or DepartmentRule(department=department)
        rule.compulsory_days = answer.compulsory_days
        rule.other_lengths = sorted(set(answer.other_lengths))
        rule.usual_after_earlier, rule.criteria = answer.usual_after_earlier, answer.criteria.strip()
        rule.confirmed_by, rule.confirmed_at = actor, now
        with rule_from_constraint(DepartmentRule, "department_rule_days"):
            rule.save()
        changed += 1
    return changed


def _locked_rules(departments: Iterable[int]) -> dict[int, DepartmentRule]:
    rules = DepartmentRule.objects.filter(department__in=list(departments)).order_by("pk")
    return {one.department_id: one for one in rules.select_for_update(of=("self",), no_key=True)}


def _says_the_same(rule: DepartmentRule, answer: DepartmentAnswer) -> bool:
    return (rule.compulsory_days, rule.other_lengths, rule.usual_after_earlier, rule.criteria) == (
        answer.compulsory_days,
        sorted(set(answer.other_lengths)),
        answer.usual_after_earlier,
        answer.criteria.strip(),
    )
