"""A student's scan of a signed paper: sent, looked at, accepted or asked for anew."""

from django.utils.translation import gettext as _

from insurance.models import InsuranceCase, PaperReceipt, PaperScan
from insurance.paper_files import PAPER_SCAN
from insurance.paper_kinds import Paper
from insurance.papers_news import tell_scan_answered, tell_scan_sent
from insurance.selectors.checklist import Line, checklist
from insurance.services.receipts import locked_for_papers, take_paper
from offers.models import Placement
from offers.states import LIVE_PLACEMENT
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.models import Upload
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import CheckedUpload


def send_scan(*, placement_id: int, kind: str, file: CheckedUpload, actor: User) -> PaperScan:
    """A student sends the scan of a paper that is wanted; one that nobody has looked at yet gives way to it.

    It is no receipt: an official accepts it, and the original is still handed in unless the university's form says
    otherwise. RuleViolation codes: ended, there, no_paper.
    """
    placement = Placement.objects.visible_to(actor).get(pk=placement_id, student__user=actor)
    _require_wanted(placement, kind)
    upload = store_upload(actor=actor, file=file, purpose=PAPER_SCAN)
    return _send(placement_id, kind, upload, actor)


@verb
def _send(placement_id: int, kind: str, upload: Upload, actor: User) -> PaperScan:
    placement = (
        Placement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("department__unit__university", "student__user")
        .get(pk=placement_id, student__user=actor)
    )
    _require_wanted(placement, kind)
    now = clock.now()
    waiting = PaperScan.objects.filter(placement=placement, kind=kind, answer=PaperScan.Answer.WAITING)
    waiting.update(answer=PaperScan.Answer.REPLACED, answered_at=now, answered_by=actor)
    with rule_from_constraint(PaperScan, "paper_scan_one_waiting"):
        scan = PaperScan.objects.create(placement=placement, kind=kind, file=upload, sent_at=now)
    tell_scan_sent(scan)
    return scan


@verb
def answer_scan(*, scan_id: int, accepts: bool, note: str = "", late_reason: str = "", actor: User) -> PaperScan:
    """An official accepts a scan, or asks for it anew with words the student reads; the first answer counts.

    Where the university's form takes scans for originals, accepting takes the paper in, as of the day it was sent.
    """
    found = PaperScan.objects.get(pk=scan_id)
    placement = locked_for_papers(found.placement_id, actor)
    scan = PaperScan.objects.select_for_update(of=("self",), no_key=True).get(pk=scan_id, placement=placement)
    if scan.answer != PaperScan.Answer.WAITING:
        raise RuleViolation(_("Bu tarama az önce sonuçlandı ya da yerine yenisi geldi."), code="answered")
    if not accepts and not note.strip():
        raise RuleViolation(_("Taramayı neden yeniden istediğinizi yazın."), code="no_note")
    scan.answer = PaperScan.Answer.ACCEPTED if accepts else PaperScan.Answer.RETURNED
    scan.answered_at, scan.answered_by, scan.note = clock.now(), actor, note.strip()
    scan.save(update_fields=["answer", "answered_at", "answered_by", "note"])
    line = _line(placement, scan.kind)
    if accepts and line.scan_suffices and line.receipt is None:
        take_paper(
            placement_id=placement.pk,
            kind=scan.kind,
            signed_on=max(scan.sent_at.astimezone(scan.answered_at.tzinfo).date(), placement.confirmed_at.date()),
            actor=actor,
            scan=scan.file,
            late_reason=late_reason,
        )
    tell_scan_answered(scan, is_enough=line.scan_suffices)
    return scan


def _require_wanted(placement: Placement, kind: str) -> None:
    if placement.state not in LIVE_PLACEMENT or not InsuranceCase.objects.filter(placement=placement).exists():
        raise RuleViolation(_("Bu staj için artık evrak gönderilmez."), code="ended")
    if kind not in Paper.values or not _line(placement, kind).is_wanted:
        raise RuleViolation(_("Biriminiz bu belgeyi sizden istemiyor."), code="no_paper")
    if PaperReceipt.objects.filter(placement=placement, kind=kind, voided_at__isnull=True).exists():
        raise RuleViolation(_("Bu belgeniz teslim alındı; tarama göndermeniz gerekmez."), code="there")


def _line(placement: Placement, kind: str) -> Line:
    return next(line for line in checklist(placement) if line.kind == kind)
