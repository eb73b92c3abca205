"""The student's report at the end: handed in, read by the unit, accepted or sent back with words, handed in again."""

from django.utils.translation import gettext_lazy as _

from insurance import ending_notifications as news
from insurance.models import InternshipReport, PaperRules
from insurance.services.cases import rules_of
from offers.models import Placement
from offers.services.ending import require_side
from offers.states import Kind, PlacementState
from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, university_may
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.models import Upload

REPORT = "internship_report"  # the purpose of uploads
R = InternshipReport.State


@verb
def hand_in_report(*, placement_id: int, file: Upload, actor: User) -> InternshipReport:
    """The student hands the report in, from the last day on. A second one waits until the first was sent back.

    Late ones are taken, too: the page says so, and the unit judges. RuleViolation: «report_not_wanted»,
    «report_too_early», «placement_transition», «internship_report_one».
    """
    require_side(actor.is_student)
    placement = _held(placement_id, actor)
    if not report_rules(placement).wants_report:
        raise RuleViolation(_("Üniversiteniz staj raporu istemiyor."), code="report_not_wanted")
    if placement.state not in (PlacementState.CONFIRMED, PlacementState.COMPLETED):
        raise RuleViolation(_("Bu staj tamamlanmadı; rapor alınmıyor."), code="placement_transition")
    if clock.now().date() < placement.last_day:
        raise RuleViolation(_("Rapor, stajın son gününden başlayarak teslim edilir."), code="report_too_early")
    with rule_from_constraint(InternshipReport, "internship_report_one"):
        report = InternshipReport.objects.create(placement=placement, file=file, handed_in_at=clock.now())
    news.tell_handed_in(report)
    return report


@verb
def read_report(*, report_id: int, accepted: bool, note: str = "", actor: User) -> InternshipReport:
    """The unit accepts the report, or sends it back with what is to be put right. Read once; the student is told."""
    placement_id = InternshipReport.objects.values_list("placement_id", flat=True).get(pk=report_id)
    placement = _held(placement_id, actor)
    require_side(may_read(actor, placement))
    report = InternshipReport.objects.select_related("file").get(pk=report_id)
    if report.state != R.HANDED_IN:
        raise RuleViolation(_("Bu raporun sonucu az önce yazıldı. Sayfayı yenileyin."), code="report_read")
    if not accepted and not note.strip():
        raise RuleViolation(_("Neyin düzeltileceğini yazın; öğrenci bunu okur."), code="note_needed")
    report.state = R.ACCEPTED if accepted else R.RETURNED
    report.read_at, report.read_by, report.note = clock.now(), actor, note.strip()
    report.save(update_fields=["state", "read_at", "read_by", "note"])
    report.placement = placement
    news.tell_read(report)
    return report


def may_read(user: User, placement: Placement) -> bool:
    """Whether the user decides on reports of this intern's unit: its internship commission."""
    unit = placement.department.unit
    return user.is_career_center and university_may(user, UniversityAction.DECIDE_COMPULSORY, unit)


def report_rules(placement: Placement) -> PaperRules:
    """The rules of the university that insures: whether it wants a report, and until when."""
    return rules_of(placement.department.unit.university)


def _held(placement_id: int, actor: User) -> Placement:
    """The placement, locked: two reports, or two verdicts, come one after the other."""
    return (
        Placement.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .select_related("student__user", "offer__position", "department__unit__university",
                        "department__unit__university")
        .get(pk=placement_id, kind=Kind.INTERNSHIP)
    )  # fmt: skip
