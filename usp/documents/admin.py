"""The operator's view of issued papers: read-only, as the database keeps them frozen."""

from django.contrib import admin

from usp.core.admin import ReadOnlyAdmin
from usp.documents.models import Document, Upload


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


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    """Files that people sent, without a way to open them: who may is decided by their purpose."""

    list_display = ["id", "purpose", "name", "content_type", "size", "pages", "owner", "created_at"]
    list_filter = ["purpose", "content_type", "created_at"]
    list_select_related = ["owner"]
    search_fields = ["=owner__id", "sha256"]
    date_hierarchy = "created_at"
    exclude = ["file"]
    show_full_result_count = False
