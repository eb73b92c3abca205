"""A student's own end of internships: days as marked, reports with their verdicts and files."""

from django.utils.translation import gettext_lazy as _

from insurance.models import AttendanceDay, InternshipReport
from offers.models import Placement
from usp.accounts.exports import Part, StoredFile, register, sheet_of
from usp.accounts.models import User


def collect(user: User) -> Part:
    """Of the student's own placements; certificates come with the other papers."""
    mine = Placement.objects.visible_to(user)
    employer = ("employer", _("İşveren"), lambda row: row.placement.offer.terms["employer"])
    days = AttendanceDay.objects.filter(placement__in=mine).select_related("placement__offer")
    reports = InternshipReport.objects.filter(placement__in=mine).select_related("placement__offer", "file")
    return Part(
        (
            sheet_of(
                "attendance", _("Devam günleri"), days.order_by("placement", "day"),
                employer, "day", "status", "marked_at",
            ),
            sheet_of(
                "internship_reports", _("Staj raporları"), reports.order_by("pk"),
                employer, "state", "handed_in_at", "read_at", "note",
            ),
        ),
        tuple(StoredFile(report.file.name, report.file.file.open) for report in reports),
    )  # fmt: skip


register(app="insurance.ending", order=42, collect=collect, tables=(AttendanceDay, InternshipReport))
