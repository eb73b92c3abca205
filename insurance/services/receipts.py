"""Papers that come in: taken in by an official, taken back, voided by a material change (docs/rules.md A6, A37)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from insurance.case_rights import takes_papers
from insurance.deadlines import deadlines, last_moment
from insurance.models import InsuranceCase, LetterMatch, PaperReceipt, PaperScan
from insurance.paper_kinds import Paper
from insurance.papers.forms import BEFORE_START
from insurance.papers_news import tell_missing, tell_taken
from insurance.selectors.checklist import checklist
from insurance.services.cases import rules_of
from insurance.services.completeness import missing_papers
from insurance.states import AT_SGK, CaseState
from offers.models import Placement
from offers.states import LIVE_PLACEMENT, Kind
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import acting, rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_date
from usp.documents.models import Upload
from usp.documents.selectors import valid_document
from usp.reference.selectors import closed_days

SUBJECT = "placement"


@dataclass(frozen=True)
class PaperTimes:
    """Until when an internship's papers are taken in: ``by`` as a moment, and with a reason until ``late_until``."""

    by: dt.datetime
    late_until: dt.date

    def is_late(self, day: dt.date) -> bool:
        """Whether papers handed in that day need a reason."""
        return day > self.by.date()

    def is_too_late(self, day: dt.date) -> bool:
        """Whether not even a reason helps: no entry could be declared any more."""
        return day > self.late_until


def take_paper(
    *,
    placement_id: int,
    kind: str,
    signed_on: dt.date,
    actor: User,
    scan: Upload | None = None,
    late_reason: str = "",
) -> PaperReceipt:
    """Take in one signed paper; the student is told. See ``take_papers``."""
    (receipt,) = take_papers(
        placement_id=placement_id, kinds=[kind], signed_on=signed_on, actor=actor, scan=scan, late_reason=late_reason
    )
    return receipt


@verb
def take_papers(
    *,
    placement_id: int,
    kinds: Collection[str],
    signed_on: dt.date,
    actor: User,
    scan: Upload | None = None,
    late_reason: str = "",
) -> list[PaperReceipt]:
    """Take in signed papers of one internship, handed in on ``signed_on``; the student is told once.

    A paper taken in before stays as it was (a second click changes nothing). Papers that belong before the start need
    ``late_reason`` after the university's last day, and are refused when no entry could be declared any more (A37).
    RuleViolation codes: not_yours, ended, day, late, too_late, no_paper.
    """
    placement = locked_for_papers(placement_id, actor)
    chosen = [kind for kind in Paper if kind in set(kinds)]
    if not chosen:
        raise RuleViolation(_("Teslim aldığınız en az bir belgeyi işaretleyin."), code="no_paper")
    now = clock.now()
    reason = _judge(placement, chosen, signed_on, now, late_reason.strip())
    standing = {row.kind: row for row in PaperReceipt.objects.filter(placement=placement, voided_at__isnull=True)}
    made = []
    with rule_from_constraint(PaperReceipt, "paper_receipt_once"):
        for kind in chosen:
            if kind not in standing:
                standing[kind] = PaperReceipt.objects.create(
                    placement=placement,
                    kind=kind,
                    document=valid_document(subject_type=SUBJECT, subject_id=placement.pk, kind=kind),
                    signed_on=signed_on,
                    received_at=now,
                    received_by=actor,
                    late_reason=reason if kind in BEFORE_START else "",
                    scan=scan,
                )
                made.append(standing[kind])
    if made:
        tell_taken(placement, made, checklist(placement))
    return [standing[kind] for kind in chosen]


@verb
def undo_receipt(*, receipt_id: int, reason: str, actor: User) -> PaperReceipt:
    """Take a wrong entry back: the paper counts as missing again, the entry stays on record. Twice is once."""
    found = PaperReceipt.objects.get(pk=receipt_id)
    placement = locked_for_papers(found.placement_id, actor)
    receipt = PaperReceipt.objects.select_for_update(of=("self",), no_key=True).get(pk=receipt_id, placement=placement)
    if receipt.voided_at is None:
        if not reason.strip():
            raise RuleViolation(_("Kaydı neden geri aldığınızı yazın."), code="no_reason")
        case = InsuranceCase.objects.select_for_update(of=("self",), no_key=True).filter(placement=placement).first()
        if receipt.kind in BEFORE_START and case is not None and case.state in AT_SGK:
            raise RuleViolation(_("Sigorta girişi bu evrakla bildirildi; kayıt geri alınamaz."), code="declared")
        _void(PaperReceipt.objects.filter(pk=receipt.pk), clock.now(), actor, reason)
        receipt.refresh_from_db()
        if missing_papers(placement):
            reopen_case(placement, actor, reason)
    return receipt


@verb
def keep_scan(*, receipt_id: int, scan: Upload, actor: User) -> PaperReceipt:
    """Add the scan of a paper that was taken in before; one that is there already stays."""
    found = PaperReceipt.objects.get(pk=receipt_id)
    placement = locked_for_papers(found.placement_id, actor)
    receipt = PaperReceipt.objects.select_for_update(of=("self",), no_key=True).get(pk=receipt_id, placement=placement)
    if receipt.voided_at is not None or receipt.scan_id is not None:
        raise RuleViolation(_("Bu kayda tarama eklenemez: kayıt geri alınmış ya da taraması var."), code="has_scan")
    receipt.scan = scan
    receipt.save(update_fields=["scan"])
    return receipt


