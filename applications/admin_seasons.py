"""The operators' season pages: rules and dates, the check before opening, copying, extending."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.seasons import ExtensionForm, LimitForm, SeasonForm
from applications.models import (
    DeadlineExtension,
    Season,
    SeasonDate,
    SeasonDateCondition,
    SeasonExclusion,
    SeasonGnoLimit,
    SeasonLevel,
)
from applications.season_check import Gap
from applications.season_selectors import season_gaps
from applications.services.extending import extend_deadline, preview_extension
from applications.services.opening import copy_season, open_season
from usp.accounts.models import User
from usp.core.admin import KeptAdmin, ReadOnlyInline
from usp.core.errors import RuleViolation
from usp.core.http import sent

# Where each part of the check is mended: an anchor on the season's own page, or another list of the admin.
_ANCHORS = {
    "season": "#season_form",
    "dates": "#season_form",
    "gno": "#gno_limits-group",
    "levels": "#levels-group",
    "exclusions": "#exclusions-group",
    "date_conditions": "#date_conditions-group",
}
_LISTS = {
    "windows": "applications_internshipwindow_changelist",
    "consents": "applications_consenttext_changelist",
}


class GnoLimitInline(admin.TabularInline):
    model = SeasonGnoLimit
    form = LimitForm
    fields = ("scale", "minimum")
    extra = 0


class LevelInline(admin.TabularInline):
    model = SeasonLevel
    extra = 0


class ExclusionInline(admin.TabularInline):
    model = SeasonExclusion
    extra = 0


class DateConditionInline(admin.TabularInline):
    model = SeasonDateCondition
    form = LimitForm
    fields = ("level", "class_year", "kind", "comparison", "scale", "minimum", "consequence")
    extra = 0


class ExtensionInline(ReadOnlyInline):
    """What was moved, why, and how far the telling has come."""

    model = DeadlineExtension
    fields = ("field", "old_moment", "new_moment", "reason", "actor", "at", "progress")
    readonly_fields = ("progress",)

    @admin.display(description=gettext_lazy("haber verilen"))
    def progress(self, extension: DeadlineExtension) -> str:
        """«500 / 12.480»."""
        return f"{extension.told} / {extension.expected}"


@admin.register(Season)
class SeasonAdmin(KeptAdmin):
    """One year's rules and dates. «Yürürlüğe al» alone makes a season the current one."""

    form = SeasonForm
    change_form_template = "admin/applications/season/change_form.html"
    list_display = ("name", "is_current", "applications_open_at", "applications_close_at", "pool_opens_at")
    list_filter = ("is_current",)
    search_fields = ("name", "title", "code")
    inlines = (GnoLimitInline, LevelInline, ExclusionInline, DateConditionInline, ExtensionInline)
    fieldsets = (
        (None, {"fields": ("code", "name", "title", "operator_name", "support_email", "is_current")}),
        (
            gettext_lazy("Tarihler"),
            {
                "fields": (
                    ("applications_open_at", "applications_close_at"),
                    "pool_opens_at",
                    ("offers_close_at", "answers_close_at", "confirm_close_at"),
                ),
                "description": gettext_lazy(
                    "Yürürlükteki dönemin tarihleri burada değiştirilmez; «Süre uzat» ile ileri alınır ve ilgililere "
                    "haber verilir."
                ),
            },
        ),
        (
            gettext_lazy("Başvuru"),
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
            gettext_lazy("Teklif süreleri"),
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
        (gettext_lazy("Aday havuzu"), {"fields": ("pool_min_universities", "pool_min_applicants")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """``is_current`` moves by the verb alone; a current season's dates move with notice alone."""
        return ("is_current", *SeasonDate.values) if obj is not None and obj.is_current else ("is_current",)

    def get_urls(self) -> list[URLPattern]:
        """The pages of a season besides Django's own."""
        own = [
            path("<int:pk>/yururluge-al/", self._guarded(self.open_view), name="applications_season_open"),
            path("<int:pk>/kopyala/", self._guarded(self.copy_view), name="applications_season_copy"),
            path("<int:pk>/sure-uzat/", self._guarded(self.extend_view), name="applications_season_extend"),
        ]
        return [*own, *super().get_urls()]

    def _guarded(self, view: Any) -> Any:
        def run(request: HttpRequest, pk: int) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return cast(HttpResponse, view(request, get_object_or_404(Season, pk=pk)))

        return self.admin_site.admin_view(run)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The season's page with the list of what is missing."""
        season = self.get_object(request, object_id)
        gaps = season_gaps(season) if season is not None else []
        context = {"gaps": [(gap, self._place(season, gap)) for gap in gaps], **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def _place(self, season: Season | None, gap: Gap) -> str:
        """Where the operator mends it; a running season's dates move only by extending."""
        if gap.where == "dates" and season is not None and season.is_current:
            return reverse("admin:applications_season_extend", args=[season.pk])
        if gap.where == "method":
            return reverse("applications:methods")
        name = _LISTS.get(gap.where)
        known = {f"{model._meta.app_label}_{model._meta.model_name}_changelist" for model in self.admin_site._registry}
        if name in known:
            return reverse(f"admin:{name}")
        return _ANCHORS.get(gap.where, "")

    def open_view(self, request: HttpRequest, season: Season) -> HttpResponse:
        """«Yürürlüğe al»: the verb opens, or says everything that is missing."""
        if request.method == "POST":
            try:
                open_season(actor=cast(User, request.user), season_id=season.pk)
            except RuleViolation as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(request, _("%s yürürlükte.") % season, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:applications_season_change", args=[season.pk]))

    def copy_view(self, request: HttpRequest, season: Season) -> HttpResponse:
        """«Gelecek dönem için kopyala»: the new season's page, or the old one's with the reason."""
        target = season
        if request.method == "POST":
            try:
                target = copy_season(actor=cast(User, request.user), season_id=season.pk)
            except RuleViolation as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                text = _("%s oluşturuldu: kurallar aynı, tarihler bir yıl sonra. Gözden geçirip yürürlüğe alın.")
                self.message_user(request, text % target, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:applications_season_change", args=[target.pk]))

    def extend_view(self, request: HttpRequest, season: Season) -> HttpResponse:
        """«Süre uzat»: a form, then how many people will be told, then the verb."""
        wanted = request.GET.get("tarih", "")
        form = ExtensionForm(*sent(request), initial={"field": wanted})
        preview = None
        if request.method == "POST" and form.is_valid():
            asked = {"actor": cast(User, request.user), "season_id": season.pk, **form.cleaned_data}
            try:
                if "confirm" in request.POST:
                    made = extend_deadline(**asked)
                    text = _("%(date)s uzatıldı. %(number)d kişiye haber veriliyor; ilerlemesi bu sayfada.")
                    values = {"date": made.get_field_display(), "number": made.expected}
                    self.message_user(request, text % values, messages.SUCCESS)
                    return HttpResponseRedirect(reverse("admin:applications_season_change", args=[season.pk]))
                preview = preview_extension(**asked) if "edit" not in request.POST else None
            except RuleViolation as refusal:
                form.add_error(None, str(refusal))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "season": season,
            "form": form,
            "preview": preview,
            "dates": [(label, getattr(season, name)) for name, label in SeasonDate.choices],
            "title": _("Süre uzat: %s") % season,
        }
        template = "admin/applications/season/extend.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)
