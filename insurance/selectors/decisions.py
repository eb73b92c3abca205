"""Reads around the unit's decisions: lectures case by case, what counts as compulsory, the principles (A10, A29)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.lengths import compulsory_days_of
from applications.models import Term, TermOverlap
from applications.window_selectors import rules_of as window_rules_of
from insurance.compulsory_rules import Check, InternshipFacts, check_criteria, countable_days, failing
from insurance.models import CompulsoryCriteria, Guidelines, UnitDecision
from insurance.selectors.dates import decides_for_unit, latest_decision
from offers.cards.shared import day_range
from offers.compulsory import CompulsoryNote
from offers.models import Offer, Placement
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.core import turkish
from usp.reference.models import Department, University

Subject = UnitDecision.Subject


@dataclass(frozen=True)
class TermState:
    """An internship that runs into a term: which one, and what the university says of it.

    ``state`` is refused (by rule or by decision), granted, waiting (for the unit) or allowed (by rule).
    """

    terms: tuple[Term, ...]
    state: str
    decision: UnitDecision | None

    @property
    def names(self) -> str:
        """The terms with their days."""
        return ", ".join(f"{term.name} ({day_range(term.starts_on, term.ends_on)})" for term in self.terms)

    @property
    def stops_entry(self) -> bool:
        """Whether no insurance entry may be made for these dates."""
        return self.state in ("refused", "waiting")


def terms_met(placement: Placement) -> list[Term]:
    """The university's terms that the internship runs into. One query."""
    university = placement.department.unit.university_id
    return list(
        Term.objects.filter(
            university=university, starts_on__lte=placement.last_day, ends_on__gte=placement.first_day
        ).order_by("starts_on", "pk")
    )


def term_state(placement: Placement) -> TermState | None:
    """How a placement stands to lectures; None where it meets no term. A decision holds for its own dates."""
    terms = terms_met(placement) if placement.kind == Kind.INTERNSHIP else []
    if not terms:
        return None
    rule = window_rules_of(placement.department.unit.university_id).term_overlap
    decision = latest_decision(placement, Subject.TERM)
    if decision is not None and decision.grounds.get("dates") == dates_key(placement):
        return TermState(tuple(terms), "granted" if decision.granted else "refused", decision)
    state = {TermOverlap.REFUSED: "refused", TermOverlap.ALLOWED: "allowed"}.get(TermOverlap(rule), "waiting")
    return TermState(tuple(terms), state, None)


def term_refusal(placement: Placement) -> str:
    """Why no insurance entry may be made on account of lectures; empty where one may (rules A10)."""
    found = term_state(placement)
    if found is None or not found.stops_entry:
        return ""
    if found.state == "waiting":
        return _("Staj ders dönemiyle çakışıyor (%(terms)s); birim bu staj için henüz karar vermedi.") % {
            "terms": found.names
        }
    return _("Staj ders dönemiyle çakışıyor (%(terms)s) ve buna izin verilmiyor. Tarih değişmeden giriş yapılmaz.") % {
        "terms": found.names
    }


def dates_key(placement: Placement) -> list[str]:
    """The dates a decision is about, as it keeps them."""
    return [placement.first_day.isoformat(), placement.last_day.isoformat()]


@dataclass(frozen=True)
class CompulsoryView:
    """What the commission and the student read: the criteria held against the internship, and the decisions so far."""

    compulsory_days: int
    checks: tuple[Check, ...]
    countable: int
    decision: UnitDecision | None
    earlier: tuple[UnitDecision, ...]
    guidelines: Guidelines | None
    may_decide: bool


def compulsory_view(user: User, placement: Placement) -> CompulsoryView | None:
    """None for departments without compulsory internship and for shadowing and training."""
    department = placement.department
    owed = compulsory_days_of(department, getattr(department, "internship_rule", None))
    if owed is None or placement.kind != Kind.INTERNSHIP:
        return None
    criteria, facts = criteria_of(department), facts_of_placement(placement, owed)
    decisions = list(
        UnitDecision.objects.filter(placement=placement, subject=Subject.COMPULSORY)
        .select_related("decided_by", "guidelines")
        .order_by("-pk")
    )
    return CompulsoryView(
        owed,
        tuple(check_criteria(criteria, facts)),
        countable_days(criteria, facts),
        decisions[0] if decisions else None,
        tuple(decisions[1:]),
        newest_guidelines(department.unit.university),
        decides_for_unit(user, placement) and placement.state != PlacementState.CANCELLED,
    )


def criteria_of(department: Department) -> CompulsoryCriteria | None:
    """The department's criteria, where anybody has written some."""
    return CompulsoryCriteria.objects.filter(department=department).first()


def facts_of_placement(placement: Placement, owed: int) -> InternshipFacts:
    """What criteria look at in a placement; of a completed one the days attended."""
    employer = placement.offer.position.employer
    return InternshipFacts(
        working_days=placement.days_attended or placement.working_days,
        is_public=employer.is_public,
        personnel=employer.personnel_count,
        supervisor_title=placement.offer.terms.get("supervisor", {}).get("title", ""),
        class_year=placement.application.class_year,
        compulsory_days=owed,
    )


def newest_guidelines(university: University | int) -> Guidelines | None:
    """The version that holds today."""
    return Guidelines.objects.filter(university=university).order_by("-version").first()


def notes_of_offers(offers: Sequence[Offer]) -> Mapping[int, CompulsoryNote]:
    """What each offer of a student would be for the compulsory internship, as far as it can be known. Two queries."""
    wanted = [one for one in offers if one.kind == Kind.INTERNSHIP and one.application.department is not None]
    departments = {one.application.department_id for one in wanted}
    if not departments:
        return {}
    known = Department.objects.select_related("internship_rule").in_bulk([pk for pk in departments if pk])
    criteria = {one.department_id: one for one in CompulsoryCriteria.objects.filter(department__in=known)}
    notes: dict[int, CompulsoryNote] = {}
    for offer in wanted:
        department = known[offer.application.department_id or 0]
        owed = compulsory_days_of(department, getattr(department, "internship_rule", None))
        if owed is not None:
            notes[offer.pk] = _note(offer, criteria.get(department.pk), owed)
    return notes


def _note(offer: Offer, criteria: CompulsoryCriteria | None, owed: int) -> CompulsoryNote:
    employer = offer.position.employer
    facts = InternshipFacts(
        working_days=offer.working_days,
        is_public=employer.is_public,
        personnel=employer.personnel_count,
        supervisor_title=offer.terms.get("supervisor", {}).get("title", ""),
        class_year=offer.application.class_year,
        compulsory_days=owed,
    )
    wrong = failing(check_criteria(criteria, facts))
    if wrong:
        said = ". ".join(
            _("%(name)s: %(asked)s istenir, bu teklifte %(found)s")
            % {"name": one.name, "asked": turkish.lower(one.asked[:1]) + one.asked[1:], "found": one.found}
            for one in wrong
        )
        return CompulsoryNote(_("Zorunlu staj ölçütlerine tam uymuyor"), f"{said}.", "clock")
    days = countable_days(criteria, facts)
    content = _("Beklenen iş: %(content)s") % {"content": criteria.content} if criteria and criteria.content else ""
    text = _("Bilinen ölçütlere uyuyor; en çok %(days)d iş günü sayılabilir. Kararı biriminizin komisyonu verir.")
    return CompulsoryNote(_("Zorunlu staj ölçütleri"), " ".join([text % {"days": days}, content]).strip(), "done")
