"""The operators' pages: seasons with their rules, windows, applications and their history."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.models import (
    Application,
    ApplicationTransition,
    InternshipWindow,
    ProvincePreference,
    Season,
    SeasonExclusion,
    SeasonGnoLimit,
    SeasonLevel,
    WindowChoice,
)
from applications.selectors import with_ends
from usp.core.admin import KeptAdmin, ReadOnlyAdmin, ReadOnlyInline, WrittenAdmin
from usp.core.templatetags.usp import tr_day


class GnoLimitInline(admin.TabularInline):
    model = SeasonGnoLimit
    extra = 0


class LevelInline(admin.TabularInline):
    model = SeasonLevel
    extra = 0


class ExclusionInline(admin.TabularInline):
    model = SeasonExclusion
    extra = 0


@admin.register(Season)
class SeasonAdmin(KeptAdmin):
    """One year's rules and dates."""

    list_display = ("name", "is_current", "applications_open_at", "applications_close_at", "pool_opens_at")
    list_filter = ("is_current",)
    search_fields = ("name", "title", "code")
    inlines = (GnoLimitInline, LevelInline, ExclusionInline)
    fieldsets = (
        (None, {"fields": ("code", "name", "title", "operator_name", "support_email", "is_current")}),
        (
            _("Tarihler"),
            {
                "fields": (
                    ("applications_open_at", "applications_close_at"),
                    "pool_opens_at",
                    ("offers_close_at", "answers_close_at", "confirm_close_at"),
                )
            },
        ),
        (
            _("Başvuru"),
            {
                "fields": (
                    "internships_per_student",
                    "study_modes",
                    "born_after",
                    ("max_provinces", "max_districts"),
                    ("max_institutions", "max_declarations"),
                    "appeal_days",
                    "status_is_compulsory",
                    "cancel_ground",
                )
            },
        ),
        (
            _("Teklif süreleri"),
            {
                "fields": (
                    ("default_reply_days", "minimum_reply_hours"),
                    ("reply_hour_from", "reply_hour_to"),
                    "reply_weekdays",
                    "confirm_days",
                    ("shadowing_min_days", "shadowing_max_days"),
                )
            },
        ),
        (_("Aday havuzu"), {"fields": ("pool_min_universities", "pool_min_applicants")}),
    )


@admin.register(InternshipWindow)
class InternshipWindowAdmin(WrittenAdmin):
    """What each Rektörlük allows; both ends are computed."""

    list_display = ("university", "season", "working_days", "starts_on", "ends")
    list_filter = ("season", "working_days")
    search_fields = ("university__name",)
    autocomplete_fields = ("university",)
    list_select_related = ("university", "season")
    date_hierarchy = "starts_on"

    @admin.display(description=_("bitiş (haftada 5 / 6 gün)"))
    def ends(self, window: InternshipWindow) -> str:
        """«12 Ağustos 2024 / 7 Ağustos 2024»."""
        (row,) = with_ends([window])
        return f"{tr_day(row.ends_on_5) or '–'} / {tr_day(row.ends_on_6) or '–'}"


class TransitionInline(ReadOnlyInline):
    model = ApplicationTransition
    fields = ("from_state", "to_state", "actor", "reason", "at")


class PreferenceInline(ReadOnlyInline):
    model = ProvincePreference
    fields = ("rank", "province", "all_districts")


class WindowChoiceInline(ReadOnlyInline):
    model = WindowChoice
    fields = ("rank", "window")


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """To look things up. Applications move only by the verbs of the portal, never by a form here."""

    list_display = ("student", "department_name", "level", "class_year", "state", "completed_at", "rights")
    list_filter = ("season", "state", "level", "class_year", "study_mode")
    search_fields = ("student__first_name", "student__last_name", "student__user__full_name", "student_no")
    list_select_related = ("student", "season", "department__unit__university")
    date_hierarchy = "started_at"
    inlines = (PreferenceInline, WindowChoiceInline, TransitionInline)
    exclude = ("records",)
    show_full_result_count = False

    @admin.display(description=_("bölüm"), ordering="department__sort_key")
    def department_name(self, application: Application) -> str:
        """Department and university; «–» before «Başvur»."""
        if application.department is None:
            return "–"
        return f"{application.department} · {application.department.unit.university}"

    @admin.display(description=_("kullanılan / hak"))
    def rights(self, application: Application) -> str:
        """«0 / 1»."""
        return f"{application.used} / {application.allowed}"


@admin.register(ApplicationTransition)
class ApplicationTransitionAdmin(ReadOnlyAdmin):
    """The history as the database wrote it."""

    list_display = ("application", "from_state", "to_state", "actor", "reason", "at")
    list_filter = ("to_state",)
    search_fields = ("application__student__first_name", "application__student__last_name", "actor")
    list_select_related = ("application__student", "application__season")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApplicationTransition]:
        """Newest first."""
        return super().get_queryset(request).order_by("-id")