def void_papers(*, placement: Placement, reason: str, actor: User | None, only: Collection[Paper] = ()) -> int:
    """Void every receipt of a placement whose dates, workplace or student changed; answers how many.

    Signatures under the old words do not hold for the new ones: scans of them neither, and a letter that names the old
    ones stands for nothing any more. ``only`` limits it to the papers that a change touched, and leaves letters alone.
    Part of the caller's transaction, which holds the placement's lock. A corrected letter of an address or a name does
    not come here.
    """
    now = clock.now()
    kinds = list(only) or list(Paper)
    voided = _void(PaperReceipt.objects.filter(placement=placement, kind__in=kinds), now, actor, reason)
    PaperScan.objects.filter(
        placement=placement, kind__in=kinds, answer__in=[PaperScan.Answer.WAITING, PaperScan.Answer.ACCEPTED]
    ).update(answer=PaperScan.Answer.RETURNED, answered_at=now, answered_by=actor, note=reason.strip()[:300])
    named = LetterMatch.objects.filter(placement=placement, undone_at__isnull=True)
    unnamed = 0 if only else named.update(undone_at=now, undone_by=actor)
    if unnamed or voided:
        reopen_case(placement, actor, reason)
    return voided


@verb
def ask_for_missing(*, placement_id: int, note: str, actor: User) -> list[str]:
    """Tell the student, once a day, which papers the start still waits for; answers their names."""
    placement = locked_for_papers(placement_id, actor)
    missing = [line.label for line in checklist(placement) if line.is_missing and line.is_before_start]
    if not missing:
        raise RuleViolation(_("Bu stajın eksik evrakı yok."), code="complete")
    if not tell_missing(placement, missing, note.strip(), clock.today()):
        raise RuleViolation(_("Bugün bildirildi; yarın yeniden bildirebilirsiniz."), code="told_today")
    return missing


def times_of(placement: Placement, case: InsuranceCase) -> PaperTimes:
    """The days of an internship's papers, by the case's own last day and the university's rules."""
    rules = rules_of(placement.department.unit.university)
    found = deadlines(rules, placement.first_day, placement.last_day, closed=closed_days())
    return PaperTimes(last_moment(rules, case.papers_due_on), found.late_until)


def locked_for_papers(placement_id: int, actor: User) -> Placement:
    """The placement, locked, if the actor takes papers in for its unit.

    The operator stands in for a university that has nobody here, abroad or in KKTC (A8).
    """
    placement = (
        Placement.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .select_related("department__unit__university", "student__user")
        .get(pk=placement_id)
    )
    if not takes_papers(actor, placement.department.unit):
        raise RuleViolation(_("Bu birimin evrakını siz teslim almıyorsunuz."), code="not_yours")
    return placement


def _judge(placement: Placement, chosen: list[Paper], signed_on: dt.date, now: dt.datetime, reason: str) -> str:
    """The reason to keep with papers that come late, '' for those in time; RuleViolation for what may not be."""
    case = InsuranceCase.objects.select_for_update(of=("self",), no_key=True).filter(placement=placement).first()
    if case is None or placement.kind != Kind.INTERNSHIP:
        raise RuleViolation(_("Bu program için evrak teslim alınmaz."), code="no_paper")
    if signed_on > now.date() or signed_on < placement.confirmed_at.date():
        raise RuleViolation(_("Teslim tarihi, stajın onaylandığı günden bugüne kadar bir gün olmalıdır."), code="day")
    if not any(kind in BEFORE_START for kind in chosen):
        return ""
    if placement.state not in LIVE_PLACEMENT:
        raise RuleViolation(_("Bu staj sona erdi; başlamadan önceki evrakı artık teslim alınmaz."), code="ended")
    times = times_of(placement, case)
    if not times.is_late(signed_on):
        return ""
    if times.is_too_late(signed_on):
        raise RuleViolation(
            _("Bu staj için evrak en son %(day)s günü alınabilirdi; artık sigorta girişi yetişmez. Tarih değişikliği "
              "ya da iptal gerekir.") % {"day": tr_date(times.late_until)},
            code="too_late",
        )  # fmt: skip
    if not reason:
        raise RuleViolation(_("Son evrak günü geçti. Evrakı yine de alıyorsanız gerekçesini yazın."), code="late")
    return reason


def reopen_case(placement: Placement, actor: User | None, reason: str) -> None:
    """A case whose papers were complete waits again when one of them is gone. Part of the caller's transaction."""
    with acting(f"user:{actor.pk}" if actor else "system", reason.strip()[:500]):
        InsuranceCase.objects.filter(placement=placement, state=CaseState.PAPERS_RECEIVED).update(
            state=CaseState.AWAITING_PAPERS
        )


def _void(rows: "QuerySet[PaperReceipt]", now: dt.datetime, actor: User | None, reason: str) -> int:
    return rows.filter(voided_at__isnull=True).update(voided_at=now, voided_by=actor, void_reason=reason.strip()[:300])
