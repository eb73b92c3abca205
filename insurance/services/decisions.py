"""What a unit decides of one internship; a later decision takes the earlier one's place, none is removed (A10, A29)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from applications.services.departments import editable_units
from insurance.models import CompulsoryCriteria, DateChange, UnitDecision
from insurance.papers.issue import subject_of
from insurance.selectors import decisions as reads
from insurance.selectors.dates import decides_for_unit, latest_decision
from insurance.services import dates_news as news
from insurance.services.completeness import missing_papers
from insurance.services.receipts import reopen_case, void_papers
from insurance.services.withdrawn_papers import outdated, withdraw_papers
from offers.models import Placement
from offers.states import PlacementState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.reference.models import Department

Subject = UnitDecision.Subject


@dataclass(frozen=True)
class Criteria:
    """What a department asks for; empty asks nothing."""

    min_days: int | None = None
    max_days_a_term: int | None = None
    sector: str = CompulsoryCriteria.Sector.ANY
    min_personnel: int | None = None
    supervisor_titles: list[str] = field(default_factory=list)
    class_years: list[int] = field(default_factory=list)
    content: str = ""


@verb
def decide_term(*, placement_id: int, granted: bool, reason: str, actor: User) -> UnitDecision:
    """Whether an internship may run into lectures, for its dates of today. The same word twice is one decision.

    Refused: no insurance entry for these dates; the desk may refuse the entry on that ground, or other dates are
    agreed. RuleViolation (not_yours, placement_ended, no_overlap, by_rule, reason_needed).
    """
    placement = _held(placement_id, actor)
    if placement.state != PlacementState.CONFIRMED:
        raise RuleViolation(_("Staj sona erdi; karar gerekmiyor."), code="placement_ended")
    found = reads.term_state(placement)
    if found is None:
        raise RuleViolation(_("Staj bir ders dönemiyle çakışmıyor; karar gerekmiyor."), code="no_overlap")
    if found.decision is None and found.state != "waiting":
        raise RuleViolation(
            _("Üniversitenin takvim kuralı bu çakışmaya zaten karar veriyor; ayrıca karar verilmez."), code="by_rule"
        )
    made, is_new = _decide(placement, Subject.TERM, granted, None, reason, _lectures(placement, found), None, actor)
    if is_new:
        news.tell_term_decided(made)
    return made


def note_unit_on_lectures(change: DateChange) -> UnitDecision | None:
    """The unit agreed to dates that run into lectures: that is its decision on them. Part of the applying verb."""
    placement, official = change.placement, change.unit_agreed_by
    found = reads.term_state(placement)
    if found is None or found.state != "waiting" or official is None:
        return None
    with override("tr"):
        reason = change.unit_reason or str(_("Birim, tarih değişikliğini onayladı."))
    made, _new = _decide(placement, Subject.TERM, True, None, reason, _lectures(placement, found), None, official)
    return made


@verb
def decide_compulsory(*, placement_id: int, granted: bool, days: int | None, reason: str, actor: User) -> UnitDecision:
    """Whether, and for how many days, an internship counts as the curriculum's, by the published principles.

    Insurance does not hang on it. RuleViolation (not_yours, placement_ended, not_compulsory, no_guidelines, days,
    reason_needed).
    """
    placement = _held(placement_id, actor)
    if placement.state == PlacementState.CANCELLED:
        raise RuleViolation(_("İptal edilen staj için karar verilmez."), code="placement_ended")
    view = reads.compulsory_view(actor, placement)
    if view is None:
        raise RuleViolation(_("Bu bölümün zorunlu stajı yok; karar gerekmiyor."), code="not_compulsory")
    if view.guidelines is None:
        raise RuleViolation(
            _("Karar, üniversitenin yayımlanmış USP Uygulama İlkelerine dayanır. Önce ilkeler yayımlanmalı."),
            code="no_guidelines",
        )
    if granted and not 1 <= (days or 0) <= view.countable:
        raise RuleViolation(
            _("Bu stajın en az 1, en çok %(days)d iş günü sayılabilir.") % {"days": view.countable}, code="days"
        )
    grounds = {"checks": [check.to_json() for check in view.checks], "asked_days": view.compulsory_days}
    made, is_new = _decide(
        placement, Subject.COMPULSORY, granted, days if granted else None, reason, grounds, view.guidelines.pk, actor
    )
    if is_new:
        _follow_on_paper(placement, actor)
        news.tell_compulsory_decided(made)
    return made


@verb
def save_criteria(*, department_id: int, criteria: Criteria, actor: User) -> CompulsoryCriteria:
    """What the department asks of an internship that is to count; decisions that were made keep what they saw."""
    department = Department.objects.select_for_update(of=("self",), no_key=True).get(
        pk=department_id, unit__in=editable_units(actor)
    )
    if criteria.min_days and criteria.max_days_a_term and criteria.min_days > criteria.max_days_a_term:
        raise RuleViolation(_("En az gün, bir dönemde sayılan en çok günden büyük olamaz."), code="days")
    saved, _new = CompulsoryCriteria.objects.update_or_create(
        department=department,
        defaults={**criteria.__dict__, "changed_by": actor, "changed_at": clock.now()},
    )
    return saved


def _follow_on_paper(placement: Placement, actor: User) -> None:
    """What was printed with another word counts no more; what the decision asks for anew, the insurance waits for.

    Signed copies count no more either, unless the start has come: nobody could hand them in again.
    """
    subject = subject_of(placement.pk)
    old = outdated(subject) if subject else []
    with override("tr"):
        reason = str(_("Birim, stajın zorunlu staj yerine sayılıp sayılmayacağına karar verdi."))
    if old:
        withdraw_papers(placement=placement, reason=reason, actor=actor, only=old)
        if placement.first_day > clock.today():
            void_papers(placement=placement, reason=reason, actor=actor, only=old)
    if missing_papers(placement):
        reopen_case(placement, actor, reason)


def _lectures(placement: Placement, found: reads.TermState) -> dict[str, object]:
    """What a decision on lectures keeps: the dates it is about, and which terms they met."""
    return {
        "dates": reads.dates_key(placement),
        "terms": [[term.name, term.starts_on.isoformat(), term.ends_on.isoformat()] for term in found.terms],
    }


def _held(placement_id: int, actor: User) -> Placement:
    """The placement, locked, for whoever decides in its unit's name."""
    placement = (
        Placement.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .select_related("student__user", "department__unit__university", "offer__position__employer", "application")
        .get(pk=placement_id)
    )
    if not decides_for_unit(actor, placement):
        raise RuleViolation(_("Birim adına komisyon ya da kariyer merkezi yöneticisi karar verir."), code="not_yours")
    return placement


def _decide(
    placement: Placement,
    subject: Subject,
    granted: bool,
    days: int | None,
    reason: str,
    grounds: dict[str, object],
    guidelines: int | None,
    actor: User,
) -> tuple[UnitDecision, bool]:
    """Write it, unless the last one says the same by the same person."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation(_("Kararın gerekçesini yazın."), code="reason_needed")
    said = {
        "granted": granted,
        "days": days,
        "reason": reason,
        "grounds": grounds,
        "guidelines_id": guidelines,
        "decided_by_id": actor.pk,
    }
    before = latest_decision(placement, subject)
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        return before, False
    made = UnitDecision.objects.create(placement=placement, subject=subject, decided_at=clock.now(), **said)
    return made, True
