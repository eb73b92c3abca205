"""What follows a student's placements: insurance cases and the papers that were issued, with their files."""

from django.utils.translation import gettext_lazy as _

from insurance.exports_case import CASE_TABLES, case_sheets
from insurance.exports_dates import DATES_TABLES, dates_sheets
from insurance.exports_list import LIST_TABLES, list_sheets
from insurance.exports_papers import PAPER_TABLES, paper_sheets
from insurance.models import InsuranceCase, InsuranceTask
from insurance.services.papers import SUBJECT
from offers.models import Placement
from usp.accounts.exports import Part, register, sheet_of
from usp.accounts.models import User
from usp.documents.exports import stored_paper
from usp.documents.models import Document
from usp.documents.selectors import documents_of


def collect(user: User) -> Part:
    """Cases and papers of the student's own placements; every version of a paper is told, the files are all there."""
    placements = list(Placement.objects.visible_to(user).values_list("pk", flat=True))
    cases = InsuranceCase.objects.filter(placement__in=placements).select_related("placement__offer").order_by("pk")
    tasks = InsuranceTask.objects.filter(case__in=cases).select_related("case__placement__offer").order_by("pk")
    papers = list(documents_of(subject_type=SUBJECT, subject_ids=placements))
    return Part(
        (
            sheet_of(
                "insurance", _("Sigorta işlemleri"), cases,
                ("employer", _("İşveren"), lambda row: row.placement.offer.terms["employer"]),
                "state", "papers_due_on", "opened_at", "has_health_cover", "cover_at", "insured_by", "decision",
                "refused_ground", "refused_note", "record_checked_at", "shared_at",
            ),
            sheet_of(
                "insurance_tasks", _("Sigortada yapılacak işler"), tasks,
                ("employer", _("İşveren"), lambda row: row.case.placement.offer.terms["employer"]),
                "kind", "left_on", "due_at", "done_at",
            ),
            *case_sheets(cases),
            sheet_of(
                "papers", _("Düzenlenen belgeler"), papers,
                ("title", _("Belge"), lambda row: row.title), ("version", _("Sürüm"), lambda row: row.version),
                ("code", _("Doğrulama kodu"), lambda row: row.code),
                ("state", _("Durum"), lambda row: row.get_state_display()),
                ("issued_at", _("Düzenlenme"), lambda row: row.issued_at),
            ),
            *dates_sheets(placements),
            *list_sheets(placements),
            *paper_sheets(placements),
        ),
        tuple(stored_paper(paper) for paper in papers),
    )  # fmt: skip


register(
    app="insurance",
    order=40,
    collect=collect,
    tables=(InsuranceCase, InsuranceTask, Document, *CASE_TABLES, *DATES_TABLES, *LIST_TABLES, *PAPER_TABLES),
)
