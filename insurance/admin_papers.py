"""Papers in the operator's admin: read, never written."""

from django.contrib import admin

from insurance.models import IncomingLetter, LetterForward, LetterMatch, PaperForm, PaperReceipt, PaperScan
from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline


@admin.register(PaperForm)
class PaperFormAdmin(ReadOnlyAdmin):
    """Universities' own papers, every version."""

    list_display = ["university", "kind", "version", "want", "comes_back_signed", "published_at", "published_by"]
    list_filter = ["kind", "want"]
    list_select_related = ["university", "published_by"]
    search_fields = ["university__name", "university__short_name"]
    date_hierarchy = "published_at"


@admin.register(PaperReceipt)
class PaperReceiptAdmin(ReadOnlyAdmin):
    """Signed papers taken in, and what became of them."""

    list_display = ["placement", "kind", "signed_on", "received_by", "late_reason", "voided_at"]
    list_filter = ["kind", ("voided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["placement__student__user", "placement__offer__position", "received_by"]
    search_fields = ["=placement__pk", "placement__student__user__full_name", "placement__application__student_no"]
    date_hierarchy = "signed_on"
    show_full_result_count = False


@admin.register(PaperScan)
class PaperScanAdmin(ReadOnlyAdmin):
    """Scans that students sent."""

    list_display = ["placement", "kind", "sent_at", "answer", "answered_by"]
    list_filter = ["kind", "answer"]
    list_select_related = ["placement__student__user", "placement__offer__position", "answered_by"]
    search_fields = ["=placement__pk", "placement__student__user__full_name", "placement__application__student_no"]
    date_hierarchy = "sent_at"
    show_full_result_count = False


class LetterMatchInline(ReadOnlyInline):
    """Whom the letter names."""

    model = LetterMatch


class LetterForwardInline(ReadOnlyInline):
    """To which units it went."""

    model = LetterForward


@admin.register(IncomingLetter)
class IncomingLetterAdmin(ReadOnlyAdmin):
    """Institutions' official letters to universities."""

    list_display = ["institution", "dated_on", "number", "university", "registered_by", "withdrawn_at", "withdrawn_by"]
    list_filter = [("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["university", "registered_by", "withdrawn_by"]
    search_fields = ["institution", "number", "university__name"]
    date_hierarchy = "dated_on"
    inlines = [LetterMatchInline, LetterForwardInline]
