"""Operators' view of what universities tell SGK; files, answers and documents are made by the desk's verbs."""

from django.contrib import admin

from insurance.models import (
    DepartmentOccupation,
    EntryDocument,
    EntryDocumentBatch,
    InsuranceEntry,
    SgkAnswers,
    SgkDownload,
    SgkFile,
    SgkFileRow,
    SgkSettings,
    SgkWorkplace,
)
from usp.core.admin import KeptAdmin, ReadOnlyAdmin, ReadOnlyInline, UsedOnlyFilter


@admin.register(SgkSettings)
class SgkSettingsAdmin(KeptAdmin):
    """A university's codes."""

    list_display = ["university", "encoding", "insurance_branch", "education_code", "occupation_code", "exit_reason"]
    list_filter = ["encoding"]
    list_select_related = ["university"]
    search_fields = ["university__name", "university__short_name"]
    autocomplete_fields = ["university"]
    ordering = ["university__sort_key"]


@admin.register(SgkWorkplace)
class SgkWorkplaceAdmin(KeptAdmin):
    """Workplaces of universities and units."""

    list_display = ["title", "university", "unit", "registry_number", "agent_number"]
    list_filter = [("university", UsedOnlyFilter)]
    list_select_related = ["university", "unit"]
    search_fields = ["title", "registry_number", "university__name"]
    autocomplete_fields = ["university", "unit"]
    ordering = ["university__sort_key", "pk"]


@admin.register(DepartmentOccupation)
class DepartmentOccupationAdmin(KeptAdmin):
    """Occupation codes of departments."""

    list_display = ["department", "unit", "code"]
    list_filter = ["code"]
    list_select_related = ["department__unit"]
    search_fields = ["department__name", "code"]
    autocomplete_fields = ["department"]
    ordering = ["department__sort_key", "pk"]

    @admin.display(description=SgkWorkplace._meta.get_field("unit").verbose_name)
    def unit(self, row: DepartmentOccupation) -> str:
        """Whose department it is."""
        return str(row.department.unit)


class FileRowInline(ReadOnlyInline):
    """The people of a file, without their numbers."""

    model = SgkFileRow
    fields = ["case", "day", "outcome", "message", "answered_at"]


class DownloadInline(ReadOnlyInline):
    """Who took a file."""

    model = SgkDownload
    fields = ["part", "taken_by", "taken_at"]


@admin.register(SgkFile)
class SgkFileAdmin(ReadOnlyAdmin):
    """Files that were made; their bytes are for the university's officers only."""

    list_display = ["pk", "kind", "university", "workplace", "encoding", "made_at", "made_by"]
    list_filter = ["kind", "encoding", ("university", UsedOnlyFilter)]
    list_select_related = ["university", "workplace", "made_by"]
    search_fields = ["=pk", "university__name", "sha256"]
    date_hierarchy = "made_at"
    exclude = ["content", "sheet"]
    inlines = [DownloadInline, FileRowInline]
    show_full_result_count = False


@admin.register(SgkAnswers)
class SgkAnswersAdmin(ReadOnlyAdmin):
    """Files of SGK's answers, without their content."""

    list_display = ["name", "kind", "university", "sent_at", "sent_by", "applied_at", "applied_by"]
    list_filter = ["kind", ("university", UsedOnlyFilter)]
    list_select_related = ["university", "sent_by", "applied_by"]
    search_fields = ["name", "university__name", "sha256"]
    date_hierarchy = "sent_at"
    show_full_result_count = False


class EntryDocumentInline(ReadOnlyInline):
    """The documents of one sending."""

    model = EntryDocument
    fields = ["name", "case", "found_by", "refusal", "shared_at"]


@admin.register(EntryDocumentBatch)
class EntryDocumentBatchAdmin(ReadOnlyAdmin):
    """Entry documents sent together."""

    list_display = ["pk", "university", "sent_at", "sent_by"]
    list_filter = [("university", UsedOnlyFilter)]
    list_select_related = ["university", "sent_by"]
    search_fields = ["=pk", "university__name"]
    date_hierarchy = "sent_at"
    inlines = [EntryDocumentInline]


@admin.register(InsuranceEntry)
class InsuranceEntryAdmin(ReadOnlyAdmin):
    """Entries at SGK with their exits."""

    list_display = ["student", "starts_on", "ends_on", "document_type", "reference", "declared_at", "exit_on"]
    list_filter = ["document_type", "starts_on"]
    list_select_related = ["student"]
    search_fields = ["=case__pk", "student__user__full_name", "reference"]
    date_hierarchy = "starts_on"
    show_full_result_count = False
