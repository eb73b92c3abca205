"""Operators' view of attendance, reports and batches of prints; the verbs write them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from insurance.models import AttendanceDay, InternshipReport, PaperBatch, PaperBatchItem
from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline


@admin.register(AttendanceDay)
class AttendanceDayAdmin(ReadOnlyAdmin):
    """Days as the workplace marked them."""

    list_display = ["placement", "day", "status", "marked_by", "marked_at"]
    list_filter = ["status", "day"]
    list_select_related = ["placement__student__user", "placement__offer__position__employer", "marked_by"]
    search_fields = ["=placement__pk", "placement__student__user__full_name"]
    date_hierarchy = "day"
    show_full_result_count = False


@admin.register(InternshipReport)
class InternshipReportAdmin(ReadOnlyAdmin):
    """Reports with their verdicts; the file is for the unit's commission."""

    list_display = ["placement", "state", "handed_in_at", "read_at", "read_by"]
    list_filter = ["state", "handed_in_at"]
    list_select_related = ["placement__student__user", "placement__offer__position__employer", "read_by"]
    search_fields = ["=placement__pk", "placement__student__user__full_name"]
    date_hierarchy = "handed_in_at"
    exclude = ["file"]
    show_full_result_count = False


class FailedItemInline(ReadOnlyInline):
    """The papers of a batch that could not be made."""

    model = PaperBatchItem
    fields = ["placement", "kind", "failure"]
    verbose_name_plural = PaperBatchItem._meta.verbose_name_plural

    def get_queryset(self, request: HttpRequest) -> QuerySet[PaperBatchItem]:
        """A batch may hold thousands; only what failed is of interest."""
        return super().get_queryset(request).exclude(failure="").select_related("placement__student__user")


@admin.register(PaperBatch)
class PaperBatchAdmin(ReadOnlyAdmin):
    """Batches with their progress; the result is for whoever asked."""

    list_display = ["id", "university", "asked_by", "asked_at", "shape", "state", "total", "finished_at"]
    list_filter = ["state", "shape", "asked_at"]
    list_select_related = ["university", "asked_by"]
    search_fields = ["=id", "university__name"]
    date_hierarchy = "asked_at"
    exclude = ["result"]
    inlines = [FailedItemInline]
    show_full_result_count = False
