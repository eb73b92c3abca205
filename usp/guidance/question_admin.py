"""The operators' view of questions: complaints are looked into here, answers are written on the portal's pages."""

from django.contrib import admin

from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline
from usp.guidance.models import Question, QuestionMessage


class QuestionMessageInline(ReadOnlyInline):
    """The lines of one thread."""

    model = QuestionMessage
    fields = ["at", "author", "kind", "body", "to", "upload"]


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """Questions of all universities, the last one moved first."""

    list_display = ["subject", "asker", "department", "state", "waiting_since", "last_at"]
    list_filter = ["state", "last_at"]
    list_select_related = ["asker", "department"]
    search_fields = ["subject", "asker__student__search_name"]
    date_hierarchy = "asked_at"
    inlines = [QuestionMessageInline]
    show_full_result_count = False
