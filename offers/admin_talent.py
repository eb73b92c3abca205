"""Operators' view of what employers keep of their searches: to look at, when somebody asks or complains."""

from django.contrib import admin

from offers.models import PoolExport, SavedSearch, TalentList, TalentPoolEntry
from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline


class TalentPoolEntryInline(ReadOnlyInline):
    """Who is on the list."""

    model = TalentPoolEntry
    fields = ["application", "tags", "note", "added_by", "added_at"]


@admin.register(TalentList)
class TalentListAdmin(ReadOnlyAdmin):
    """Lists with their members."""

    list_display = ["name", "employer", "season", "created_at"]
    list_filter = ["season"]
    list_select_related = ["employer", "season"]
    search_fields = ["name", "employer__name"]
    inlines = [TalentPoolEntryInline]


@admin.register(SavedSearch)
class SavedSearchAdmin(ReadOnlyAdmin):
    """Searches that employers come back to."""

    list_display = ["name", "employer", "season", "total", "new_count", "computed_at"]
    list_filter = ["season"]
    list_select_related = ["employer", "season"]
    search_fields = ["name", "employer__name"]


@admin.register(PoolExport)
class PoolExportAdmin(ReadOnlyAdmin):
    """Who took the anonymous list away, when, and how many rows."""

    list_display = ["exported_at", "employer", "exported_by", "rows", "query"]
    list_filter = ["season"]
    list_select_related = ["employer", "exported_by"]
    search_fields = ["employer__name", "exported_by__full_name"]
    date_hierarchy = "exported_at"
