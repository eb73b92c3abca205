"""A student's own part of what SGK was told: entries with their documents, and in which files the name stood."""

from django.utils.translation import gettext_lazy as _

from insurance.models import EntryDocument, InsuranceCase, InsuranceEntry, SgkFileRow
from usp.accounts.exports import Part, StoredFile, register, sheet_of
from usp.accounts.models import User


def collect(user: User) -> Part:
    """Of the student's own cases; the files themselves hold other people and are not given out."""
    cases = InsuranceCase.objects.visible_to(user)
    employer = ("employer", _("İşveren"), lambda row: row.case.placement.offer.terms["employer"])
    entries = InsuranceEntry.objects.filter(case__in=cases).select_related("case__placement__offer", "document")
    rows = SgkFileRow.objects.filter(case__in=cases).select_related("case__placement__offer", "file")
    documents = EntryDocument.objects.filter(case__in=cases, shared_at__isnull=False).select_related(
        "case__placement__offer"
    )
    return Part(
        (
            sheet_of(
                "sgk_entries", _("SGK girişleri ve çıkışları"), entries.order_by("pk"), employer, "seq", "starts_on",
                "ends_on", "document_type", "declared_at", "reference", "exit_on", "exit_declared_at",
                "exit_reference", "deleted_at", "refused_at",
            ),
            sheet_of(
                "sgk_file_rows", _("SGK dosyalarındaki satırlar"), rows.order_by("pk"), employer,
                ("kind", _("Tür"), lambda row: row.file.get_kind_display()), "day", "outcome", "message",
                "answered_at",
            ),
            sheet_of(
                "sgk_documents", _("SGK giriş belgeleri"), documents.defer("raw").order_by("pk"), employer, "name",
                "shared_at",
            ),
        ),
        tuple(
            StoredFile(str(entry.document.file.name), entry.document.file.open)
            for entry in entries.order_by("pk") if entry.document is not None
        ),
    )  # fmt: skip


register(app="insurance.sgk", order=41, collect=collect, tables=(InsuranceEntry, SgkFileRow, EntryDocument))
