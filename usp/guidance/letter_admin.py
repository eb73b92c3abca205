"""Announcements and official letters, for operators to look up; they are written on pages of their own."""

from django.contrib import admin

from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline
from usp.guidance.models import Announcement, LetterReader, OfficialLetter


@admin.register(Announcement)
class AnnouncementAdmin(ReadOnlyAdmin):
    """Every announcement, whosever it is."""

    list_display = (
        "title",
        "audience",
        "university",
        "unit",
        "department",
        "shows_from",
        "shows_until",
        "withdrawn_at",
    )
    list_filter = ("audience", "pinned")
    search_fields = ("title", "university__name", "unit__name", "department__name")
    list_select_related = ("university", "unit", "department")
    date_hierarchy = "shows_from"


class LetterReaderInline(ReadOnlyInline):
    model = LetterReader
    fields = ("university", "reader", "passed_at", "read_at", "reminded_on")


@admin.register(OfficialLetter)
class OfficialLetterAdmin(ReadOnlyAdmin):
    """Letters with everybody they came to."""

    list_display = ("number", "dated_on", "subject", "season_code", "published_at", "withdrawn_at")
    list_filter = ("season_code",)
    search_fields = ("number", "subject")
    inlines = (LetterReaderInline,)
