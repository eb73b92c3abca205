"""The operators' pages: windows, applications and their history; seasons stand in ``admin_seasons``."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from applications import admin_catalogue, admin_seasons, admin_universities  # noqa: F401 -- they register their pages
from applications.admin_disqualify import disqualify_view
from applications.models import (
    Application,
    ApplicationTransition,
    InternshipWindow,
    ProvincePreference,
    WindowChoice,
)
from applications.selectors import with_ends
from usp.core.admin import ReadOnlyAdmin, ReadOnlyInline, WrittenAdmin
from usp.core.templatetags.usp import tr_day


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
    change_form_template = "admin/applications/application/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """«Geçersiz say» besides Django's own pages."""

        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return disqualify_view(self, request, pk)

        own = path(
            "<int:pk>/gecersiz-say/", self.admin_site.admin_view(view), name="applications_application_disqualify"
        )
        return [own, *super().get_urls()]

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
