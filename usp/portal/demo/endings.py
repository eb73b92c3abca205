"""The demo’s ends of internships: marked days with a sick note, a report that was read, a certificate."""

import io

from pypdf import PdfWriter

from insurance.models import AttendanceDay
from insurance.services.attendance import expected_days, mark_days
from insurance.services.completion import issue_certificate
from insurance.services.reports import REPORT, hand_in_report, may_read, read_report, report_rules
from offers.models import Placement
from offers.progress import progress_of
from usp.accounts.models import User
from usp.core import clock
from usp.documents.models import FileType
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import CheckedUpload

_S = AttendanceDay.Status
_SICK = (6, 7)  # two days in the second week, with a report


def mark_until_today(placement: Placement, supervisor: User) -> None:
    """Every working day that has come: present, but for two sick days. Nothing where the entry was never shared."""
    if not progress_of([placement.pk])[placement.pk].entry_shared:
        return
    today = clock.now().date()
    days = [day for day in expected_days(placement) if day <= today]
    marks = {day: (_S.SICK if number in _SICK else _S.PRESENT).value for number, day in enumerate(days)}
    mark_days(placement_id=placement.pk, days=marks, actor=supervisor)


def finish(placement: Placement) -> None:
    """After completion: the certificate, and a report that the unit's commission has accepted."""
    issue_certificate(placement_id=placement.pk)
    if not report_rules(placement).wants_report:
        return
    student = placement.student.user
    report = hand_in_report(
        placement_id=placement.pk,
        file=store_upload(actor=student, file=_report(), purpose=REPORT),
        actor=student,
    )
    university = placement.department.unit.university
    readers = User.objects.filter(university_memberships__university=university).order_by("pk")
    reader = next((user for user in readers.distinct() if may_read(user, placement)), None)
    if reader is not None:
        read_report(report_id=report.pk, accepted=True, actor=reader)


def _report() -> CheckedUpload:
    """Two empty pages: what stands in a report is the student's own."""
    writer, content = PdfWriter(), io.BytesIO()
    for _page in range(2):
        writer.add_blank_page(width=595, height=842)
    writer.write(content)
    return CheckedUpload("staj-raporu.pdf", FileType.PDF, content.getvalue(), 2)
