"""The operator's view of issued papers: read-only, as the database keeps them frozen."""

from django.contrib import admin

from usp.core.admin import ReadOnlyAdmin
from usp.documents.models import Document


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Papers, without their contents: these are read in the paper itself."""

    list_display = [
        "code",
        "title",
        "owner_university",
        "subject_type",
        "subject_id",
        "version",
        "state",
        "issued_at",
    ]
    list_filter = ["state", "kind", "issued_at"]
    list_select_related = ["owner_university"]
    search_fields = ["code", "=subject_id"]
    date_hierarchy = "issued_at"
    exclude = ["snapshot", "file"]
    show_full_result_count = False
