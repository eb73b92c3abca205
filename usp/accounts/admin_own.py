"""What operators see of people's own requests: codes without their digits, exports without their content."""

from django.contrib import admin

from usp.accounts.models import ContactCode, DataExport, DataExportDownload
from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline


@admin.register(ContactCode)
class ContactCodeAdmin(ReadOnlyAdmin):
    """Codes of the last two days, for the question why none arrives."""

    list_display = ["student", "channel", "state", "unsure", "tries", "issued_at", "sent_at"]
    list_filter = ["channel", "state", "unsure"]
    list_select_related = ["student"]
    search_fields = ["student__search_name", "=value"]
    date_hierarchy = "issued_at"
    show_full_result_count = False
    fields = ["student", "channel", "value", "state", "unsure", "tries", "issued_at", "sent_at"]


class DataExportDownloadInline(ReadOnlyInline):
    """Each time the owner fetched the file."""

    model = DataExportDownload
    fields = ["at", "request_id"]


@admin.register(DataExport)
class DataExportAdmin(ReadOnlyAdmin):
    """Who asked for the own data, and when it was made, fetched and removed. The file is the owner's alone."""

    list_display = ["user", "state", "attempts", "requested_at", "ready_at", "expires_at", "size"]
    list_filter = ["state"]
    list_select_related = ["user"]
    search_fields = ["user__full_name"]
    date_hierarchy = "requested_at"
    show_full_result_count = False
    fields = ["user", "state", "attempts", "requested_at", "ready_at", "expires_at", "files_total", "size"]
    inlines = [DataExportDownloadInline]
