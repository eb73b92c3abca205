"""The student's record before the insurance entry: still a student, and of which unit (docs/rules.md A2, A39, B9)."""

import datetime as dt
import functools
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications.date_conditions import Consequence, Finding, running_enrolment
from applications.eligibility import departments_of, season_rules
from insurance import tasks
from insurance.models import InsuranceCase
from insurance.services import case_news as news
from insurance.services.acceptance_lists import withdraw_lists
from insurance.services.case_core import HeldCase, hold, require_running, require_side
from insurance.services.cases import papers_due
from insurance.services.receipts import reopen_case, void_papers
from insurance.services.withdrawn_papers import withdraw_papers
from insurance.states import CaseState
from offers.models import Placement
from offers.services.findings import judged
from usp.accounts.models import User
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.edevlet.gateway import GatewayError, NoRecord, fetch_records
from usp.edevlet.records import Records
from usp.reference.models import Department

FRESH = dt.timedelta(days=3)
"""How long a look at the record holds: an SGK file is built, uploaded and answered within it."""
_BEFORE_ENTRY = (CaseState.AWAITING_PAPERS, CaseState.PAPERS_RECEIVED, CaseState.ENTRY_REFUSED)


@dataclass(frozen=True)
class RecordCheck:
    """What a look at the record found; ``asked`` is False where e-Devlet did not answer and nothing was written.

    ``moved_to`` names the unit that insures from now on, where another studentship carries the internship.
    """

    findings: tuple[Finding, ...]
    asked: bool = True
    moved_to: str = ""

    @property
    def stops(self) -> bool:
        """Whether no entry may be declared."""
        return any(finding.stops for finding in self.findings)


def is_fresh(case: InsuranceCase, now: dt.datetime) -> bool:
    """Whether the record was looked at lately enough to declare the entry."""
    return case.record_checked_at is not None and now - case.record_checked_at <= FRESH


def check_record(*, case_id: int, actor: User) -> RecordCheck:
    """Fetch the student's record anew and write down what speaks against the entry; the employer reads the warnings.

    Where the chosen studentship has ended and another one runs, the internship moves to that one's unit, which
    insures it (A39). Takes up to e-Devlet's time-out: call it outside of any transaction. When e-Devlet does not
    answer, nothing is written; an official may vouch for the studentship (``vouch_for_record``).
    """
    case = InsuranceCase.objects.visible_to(actor).select_related(
        "placement__application__season", "placement__student__user", "placement__department__unit__university",
        "placement__offer__position__employer",
    ).get(pk=case_id)  # fmt: skip
    require_side(actor, case, "declare_entry")
    application = case.placement.application
    try:
        records = fetch_records(case.placement.student.tckn)
    except NoRecord:
        gone = Finding("no_record", _("Adayın süren bir öğrencilik kaydı yok."), Consequence.STOP)
        return _keep(case_id=case_id, actor=actor, findings=(gone,), department=None)
    except GatewayError:
        text = _("Öğrencilik kaydı şu anda alınamadı. Birkaç dakika sonra yeniden deneyin.")
        return RecordCheck((Finding("record_unavailable", text, Consequence.WARN),), asked=False)
    findings = tuple(judged(application, records))
    return _keep(case_id=case_id, actor=actor, findings=findings, department=_carrier(case, records))


@verb
def vouch_for_record(*, case_id: int, actor: User) -> InsuranceCase:
    """An official of the university says, from its own records, that the studentship runs; e-Devlet did not answer.

    Refused while e-Devlet's last word is known and fresh, and where it said that the studentship has ended: that is
    asked again first.
    """
    held = hold(case_id=case_id, actor=actor)
    if require_side(actor, held.case, "declare_entry") == "employer":
        raise InsuranceCase.DoesNotExist
    require_running(held)
    if is_fresh(held.case, held.now) and held.case.record_by_id is None:
        raise RuleViolation(
            _("Öğrencilik kaydına az önce e-Devlet’ten bakıldı; ayrıca beyan gerekmez."), code="record_known"
        )
    if held.case.record_stops:
        raise RuleViolation(
            _("e-Devlet öğrenciliğin sürmediğini bildirdi; önce öğrencilik kaydına yeniden bakın."), code="record_stops"
        )
    _write(held.case, held.now, record_by=actor, record_findings=[], record_stops=False)
    return held.case


@verb
def _keep(*, case_id: int, actor: User, findings: tuple[Finding, ...], department: Department | None) -> RecordCheck:
    held = hold(case_id=case_id, actor=actor)
    case = held.case
    known = list(case.record_findings)
    stops = any(finding.stops for finding in findings)
    texts = [finding.text[:300] for finding in findings]
    _write(case, held.now, record_by=None, record_findings=texts, record_stops=stops)
    warnings = [finding.text for finding in findings if not finding.stops]
    if warnings and texts != known:
        news.tell_record_warnings(case, warnings)
    if department is None or department.unit_id == held.placement.department.unit_id:
        return RecordCheck(findings)
    return RecordCheck(findings, moved_to=_move_unit(held, department))


def _write(case: InsuranceCase, now: dt.datetime, **fields: object) -> None:
    InsuranceCase.objects.filter(pk=case.pk).update(record_checked_at=now, **fields)
    for name, value in {"record_checked_at": now, **fields}.items():
        setattr(case, name, value)


def _carrier(case: InsuranceCase, records: Records) -> Department | None:
    """The department of the studentship that carries the internship now, where the portal knows it."""
    application = case.placement.application
    running = running_enrolment(season_rules(application.season), application.enrolment_id, records.enrolments)
    if running is None:
        return None
    if running.id == application.enrolment_id:
        return application.enrolled_at
    return departments_of([running]).get(running.id)


def _move_unit(held: HeldCase, department: Department) -> str:
    """Papers of the old unit count no more; the new one takes them in by its own days and declares. Its name."""
    case, placement = held.case, held.placement
    if case.state not in _BEFORE_ENTRY:
        return ""  # who has declared stays the insurer
    was = placement.department
    Placement.objects.filter(pk=placement.pk).update(department=department, version=placement.version + 1)
    placement.department, placement.version = department, placement.version + 1
    due = papers_due(department.unit.university, placement.first_day)
    InsuranceCase.objects.filter(pk=case.pk).update(papers_due_on=due)
    case.papers_due_on = due
    with override("tr"):
        reason = _("Öğrenciliği %(unit)s biriminde sürüyor.") % {"unit": department.unit}
    void_papers(placement=placement, reason=reason, actor=None)
    withdraw_papers(placement=placement, reason=reason, actor=None)
    withdraw_lists(placement=placement, reason=_("Listedeki bir stajın birimi değişti."), actor=None)
    reopen_case(placement, None, reason)
    case.refresh_from_db(fields=["state"])
    # robust: with the broker away the page makes the form on demand
    transaction.on_commit(functools.partial(tasks.make_acceptance_form.delay, placement.pk), robust=True)
    news.tell_unit_moved(case, was)
    return str(department.unit)
