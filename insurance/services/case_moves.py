"""The insurance case's verbs up to the shared entry: papers, decision, health cover, entry.

Refusals stand in ``case_refusals``, what comes after an entry (deletion, change, exit) in ``case_exits``.
"""

import datetime as dt

from django.utils.translation import gettext as _

from insurance.models import InsuranceCase, InsuranceEntry, InsuranceTask, PaperReceipt
from insurance.papers.forms import BEFORE_START
from insurance.selectors.decisions import term_refusal
from insurance.services import case_news as news
from insurance.services import sgk_rows as rows
from insurance.services.case_core import (
    HeldCase,
    hold,
    move,
    open_entry,
    open_task,
    require_move,
    require_running,
    require_side,
    write_entry,
)
from insurance.services.completeness import missing_papers
from insurance.services.receipts import times_of
from insurance.services.record_checks import check_record, is_fresh
from insurance.services.sgk_rows import answer_rows
from insurance.states import AT_SGK, CaseState
from offers.models import RequestedDocument
from offers.services.handing_in import hand_in
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_day
from usp.documents.models import Upload

S = CaseState
ENTRY_DOCUMENT = "sgk_entry"
"""The purpose under which entry documents (D8) are uploaded: see ``insurance/documents.py``."""


@verb
def receive_papers(*, case_id: int, actor: User, late_reason: str = "") -> InsuranceCase:
    """The papers are complete: the entry may be declared. Twice is once.

    Refused while a needed paper is missing. Papers that came after the university's last day need a reason, and past
    its last limit nobody takes them any more (A37); nothing is cancelled by itself.
    """
    held = hold(case_id=case_id, actor=actor)
    who = require_side(actor, held.case, "receive_papers")
    if held.case.state == S.PAPERS_RECEIVED:
        return held.case
    require_running(held)
    require_move(held.case, "receive_papers", who)
    missing = missing_papers(held.placement)
    if missing:
        raise RuleViolation(_("Eksik evrak var: %(papers)s.") % {"papers": ", ".join(missing)}, code="papers_missing")
    reason = _late_reason(held, late_reason.strip())
    move(
        held, "receive_papers", S.PAPERS_RECEIVED, who=who, actor=actor, reason=reason,
        refused_ground="", refused_note="",
    )  # fmt: skip
    news.tell_papers_received(held.case)
    return held.case


def _late_reason(held: HeldCase, said: str) -> str:
    """Why late papers were taken all the same; '' for those in time. The papers' own days decide, not today."""
    if held.today >= held.placement.first_day:
        raise RuleViolation(
            _("Stajın başlama günü geldi; artık sigorta girişi yapılamaz. Tarih değişikliği ya da iptal gerekir."),
            code="entry_too_late",
        )
    times = times_of(held.placement, held.case)
    came = list(PaperReceipt.objects.filter(placement=held.placement, voided_at=None, kind__in=BEFORE_START))
    late = [row for row in came if times.is_late(row.signed_on)]
    if not late and (came or held.now <= times.by):
        return ""
    if times.is_too_late(max((row.signed_on for row in late), default=held.today)):
        raise RuleViolation(
            _("Evrak en geç %(day)s gününe kadar alınabilirdi. Tarih değişikliği ya da iptal gerekir.")
            % {"day": tr_day(times.late_until)},
            code="papers_too_late",
        )
    reason = said or next((row.late_reason for row in late if row.late_reason), "")
    if not reason:
        raise RuleViolation(
            _("Son evrak günü %(day)s idi. Evrakı yine de kabul ediyorsanız gerekçesini yazın.")
            % {"day": tr_day(held.case.papers_due_on)},
            code="papers_late",
        )
    return reason


@verb
def reopen_papers(*, case_id: int, reason: str, actor: User) -> InsuranceCase:
    """Take «complete» back before an entry was declared. Twice is once."""
    held = hold(case_id=case_id, actor=actor)
    who = require_side(actor, held.case, "reopen_papers")
    if held.case.state == S.AWAITING_PAPERS:
        return held.case
    if not reason.strip():
        raise RuleViolation(_("Neden geri aldığınızı yazın."), code="reason_needed")
    move(held, "reopen_papers", S.AWAITING_PAPERS, who=who, actor=actor, reason=reason.strip())
    news.tell_papers_reopened(held.case, reason.strip())
    return held.case


@verb
def decide_insurer(*, case_id: int, insured_by: str, ground: str, actor: User) -> InsuranceCase:
    """The operator records who insures the student of a university abroad or in KKTC, and on what ground (A8).

    May be decided anew until an entry is declared.
    """
    held = hold(case_id=case_id, actor=actor)
    require_side(actor, held.case, "decide")
    if insured_by not in InsuranceCase.InsuredBy.values:
        raise RuleViolation(_("Sigortayı kimin yapacağını seçin."), code="insurer_needed")
    if not ground.strip():
        raise RuleViolation(_("Kararın dayanağını yazın."), code="ground_needed")
    require_running(held)
    case = held.case
    decided = {
        "insured_by": insured_by, "decision": ground.strip(), "decided_by": actor, "decided_at": held.now,
    }  # fmt: skip
    if case.state == S.AWAITING_DECISION:
        move(held, "decide", S.AWAITING_PAPERS, who="operator", actor=actor, reason=ground.strip(), **decided)
    elif case.state in (S.AWAITING_PAPERS, S.PAPERS_RECEIVED, S.ENTRY_REFUSED):
        InsuranceCase.objects.filter(pk=case.pk).update(**decided)
        case.refresh_from_db()
    else:
        require_move(case, "decide", "operator")
    news.tell_decided(case, held.now)
    return case


@verb
def set_health_cover(*, case_id: int, has_cover: bool, actor: User) -> InsuranceCase:
    """Whether the student is cared for through the family: document type 22, otherwise 43.

    By the officer; the student may say it, too, until an officer has. After the entry it stays as it was declared.
    """
    held = hold(case_id=case_id, actor=actor)
    case = held.case
    if not actor.is_student:
        require_side(actor, case, "declare_entry" if case.insured_by != "university" else "receive_papers")
    if case.state in (*AT_SGK, S.EXIT_DECLARED, S.CANCELLED):
        raise RuleViolation(
            _("Sigorta girişi bildirildi; sağlık yardımı bilgisi artık değiştirilemez."), code="cover_declared"
        )
    if actor.is_student and case.cover_by_id not in (None, actor.pk) and case.has_health_cover != has_cover:
        raise RuleViolation(_("Bu bilgiyi biriminiz kaydetti. Yanlışsa biriminizle görüşün."), code="cover_by_officer")
    if case.has_health_cover != has_cover or case.cover_by_id is None or not actor.is_student:
        case.has_health_cover, case.cover_by, case.cover_at = has_cover, actor, held.now
        case.save(update_fields=["has_health_cover", "cover_by", "cover_at"])
    return case


def declare_entry(*, case_id: int, actor: User, reference: str = "", at: dt.datetime | None = None) -> InsuranceEntry:
    """The entry stands at SGK: write it down, at the latest the day before the start. Twice is once.

    The student's record is looked at first, outside of any lock, unless that was done lately (A2, B9): a lost
    studentship refuses. ``at`` is when SGK took it, where that was earlier: an answer to one of our files.
    """
    case = InsuranceCase.objects.visible_to(actor).select_related("placement").get(pk=case_id)
    if case.state == S.PAPERS_RECEIVED and not is_fresh(case, clock.now()):
        check = check_record(case_id=case_id, actor=actor)
        if not check.asked:
            raise RuleViolation(check.findings[0].text, code="record_unavailable")
        if check.moved_to:
            raise RuleViolation(
                _("Öğrencinin kaydı %(unit)s biriminde sürüyor; evrakı ve sigortayı bundan sonra bu birim yapar.")
                % {"unit": check.moved_to},
                code="unit_moved",
            )
    return _declare(case_id=case_id, actor=actor, reference=reference, at=at)


@verb
def _declare(*, case_id: int, actor: User, reference: str, at: dt.datetime | None) -> InsuranceEntry:
    held = hold(case_id=case_id, actor=actor)
    case = held.case
    who = require_side(actor, case, "declare_entry")
    standing = open_entry(case)
    if case.state == S.ENTRY_DECLARED and standing is not None:
        return standing
    require_running(held)
    require_move(case, "declare_entry", who)
    if case.record_stops:
        raise RuleViolation(
            _("Sigorta girişi bildirilemez: %(why)s") % {"why": " ".join(case.record_findings)}, code="not_a_student"
        )
    if refusal := term_refusal(held.placement):
        raise RuleViolation(refusal, code="term_overlap")
    entry = write_entry(held, actor=actor, reference=reference, at=at)
    move(held, "declare_entry", S.ENTRY_DECLARED, who=who, actor=actor, refused_ground="", refused_note="")
    answer_rows(case=case, kind=rows.ENTRY, outcome=rows.ACCEPTED, entry=entry)
    news.tell_declared(entry)
    return entry


@verb
def share_entry(*, case_id: int, document: Upload, actor: User) -> InsuranceCase:
    """SGK's entry document goes to student and employer; only then may the internship start (A1).

    A wrong document is replaced by sharing the right one.
    """
    held = hold(case_id=case_id, actor=actor)
    case = held.case
    who = require_side(actor, case, "share_entry")
    if case.state != S.ENTRY_SHARED:
        require_move(case, "share_entry", who)
    entry = open_entry(case)
    if entry is None or open_task(case, InsuranceTask.Kind.CHANGE_ENTRY) is not None:
        raise RuleViolation(
            _("Stajın tarihi değişti: önce yeni tarihli girişi bildirin, sonra onun belgesini paylaşın."),
            code="entry_changes",
        )
    if entry.document_id == document.pk and case.state == S.ENTRY_SHARED:
        return case
    entry.document = document
    entry.save(update_fields=["document"])
    if case.state == S.ENTRY_SHARED:
        InsuranceCase.objects.filter(pk=case.pk).update(changed_at=held.now)
    else:
        move(held, "share_entry", S.ENTRY_SHARED, who=who, actor=actor, shared_at=held.now)
    rows.hand_entry_document_in(placement=held.placement, document=document)
    hand_in(placement=held.placement, kind=RequestedDocument.Kind.ENTRY_DOCUMENT, file=document)
    news.tell_shared(entry)
    return case
